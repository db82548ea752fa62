"""What is asked of every word of every page: answered once for each form, as written, and kept in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from operator import eq
from typing import Any, NamedTuple

import numpy as np

from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.mend.capitals import shaped
from pipeline.mend.detector import sounds
from pipeline.mend.foreign import gains
from pipeline.mend.tokens import worded
from pipeline.words import words

REMEMBERED = 1 << 15
"""Forms that are kept"""
_CYRILLIC = re.compile("[а-ӹ]")


class Seen(NamedTuple):
    """What is known of the words of a page, an array each: what they gain by being foreign (`foreign.gains`), whether they have
    letters to judge by, have Cyrillic ones, have no capital, are sound, have capitals only where words have them, and are in the
    list of counts."""

    gains: Any
    worded: Any
    cyrillic: Any
    small: Any
    sound: Any
    shaped: Any
    listed: Any


class Forms:
    """The forms seen so far, by number, and the columns of what is known of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._forget()

    def _forget(self, size: int = REMEMBERED) -> None:
        self._numbers: dict[str, int] = {}
        self._gains = np.empty(size)
        self._facts = np.empty((len(Seen._fields) - 1, size), bool)

    def seen(self, found: Sequence[str]) -> Seen:
        """What is known of these words."""
        numbers = self._look_up(found)
        missing = np.flatnonzero(numbers < 0).tolist()
        if missing:
            new = {found[at] for at in missing}
            if len(self._numbers) + len(new) > len(self._gains):
                new, missing = set(found), list(range(len(found)))
                self._forget(max(REMEMBERED, len(new)))
            self._learn(list(new))
            numbers[missing] = [self._numbers[found[at]] for at in missing]
        return Seen(self._gains[numbers], *self._facts[:, numbers])

    def _look_up(self, found: Sequence[str]) -> Any:
        return np.fromiter(map(self._numbers.get, found, repeat(-1)), np.int64, len(found))

    def _learn(self, new: Sequence[str]) -> None:
        lowers = [word.lower() for word in new]
        plain = [word.isalpha() and word[1:].islower() for word in new]  # as most are: nothing of them need be looked at further
        facts = [
            [(is_plain and low[0] != low[1]) or worded(word) for word, low, is_plain in zip(new, lowers, plain, strict=True)],
            [_CYRILLIC.search(word) is not None for word in lowers],
            list(map(eq, new, lowers)),
            sounds(lowers, self._lexicon),
            [is_plain or shaped(word, self._lexicon) for word, is_plain in zip(new, plain, strict=True)],
            [count > 0 for count in map(words(self._lexicon).count, lowers)],
        ]
        first = len(self._numbers)
        after = first + len(new)
        self._numbers.update(zip(new, range(first, after), strict=True))
        self._gains[first:after] = gains(lowers, self._lexicon)
        self._facts[:, first:after] = facts


@per_lexicon
def _forms(lexicon: Lexicon) -> Forms:
    return Forms(lexicon)


def seen(found: Sequence[str], lexicon: Lexicon) -> Seen:
    """What is known of these words, as written."""
    return _forms(lexicon).seen(found)
