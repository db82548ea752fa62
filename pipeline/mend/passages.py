"""Passages in another language, marked as such: quotations, titles, citations.

A Russian passage is marked only where words or endings of Russian stand in it (`lexicons/foreign_words.tsv`): letters alone would
take names, loan words and Kazakh that lost its letters for Russian.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import regex

from pipeline.kazakh import KAZAKH_ONLY
from pipeline.lexicon import Lexicon
from pipeline.mend.foreign import evidence, russian
from pipeline.mend.page import Page
from pipeline.mend.tokens import Token, letters
from pipeline.record import Foreign

SCRIPT = "und-Latn"
"""The tag of a passage in Latin letters whose language is not told"""
_WORD = r"\p{Latin}[\p{Latin}\p{M}'’-]*+"
_WORDS = regex.compile(_WORD)
_BETWEEN = r"[.,;:)»”\"’]{0,3} (?:[(«“\"‘&–—-]{1,2} ?)?(?:\d[\d.,/–-]* )?"
_LATIN = regex.compile(rf"(?<![\w@/.\\-])(?:{_WORD}{_BETWEEN})+{_WORD}(?![\w@/\\]|[.:]\w)")
_BEYOND = regex.compile(rf"[«»\n\f{''.join(KAZAKH_ONLY)}]", regex.IGNORECASE)
_PLAIN = regex.compile(r"(?=\p{L}{3})\p{Lu}?\p{Ll}")
"""A word of three letters or more that is no acronym"""


def passages(text: str, starts: Sequence[int], lexicon: Lexicon) -> Iterator[Foreign]:
    """Passages of two words or more that are surely not Kazakh, each inside one paragraph, with a BCP 47 tag: the language
    where words tell it, else the script. One foreign word, initials, addresses and numerals make no passage. The pages of `text`
    after the first begin at `starts`."""
    found = {_quoted(text, start, end): language for start, end, language in _in_cyrillic(text, starts, lexicon)}
    found |= {_quoted(text, start, end): language for start, end, language in _in_latin(text, lexicon)}
    at = 0
    for (start, end), language in sorted(found.items()):
        if start >= at:
            yield Foreign(start, end, text[start:end], language)
            at = end


def _in_cyrillic(text: str, starts: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    for at, whole in Page.each(text, starts, lexicon):
        for first, after in whole.runs:
            run = [token for token in whole.tokens[first:after] if letters(token.text)]
            if russian([token.lower for token in run], lexicon):
                yield from ((at + line[0].start, at + line[-1].end, "ru") for line in _lines(whole.text, run) if len(line) > 1)


def _lines(text: str, run: Sequence[Token]) -> list[list[Token]]:
    lines = [[run[0]]]
    for before, token in pairwise(run):
        if "\n" in text[before.end : token.start]:
            lines.append([])
        lines[-1].append(token)
    return lines


def _quoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole of a quotation whose greater part is `[start, end)` and in which no Kazakh letter stands."""
    left, right = text.rfind("«", max(0, 2 * start - end), start) + 1, text.find("»", end, 2 * end - start)
    whole = left and 0 <= right < left + 2 * (end - start) and not _BEYOND.search(text, left, right)
    return (left, right) if whole else (start, end)


def _in_latin(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    for m in _LATIN.finditer(text):
        found = _WORDS.findall(m[0])
        if sum(bool(_PLAIN.match(word)) for word in found) > 1:
            yield *m.span(), _language(map(str.lower, found), lexicon)


def _language(found: Iterable[str], lexicon: Lexicon) -> str:
    """The language that most of the words tell; the script where none does."""
    told: dict[str, float] = defaultdict(float)
    for word in found:
        for language, weight in evidence(word, lexicon).items():
            told[language] += weight
    language = max(told, key=lambda language: told[language], default=SCRIPT)
    return language if told[language] >= 1 else SCRIPT
