"""What a damaged word may have been: the table of shapes, and the forms found by it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Lexicon
from pipeline.mend.candidates import BLOCKS, END, NEAREST, OFTEN, SELDOM, _encoded, _shapes, block, candidates, shape, signature
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
    """Of long forms all but a few, which have nearer neighbours; of seldom ones those whose start is whole."""
    step = {index: KNOWN._counts[3 * index] for index, _ in forms(400)}
    asked = [form for index, form in forms(400) if len(shape(form)) >= 8 and (step[index] >= SELDOM or not start)]
    found = [form in dict(candidates(LEXICON).near(start + form[len(start) : len(form) - len(end)] + end)) for form in asked]
    assert len(asked) > 60 and sum(found) >= 0.9 * len(asked)


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
    table = candidates(LEXICON)
    place = np.argsort(table._indices)
    assert len(place) == len(KNOWN.trie) and (table._indices[place] == np.arange(len(place))).all()
    by_end = np.zeros(len(place), bool)
    by_end[table._by_end] = True
    for index, form in forms(2000):
        shaped, at, step = shape(form), int(place[index]), KNOWN._counts[3 * index]
        first, last = block(shaped[:END]), block(shaped[-END:])
        always = step >= OFTEN or len(shaped) <= END
        assert int(table._signatures[at]) == signature(form, shaped)
        assert (at < len(table._often)) == always
        assert always or table._starts[first] <= at < table._starts[first + 1]
        assert by_end[at] == (not always and step >= SELDOM)
        assert not by_end[at] or at in table._by_end[table._end_starts[last] : table._end_starts[last + 1]]
    assert len(table._starts) == len(table._end_starts) == BLOCKS + 1


def test_shapes_of_many_forms_are_those_of_each() -> None:
    some = [form for _, form in forms(3000)]
    assert all(form.encode("kz1048") for form in some)
    assert _shapes(some) == [_encoded(shape(form)) for form in some]


@pytest.mark.parametrize("one, other", [("қазақ", "казак"), ("бірлігін", "б1рл1г1н"), ("ұлы", "үлы"), ("мемлекет", "мeмлeкeт")])
def test_letters_taken_for_one_another_share_a_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize("one, other", [("қол", "қор"), ("ат", "ас"), ("тас", "дас"), ("бар", "пар")])
def test_other_letters_do_not(one: str, other: str) -> None:
    assert shape(one) != shape(other)
