"""The channel: what a scanner and an OCR model make of letters, as counted confusions of one to three letters on either side.

A noisy-channel model (Kernighan, Church & Gale 1990; multi-letter confusions after Brill & Moore 2000): the cost of reading
`ocr` where `gold` was printed is -log P(ocr | gold), the least over all ways to cut both words into confused pieces.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import ClassVar, NamedTuple

import numpy as np

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.search import LONGEST, UNSEEN_ADDED, UNSEEN_CHANGED, UNSEEN_LOST, CostTable, cost_table

NOTHING = "∅"
WEIGHT = 40.0
"""How many letters of a document it takes to outweigh what other pages taught about a letter"""


class Confusion(Row, frozen=True):
    """`gold` was read as `ocr` `count` times of `of`, on pages of one `profile`. `∅` is nothing: a letter added or lost."""

    table: ClassVar[str] = "confusions.tsv"
    key: ClassVar[tuple[str, ...]] = ("profile", "gold", "ocr")

    profile: str
    gold: str
    ocr: str
    count: float
    of: float
    example: str

    def __post_init__(self) -> None:
        if self.gold == self.ocr:
            raise ValueError(f"{self.gold} is not confused with itself")
        if self.gold[0] == self.ocr[0] or self.gold[-1] == self.ocr[-1]:
            raise ValueError(f"{self.gold}→{self.ocr}: leave out the letters that are the same on both sides")
        if max(len(self.gold), len(self.ocr)) > LONGEST:
            raise ValueError(f"{self.gold}→{self.ocr}: at most {LONGEST} letters on either side")
        if not 0 < self.count <= self.of:
            raise ValueError(f"count {self.count} must lie above 0 and at most at {self.of}")
        if self.gold != NOTHING and self.gold not in self.example:
            raise ValueError(f"the example {self.example} does not hold {self.gold}")


class Step(NamedTuple):
    """One piece of an alignment: `gold` was read as `ocr`; equal where nothing was confused."""

    gold: str
    ocr: str

    @property
    def rule(self) -> str:
        return f"{self.ocr or NOTHING}→{self.gold or NOTHING}"


class Alignment(NamedTuple):
    """How one word was read as another: the letters that both begin with, the pieces between, the letters that both end with."""

    start: str
    middle: tuple[Step, ...]
    end: str

    @classmethod
    def of(cls, ocr: str, gold: str, start: int, end: int, way: Iterable[int]) -> Alignment:
        """`way` are the steps after `start` letters and before the last `end`: 4 * letters of gold + letters of ocr each."""
        steps, j, i = [], start, start
        for step in way:
            to_j, to_i = j + (step >> 2), i + (step & 3)
            steps.append(Step(gold[j:to_j], ocr[i:to_i]))
            j, i = to_j, to_i
        return cls(gold[:start], tuple(steps), gold[len(gold) - end :])


class Channel:
    """Costs of confusions for one kind of damage. `shares` is P(ocr | gold) of each confused pair."""

    def __init__(self, shares: Mapping[tuple[str, str], float]) -> None:
        self.shares = dict(shares)
        lost: dict[str, float] = {}
        for (gold, _), share in self.shares.items():
            if len(gold) == 1:
                lost[gold] = lost.get(gold, 0.0) + share
        self._same = {letter: -math.log(max(0.02, 1 - share)) for letter, share in lost.items()}

    @cached_property
    def table(self) -> CostTable:
        """The costs, for a search."""
        pairs = [*self.shares, *((letter, letter) for letter in self._same)]
        costs = [*(-math.log(share) for share in self.shares.values()), *self._same.values()]
        gold, ocr = (np.array([_number(pair[side]) for pair in pairs], np.int64) for side in (0, 1))
        return cost_table(gold, ocr, np.array(costs))

    def step_cost(self, step: Step) -> float:
        """-log P(ocr | gold) of one piece."""
        gold, ocr = step
        if gold == ocr:
            return self._same.get(gold, 0.0)
        unseen = UNSEEN_ADDED if not gold else UNSEEN_LOST if not ocr else UNSEEN_CHANGED
        return -math.log(self.shares[step]) if step in self.shares else unseen

    def adapted(self, seen: Mapping[tuple[str, str], float], letters: Mapping[str, float]) -> Channel:
        """This channel after what one document showed: `seen` confusions among its `letters`, pieces of gold by number."""
        shares = dict(self.shares)
        for pair in seen:
            shares.setdefault(pair, 0.0)
        for (gold, ocr), share in shares.items():
            of = letters.get(gold, 0.0)
            shares[gold, ocr] = (share * WEIGHT + seen.get((gold, ocr), 0.0)) / (WEIGHT + of)
        return Channel({pair: min(share, 0.98) for pair, share in shares.items() if share > 1e-5})


@lru_cache(1 << 12)
def _number(piece: str) -> int:
    """What stands for up to three letters in a CostTable."""
    return sum((ord(letter) + 1) << 21 * at for at, letter in enumerate(piece))


def count_steps(paths: Iterable[Iterable[Step]]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Confused pairs and the number of times each piece of gold stood there, over alignments."""
    seen: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    for path in paths:
        for step in path:
            letters[step.gold] += 1
            if step.gold != step.ocr:
                seen[step.gold, step.ocr] += 1
    return seen, letters


@per_lexicon
def profiles(lexicon: Lexicon) -> dict[str, Channel]:
    """A channel for each profile of `confusions.tsv`."""
    shares: dict[str, dict[tuple[str, str], float]] = {}
    for row in lexicon.rows(Confusion):
        pair = (row.gold.replace(NOTHING, ""), row.ocr.replace(NOTHING, ""))
        shares.setdefault(row.profile, {})[pair] = row.count / row.of
    return {profile: Channel(pairs) for profile, pairs in shares.items()}
