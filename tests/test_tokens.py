"""Where words begin and end on a page as OCR left it."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.mend.tokens import MARKS, TAILS, Token, tokens

WORD = regex.compile(rf"[@©]?[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}\p{{M}}]++|[{MARKS}]{{1,2}}(?=\p{{L}}))*+")
"""What a word is, in the letter classes of Unicode"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("т!л! енд|р|с", ["т!л", "енд|р|с"]), ("мүше-мемлекет", ["мүше", "мемлекет"]), ("км/сағ", ["км/сағ"]),
        ("1991 ж., 12:30", ["1991", "ж", "12", "30"]), ("©з @лем @@а info@mail", ["©з", "@лем", "@а", "info@mail"]),
        ("бір_екі _а", ["бір_екі", "а"]), ("м'² а'5", ["м", "²", "а", "5"]),
        ("Толсто\u0301й е\u0308", ["Толсто\u0301й", "е\u0308"]), ("а:::б", ["а", "б"]), ("", []), ("«—»", []), ("Ⅷ½", ["Ⅷ½"]),
    ],
)  # fmt: skip
def test_words(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


@pytest.mark.parametrize(("text", "tail"), [("т!л!", "!"), ("тіл»", ""), ("тіл’", "’"), ("тіл .", ""), ("тіл", ""), ("тіл7", "")])
def test_the_mark_behind_a_word(text: str, tail: str) -> None:
    assert [token.tail for token in tokens(text)] == [tail]


@given(st.text("аәқҚÉz019²½Ⅷ_@©!|'’(/:« \n.,-\u0301\u0306°[]?}"))
def test_a_word_is_what_its_definition_says(text: str) -> None:
    found = [(m.start(), m.end(), m[0], text[m.end() : m.end() + 1]) for m in WORD.finditer(text)]
    assert list(tokens(text)) == [Token(*at, word, mark if mark in TAILS else "", word.lower()) for *at, word, mark in found]
