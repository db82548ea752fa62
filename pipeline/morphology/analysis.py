"""What a word is made of: a known stem and a chain of endings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import marisa_trie

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology.suffixes import (
    DROPPED,
    HARD,
    MELTED_J,
    MELTED_Y,
    PLAIN,
    ROUNDED,
    SOFT,
    VOICED,
    Chain,
    Endings,
    Piece,
    Stem,
    endings,
    last_sound,
)  # fmt: skip

STEM_FORMAT = "<BBB"
"""A stem in `stems.marisa`: slot, writing and harmony in one byte; how often it was seen, and in how many forms"""
SLOTS = ("noun", "verb", "name", "adjective", "numeral", "adverb", "invariable")
PRESUMED = (40, 40)
"""Times and forms seen that a stem of `stems.tsv` is taken to have, as in `stems.marisa`"""
CERTAIN = 20.0
UNVOICED = {"б": "п", "ғ": "қ", "г": "к"}


class KnownStem(Row, frozen=True):
    """A stem that the counts do not show, or not clearly. `example`: a word made of it."""

    stem: str
    slot: str
    harmony: Literal["back", "front"]
    example: str
    table: ClassVar[str] = "stems.tsv"
    key: ClassVar[tuple[str, ...]] = ("stem", "slot", "harmony")

    def __post_init__(self) -> None:
        if self.slot not in SLOTS:
            raise ValueError(f"slot must be one of {', '.join(SLOTS)}, not {self.slot}")


class Pronoun(Row, frozen=True):
    """A form of a pronoun; `case` is empty for the nominative."""

    form: str
    pronoun: str
    case: str = ""
    table: ClassVar[str] = "pronouns.tsv"
    key: ClassVar[tuple[str, ...]] = ("form",)


class Analysis(NamedTuple):
    """One reading of a word: its stem as a dictionary has it (lower case), the stem's class, and the suffixes in order."""

    stem: str
    category: str
    suffixes: Chain
    expected: float
    """How often the word should be seen in 56 million words, by its stem and suffixes; natural logarithm"""
    forms: float
    """In how many forms the stem was seen"""

    @property
    def chain(self) -> tuple[str, ...]:
        """The names of the suffixes, as in `suffixes.tsv`."""
        return tuple(piece.name for piece in self.suffixes)


class Lemma(NamedTuple):
    """A stem as a dictionary has it and as it is written in a word; how often it was seen, and in how many forms, as coded."""

    form: str
    stem: Stem
    seen: int
    forms: int


class Morphology:
    """Stems and endings of a lexicon, and what was found out with them."""

    def __init__(self, stems: Path, known: list[KnownStem], pronouns: list[Pronoun], paths: Endings) -> None:
        self.stems = marisa_trie.RecordTrie(STEM_FORMAT)
        self.stems.mmap(str(stems))
        self._known: dict[str, list[tuple[int, int, int]]] = {}
        for row in known:
            for written, writing in ways_to_write(row.stem, row.slot):
                if len(written) > 1:
                    self._known.setdefault(written, []).append((coded(row.slot, writing, row.harmony == "front"), *PRESUMED))
        self.written = frozenset(self.stems.keys()).union(self._known)  # sooner asked for each start of a word than the trie is
        self._longest = max(map(len, self.written))
        self._lemmas = lru_cache(1 << 14)(self._read)
        self.pronouns = {row.form: row for row in pronouns}
        self.paths = paths
        self.analyse = lru_cache(1 << 14)(self._analyse)

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        found = []
        if word in self.pronouns:
            row = self.pronouns[word]
            suffixes = (Piece(row.case, "", "oblique"),) if row.case else ()
            found.append(Analysis(row.pronoun, "pronoun", suffixes, CERTAIN, CERTAIN))
        for end in range(1, min(len(word), self._longest) + 1):
            if word[:end] in self.written:
                found += self._readings(word[:end], word[end:])
        found.sort(key=lambda reading: -reading.expected)
        return tuple(found)

    def _readings(self, written: str, rest: str) -> list[Analysis]:
        """The readings of a word as a stem that is `written` so and endings."""
        found = []
        for lemma, stem, seen, forms in self._lemmas(written):
            for chain in self.paths.chains(stem, rest):
                expected = seen / 10 + self.paths.share("verb" if stem.slot == "verb" else "noun", chain)
                found.append(Analysis(lemma, stem.slot, chain, expected, exp(forms / 30) - 1))
        return found

    def _read(self, written: str) -> list[Lemma]:
        """The stems that `written` stands for."""
        found = []
        for code, seen, forms in [*self.stems.get(written, ()), *self._known.get(written, ())]:
            slot, writing, harmony = SLOTS[code >> 4], code >> 1 & 7, code & 1
            if lemma := dictionary_form(written, writing, harmony):
                found.append(Lemma(lemma, Stem(slot, harmony, writing, last_sound(lemma)), seen, forms))
        return found


@per_lexicon
def morphology(lexicon: Lexicon) -> Morphology:
    """The morphology of `lexicon`, opened once."""
    return Morphology(
        lexicon.file("stems.marisa"), lexicon.rows(KnownStem), lexicon.rows(Pronoun), endings(lexicon)
    )


def analyse(word: str, lexicon: Lexicon) -> tuple[Analysis, ...]:
    """Every reading of `word` as a known stem with endings, best first; none where there is none."""
    return morphology(lexicon).analyse(word.lower())


def is_stem(word: str, lexicon: Lexicon) -> bool:
    """Whether `word`, in lower case, is written as a known stem is: no other word has a reading without endings."""
    return word in morphology(lexicon).written


def ways_to_write(stem: str, slot: str) -> Iterator[tuple[str, int]]:
    """How a regular stem is written before suffixes."""
    yield stem, HARD if stem[-1] in VOICED else PLAIN
    if stem[-1] in VOICED:
        yield stem[:-1] + VOICED[stem[-1]], SOFT
    if slot == "verb" and stem[-1] in "ыі":
        yield stem[:-1], MELTED_Y
    if slot == "verb" and stem[-1] == "й":
        yield stem[:-1], MELTED_J
    if slot == "verb" and stem[-1] == "п":
        yield stem[:-1] + "у", ROUNDED


def coded(slot: str, writing: int, harmony: int) -> int:
    """The first byte of a stem."""
    return SLOTS.index(slot) << 4 | writing << 1 | harmony


def dictionary_form(written: str, writing: int, harmony: int) -> str | None:
    """The stem as a dictionary has it, None where `written` cannot be such a writing (кітаб- of кітап, халқ- of халық)."""
    vowel = "ыі"[harmony]
    if writing == SOFT:
        return written[:-1] + UNVOICED[written[-1]] if written[-1] in UNVOICED else None
    if writing == DROPPED:
        plain = written[-1] in "нлрзсқкп" and written[-2] in "лрнйузсмғгқкт"
        return f"{written[:-1]}{vowel}{written[-1]}" if plain else None
    if writing == MELTED_Y:
        return written + vowel
    if writing == MELTED_J:
        return written + "й"
    if writing == ROUNDED:
        return written[:-1] + "п"
    return written
