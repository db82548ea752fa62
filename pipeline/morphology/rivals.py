"""Words that look like others: with one letter, or every instance of one, read as a letter that looks like it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar

import numpy as np

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology.alike import LONGEST, letters_of, likely
from pipeline.words import Words, mapped, words

REMEMBERED = 1 << 15
"""Words whose rivals are kept"""


class Misreading(Row, frozen=True):
    """A letter, and the letters that a poor reading of the page may have taken for it."""

    letter: str
    meant: list[str]
    table: ClassVar[str] = "misreadings.tsv"
    key: ClassVar[tuple[str, ...]] = ("letter",)


class Rivals(dict[str, float]):
    """By word (lower case), times the most frequent word was seen that looks like it. Looked up when asked for; many words
    sooner together."""

    def __init__(self, counts: Words, rows: Sequence[Misreading], had: memoryview) -> None:
        self._counts, self._had = counts, np.frombuffer(had, np.uint8)
        self._meant = {row.letter: row.meant for row in rows}
        self._others = np.zeros((1 + max(map(ord, self._meant)), max(map(len, self._meant.values()))), np.uint32)
        for letter, meant in self._meant.items():
            self._others[ord(letter), : len(meant)] = list(map(ord, meant))

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
        for at, place, code, every in likely(*letters_of(found), self._others, self._had):
            word, other = found[at], chr(code)
            yield word, word.replace(word[place], other) if every else f"{word[:place]}{other}{word[place + 1 :]}"


@per_lexicon
def rivals(lexicon: Lexicon) -> Rivals:
    """The rivals of words, as far as they were looked up."""
    return Rivals(words(lexicon), lexicon.rows(Misreading), mapped(lexicon.file("forms.bin")))
