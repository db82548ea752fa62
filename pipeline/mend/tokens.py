"""The words of a page as OCR left them: letters, and the digits and marks that stand for letters inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, overload

import regex

MARKS = r"!|:;'’‘`^*_~°{}\[\]<>\\@#$&?/=£€©®+(«»"
"""Marks that OCR puts where a letter was (`т!л!`, `енд|р|с`, `ме^пекеттер`)"""
TAILS = frozenset("!?|}])/;:'’\"°")
"""Marks behind a word that may have been its last letter"""
_WORD = re.compile(
    r"([\w@©](?:(?<![_@©])|(?<=[@©])[^\W_])[^\W_]*+"  # letters and digits, one of @ and © before them
    rf"(?:[{MARKS}]{{1,2}}(?=[^\W\d_²³¹¼-¾⁰-₉⅐-↉①-⓿])[^\W_]++)*+)"  # with marks before letters
)
_ACCENTED_WORD = regex.compile(rf"([@©]?[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}\p{{M}}]++|[{MARKS}]{{1,2}}(?=\p{{L}}))*+)")
"""The same with combining marks in it, which `re` does not know, and slower"""
_ACCENT = regex.compile(r"\p{M}")
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

    def __init__(self, starts: list[int], ends: list[int], texts: list[str], behind: list[str]) -> None:
        self.starts, self.ends, self.texts = starts, ends, texts
        self.behind = behind
        """What stands between each word and the next"""

    @cached_property
    def lowers(self) -> list[str]:
        return list(map(str.lower, self.texts))

    @cached_property
    def tails(self) -> list[str]:
        return list(map(_tail, self.behind))

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.starts, self.ends, self.texts, self.tails, self.lowers)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        text, behind = self.texts[at], self.behind[at]
        return Token(self.starts[at], self.ends[at], text, "" if behind == " " else _tail(behind), text.lower())


def _tail(behind: str) -> str:
    return behind[0] if behind[:1] in TAILS else ""


def tokens(text: str) -> Tokens:
    """Words of `text` in order; hyphens part words, numbers are words."""
    pieces = _WORD.split(text)
    if any(map(_ACCENT.match, set(pieces[2::2]))):
        pieces = _ACCENTED_WORD.split(text)
    at = list(accumulate(map(len, pieces)))
    return Tokens(at[:-1:2], at[1::2], pieces[1::2], pieces[2::2])


def worded(word: str) -> bool:
    """Whether a word has letters to judge by: two at least, not those of a Roman numeral, no cry drawn out (`ыыы`)."""
    drawn_out = len(word) > 2 and len(set(word.lower())) == 1
    return letters(word) > 1 and not roman(word) and not drawn_out


def letters(word: str) -> int:
    """Letters of a word."""
    return len(word) if word.isalpha() else sum(map(str.isalpha, word))


def roman(word: str) -> bool:
    """Whether a word is a Roman numeral, in the letters of either script."""
    return _ROMAN.fullmatch(word) is not None


def in_case_of(form: str, word: str) -> str:
    """`form` (lower case) with the capitals of `word`: all, the first, or none."""
    if word.islower():
        return form
    cased = [letter for letter in word if letter.isalpha()]
    if len(cased) > 1 and all(map(str.isupper, cased)):
        return form.upper()
    return form[:1].upper() + form[1:] if cased and cased[0].isupper() else form
