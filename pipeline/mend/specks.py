"""Marks at the edge of a word that the printed page did not have, on a damaged page: specks, and і read as a mark.

What a mark was is told by the page's damage, by the case of the next word, and by how much better the two words go together
than apart (`lexicons/specks.tsv`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

import regex

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.judge import SMOOTH, Judge
from pipeline.mend.tokens import Token, Tokens
from pipeline.text import Edit
from pipeline.words import MARK, words

MARKED = 0.12
"""About the share of words that a mark other than a full stop follows"""
LEAST = 3
"""Letters of a word from which it is no abbreviation"""
LEADING = regex.compile(r"(?<=[^\S\n])(?:[-.°/]|['‘’](?![^\n]{0,99}\p{L}['’](?!\p{L})))(?=\p{Cyrillic}{2})")
"""A mark before a word that opens nothing"""


class Speck(Row, frozen=True):
    """A `mark` behind a word and before one in `small` letters or with a `capital` is `instead` (`∅` nothing) on pages of a
    `model` where the words beside it go together by more than `gain`, in log odds. `example`: such words, and mended."""

    table: ClassVar[str] = "specks.tsv"
    key: ClassVar[tuple[str, ...]] = ("model", "mark", "next")

    model: Literal["kazakh", "russian"]
    mark: str
    next: Literal["small", "capital"]
    instead: str
    gain: float
    example: list[str]


@per_lexicon
def _specks(lexicon: Lexicon) -> dict[tuple[str, str, str], Speck]:
    return {(row.model, row.mark, row.next): row for row in lexicon.rows(Speck)}


def specks(text: str, page: Tokens, model: str, form: Callable[[Token], str], judge: Judge) -> Iterator[Edit]:
    """Edits for the marks between the words of a damaged page, read by `model`; `form` says what a word is after repair."""
    table = _specks(judge.lexicon)
    for at, (end, start) in enumerate(zip(page.ends, page.starts[1:], strict=False)):
        if start - end != 2 or text[start - 1] not in " \n" or not text[start].isalpha():
            continue
        row = table.get((model, text[end], "small" if text[start].islower() else "capital"))
        if row and len(page.texts[at]) >= LEAST and together(form(page[at]), form(page[at + 1]), judge) > row.gain:
            yield Edit(end, end + 1, row.instead.replace("∅", ""), "speck", 0.9)
    start, end = (page.starts[0], page.ends[-1]) if page else (0, 0)
    for mark in LEADING.finditer(text, start, end):
        yield Edit(*mark.span(), "", "speck", 0.9)


def together(first: str, second: str, judge: Judge) -> float:
    """log of how much likelier `second` follows `first` with nothing between than with a mark."""
    counts = words(judge.lexicon)
    marked = math.log((counts.pair(first, MARK) + SMOOTH * MARKED) / (counts.count(first) + SMOOTH))
    return judge.affinity(first, second) - marked - judge.affinity(MARK, second)
