"""What a damaged word may have been: the table of shapes, and the forms found by it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon, LexiconError
from pipeline.mend.candidates import OFTEN, SELDOM, Candidates, candidates, shape
from pipeline.mend.search import BLOCKS, END, LENGTHS, NEAREST, described
from pipeline.words import words

LEXICON = Lexicon()
KNOWN = words(LEXICON)


def forms(count: int) -> list[tuple[int, str]]:
    """Some forms of the shipped counts, by their index in the trie."""
    indices = random.Random(7).sample(range(len(KNOWN.trie)), count)
    return [(index, KNOWN.trie.restore_key(index)) for index in indices]


@pytest.mark.parametrize("damaged, form", [
    ("кдзақ", "қазақ"), ("мeмлeкeт", "мемлекет"), ("тэуелсіздік", "тәуелсіздік"), ("кеңсс", "кеңес"),
    ("кызметкерлерi", "қызметкерлері"), ("бас4арма", "басқарма"), ("цазацстан", "қазақстан"),
])  # fmt: skip
def test_the_right_form_is_found(damaged: str, form: str) -> None:
    assert form in dict(candidates(LEXICON).near(damaged))


@pytest.mark.parametrize("start, end", [("ц", ""), ("", "ц"), ("цф", ""), ("", "цф")])
def test_a_form_is_found_by_its_other_end(start: str, end: str) -> None:
    """Of long forms most, the others having nearer neighbours; of seldom ones those whose start is whole."""
    step = {index: KNOWN._counts[3 * index] for index, _ in forms(400)}
    asked = [form for index, form in forms(400) if len(shape(form)) >= 8 and (step[index] >= SELDOM or not start)]
    found = [form in dict(candidates(LEXICON).near(start + form[len(start) : len(form) - len(end)] + end)) for form in asked]
    assert len(asked) > 60 and sum(found) >= 0.8 * len(asked)


def test_forms_are_ordered_and_near_ones_only() -> None:
    for word in ("цазацстан", "кдзақ", "іһіі", "ж", "сол"):
        near = candidates(LEXICON).near(word)
        assert len(near) <= NEAREST and len(dict(near)) == len(near)
        assert [likely for _, likely in near] == sorted((likely for _, likely in near), reverse=True)


@pytest.mark.parametrize("word", ["", "ььььььь", "@@@@@@@@@", "漢字漢字", "xqzxqzxqzxqzxqz", "1234567890"])
def test_what_is_no_word_is_asked_without_harm(word: str) -> None:
    assert len(candidates(LEXICON).near(word)) <= NEAREST


@given(st.text(max_size=20))
def test_any_text_may_be_asked(word: str) -> None:
    candidates(LEXICON).near(word.lower())


def test_the_table_is_of_the_trie_and_the_counts_beside_it() -> None:
    """Each form stands where it is looked for, under its own signature: a table made for other counts fails here."""
    table, indices = candidates(LEXICON).table, candidates(LEXICON).indices
    signatures, (shapes, first, last) = described(table.letters, table.begins.astype(np.int64))
    assert (np.sort(indices) == np.arange(len(KNOWN.trie))).all()
    assert (table.signatures == signatures).all() and (table.end_signatures == signatures[table.by_end]).all()
    always = (table.steps >= OFTEN) | (shapes <= END)
    assert always[: table.starts[0]].all() and not always[table.starts[0] :].any()
    assert (np.diff(shapes[: table.starts[0]]) >= 0).all() and table.lengths[-1] <= table.starts[0]
    assert (table.lengths == np.searchsorted(shapes[: table.starts[0]], np.arange(LENGTHS + 1))).all()
    for of, starts, places in ((first, table.starts, np.arange(len(first))), (last, table.end_starts, table.by_end)):
        assert len(starts) == BLOCKS + 1 and starts[-1] == len(places)
        assert (of[places[starts[0] :]] == np.repeat(np.arange(BLOCKS), np.diff(starts))).all()
    assert set(table.by_end.tolist()) == set(np.flatnonzero(~always & (table.steps >= SELDOM)).tolist())
    for place in random.Random(3).sample(range(len(indices)), 2000):
        form = KNOWN.trie.restore_key(int(indices[place]))
        assert candidates(LEXICON).form(place) == form and shapes[place] == len(shape(form))
        assert KNOWN.count(form) == table.counts[table.steps[place]]
        assert KNOWN.nonfiction(form) == table.counts[table.nonfiction[place]]


def test_a_table_of_other_counts_is_refused() -> None:
    good = candidates(LEXICON)
    counts, spelling = np.zeros(3 * len(KNOWN.trie), np.uint8), memoryview(good.table.spelling.tobytes())
    with pytest.raises(LexiconError, match="derive_words"):
        Candidates(KNOWN, counts, spelling, memoryview(LEXICON.file("shapes.bin").read_bytes()[:-1]))


@pytest.mark.parametrize("one, other", [("қазақ", "казак"), ("бірлігін", "б1рл1г1н"), ("ұлы", "үлы"), ("мемлекет", "мeмлeкeт")])
def test_letters_taken_for_one_another_share_a_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize("one, other", [("қол", "қор"), ("ат", "ас"), ("тас", "дас"), ("бар", "пар")])
def test_other_letters_do_not(one: str, other: str) -> None:
    assert shape(one) != shape(other)
