"""What a damaged word may have been: forms of about the same shape.

Letters that OCR takes for one another share a shape, і and its readings (и й ! 1 :) have none. A form's signature is a set
of 64 bits (a Bloom filter): its pairs of neighbouring shapes, and its letters. A word is compared with the frequent and
short forms, with those whose shape begins as its own does, and with those whose shape ends so; a form damaged at both ends
is found where it is frequent. Those whose signatures are a few bits away are then compared letter by letter.
`lexicons/derive_words.py` writes the signatures and the forms, in that order, to `shapes.bin`.
"""

from __future__ import annotations

from codecs import charmap_decode
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.compiled import codes_of
from pipeline.lexicon import Lexicon, LexiconError, per_lexicon
from pipeline.mend.search import BLOCKS, KZ_1048, LENGTHS, SHAPES, FormTable, nearest
from pipeline.words import ALPHABET, COUNTS, STEP, Words, letter_index, mapped, words

_SHAPE = str.maketrans(SHAPES)
OFTEN, SELDOM = 110, 30
"""Steps of the count from which a form is frequent (19,000 forms of 500,000), and below which only the start of its shape finds
it (180,000)"""
_ALPHABET = np.array([*map(letter_index, KZ_1048)], np.uint8)


def shape(word: str) -> str:
    """The word with a letter of its group for each letter, those of no shape left out."""
    return word.translate(_SHAPE)


class Candidates:
    """Forms of the counts by shape. `table` is what `lexicons/derive_words.py` writes: the forms' signatures, the frequent
    and short first, by how many shapes they have, the others by the block of their first shapes; each one's index in the trie;
    where the first begin of each number of shapes; where each block begins, and where the last one ends; the same for the blocks
    of last shapes, and their forms by their place in the order of first shapes; the lengths of the forms, and their letters in
    KZ-1048."""

    def __init__(self, known: Words, counts: NDArray[np.uint8], spelling: memoryview, table: memoryview) -> None:
        forms = len(known.trie)
        signatures = np.frombuffer(table, "<u8", forms)
        whole = np.frombuffer(table[: len(table) // 4 * 4], "<u4", offset=8 * forms)
        self.indices, lengths, starts, end_starts, rest = np.split(whole, np.cumsum((forms, LENGTHS + 1, BLOCKS + 1, BLOCKS + 1)))
        by_end = rest[: end_starts[-1]]
        letters = np.frombuffer(table, np.uint8)[4 * (3 * forms + LENGTHS + 2 * BLOCKS + 3 + len(by_end)) :]
        begins = np.zeros(forms + 1, np.uint32)
        np.cumsum(letters[:forms], out=begins[1:])
        steps = counts[::3].take(self.indices)
        if len(letters) != forms + begins[-1] or len(signatures) != starts[-1] or by_end.max() >= forms:
            raise LexiconError("shapes.bin is not made of the counts beside it; run lexicons/derive_words.py")
        self.table = FormTable(
            signatures, lengths, starts, end_starts, by_end, signatures.take(by_end), steps.take(by_end), steps,
            counts[1::3].take(self.indices), letters[forms:], begins, np.array(COUNTS),
            np.frombuffer(spelling, np.uint8).reshape((len(ALPHABET),) * 3), _ALPHABET)  # fmt: skip
        self._letters, self._begins = letters[forms:].data, begins.data
        self.form = lru_cache(1 << 13)(self._form)

    def _form(self, place: int) -> str:
        """The form at a place of the table."""
        return charmap_decode(self._letters[self._begins[place] : self._begins[place + 1]], "strict", KZ_1048)[0]

    def near(self, word: str) -> list[tuple[str, float]]:
        """Up to `NEAREST` counted forms that `word` (lower case) may have been, likely ones first, and how likely: the logarithm
        of the count, less what the shapes and letters that differ may cost."""
        places, likely = nearest(self.table, codes_of(word))
        return [(self.form(place), worth / STEP) for place, worth in zip(places.tolist(), likely.tolist(), strict=True)]


@per_lexicon
def candidates(lexicon: Lexicon) -> Candidates:
    """The forms of `lexicon` by shape."""
    counts = np.frombuffer(mapped(lexicon.file("words.bin")), np.uint8)
    return Candidates(words(lexicon), counts, mapped(lexicon.file("letters.bin")), mapped(lexicon.file("shapes.bin")))
