"""Whether a rare word is sound: well formed, its rarity no surprise, and not the likely damage of another."""

from __future__ import annotations

from collections.abc import Iterator
from math import log1p
from typing import ClassVar

from pipeline.lexicon import Lexicon, Row
from pipeline.morphology.analysis import Analysis, analyse
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.words import words

SHORT = 3
"""Letters of the longest word that is never believed without being counted"""
ABSENT = 3.5
"""Logarithm of how many times rarer than expected a form may be"""
SHADOW = 10
"""Times more frequent a word must be for its look-alike to be taken for its damage"""
KNOWN = 10
"""Times a part of a word with hyphens must have been counted to be believed by itself"""
UNFINISHED = frozenset(("causative", "passive", "reflexive", "reciprocal", "negated"))
"""Slots where a verb is an imperative, or what is left of a broken word"""


class Misreading(Row, frozen=True):
    """A letter, and the letters that a poor reading of the page may have taken for it."""

    letter: str
    meant: list[str]
    table: ClassVar[str] = "misreadings.tsv"
    key: ClassVar[tuple[str, ...]] = ("letter",)


def sound(word: str, lexicon: Lexicon) -> bool:
    """Whether `word`, rare or never counted, is well formed and not the likely damage of another word.

    Strict on purpose: a stem and suffixes that go together, a form whose rarity is no surprise beside how often its stem and
    suffixes are seen, and no far more frequent word that differs by a letter that looks alike.
    """
    lower = word.lower()
    if word not in (lower, lower.capitalize(), word.upper()):
        return False
    if "-" in lower:
        return _sound_with_hyphen(word, lexicon)
    return len(word) > SHORT and _credible(lower, lexicon) and not overshadowed(lower, lexicon)


def _credible(word: str, lexicon: Lexicon) -> bool:
    readings = analyse(word, lexicon)
    if not readings or readings[0].expected - log1p(words(lexicon).count(word)) > ABSENT:
        return False
    likely = [reading for reading in readings if reading.expected > readings[0].expected - 1]
    return any(not _unfinished(reading) for reading in likely)


def _unfinished(reading: Analysis) -> bool:
    return reading.category == "verb" and all(piece.to in UNFINISHED for piece in reading.suffixes)


def overshadowed(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that looks like `word` (lower case) is so much more frequent that `word` is likely to be its damage."""
    counts = words(lexicon)
    least = SHADOW * (1 + counts.count(word))
    return any(counts.count(other) > least for other in misreadings(word, lexicon))


def misreadings(word: str, lexicon: Lexicon) -> Iterator[str]:
    """`word` with one letter, or every instance of one letter, for another that looks like it."""
    for row in lexicon.rows(Misreading):
        if row.letter in word:
            places = [at for at, letter in enumerate(word) if letter == row.letter]
            for other in row.meant:
                yield from (word[:at] + other + word[at + 1 :] for at in places)
                if len(places) > 1:
                    yield word.replace(row.letter, other)


def _sound_with_hyphen(word: str, lexicon: Lexicon) -> bool:
    """Every part is a word; or the last is an ending of an abbreviation, or a particle."""
    head, _, tail = word.rpartition("-")
    if head.isupper() and len(head) > 1 and tail.islower():
        return bool(endings_of_abbreviation(tail, lexicon))
    return all(words(lexicon).count(part.lower()) >= KNOWN or sound(part, lexicon) for part in word.split("-"))
