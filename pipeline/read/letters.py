"""How much a text looks like Kazakh, Russian or another Cyrillic language, by the letters that stand together in it.

The model is a chain of letter triples (`lexicons/letters.tsv`) that falls back on pairs and single letters where a triple was not
seen: Jelinek and Mercer, "Interpolated estimation of Markov source parameters", 1980. Scores are natural logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

import numpy as np
import regex
from msgspec.structs import astuple

from pipeline.lexicon import Lexicon, Row

BOUNDARY, LATIN, STRANGE = 0, 1, 2
"""Symbols that are no Cyrillic letter: what may stand beside a word, a Latin letter, a letter of no language of the table"""
RUSSIAN_LETTERS = str.maketrans("әғқңөұүһі", "агкноуухи")
"""How Kazakh is written where only Russian letters are to be had"""
PRINTED = dict.fromkeys("«»–—№", -3.0) | dict.fromkeys("―“”„’…•·°§©®™±×¶\u00a0\u00ad−€", -6.0)
"""Characters outside ASCII that Cyrillic print uses beside letters, and what each costs"""
UNPRINTABLE, CASE, MIXED, GLUED = -14.0, -10.0, -7.0, -6.0
"""Cost of a character that print does not use, of a capital inside a word, of two scripts in one word, of a mark where print has
none: a dash or a closing quotation mark at the head of a word, an opening one at its end"""

_CASE = regex.compile(r"\p{Ll}\p{Lu}")
_GLUED = regex.compile(r"(?<!\p{L})[–—―»”’‘‚‹›†‡•…\p{S}](?=\p{L})|\p{L}\p{S}\p{L}|\p{L}[«„‘](?!\p{L})|\p{L}[–—―…«»”“‘]\p{L}")
_MIXED = regex.compile(r"\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}")
_BEYOND = regex.compile(r"[^\x00-\x7f\p{L}\p{M}]")


class Letters(Row, frozen=True, forbid_unknown_fields=True):
    """Three letters, `_` for the edge of a word, and how often they stand in 100,000 triples of each language."""

    table: ClassVar[str] = "letters.tsv"
    key: ClassVar[tuple[str, ...]] = ("letters",)

    letters: str
    kazakh: int = 0
    russian: int = 0
    ukrainian: int = 0
    belarusian: int = 0
    serbian: int = 0
    macedonian: int = 0
    bulgarian: int = 0
    kyrgyz: int = 0
    tatar: int = 0
    mongolian: int = 0
    tajik: int = 0

    def __post_init__(self) -> None:
        if len(self.letters) != 3 or self.letters != self.letters.lower():
            raise ValueError(f"{self.letters} is not three small letters")


LANGUAGES = tuple(name for name in Letters.__struct_fields__ if name != "letters")
RUSSIFIED = "kazakh in russian letters"


class Chain:
    """The letter chains of all languages of the table."""

    def __init__(self, rows: list[Letters]) -> None:
        alphabet = sorted({letter for row in rows for letter in row.letters} - {"_"})
        self.symbols = {letter: number for number, letter in enumerate(alphabet, STRANGE + 1)} | {"_": BOUNDARY}
        self._code = np.array([STRANGE if chr(point).isalpha() else BOUNDARY for point in range(0x530)], np.int64)
        for letters in (range(0x41, 0x5B), range(0x61, 0x7B)):
            self._code[letters] = LATIN
        for letter in alphabet:
            for form in {letter, letter.upper()}:
                if len(form) == 1 and ord(form) < len(self._code):
                    self._code[ord(form)] = self.symbols[letter]
        triples, *counts = zip(*map(astuple, rows), strict=True)
        places = self._places("".join(triples))
        self.logs = {name: self._logs(places, column) for name, column in zip(LANGUAGES, counts, strict=True)}
        self.logs[RUSSIFIED] = self._logs(self._places("".join(triples).translate(RUSSIAN_LETTERS)), counts[0])

    def _places(self, triples: str) -> Any:
        """Where each of `triples`, one behind the other, stands in a table of all triples."""
        a, b, c = np.array([self.symbols[letter] for letter in triples]).reshape(-1, 3).T
        size = len(self.symbols) + 2
        return (a * size + b) * size + c

    def _logs(self, places: Any, counts: Sequence[int]) -> Any:
        size = len(self.symbols) + 2
        triples = np.bincount(places, counts, size**3).astype(np.float32).reshape(size, size, size)
        # Between Latin letters any is as good as another; a letter of no language is worth nothing anywhere.
        triples[BOUNDARY, LATIN, LATIN] = triples[LATIN, LATIN, LATIN] = triples[LATIN, LATIN, BOUNDARY] = 100
        triples[BOUNDARY, BOUNDARY] = triples[BOUNDARY].sum(axis=1)
        pairs = triples.sum(axis=0)
        single = pairs.sum(axis=0)
        shares = (single + 0.01) / (single + 0.01).sum()
        shares[STRANGE] = 1e-6
        backed = (pairs + 20 * shares) / (pairs.sum(axis=1, keepdims=True) + 20)
        chain = (triples + 5 * backed) / (triples.sum(axis=2, keepdims=True) + 5)
        chain[:, LATIN, LATIN] = chain[:, BOUNDARY, LATIN] = 0.04
        return np.log(chain).astype(np.float32)

    def numbers(self, text: str) -> Any:
        """The symbol of every character, with edges before and after."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
        coded = np.where(points < len(self._code), self._code[np.minimum(points, len(self._code) - 1)], BOUNDARY)
        return np.concatenate([[BOUNDARY, BOUNDARY], coded, [BOUNDARY]])

    def likelihood(self, text: str) -> dict[str, float]:
        """The logarithm of the likelihood of `text` in each language: letters only, so that texts of one length compare."""
        symbols = self.numbers(text)
        a, b, c = symbols[:-2], symbols[1:-1], symbols[2:]
        keep = (b != BOUNDARY) | (c != BOUNDARY)
        a, b, c = a[keep], b[keep], c[keep]
        return {name: float(log[a, b, c].sum()) for name, log in self.logs.items()}

    def language(self, text: str) -> tuple[str, float]:
        """The likeliest language and the logarithm of the text's likelihood in it, less what print does not look like."""
        name, best = max(self.likelihood(text).items(), key=lambda item: item[1])
        form = CASE * len(_CASE.findall(text)) + MIXED * len(_MIXED.findall(text)) + GLUED * len(_GLUED.findall(text))
        beyond = _BEYOND.findall(text)
        odd = sum(PRINTED.get(char, UNPRINTABLE) for char in beyond)
        return name, best + odd + form


@cache
def chain() -> Chain:
    """The chain of the shipped table; the letters of a language are no matter of taste, so that overlays do not touch it."""
    return Chain(Lexicon().rows(Letters))


