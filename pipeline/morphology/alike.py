"""Which of the strings that look like a word may be words, compiled.

Of the 20 or so strings that look like a word hardly one is a word. Most are ruled out by their sums: of a string that differs in
a letter it is had by one addition, and two bits for each sum say whether any counted form has it (a Bloom filter; Bloom 1970).
1 % of the strings pass by chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.compiled import Codes, codes_of, compiled, kept

LONGEST = 64
"""Letters of a word at most: there is no longer form"""
BITS = 23
"""Binary digits of the number of a bit"""
SECOND = 0x85EBCA6B
"""A factor that makes the number of a sum's second bit of it: odd, so that no two sums are made one"""
FACTORS = np.array([pow(0x9E3779B1, place, 1 << 32) for place in range(1, LONGEST + 1)], np.int64)
"""What a letter counts for by its place: powers of a prime near 2^32 divided by the golden ratio"""
LOWER = (1 << 32) - 1
"""The digits of a sum that are kept"""

Numbers = NDArray[np.int64]


def letters_of(found: Sequence[str]) -> tuple[Codes, Numbers]:
    """The code points of words in one row, and where each word begins and the last ends."""
    return codes_of("".join(found)), np.cumsum([0, *map(len, found)])


def sums_had(forms: Sequence[str]) -> bytes:
    """Two bits for the sum of each form: `forms.bin`."""
    had, sums = np.zeros(1 << BITS, bool), _sums(*letters_of(forms))
    had[sums >> 32 - BITS] = had[(sums * SECOND & LOWER) >> 32 - BITS] = True
    return np.packbits(had, bitorder="little").tobytes()


@kept
def _sums(codes: Codes, begins: Numbers) -> Numbers:
    """The sum of each word."""
    sums = np.zeros(len(begins) - 1, np.int64)
    for nth in range(len(sums)):
        for place in range(begins[nth + 1] - begins[nth]):
            sums[nth] += codes[begins[nth] + place] * FACTORS[place]
    return sums & LOWER


@compiled
def _has_bit(had: NDArray[np.uint8], number: int) -> bool:
    """Whether the bit is set whose number is the upper digits of a sum."""
    at = (number & LOWER) >> (32 - BITS)
    return bool(had[at >> 3] >> (at & 7) & 1)


@compiled
def _may_be_had(had: NDArray[np.uint8], number: int) -> bool:
    """Whether a form may have this sum."""
    return _has_bit(had, number) and _has_bit(had, number * SECOND)


@kept
def likely(codes: Codes, begins: Numbers, others: NDArray[np.uint32], had: NDArray[np.uint8]) -> list[tuple[int, int, int, bool]]:
    """The strings that look like words and may be forms: the word, the place of a letter, the code point of the other, and
    whether every such letter is taken for it. The `others` stand by code point, 0 for none."""
    found = []
    for word in range(len(begins) - 1):
        start, stop = begins[word], begins[word + 1]
        own = 0
        for at in range(start, stop):
            own += codes[at] * FACTORS[at - start]
        for at in range(start, stop):
            letter = np.int64(codes[at])
            if letter >= len(others) or not others[letter, 0]:
                continue
            every, first = 0, True
            for place in range(start, stop):
                if codes[place] == letter:
                    every += FACTORS[place - start]
                    first = first and place >= at
            factor = FACTORS[at - start]
            for other in others[letter]:
                if other and _may_be_had(had, own + (other - letter) * factor):
                    found.append((word, at - start, other, False))
                if other and first and every > factor and _may_be_had(had, own + (other - letter) * every):
                    found.append((word, at - start, other, True))
    return found
