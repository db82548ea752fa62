"""What a damaged word may have been: forms of about the same shape.

Letters that OCR takes for one another share a shape, і and its readings (и й ! 1 :) have none. A form's signature is a set of
64 bits, one for each pair of neighbouring shapes (a Bloom filter of bigrams), and another for its letters; forms whose shapes are
a few bits away from the word's are fetched in one pass over all signatures, those first whose letters are near too.
`lexicons/derive_words.py` writes both to `shapes.bin` in the trie's order.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.words import STEP, Words, words

_GROUPS = ("қкх", "ғг", "ңнп", "ұүу", "өоеәаэсё0ceoaə", "дл", "ыьъ", "шщц", "з3", "бб6", "вв8")
_SHAPELESS = "іий!1:|;'’‘iіlӏ\"°.,*^_-–"
_SHAPE = {ord(letter): group[0] for group in _GROUPS for letter in group} | dict.fromkeys(map(ord, _SHAPELESS), "")
BIT, FAR = 30, 90
"""What one differing bit counts for against the frequency of a form, in steps of its logarithm, and the farthest that a form may
be so: a rare one may differ in fewer bits"""
BITS = 7
"""Bits that a form may differ in at most"""
SHAPE_BIT, LETTER_BIT = 20, 12
"""What a bit of either kind counts for where the letters have been asked too: of 1,200 damaged words of OCR pages 88 % have their
right form among the first 160 so ordered"""
FETCHED = 160
NEAREST, BEHIND = 32, 9
"""Forms fetched by signature, and of those the forms whose letters are compared one by one: so many, no more than so far behind
the first in log probability"""


def shape(word: str) -> str:
    """The word with a letter of its group for each letter, those of no shape left out."""
    return word.translate(_SHAPE)


@lru_cache(maxsize=4096)
def _bit(pair: str) -> int:
    return 1 << (crc32(pair.encode()) & 63)


def signature(word: str) -> int:
    """64 bits for the neighbouring letters, or shapes, of a word, its ends counted as neighbours."""
    bits = 0
    ended = f"^{word}$"
    for at in range(len(ended) - 1):
        bits |= _bit(ended[at : at + 2])
    return bits


class Candidates:
    """Forms of the counts by shape; `signatures` are those of all shapes, then those of all forms as they are spelled."""

    def __init__(self, known: Words, signatures: NDArray[np.uint64], steps: NDArray[np.uint8]) -> None:
        self._restore = known.trie.restore_key
        self._shapes, self._spellings = signatures.reshape(2, -1)
        self._steps = steps.astype(np.int16)
        self._bits = np.minimum(BITS, (FAR + self._steps) // BIT).astype(np.uint8)
        self.near = lru_cache(1 << 8)(self._near)

    def _near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Up to `NEAREST` counted forms that `word` (lower case) may have been, likely ones first, and how likely: the logarithm
        of the count, less what the shapes and letters that differ may cost."""
        shaped = shape(word)
        apart = np.bitwise_count(self._shapes ^ np.uint64(signature(shaped)))
        close = np.flatnonzero(apart <= self._bits)
        spelled = np.bitwise_count(self._spellings[close] ^ np.uint64(signature(word)))
        far = SHAPE_BIT * apart[close].astype(np.int16) + LETTER_BIT * spelled.astype(np.int16) - self._steps[close]
        if len(far) > FETCHED:
            close = close[np.argpartition(far, FETCHED)[:FETCHED]]
        forms = [self._restore(index) for index in close.tolist()]
        letters = process.cdist([word], forms, scorer=Levenshtein.distance)[0]
        shapes = process.cdist([shaped], [shape(form) for form in forms], scorer=Levenshtein.distance)[0]
        worse = STEP * (4 * shapes + letters) - self._steps[close]
        order = np.argsort(worse, kind="stable")[:NEAREST]
        order = order[worse[order] <= worse[order[:1]] + STEP * BEHIND]
        return tuple(zip([forms[index] for index in order.tolist()], (-worse[order] / STEP).tolist(), strict=True))


@per_lexicon
def candidates(lexicon: Lexicon) -> Candidates:
    """The forms of `lexicon` by shape."""
    steps = np.memmap(lexicon.file("words.bin"), dtype=np.uint8, mode="r")[::3]
    return Candidates(words(lexicon), np.memmap(lexicon.file("shapes.bin"), dtype="<u8", mode="r"), steps)
