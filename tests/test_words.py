"""Counts of forms and pairs: what is frequent, what is damage, what is not there."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.words import COUNTS, to_step, words

WORDS = words(Lexicon())


@pytest.mark.parametrize(("form", "least"), [("бұл", 200_000), ("мемлекет", 5_000), ("құқық", 1_000), ("ролі", 50)])
def test_sound_forms_are_counted(form: str, least: int) -> None:
    assert WORDS.count(form) > least


@pytest.mark.parametrize("form", ["бүл", "бул", "жоне", "баска", "кол", "озі", "тур", "мемлскет", "", "Бұл", "xyz", "\0"])
def test_damaged_forms_count_nothing(form: str) -> None:
    assert WORDS.count(form) == 0


def test_pairs() -> None:
    assert WORDS.pair("қол", "қойды") > 100
    assert WORDS.pair("қойды", "қол") < WORDS.pair("қол", "қойды") / 10
    assert WORDS.pair("мемлекет", "xyz") == 0


@pytest.mark.parametrize("count", [1, 2, 10, 1_000, 572_489])
def test_the_scale_is_right_to_three_per_cent(count: int) -> None:
    assert COUNTS[to_step(count)] == pytest.approx(count, rel=0.03)
