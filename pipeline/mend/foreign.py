"""Words of other languages: told from Kazakh, whole or in Russian letters, by their letters and by words Kazakh does not have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.tokens import Tokens
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
REMEMBERED = 1 << 15
"""Words of which is kept what they tell"""
ENDING = 4
"""Letters of an ending at most"""
OURS = ("kazakh", RUSSIFIED)
THEIRS = ("russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian")

_CYRILLIC = re.compile("[а-ӹ]")


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


def foreign(page: Tokens, lexicon: Lexicon) -> list[bool]:
    """For each word of a page, whether it surely stands in a passage of another language, or in none of the Cyrillic script."""
    return Languages(page.lowers, lexicon).foreign()


class Languages:
    """The words of a page (in lower case) and the passages among them that may be in a Slavic language.

    `runs` are those passages, first word and after the last: the likeliest path through two states, Kazakh (whole or in Russian
    letters) and Slavic, by what each word tells and what a switch costs (Viterbi 1967).
    """

    def __init__(self, found: Sequence[str], lexicon: Lexicon) -> None:
        self._found, self._lexicon = found, lexicon
        known = _told(found, lexicon)
        self._gains, self._cyrillic = [known[word][0] for word in found], [known[word][1] for word in found]
        self.runs = _runs(self._gains)

    def foreign(self, *, surely: bool = True) -> list[bool]:
        """For each word, whether it stands in a passage of another language, or in none of the Cyrillic script; without `surely`
        also where the letters alone say so, as they do of names, loan words and some damage."""
        strange = [not cyrillic for cyrillic in self._cyrillic]
        inside = 0
        for first, after in self.runs:
            if not surely or self._surely(first, after):
                strange[first:after] = [True] * (after - first)
                inside += after - first
        return [True] * len(strange) if inside > MOSTLY * len(strange) else strange

    def _surely(self, first: int, after: int) -> bool:
        return sum(self._gains[first:after]) >= SLAVIC or russian(self._found[first:after], self._lexicon)


def russian(found: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words or endings among these words (lower case) are Russian, one of them beyond chance."""
    told = [evidence(word, lexicon).get("ru", 0.0) for word in found]
    return 1 in told and sum(told) >= max(EVIDENT, DENSE * len(found))


def _runs(gains: Sequence[float]) -> list[tuple[int, int]]:
    """Where, first and after the last, the likeliest path is in the other state, which each word makes likelier by its gain.

    Where the sum of the gains is at its lowest so far the path is surely in the first state: what is between two such places is
    looked at by itself, if it rises by what the way there and back costs.
    """
    sums = np.cumsum([0.0, *gains])
    rises = sums - np.minimum.accumulate(sums)
    lowest = np.flatnonzero(rises == 0)
    high = np.maximum.reduceat(rises, lowest) > 2 * SWITCH
    high[-1] |= rises[-1] > SWITCH  # the last need not come back
    ends = [*lowest[1:].tolist(), len(gains)]
    return [run for at in np.flatnonzero(high) for run in _path(gains, int(lowest[at]), ends[at])]


def _path(gains: Sequence[float], first: int, after: int) -> list[tuple[int, int]]:
    leads, lead = [], -SWITCH  # of the other state, as each word finds it
    for gain in gains[first:after]:
        leads.append(lead)
        lead = min(max(lead, -SWITCH), SWITCH) + gain
    state, path = lead > 0, []
    for lead in reversed(leads):
        path.append(state)
        state = lead > (-SWITCH if state else SWITCH)
    edges = [at for at, (before, here) in enumerate(pairwise([False, *reversed(path), False]), first) if before != here]
    return list(zip(edges[::2], edges[1::2], strict=True))


Told = tuple[float, bool]
"""What a word tells of its language: how much likelier it is in the best Slavic one than in Kazakh (0 with marks or digits),
and whether it has Cyrillic letters"""


def _told(found: Iterable[str], lexicon: Lexicon) -> Mapping[str, Told]:
    """What each of these words tells, and others that were asked before."""
    known = _remembered(lexicon)
    new = set(found).difference(known)
    if len(known) + len(new) > REMEMBERED:
        known.clear()
        new = set(found)
    if new:
        known.update(_weighed(list(new), lexicon))
    return known


@per_lexicon
def _remembered(lexicon: Lexicon) -> dict[str, Told]:
    """What was found of each word so far."""
    return {}


def _weighed(found: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, Told]]:
    size, leads = _leads()
    symbols = chain().numbers("".join(f"{word}  " for word in found))
    triples = (symbols[:-3] * size + symbols[1:-2]) * size + symbols[2:-1]
    starts = np.cumsum([0, *(len(word) + 2 for word in found[:-1])])
    gains = np.maximum.reduce([np.add.reduceat(lead.take(triples), starts) for lead in leads])
    for word, gain in zip(found, gains.tolist(), strict=True):
        told = gain + EVIDENCE * evidence(word, lexicon).get("ru", 0.0) if word.isalpha() else 0.0
        yield word, (told, _CYRILLIC.search(word) is not None)


@cache
def _leads() -> tuple[int, list[Any]]:
    """The number of symbols, and for each Slavic language how much likelier every three of them are in it than in Kazakh."""
    logs = chain().logs
    ours = np.maximum.reduce([logs[name] for name in OURS])
    return len(ours), [(logs[name] - ours).ravel() for name in THEIRS]
