"""What a damaged word may have been: forms of about the same shape.

Letters that OCR takes for one another share a shape, і and its readings (и й ! 1 :) have none. A form's signature is a set
of 64 bits (a Bloom filter): its pairs of neighbouring shapes, and its letters. A word is compared with the frequent and
short forms, with those whose shape begins as its own does, and with those whose shape ends so; a form damaged at both ends
is found where it is frequent. Those whose signatures are a few bits away are then compared letter by letter.
`lexicons/derive_words.py` writes the signatures, in that order, to `shapes.bin`.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.words import STEP, Words, mapped, words

_GROUPS = ("қкх", "ғг", "ңнп", "ұүу", "өоеәаэсё0ceoaə", "дл", "ыьъ", "шщц", "з3", "бб6", "вв8")
_SHAPELESS = "іий!1:|;'’‘iіlӏ\"°.,*^_-–"
_SHAPE = {ord(letter): group[0] for group in _GROUPS for letter in group} | dict.fromkeys(map(ord, _SHAPELESS), "")
OFTEN, SELDOM = 110, 30
"""Steps of the count from which a form is frequent (19,000 forms of 500,000), and below which only the start of its shape finds
it (180,000)"""
END = 3
"""Shapes that a word shares with the forms of its blocks, at the start or at the end; forms of no more shapes are short"""
BLOCKS = 1 << 12
"""Blocks of either kind; a block's number is a hash of its shapes"""
BIT, FAR = 32, 240
"""What one differing bit counts for against the frequency of a form, in steps of its logarithm, and the farthest that a frequent
form may be so"""
BITS = 10
"""Bits that any other form may differ in at most"""
FETCHED, MARGIN = 128, 170
"""Forms fetched by signature: so many, no farther than so far behind the nearest"""
NEAREST, BEHIND = 32, 9
"""Forms kept when their letters have been compared: so many, no more than so far behind the first in log probability. Of 2,700
damaged words of OCR pages 88 % have their right form among them"""


def shape(word: str) -> str:
    """The word with a letter of its group for each letter, those of no shape left out."""
    return word.translate(_SHAPE)


def block(shapes: str) -> int:
    """The number of the block of forms whose shape begins, or ends, with `shapes`."""
    return crc32(shapes.encode()) % BLOCKS


@lru_cache(maxsize=4096)
def _pair_bit(pair: str) -> int:
    return 1 << crc32(pair.encode()) % 32


@lru_cache(maxsize=1024)
def _letter_bit(letter: str, early: bool) -> int:
    return 1 << 32 + crc32(f"{letter}{early:d}".encode()) % 32


def signature(word: str, shaped: str) -> int:
    """32 bits for the neighbouring shapes of a word, its ends counted as neighbours, and 32 for its letters: the first three, and
    those after them."""
    bits = 0
    ended = f"^{shaped}$"
    for at in range(len(ended) - 1):
        bits |= _pair_bit(ended[at : at + 2])
    for letter in word[:3]:
        bits |= _letter_bit(letter, True)
    for letter in word[3:]:
        bits |= _letter_bit(letter, False)
    return bits


def _encoded(text: str) -> bytes:
    """In KZ-1048, which has the letters of all forms; what else a damaged word may have is one letter here."""
    return text.encode("kz1048", "replace")


_LETTERS = bytes(range(256)).decode("kz1048", "replace")
_SHAPE_BYTES = b"".join(_encoded(shape(letter) or letter) for letter in _LETTERS)
_SHAPELESS_BYTES = bytes(byte for byte, letter in enumerate(_LETTERS) if not shape(letter))


def _shapes(forms: list[str]) -> list[bytes]:
    """The shapes of all forms, in KZ-1048."""
    return _encoded("\n".join(forms)).translate(_SHAPE_BYTES, _SHAPELESS_BYTES).split(b"\n")


class Candidates:
    """Forms of the counts by shape. `table` is what `lexicons/derive_words.py` writes: the forms' signatures, the frequent
    and short first, the others by the block of their first shapes; each one's index in the trie; where each block
    begins, and where the last one ends; the same for the blocks of last shapes, and their forms by their place in the
    order of first shapes."""

    def __init__(self, known: Words, steps: NDArray[np.uint8], table: memoryview) -> None:
        forms = len(known.trie)
        self._signatures = np.frombuffer(table, "<u8", forms)
        self._indices, starts, end_starts, self._by_end = np.split(
            np.frombuffer(table, "<u4", offset=8 * forms), np.cumsum((forms, BLOCKS + 1, BLOCKS + 1)))
        self._starts, self._end_starts = starts.tolist(), end_starts.tolist()
        self._end_signatures = self._signatures.take(self._by_end)
        self._steps = steps.take(self._indices).astype(np.int16)
        self._often = self._signatures[: self._starts[0]]
        self._often_bits = ((FAR + self._steps[: len(self._often)]) // BIT).astype(np.uint8)
        self._form = lru_cache(1 << 14)(known.trie.restore_key)
        self.near = lru_cache(1 << 8)(self._near)

    def _near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Up to `NEAREST` counted forms that `word` (lower case) may have been, likely ones first, and how likely: the logarithm
        of the count, less what the shapes and letters that differ may cost."""
        shaped = shape(word)
        indices, steps = self._fetched(shaped, np.uint64(signature(word, shaped)))
        forms = list(map(self._form, indices.tolist()))
        letters_apart = process.cdist([word], forms, scorer=Levenshtein.distance)[0]
        shapes_apart = process.cdist([_encoded(shaped)], _shapes(forms), scorer=Levenshtein.distance)[0]
        worse = STEP * (4 * shapes_apart + letters_apart) - steps
        order = np.argsort(worse, kind="stable")[:NEAREST]
        order = order[worse[order] <= worse[order[:1]] + STEP * BEHIND]
        return tuple(zip([forms[index] for index in order.tolist()], (-worse[order] / STEP).tolist(), strict=True))

    def _fetched(self, shaped: str, signed: np.uint64) -> tuple[NDArray[np.uint32], NDArray[np.int16]]:
        """Trie indices of up to `FETCHED` forms whose signatures are near, and the steps of their counts."""
        often = np.flatnonzero(np.bitwise_count(self._often ^ signed) <= self._often_bits)
        number = block(shaped[:END])
        start, stop = self._starts[number], self._starts[number + 1]
        begun = np.flatnonzero(np.bitwise_count(self._signatures[start:stop] ^ signed) <= BITS) + start
        number = block(shaped[-END:])
        here = slice(self._end_starts[number], self._end_starts[number + 1])
        ended = self._by_end[here][np.bitwise_count(self._end_signatures[here] ^ signed) <= BITS]
        close = np.concatenate((often, begun, ended[(ended < start) | (ended >= stop)]))
        steps = self._steps.take(close)
        far = BIT * np.bitwise_count(self._signatures.take(close) ^ signed).astype(np.int16) - steps
        nearest = np.flatnonzero(far <= far.min(initial=FAR) + MARGIN)
        if len(nearest) > FETCHED:
            nearest = nearest[np.argpartition(far[nearest], FETCHED)[:FETCHED]]
        return self._indices.take(close[nearest]), steps[nearest]


@per_lexicon
def candidates(lexicon: Lexicon) -> Candidates:
    """The forms of `lexicon` by shape."""
    steps = np.frombuffer(mapped(lexicon.file("words.bin")), np.uint8)[::3]
    return Candidates(words(lexicon), steps, mapped(lexicon.file("shapes.bin")))
