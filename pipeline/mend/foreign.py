"""Words of other languages: told from Kazakh, whole or in Russian letters, by their letters and by words Kazakh does not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
import regex

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.tokens import Token
from pipeline.read.letters import RUSSIFIED, chain

SWITCH = 9.0
"""What a change of language costs, in log likelihood: a Russian passage is some words long, a loan word is none"""
EVIDENCE = 5.0
"""What a word or an ending that only Russian has is worth, in log likelihood"""
EVIDENT, DENSE = 1.5, 0.2
"""Evidence that makes a passage Russian: in all, and for each word"""
SLAVIC = 50.0
"""Log likelihood by which the letters alone make a passage foreign; damaged Kazakh comes near it, names do not"""
MOSTLY = 0.7
"""Share of foreign words from which a page is foreign as a whole"""
REMEMBERED = 1 << 16
"""Words whose likelihoods are kept"""
ENDING = 4
"""Letters of an ending at most"""
OURS = ("kazakh", RUSSIFIED)
THEIRS = ("russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian")

_CYRILLIC = regex.compile("[а-ӹ]")


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
    known = _known(lexicon)
    keys = (word, *(f"-{word[-length:]}" for length in range(2, min(ENDING, len(word) - 2) + 1)))
    return next((known[key] for key in keys if key in known), {})


@per_lexicon
def _known(lexicon: Lexicon) -> dict[str, dict[str, float]]:
    known: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lexicon.rows(ForeignWord):
        known[row.word][row.language] = row.weight
    return dict(known)


def foreign(page: Sequence[Token], lexicon: Lexicon, *, surely: bool = True) -> list[bool]:
    """For each word of a page, whether it stands in a passage of another language, or in none of the Cyrillic script; without
    `surely` also where the letters alone say so, as they do of names, loan words and some damage."""
    strange = [not _CYRILLIC.search(token.lower) for token in page]
    inside = 0
    for first, after in slavic(page, lexicon):
        found = [token.lower for token in page[first:after]]
        if not surely or russian(found, lexicon) or sum(_gains(found, lexicon)) >= SLAVIC:
            strange[first:after] = [True] * (after - first)
            inside += after - first
    return [True] * len(page) if inside > MOSTLY * len(page) else strange


def russian(found: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words or endings among these words (lower case) are Russian, one of them beyond chance."""
    told = [evidence(word, lexicon).get("ru", 0.0) for word in found]
    return 1 in told and sum(told) >= max(EVIDENT, DENSE * len(found))


def slavic(page: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The runs of words of a page, first and after the last, that may be passages in a Slavic language.

    They are the likeliest path through two states, Kazakh (whole or in Russian letters) and Slavic, by what each word tells and
    what a switch costs (Viterbi 1967).
    """
    gains = _gains([token.lower for token in page], lexicon)
    sums = np.cumsum([0.0, *gains])
    if (sums - np.minimum.accumulate(sums)).max() <= SWITCH:  # no stretch gains what a switch costs
        return []
    kazakh, other = 0.0, -SWITCH
    back: list[tuple[bool, bool]] = []
    for gain in gains:
        back.append((other - SWITCH > kazakh, kazakh - SWITCH < other))
        kazakh, other = max(kazakh, other - SWITCH), max(other, kazakh - SWITCH) + gain
    state, path = other > kazakh, []
    for from_kazakh, from_other in reversed(back):
        path.append(state)
        state = from_other if state else from_kazakh
    edges = [at for at, (before, here) in enumerate(pairwise([False, *reversed(path), False])) if before != here]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _gains(page: Iterable[str], lexicon: Lexicon) -> list[float]:
    """For each word in lower case, how much likelier it is in the best Slavic language than in Kazakh; 0 with marks or digits."""
    page, gained = list(page), _gained(lexicon)
    new = list(dict.fromkeys(word for word in page if word not in gained))
    if len(gained) + len(new) > REMEMBERED:
        gained.clear()
        new = list(dict.fromkeys(page))
    if new:
        letters = chain()
        symbols = letters.numbers("".join(f"{word}  " for word in new))
        a, b, c = symbols[:-3], symbols[1:-2], symbols[2:-1]
        ours = np.maximum.reduce([letters.logs[name][a, b, c] for name in OURS])
        starts = np.cumsum([0, *(len(word) + 2 for word in new[:-1])])
        gains = np.maximum.reduce([np.add.reduceat(letters.logs[name][a, b, c] - ours, starts) for name in THEIRS])
        for word, gain in zip(new, gains.tolist(), strict=True):
            gained[word] = gain + EVIDENCE * evidence(word, lexicon).get("ru", 0.0) if word.isalpha() else 0.0
    return [gained[word] for word in page]


@per_lexicon
def _gained(lexicon: Lexicon) -> dict[str, float]:
    """What `_gains` found for each word so far."""
    return {}
