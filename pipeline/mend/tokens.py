"""The words of a page as OCR left them: letters, and the digits and marks that stand for letters inside a word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

MARKS = r"!|:;'’‘`^*_~°{}\[\]<>\\@#$&?/=£€©®+(«»"
"""Marks that OCR puts where a letter was (`т!л!`, `енд|р|с`, `ме^пекеттер`)"""
_WORD = regex.compile(
    rf"([@©]?[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}\p{{M}}]++|[{MARKS}]{{1,2}}(?=\p{{L}}))*+)(?=([!?|}}\])/;:7'’\"°]?))"
)
_DRAWN_OUT = regex.compile(r"(\p{L})\1{2,}", regex.IGNORECASE)
_ROMAN = regex.compile(r"[IVXLCDMХІСМУ]+")


class Token(NamedTuple):
    """A word of the text: `text` at `[start, end)`, and in lower case; `tail` is the mark right behind it, which may have been a
    letter."""

    start: int
    end: int
    text: str
    tail: str
    lower: str


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Words of `text[start:end]` in order; hyphens part words, numbers are words."""
    for found in _WORD.finditer(text, start, end):
        word, tail = found.groups()
        yield Token(found.start(), found.end(), word, tail, word.lower())


@lru_cache(1 << 16)
def worded(word: str) -> bool:
    """Whether a word has letters to judge by: two at least, not those of a Roman numeral, no cry drawn out (`ыыы`)."""
    return letters(word) > 1 and not roman(word) and _DRAWN_OUT.fullmatch(word) is None


def letters(word: str) -> int:
    """Letters of a word."""
    return sum(map(str.isalpha, word))


def roman(word: str) -> bool:
    """Whether a word is a Roman numeral, in the letters of either script."""
    return _ROMAN.fullmatch(word) is not None


def in_case_of(form: str, word: str) -> str:
    """`form` (lower case) with the capitals of `word`: all, the first, or none."""
    cased = [letter for letter in word if letter.isalpha()]
    if len(cased) > 1 and all(map(str.isupper, cased)):
        return form.upper()
    return form[:1].upper() + form[1:] if cased and cased[0].isupper() else form
