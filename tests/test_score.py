"""The measure itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.measure.score import Score, score

TEXTS = st.text(alphabet="аб -.\n", max_size=30)


@pytest.mark.parametrize(
    "damaged, repaired, right, wrong, fixed, broken",
    [
        ("бір екі үш", "бір екі үш", "бір екі үш", 0, 0, 0),
        ("бip екі үш", "бір екі үш", "бір екі үш", 1, 1, 0),
        ("бip екі үш", "бip екi үш", "бір екі үш", 1, 0, 1),
        ("бірекі үш", "бір екі үш", "бір екі үш", 2, 2, 0),
        ("бір екі", "бір екі", "бір екі үш", 1, 0, 0),
        ("«бір» –\nекі", "«бір» –\nекі", '"бір" - екі', 0, 0, 0),
    ],
)
def test_words_fixed_and_broken(damaged: str, repaired: str, right: str, wrong: int, fixed: int, broken: int) -> None:
    counted = score(damaged, repaired, right)
    assert (counted.wrong, counted.fixed, counted.broken) == (wrong, fixed, broken)


def test_rates() -> None:
    counted = score("бip eкі үш төрт", "бір eкі үш төрт", "бір екі үш төрт")
    assert (counted.wer, counted.wer_cut, counted.broken_per_1000) == (0.25, 0.5, 0.0)


def test_harm_to_a_right_text_is_a_cut_below_nothing() -> None:
    assert score("бір екі", "бір ек", "бір екі").wer_cut == -1


@given(TEXTS, TEXTS)
def test_a_perfect_repair_leaves_no_error(damaged: str, right: str) -> None:
    counted = score(damaged, right, right)
    assert counted.word_errors == counted.character_errors == counted.broken == 0 and counted.fixed == counted.wrong


@given(TEXTS, TEXTS, TEXTS)
def test_scores_add_up(damaged: str, repaired: str, right: str) -> None:
    counted = score(damaged, repaired, right)
    assert Score().plus(counted) == counted
    assert counted.fixed <= counted.wrong and counted.broken <= counted.words - counted.wrong
