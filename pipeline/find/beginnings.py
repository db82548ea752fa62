"""Where the words of a text begin, and which of them begin as some that are sought: the whole text at once, in numpy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from pipeline.kazakh import LETTERS

BEGINNING = 4
"""Letters by which a word is known"""
_DAMAGED = str.maketrans("әғқңөұүһіё", "агкноуухие")
"""What damage takes from letters"""
_STRETCH = 1 << 16
"""Characters that are read at a time"""
_BITS, _CAPITAL, _UNKNOWN = 6, 1 << 6, 0x600
"""Bits of a letter's number, the bit of a capital, and the character from which none is a letter that is known"""
_PLACES = 65_521
"""Places of the table of beginnings: a prime, so that few beginnings share one"""


def _numbers() -> Any:
    """By character: the number of the letter, the same for one that damage makes of it; 0 for what is no letter of Kazakh."""
    numbers = np.zeros(_UNKNOWN + 1, np.uint8)
    plain = sorted(set(LETTERS.translate(_DAMAGED)))
    for letter in LETTERS:
        numbers[ord(letter)] = number = plain.index(letter.translate(_DAMAGED)) + 1
        numbers[ord(letter.upper())] = number | _CAPITAL
    return numbers


_NUMBERS = _numbers()


class Beginnings:
    """Words known by their first letters, whatever damage took from these. Of the words of a text, `places` are where one begins
    that may be meant: every word that has the letters of one of `words` or begins with one of `stems`, and some others."""

    def __init__(self, words: Iterable[str] = (), stems: Iterable[str] = ()) -> None:
        self._whole = _table(words)
        self._begun = {length: _table(group) for length, group in _by_length(stems).items()}

    def places(self, text: str) -> list[int]:
        """Where such words begin in `text`, in order; also where a capital stands inside a word (сөзЖылы)."""
        starts, keys = _words(text)
        found = self._whole[keys % _PLACES]
        for length, table in self._begun.items():
            found |= table[(keys & ((1 << _BITS * length) - 1)) % _PLACES]
        places: list[int] = starts[found].tolist()
        return places


def _by_length(stems: Iterable[str]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for stem in stems:
        found.setdefault(min(len(stem), BEGINNING), set()).add(stem)
    return found


def _table(words: Iterable[str]) -> Any:
    """Which of the places of `_PLACES` are those of `words`."""
    table = np.zeros(_PLACES, bool)
    for word in words:
        table[_words(word)[1][:1] % _PLACES] = True
    return table


@lru_cache(maxsize=1)
def _words(text: str) -> tuple[Any, Any]:
    """Where the words of `text` begin, and the numbers of their first letters, the first in the lowest bits."""
    found = [_words_of(text, start) for start in range(0, max(1, len(text)), _STRETCH)]
    starts, keys = zip(*found, strict=True)
    return np.concatenate(starts), np.concatenate(keys)


def _words_of(text: str, start: int) -> tuple[Any, Any]:
    """The same of the words that begin in the stretch at `start`."""
    before = 1 if start else 0
    stretch = text[start - before : start + _STRETCH + BEGINNING]
    units = np.frombuffer(stretch.encode("utf-32-le", "surrogatepass"), np.uint32)
    numbers = np.zeros(len(units) + 1 - before + BEGINNING, np.uint8)
    numbers[1 - before : len(units) + 1 - before] = _NUMBERS[np.minimum(units, _UNKNOWN)]
    letters, capital = numbers % _CAPITAL, numbers >= _CAPITAL
    begins = (letters[1:] > 0) & ((letters[:-1] == 0) | (capital[1:] & ~capital[:-1]))
    at = np.flatnonzero(begins[: _STRETCH]) + 1
    key, going_on = np.zeros(len(at), np.uint32), np.ones(len(at), bool)
    for place in range(BEGINNING):
        letter = letters[at + place]
        going_on &= letter > 0
        key |= (letter * going_on).astype(np.uint32) << np.uint32(_BITS * place)
    return at + (start - 1), key
