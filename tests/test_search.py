"""The compiled search against the same, written plainly."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from pipeline import words
from pipeline.compiled import codes_of
from pipeline.lexicon import Lexicon
from pipeline.mend import search
from pipeline.mend.candidates import candidates, shape
from pipeline.mend.channel import Channel, Step, profiles
from pipeline.mend.judge import Judge, Reading
from pipeline.mend.page import Page, judges

LEXICON = Lexicon()
PAIRS = [("қүқық", "құқық"), ("каласында", "қаласында"), ("мемлекеттік", "мемлекеттіц"), ("ме^пекеттер", "мемлекеттер"),
         ("нздат", "ұйымдар"), ("", "бар"), ("бар", ""), ("қазақ", "қазақ"), ("тұтыпу", "тұтыну"),
         ("жылдьщ", "жылдың")]  # fmt: skip


def cheapest(channel: Channel, ocr: str, gold: str) -> float:
    """-log P(ocr | gold), the least over all ways to cut both words into confused pieces."""

    @lru_cache(None)
    def rest(i: int, j: int) -> float:
        ways = [0.0] if (i, j) == (len(ocr), len(gold)) else []
        for to_i in range(i, min(i + search.LONGEST, len(ocr)) + 1):
            for to_j in range(j, min(j + search.LONGEST, len(gold)) + 1):
                step = Step(gold[j:to_j], ocr[i:to_i])
                single = len(step.gold) <= 1 and len(step.ocr) <= 1
                if (to_i, to_j) != (i, j) and (single or step in channel.shares):
                    ways.append(channel.step_cost(step) + rest(to_i, to_j))
        return min(ways, default=math.inf)

    return rest(0, 0)


def aligned(channel: Channel, ocr: str, gold: str) -> tuple[float, Reading]:
    """What the search makes of two words, as a reading."""
    way = np.empty(search.LONGEST_WAY, np.uint8)
    cost, start, end, steps = search._align(channel.table, codes_of(ocr), codes_of(gold), 1e9, way)
    return cost, Reading(gold, -cost, ocr, 0.0, start, end, way[:steps].tobytes())


@pytest.mark.parametrize("profile", ["kazakh", "russian", "scan"])
@pytest.mark.parametrize("ocr, gold", PAIRS)
def test_the_way_is_the_least_costly(profile: str, ocr: str, gold: str) -> None:
    channel = profiles(LEXICON)[profile]
    cost, reading = aligned(channel, ocr, gold)
    alignment = reading.alignment
    assert alignment.start + "".join(step.gold for step in alignment.middle) + alignment.end == gold
    assert alignment.start + "".join(step.ocr for step in alignment.middle) + alignment.end == ocr
    same = [Step(letter, letter) for letter in alignment.start + alignment.end]
    assert cost == pytest.approx(sum(map(channel.step_cost, [*same, *alignment.middle])))
    # What both words begin and end with is not cut: hardly ever dearer, never cheaper.
    assert cheapest(channel, ocr, gold) - 1e-9 <= cost <= cheapest(channel, ocr, gold) + 0.5


@given(st.text("қктаым^ ш", max_size=6), st.text("қктаымш", max_size=6))
def test_any_two_words_are_aligned(ocr: str, gold: str) -> None:
    channel = profiles(LEXICON)["kazakh"]
    cost, reading = aligned(channel, ocr, gold)
    assert cost >= cheapest(channel, ocr, gold) - 1e-9
    assert "".join(step.ocr for step in reading.alignment.middle) == ocr[reading.start : len(ocr) - reading.end]


def test_a_limit_stops_what_costs_more() -> None:
    table, way = profiles(LEXICON)["scan"].table, np.empty(search.LONGEST_WAY, np.uint8)
    cost = search._align(table, codes_of("ме^пекеттер"), codes_of("мемлекеттер"), 25.0, way)[0]
    assert search._align(table, codes_of("ме^пекеттер"), codes_of("мемлекеттер"), cost / 2, way)[0] == math.inf


@given(st.text("абвқғ1^", max_size=search.LONGEST_WORD), st.text("абвқғ", max_size=70))
def test_letters_apart_are_the_edit_distance(word: str, form: str) -> None:
    coded = [search._coded(codes_of(one), search._LETTER) for one in (word, form)]
    state, places = (~np.uint64(0), np.uint64(0), len(word)), search._places(coded[0])
    for letter in coded[1]:
        more, less, distance = search._further(places[letter], len(word), state)
        state = np.uint64(more), np.uint64(less), distance
    assert not word or state[2] == Levenshtein.distance(word, form)


@given(st.text(max_size=30))
def test_shapes_are_those_of_candidates(word: str) -> None:
    """But for letters that KZ-1048 does not have, which are all one."""
    coded = search._coded(codes_of(word), search._SHAPE).tobytes().decode("kz1048", "replace")
    assert coded == shape(word).encode("kz1048", "replace").decode("kz1048", "replace") or "\x00" in word or "\x98" in word


def test_priors_are_those_of_the_judge() -> None:
    table, judge = candidates(LEXICON).table, judges(LEXICON)["kazakh"]
    for place in range(0, len(table.begins) - 1, 5003):
        form = candidates(LEXICON).form(place)
        assert search._prior(table, place) == pytest.approx(judge.prior(form), abs=1e-12), form


def test_a_judge_that_learned_weighs_what_its_teacher_found() -> None:
    teacher = judges(LEXICON)["kazakh"]
    channel = teacher.channel.adapted({("қ", "ц"): 50.0}, {"қ": 50.0})
    taught = Judge(LEXICON, channel, teacher)
    before, after = teacher.judge("цазацстан"), taught.judge("цазацстан")
    assert {reading.form for reading in after.readings} <= {reading.form for reading in before.readings} | {"қазақстан"}
    assert after.readings[0].score > before.readings[0].score
    for reading in after.readings:
        alignment = reading.alignment
        same = [Step(letter, letter) for letter in alignment.start + alignment.end]
        cost = sum(map(channel.step_cost, [*same, *alignment.middle]))
        assert reading.prior - reading.score == pytest.approx(cost)


def test_a_page_keeps_what_was_thought_of_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = ["казакстанның", "кызметкердің", "окушылардың", "когамдық", "бурынғы", "жогарғы", "турғындар", "кундерінде"]
    page = Page.of(" ".join(strange), LEXICON)
    assert page.judge is not judges(LEXICON)["kazakh"], "the page has taught its judge"
    monkeypatch.setattr(page.judge, "thought", lambda word, tail: pytest.fail(f"{word} was searched for again"))
    for word in strange:
        assert page.judge.judge(word).readings


@pytest.mark.parametrize("word", ["а" * 64, "а" * 65, "а" * 5000, "х" * 64, "𐀀𐀀𐀀", ""])
def test_words_of_any_length_are_judged(word: str) -> None:
    for model in ("kazakh", "russian"):
        assert judges(LEXICON)[model].judge(word, "!").word == word


def test_the_scale_of_counts_is_that_of_the_words() -> None:
    assert search.STEP == words.STEP
