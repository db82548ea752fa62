"""Whether a rare word is sound: well formed, its rarity no surprise, and not the likely damage of another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log1p
from typing import ClassVar

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology.alike import LONGEST
from pipeline.morphology.analysis import Analysis, analyse
from pipeline.morphology.rivals import rivals
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.words import words

SHORT = 5
"""Letters of the longest word that is never believed without being counted"""
ABSENT = 2.0
"""Logarithm of how many times rarer than expected a form may be"""
SHADOW = 10
"""Times more frequent a word must be for its look-alike to be taken for its damage"""
KNOWN = 10
"""Times a part of a word must have been counted to be believed by itself"""
PART = 4
"""Letters of the shortest word that is believed after a combining form"""
UNFINISHED = frozenset(("causative", "passive", "reflexive", "reciprocal", "negated"))
"""Slots where a verb has no ending yet"""


class CombiningForm(Row, frozen=True):
    """A `form` that is written together with the word that it goes before. `example`: such a word, which is sound."""

    form: str
    example: str
    table: ClassVar[str] = "combining_forms.tsv"
    key: ClassVar[tuple[str, ...]] = ("form",)

    def __post_init__(self) -> None:
        if not self.example.startswith(self.form):
            raise ValueError(f"the example {self.example} does not begin with {self.form}")


def sound(word: str, lexicon: Lexicon) -> bool:
    """Whether `word`, rare or never counted, is well formed and not the likely damage of another word.

    Strict on purpose: a stem and suffixes that go together, a form whose rarity is no surprise beside how often its stem and
    suffixes are seen, and no far more frequent word that differs by a letter that looks alike.
    """
    if "-" in word:
        return _sound_with_hyphen(word, lexicon)
    if not SHORT < len(word) <= LONGEST:
        return False
    lower = word.lower()
    shaped = word == lower or word in (lower.capitalize(), word.upper())
    return shaped and _credible(lower, lexicon) and not overshadowed(lower, lexicon)


@per_lexicon
def _combining_forms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.form for row in lexicon.rows(CombiningForm))


@lru_cache(1 << 12)
def _credible(word: str, lexicon: Lexicon) -> bool:
    if _compound(word, lexicon):
        return True
    readings = analyse(word, lexicon)
    if not readings or readings[0].expected - log1p(words(lexicon).count(word)) > ABSENT:
        return False
    likely = [reading for reading in readings if reading.expected > readings[0].expected - 1]
    return any(not _doubtful(reading) for reading in likely)


def _compound(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a sound one behind a combining form (автокөлік, супержұлдыз)."""
    forms = _combining_forms(lexicon)
    return any(word[:at] in forms and _believed(word[at:], lexicon) for at in range(3, len(word) - PART + 1))


def _believed(part: str, lexicon: Lexicon) -> bool:
    return words(lexicon).count(part.lower()) >= KNOWN or sound(part, lexicon)


def _doubtful(reading: Analysis) -> bool:
    """A bare verb, an address to one person, or a noun made of an aorist: more often what is left of a broken word."""
    bare_verb = reading.category == "verb" and all(piece.to in UNFINISHED for piece in reading.suffixes)
    address = bool(reading.suffixes) and reading.suffixes[-1].name.endswith(".2sg")
    return bare_verb or address or any(piece.to == "aorist" for piece in reading.suffixes[:-1])


def overshadowed(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that looks like `word` (lower case) is so much more frequent that `word` is likely to be its damage."""
    return rivals(lexicon)[word] > SHADOW * (1 + words(lexicon).count(word))


def foresee(rare: Iterable[str], lexicon: Lexicon) -> None:
    """Look up together what `sound` will ask of these words (lower case) one by one."""
    rivals(lexicon).look_up({word for word in rare if SHORT < len(word) <= LONGEST and _credible(word, lexicon)})


def _sound_with_hyphen(word: str, lexicon: Lexicon) -> bool:
    """Every part is a word, the last no mere ending; or an abbreviation with its ending."""
    head, _, tail = word.rpartition("-")
    if len(head) > 1 and head.isupper() and tail.islower() and endings_of_abbreviation(tail, lexicon):
        return True
    if len(tail) < len("ның") or endings_of_abbreviation(tail, lexicon):
        return False
    return all(_believed(part, lexicon) for part in word.split("-"))
