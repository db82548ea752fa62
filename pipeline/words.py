"""How often a Kazakh word form, or a pair of them, is seen: counts over 56 million words, memory-mapped.

Files made by `lexicons/derive_words.py`: `words.marisa` (a trie of the forms), `words.bin` (three bytes a form), `pairs.bin`
(fingerprints of the pairs in order, then a byte each) and `letters.bin` (costs of three letters in a row). A count is kept as a
byte on a logarithmic scale, which is right to 3 %: ratios of counts decide, not counts.
"""

from __future__ import annotations

import math
import mmap
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from zlib import crc32

import marisa_trie

from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, per_lexicon

STEP = 19
"""Steps of the scale to one unit of the natural logarithm: the largest count, 572,489, comes to 253"""
COUNTS = [0.0, *(math.exp((step - 1) / STEP) for step in range(1, 256))]
START, NUMBER, MARK = "<s>", "<n>", "<p>"
"""What stands in a pair for the start of a sentence, a number, and a punctuation mark other than a full stop"""


KEPT = 1 << 15
"""Forms whose counts are remembered"""
ALPHABET = "^" + LETTERS + "-?"
"""What the spelling model tells apart: a word's edge, letters, the hyphen, and all else"""
_INDEX = {letter: index for index, letter in enumerate(ALPHABET)}
_OTHER = len(ALPHABET) - 1


def letter_index(letter: str) -> int:
    """The place of a letter in `ALPHABET`."""
    return _INDEX.get(letter, _OTHER)


def to_step(count: int) -> int:
    """The byte that stands for `count`."""
    return 0 if count < 1 else min(255, 1 + round(STEP * math.log(count)))


def fingerprint(first: str, second: str) -> int:
    """32 bits for a pair; of the pairs never seen, one in 5,600 is taken for one that was."""
    return crc32(f"{first} {second}".encode())


class _Column(dict[str, float]):
    """Counts by form. A form that is asked for is looked up for all `columns` at once, and kept: most are asked for again."""

    def __init__(self, trie: marisa_trie.Trie, counts: memoryview, columns: list[_Column]) -> None:
        self._trie, self._counts, self._columns = trie, counts, columns
        columns.append(self)

    def __missing__(self, form: str) -> float:
        counts, nonfiction, capitalised = self._columns
        if len(counts) >= KEPT:
            for column in self._columns:
                column.clear()
        at = self._trie.get(form)
        if at is None:
            counts[form] = nonfiction[form] = capitalised[form] = 0.0
        else:
            of = self._counts[3 * at : 3 * at + 3]
            counts[form], nonfiction[form], capitalised[form] = COUNTS[of[0]], COUNTS[of[1]], COUNTS[of[2]]
        return self[form]


class Words:
    """Counts of forms in lower case; a form or pair that is not in the list counts 0.

    `count(form)` is how often a form was seen in all texts, what damage in those texts accounts for taken off; `nonfiction(form)`
    how often in non-fiction; `capitalised(form)` how often with a capital inside a sentence; `spelling(form)` -log of the chance
    that Kazakh spells a word so.
    """

    def __init__(self, trie: Path, counts: Path, pairs: Path, letters: Path) -> None:
        self.trie = marisa_trie.Trie()
        self.trie.mmap(str(trie))
        self._counts = mapped(counts)
        columns: list[_Column] = []
        self.count, self.nonfiction, self.capitalised = (_Column(self.trie, self._counts, columns).__getitem__ for _ in range(3))
        self._costs = _by_letters(mapped(letters))
        self.spelling = lru_cache(1 << 14)(self._spelling)
        data = mapped(pairs)
        size = len(data) // 5
        self._pairs = data[: 4 * size].cast("I")
        self._pair_counts = data[4 * size :]

    def most(self, forms: Iterable[str]) -> float:
        """The largest count of any of `forms`, most of which are no words."""
        places = [at for at in map(self.trie.get, forms) if at is not None]
        return max([COUNTS[self._counts[3 * at]] for at in places], default=0.0)

    def beginnings(self, word: str) -> list[str]:
        """The forms that `word` begins with, itself among them where it is one."""
        found: list[str] = self.trie.prefixes(word)
        return found

    def begins(self, letters: str) -> bool:
        """Whether any form begins with `letters`."""
        return next(self.trie.iterkeys(letters), None) is not None

    def pair(self, first: str, second: str) -> float:
        """Times `second` was seen right after `first`."""
        key = fingerprint(first, second)
        part = key >> 16
        at = bisect_left(self._pairs, key, self._parts[part], self._parts[part + 1])
        return COUNTS[self._pair_counts[at]] if at < len(self._pairs) and self._pairs[at] == key else 0.0

    @cached_property
    def _parts(self) -> memoryview:
        """Where the pairs begin whose fingerprints have these upper 16 bits: few share them, so a pair is soon found."""
        import numpy as np

        edges = np.arange(2**16 + 1, dtype=np.uint64) << 16
        return np.searchsorted(np.frombuffer(self._pairs, np.uint32), edges).astype(np.uint32).data

    def _spelling(self, form: str) -> float:
        """`spelling`: the costs of the letters given the two before them, the word's end counted."""
        cost, last, after = 0, 0, self._costs[0]
        for letter in form:
            index = _INDEX.get(letter, _OTHER)
            cost += after[last][index]
            last, after = index, self._costs[last]
        return (cost + after[last][0]) / 16


def _by_letters(costs: memoryview) -> list[list[bytes]]:
    """The costs of letters by the two letters before them, the nearer second."""
    size = len(ALPHABET)
    rows = [bytes(costs[at : at + size]) for at in range(0, size**3, size)]
    return [rows[at : at + size] for at in range(0, size**2, size)]


def is_name(word: str, lexicon: Lexicon, share: float) -> bool:
    """Whether `word`, in lower case, is seen with a capital in at least `share` of its uses; a word never seen may be a name."""
    counts = words(lexicon)
    return counts.capitalised(word) >= share * counts.count(word)


@per_lexicon
def words(lexicon: Lexicon) -> Words:
    """The counts of `lexicon`, opened once."""
    return Words(lexicon.file("words.marisa"), lexicon.file("words.bin"), lexicon.file("pairs.bin"), lexicon.file("letters.bin"))


def mapped(path: Path) -> memoryview:
    """The bytes of a file, read when they are looked at."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
