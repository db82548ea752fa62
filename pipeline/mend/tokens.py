"""The words of a page as OCR left them: letters, and the digits and marks that stand for letters inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import Any, NamedTuple, overload

import regex

MARKS = r"!|:;'’‘`^*_~°{}\[\]<>\\@#$&?/=£€©®+(«»"
"""Marks that OCR puts where a letter was (`т!л!`, `енд|р|с`, `ме^пекеттер`)"""
TAILS = frozenset("!?|}])/;:'’\"°")
"""Marks behind a word that may have been its last letter"""
_WORD = re.compile(
    r"([\w@©](?:(?<=[@©])[^\W_]|(?<![_@©]))[^\W_]*+"  # letters and digits, one of @ and © before them
    rf"(?:[{MARKS}]{{1,2}}(?=[^\W\d_²³¹¼-¾⁰-₉⅐-↉①-⓿])[^\W_]++)*+)"  # with marks before letters
)
_ACCENTED_WORD = regex.compile(rf"([@©]?[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}\p{{M}}]++|[{MARKS}]{{1,2}}(?=\p{{L}}))*+)")
"""The same with combining marks in it, which `re` does not know, and slower"""
_ACCENT = regex.compile(r"\p{M}")
_DRAWN_OUT = regex.compile(r"(\p{L})\1{2,}", regex.IGNORECASE)
_ROMAN = re.compile(r"[IVXLCDMХІСМУ]+")


class Token(NamedTuple):
    """A word of the text: `text` at `[start, end)`, and in lower case; `tail` is the mark right behind it, which may have been a
    letter."""

    start: int
    end: int
    text: str
    tail: str
    lower: str


class Tokens(Sequence[Token]):
    """The words of a text in order, kept in columns: of most pages few are asked for, and a `Token` is made only then."""

    __slots__ = ("ends", "lowers", "starts", "tails", "texts")

    def __init__(self, starts: list[int], ends: list[int], texts: list[str], tails: list[str], lowers: list[str]) -> None:
        self.starts, self.ends, self.texts, self.tails, self.lowers = starts, ends, texts, tails, lowers

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Token]:
        return map(Token._make, zip(*self._columns(), strict=True))

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            return list(map(Token._make, zip(*(column[at] for column in self._columns()), strict=True)))
        return Token(self.starts[at], self.ends[at], self.texts[at], self.tails[at], self.lowers[at])

    def kept(self, chosen: Iterable[bool]) -> Tokens:
        """The words that are `chosen`."""
        chosen = list(chosen)
        return Tokens(*(list(compress(column, chosen)) for column in self._columns()))

    def _columns(self) -> tuple[list[Any], ...]:
        return self.starts, self.ends, self.texts, self.tails, self.lowers


def tokens(text: str) -> Tokens:
    """Words of `text` in order; hyphens part words, numbers are words."""
    pieces = _WORD.split(text)
    if any(map(_ACCENT.match, set(pieces[2::2]))):
        pieces = _ACCENTED_WORD.split(text)
    at = list(accumulate(map(len, pieces)))
    found, behind = pieces[1::2], pieces[2::2]
    tails = ["" if gap == " " or gap[:1] not in TAILS else gap[0] for gap in behind]
    return Tokens(at[:-1:2], at[1::2], found, tails, list(map(_lower, found)))


_lower = lru_cache(1 << 14)(str.lower)


@lru_cache(1 << 14)
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
