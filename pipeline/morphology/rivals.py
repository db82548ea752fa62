"""Words that look like others: with one letter, or every instance of one, read as a letter that looks like it.

Of the 20 or so strings that look like a word hardly one is a word. Most are ruled out by their sums: of a string that differs in
a letter it is had by one addition, for all words of a page at once, and two bits for each sum say whether any counted form has it
(a Bloom filter; Bloom 1970). 1 % of the strings pass by chance. Only those that pass are looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar

import numpy as np

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.words import Words, mapped, words

LONGEST = 64
"""Letters of a word at most: there is no longer form"""
BITS = 23
"""Binary digits of the number of a bit"""
SECOND = np.uint32(0x85EBCA6B)
"""A factor that makes the number of a sum's second bit of it: odd, so that no two sums are made one"""
FACTORS = np.array([pow(0x9E3779B1, place, 1 << 32) for place in range(1, LONGEST + 1)], np.uint32)
"""What a letter counts for by its place: powers of a prime near 2^32 divided by the golden ratio"""
REMEMBERED = 1 << 15
"""Words whose rivals are kept"""


class Misreading(Row, frozen=True):
    """A letter, and the letters that a poor reading of the page may have taken for it."""

    letter: str
    meant: list[str]
    table: ClassVar[str] = "misreadings.tsv"
    key: ClassVar[tuple[str, ...]] = ("letter",)


class Letters:
    """The letters of some words in one row, as code points: which word each is of, which letter of it, and what it counts for
    in its sum; and the sums of the words, up to 2^32."""

    def __init__(self, found: Sequence[str]) -> None:
        self.codes = np.frombuffer("".join(found).encode("utf-32-le", "surrogatepass"), np.uint32)
        lengths = np.fromiter(map(len, found), np.int64, len(found))
        begins = np.cumsum(lengths) - lengths
        self.word = np.repeat(np.arange(len(found)), lengths)
        self.place = np.arange(len(self.codes)) - begins[self.word]
        self.factor = FACTORS[self.place]
        self.sums = np.add.reduceat(self.codes * self.factor, begins, dtype=np.uint32)


def sums_had(forms: Sequence[str]) -> bytes:
    """Two bits for the sum of each form: `forms.bin`."""
    had, sums = np.zeros(1 << BITS, bool), Letters(forms).sums
    had[sums >> 32 - BITS] = had[sums * SECOND >> 32 - BITS] = True
    return np.packbits(had, bitorder="little").tobytes()


class Rivals(dict[str, float]):
    """By word (lower case), times the most frequent word was seen that looks like it. Looked up when asked for; many words
    sooner together."""

    def __init__(self, counts: Words, rows: Sequence[Misreading], had: memoryview) -> None:
        self._counts, self._had = counts, np.frombuffer(had, np.uint8)
        self._meant = {row.letter: row.meant for row in rows}
        self._numbers = np.full(1 + max(map(ord, self._meant)), -1)
        self._numbers[list(map(ord, self._meant))] = range(len(rows))
        self._codes = np.array(list(map(ord, self._meant)), np.uint32)
        self._others = np.zeros((len(rows), max(map(len, self._meant.values()))), np.uint32)
        for others, meant in zip(self._others, self._meant.values(), strict=True):
            others[: len(meant)] = list(map(ord, meant))

    def __missing__(self, word: str) -> float:
        self._make_room(1)
        most = self[word] = self._counts.most(self._alike(word))
        return most

    def look_up(self, found: Collection[str]) -> None:
        """Look up the rivals of those of `found` that are new."""
        new = [word for word in found if 0 < len(word) <= LONGEST and word not in self]
        if new:
            self._make_room(len(new))
            most = dict.fromkeys(new, 0.0)
            for word, form in self._likely_forms(new):
                most[word] = max(most[word], self._counts.most([form]))
            self.update(most)

    def _make_room(self, number: int) -> None:
        if len(self) + number > REMEMBERED:
            self.clear()

    def _alike(self, word: str) -> Iterator[str]:
        """The strings that look like `word`."""
        for at, letter in enumerate(word):
            for other in self._meant.get(letter, ()):
                yield f"{word[:at]}{other}{word[at + 1 :]}"
                if letter in word[at + 1 :] and letter not in word[:at]:
                    yield word.replace(letter, other)

    def _likely_forms(self, found: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Words and strings that look like them, without those that are surely no forms."""
        row = Letters(found)
        numbers = self._numbers[np.minimum(row.codes, len(self._numbers) - 1)]
        here = np.flatnonzero(self._codes[numbers] == row.codes)
        number, word = numbers[here], row.word[here]
        one, other = self._had_with(row.sums[word], number, row.factor[here])
        for at, place, letter in zip(word[one].tolist(), row.place[here[one]].tolist(), map(chr, other.tolist()), strict=True):
            yield found[at], f"{found[at][:place]}{letter}{found[at][place + 1 :]}"
        factors = np.zeros((len(found), len(self._codes)), np.uint32)
        np.add.at(factors, (word, number), row.factor[here])
        times = np.bincount(word * len(self._codes) + number, minlength=factors.size).reshape(factors.shape)
        word, number = np.nonzero(times > 1)
        every, other = self._had_with(row.sums[word], number, factors[word, number])
        for at, old, new in zip(word[every].tolist(), number[every].tolist(), map(chr, other.tolist()), strict=True):
            yield found[at], found[at].replace(chr(self._codes[old]), new)

    def _had_with(self, sums: Any, number: Any, factor: Any) -> tuple[Any, Any]:
        """Where a form may have one of the `sums` after letters of this `number`, which count for `factor`, have become others;
        and these others."""
        others = self._others[number]
        sums = sums[:, None] + (others - self._codes[number][:, None]) * factor[:, None]
        where, which = np.nonzero(self._has_bit(sums) & (others > 0))
        sure = self._has_bit(sums[where, which] * SECOND) > 0
        return where[sure], others[where[sure], which[sure]]

    def _has_bit(self, sums: Any) -> Any:
        """1 where the bit is set whose number is the upper digits of a sum, else 0."""
        numbers = sums >> 32 - BITS
        return self._had[numbers >> 3] >> (numbers & 7).astype(np.uint8) & 1


@per_lexicon
def rivals(lexicon: Lexicon) -> Rivals:
    """The rivals of words, as far as they were looked up."""
    return Rivals(words(lexicon), lexicon.rows(Misreading), mapped(lexicon.file("forms.bin")))
