"""Where words begin that are sought."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.find.beginnings import Beginnings

PIECES = ("жыл", "Жылы", "ЖЫЛДЫҢ", "ж", "шарт", "шарттың", "ақпан", "акпан", "сөз", "акті", "x", "7", "_",
          "-", ".", " ", "\n", "²", "İ", "😀")  # fmt: skip
SOUGHT = Beginnings(words=("жыл", "ж", "ақпанда"), stems=("шарт", "акт"))
WANTED = regex.compile(r"(?i)(?<!\w)(?:(?:жыл|ж)(?!\w)|шарт|ақпа(?=н)|акт)")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_word_is_missed_that_begins_as_one_that_is_sought(text: str) -> None:
    assert {match.start() for match in WANTED.finditer(text)} <= set(SOUGHT.places(text))


@pytest.mark.parametrize("text", ["", "сөз", "сөжыл", "жылғы", "жы", "ақша", "шар", "а қ", "1991"])
def test_other_words_are_passed_over(text: str) -> None:
    assert SOUGHT.places(text) == []


@pytest.mark.parametrize("gap", [65_530, 65_534, 65_535, 65_536, 65_537, 131_071, 131_072])
def test_a_long_text_is_read_in_parts_and_none_of_its_words_twice(gap: int) -> None:
    text = f"жыл{' ' * (gap - 3)}жыл{' ' * gap}сөзЖылдың шарты"
    assert SOUGHT.places(text) == [0, gap, text.index("шарты")]
    assert SOUGHT.places(f"{'ы' * gap}Шарт") == [gap]
