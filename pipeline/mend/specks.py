"""Marks at the edge of a word that the printed page did not have, on a damaged page: specks, and і read as a mark.

What a mark was is told by the page's damage, by the case of the next word, and by how much better the two words go together
than apart (`lexicons/specks.tsv`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

import regex

from pipeline.abbreviations import abbreviations
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.judge import SMOOTH, Judge
from pipeline.mend.stops import FINITE
from pipeline.mend.tokens import Token, Tokens, letters
from pipeline.text import Edit
from pipeline.words import MARK, words

MARKED = 0.12
"""About the share of words that a mark other than a full stop follows"""
LEAST = 3
"""Letters of a word from which it is no abbreviation"""
LEADING = regex.compile(r"(?<=[^\S\n])(?:[-.°/]|['‘’](?![^\n]{0,99}\p{L}['’](?!\p{L})))(?=\p{Cyrillic}{2})")
"""A mark before a word that opens nothing"""
_ALSO_FINITE = ("тын", "тін", "сын", "сін")
"""Ends of verbs that close a sentence besides those of `stops.FINITE`: a habit, a wish"""
_LEADS = re.compile(r"[^\S\n][-.°/'‘’]\Z")
"""How what stands before such a word ends"""


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
    table, betweens = _specks(judge.lexicon), set(page.behind[:-1])
    marks = {mark for of, mark, _ in table if of == model}
    marked = {between for between in betweens if len(between) == 2 and between[0] in marks and between[1] in " \n"}
    for at in [at for at, between in enumerate(page.behind[:-1]) if between in marked] if marked else ():
        end, start = page.ends[at], page.starts[at + 1]
        if not text[start].isalpha():
            continue
        row = table.get((model, text[end], "small" if text[start].islower() else "capital"))
        if not row or not _whole(page.texts[at], row.mark, judge.lexicon):
            continue
        before = form(page[at])
        if row.instead == "." and not (FINITE.search(before) or before.endswith(_ALSO_FINITE)):
            continue  # a list of names: Қазақстан; Ресей; Өзбекстан
        if together(before, form(page[at + 1]), judge) > row.gain:
            yield Edit(end, end + 1, row.instead.replace("∅", ""), "speck", 0.9)
    if any(map(_LEADS.search, betweens)):
        for mark in LEADING.finditer(text, page.starts[0], page.ends[-1]):
            yield Edit(*mark.span(), "", "speck", 0.9)


def _whole(word: str, mark: str, lexicon: Lexicon) -> bool:
    """Whether a word is none that the mark behind it shortens (`млн.`, `2017ж.`)."""
    return letters(word) >= LEAST and not (mark == "." and f"{word.lower()}." in abbreviations(lexicon))


def together(first: str, second: str, judge: Judge) -> float:
    """log of how much likelier `second` follows `first` with nothing between than with a mark."""
    counts = words(judge.lexicon)
    marked = math.log((counts.pair(first, MARK) + SMOOTH * MARKED) / (counts.count(first) + SMOOTH))
    return judge.affinity(first, second) - marked - judge.affinity(MARK, second)
