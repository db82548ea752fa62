"""What a word is made of: a known stem and a chain of endings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.morphology.suffixes import DROPPED, MELTED_J, MELTED_Y, ROUNDED, SOFT, Chain, Endings, Stem, endings, last_sound

STEM_FORMAT = "<BBB"
"""A stem in `stems.marisa`: slot, writing and harmony in one byte; how often it was seen, and in how many forms"""
SLOTS = ("noun", "verb", "name", "adjective", "numeral", "adverb", "invariable")
UNVOICED = {"б": "п", "ғ": "қ", "г": "к"}


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


class Morphology:
    """Stems and endings of a lexicon, and what was found out with them."""

    def __init__(self, stems: Path, paths: Endings) -> None:
        self.stems = marisa_trie.RecordTrie(STEM_FORMAT)
        self.stems.mmap(str(stems))
        self.paths = paths
        self.analyse = lru_cache(1 << 16)(self._analyse)

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        return tuple(sorted(self._readings(word), key=lambda found: -found.expected))

    def _readings(self, word: str) -> Iterator[Analysis]:
        for prefix in self.stems.prefixes(word):
            rest = word[len(prefix) :]
            for code, seen, forms in self.stems[prefix]:
                slot, writing, harmony = SLOTS[code >> 4], code >> 1 & 7, code & 1
                lemma = dictionary_form(prefix, writing, harmony)
                if lemma:
                    for chain in self.paths.chains(Stem(slot, harmony, writing, last_sound(lemma)), rest):
                        expected = seen / 10 + self.paths.share("noun" if slot == "name" else slot, chain)
                        yield Analysis(lemma, slot, chain, expected, exp(forms / 30) - 1)


@per_lexicon
def morphology(lexicon: Lexicon) -> Morphology:
    """The morphology of `lexicon`, opened once."""
    return Morphology(lexicon.file("stems.marisa"), endings(lexicon))


def analyse(word: str, lexicon: Lexicon) -> tuple[Analysis, ...]:
    """Every reading of `word` as a known stem with endings, best first; none where there is none."""
    return morphology(lexicon).analyse(word.lower())


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
