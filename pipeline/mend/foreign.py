"""Words of other languages: told from Kazakh, whole or in Russian letters, by their letters and by words Kazakh does not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Literal

import numpy as np

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.read.letters import RUSSIFIED, chain

EVIDENCE = 5.0
"""What a word or an ending that only Russian has is worth, in log likelihood"""
EVIDENT, DENSE = 1.5, 0.2
"""Evidence that makes a passage Russian: in all, and for each word"""
ENDING = 4
"""Letters of an ending at most"""
OURS = ("kazakh", RUSSIFIED)
THEIRS = ("russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian", "kyrgyz", "mongolian", "tajik", "tatar")


class ForeignWord(Row, frozen=True):
    """A word, or with a hyphen before it an ending, that Kazakh does not have, not even in loan words. `weight` is less than 1
    where a damaged page may have it by chance; `example` is a passage that must be told by its `language`."""

    table: ClassVar[str] = "foreign_words.tsv"
    key: ClassVar[tuple[str, ...]] = ("word", "language")

    word: str
    language: Literal["ru", "en", "de", "fr"]
    weight: float
    example: str

    def __post_init__(self) -> None:
        if not 0 < self.weight <= 1:
            raise ValueError(f"weight {self.weight} must lie above 0 and at most at 1")
        if len(self.word.removeprefix("-")) > ENDING and self.word.startswith("-"):
            raise ValueError(f"{self.word}: an ending has {ENDING} letters at most")


def evidence(word: str, lexicon: Lexicon) -> Mapping[str, float]:
    """The languages that `word` (lower case) tells by itself or its ending, each with its weight."""
    whole, endings, tails = _known(lexicon)
    if word in whole:
        return whole[word]
    if word[-2:] not in tails:
        return {}
    for length in range(2, min(ENDING, len(word) - 2) + 1):
        if word[-length:] in endings:
            return endings[word[-length:]]
    return {}


@per_lexicon
def _known(lexicon: Lexicon) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]], frozenset[str]]:
    """What words tell, what endings do, and the last two letters of such endings."""
    whole: dict[str, dict[str, float]] = defaultdict(dict)
    endings: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lexicon.rows(ForeignWord):
        known, form = (endings, row.word[1:]) if row.word.startswith("-") else (whole, row.word)
        known[form][row.language] = row.weight
    return dict(whole), dict(endings), frozenset(ending[-2:] for ending in endings)


def russian(found: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words or endings among these words (lower case) are Russian, one of them beyond chance."""
    told = [evidence(word, lexicon).get("ru", 0.0) for word in found]
    return 1 in told and sum(told) >= max(EVIDENT, DENSE * len(found))


def gains(found: Sequence[str], lexicon: Lexicon) -> list[float]:
    """For each word (lower case), how much likelier it is in the best of `THEIRS` than in Kazakh; 0 with marks or digits."""
    size, leads = _leads()
    symbols = chain().numbers("".join(f"{word}  " for word in found))
    triples = (symbols[:-3] * size + symbols[1:-2]) * size + symbols[2:-1]
    starts = np.cumsum([0, *(len(word) + 2 for word in found[:-1])])
    by_letters = np.add.reduceat(leads.take(triples, axis=0), starts).max(axis=1).tolist()
    whole, _, tails = _known(lexicon)
    telling = {word: EVIDENCE * evidence(word, lexicon).get("ru", 0.0) for word in found if word[-2:] in tails or word in whole}
    return [gain + telling.get(word, 0.0) if word.isalpha() else 0.0 for word, gain in zip(found, by_letters, strict=True)]


@cache
def _leads() -> tuple[int, Any]:
    """The number of symbols, and for each of `THEIRS` how much likelier every three of them are in it than in Kazakh."""
    logs = chain().logs
    ours = np.maximum.reduce([logs[name] for name in OURS])
    return len(ours), np.stack([(logs[name] - ours).ravel() for name in THEIRS], axis=1)
