"""The channel: what a scanner and an OCR model make of letters, as counted confusions of one to three letters on either side.

A noisy-channel model (Kernighan, Church & Gale 1990; multi-letter confusions after Brill & Moore 2000): the cost of reading
`ocr` where `gold` was printed is -log P(ocr | gold), the least over all ways to cut both words into confused pieces.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from pipeline.lexicon import Lexicon, Row, per_lexicon

NOTHING = "∅"
LONGEST = 3
"""Letters in a confused piece at most, on either side"""
WEIGHT = 40.0
"""How many letters of a document it takes to outweigh what other pages taught about a letter"""
FARTHEST = 25.0
"""Cost above which one word is not taken for another"""
UNSEEN_CHANGED, UNSEEN_ADDED, UNSEEN_LOST = 9.5, 8.5, 8.5
"""Costs of a letter changed, added or lost as no page has shown"""


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


@lru_cache(1 << 8)
def _pieces(word: str) -> list[list[tuple[int, str]]]:
    """For each place in a word, its end too, the pieces of up to three letters that begin there and their lengths."""
    return [[(end - at, word[at:end]) for end in range(at, min(at + LONGEST, len(word)) + 1)] for at in range(len(word) + 1)]


class Channel:
    """Costs of confusions for one kind of damage. `shares` is P(ocr | gold) of each confused pair."""

    def __init__(self, shares: Mapping[tuple[str, str], float]) -> None:
        self.shares = dict(shares)
        self._costs: dict[str, dict[str, float]] = {}
        lost: dict[str, float] = {}
        for (gold, ocr), share in self.shares.items():
            self._costs.setdefault(gold, {})[ocr] = -math.log(share)
            if len(gold) == 1:
                lost[gold] = lost.get(gold, 0.0) + share
        self._same = {letter: -math.log(max(0.02, 1 - share)) for letter, share in lost.items()}
        self._tables = lru_cache(1 << 11)(self._tables_of)
        self.step_cost = lru_cache(1 << 12)(self._step_cost)

    def align(self, ocr: str, gold: str, limit: float = FARTHEST) -> Alignment | None:
        """The least costly way from `gold` to `ocr`, both in lower case; None where it surely costs more than `limit`."""
        start = Prefix.similarity(ocr, gold)
        end = min(Postfix.similarity(ocr, gold), min(len(ocr), len(gold)) - start)
        # A piece never begins or ends with what it is taken for: the cheapest way leads through the letters between.
        after = len(ocr) - end
        ahead = [pieces[: after - at + 1] for at, pieces in enumerate(_pieces(ocr)[start : after + 1], start)]
        printed = gold[start : len(gold) - end]
        middle = self._cut(ocr[start:after], printed, self._ways(ahead, printed, min(limit, FARTHEST)))
        return None if middle is None else Alignment(gold[:start], middle, gold[len(gold) - end :])

    def cost(self, alignment: Alignment) -> float:
        """-log P(ocr | gold) by the way that `alignment` goes, which may be another channel's: what one page shows changes
        what a confusion costs, hardly ever which confusions they were."""
        return sum(map(self.step_cost, alignment.middle)) + self.same(alignment.start) + self.same(alignment.end)

    def same(self, word: str) -> float:
        """-log of the chance that `word` came through unharmed."""
        return sum([self._same.get(letter, 0.0) for letter in word])

    def _step_cost(self, step: Step) -> float:
        """-log P(ocr | gold) of one piece."""
        gold, ocr = step
        if gold == ocr:
            return self._same.get(gold, 0.0)
        unseen = UNSEEN_ADDED if not gold else UNSEEN_LOST if not ocr else UNSEEN_CHANGED
        return self._costs.get(gold, {}).get(ocr, unseen)

    @staticmethod
    def _cut(ocr: str, gold: str, before: Sequence[int]) -> tuple[Step, ...] | None:
        """The pieces of the least costly way from `gold` to `ocr`, told by the place before each; None where there is no way."""
        width = len(ocr) + 1
        steps, at = [], len(before) - 1
        while at:
            if before[at] < 0:
                return None
            (to_j, to_i), (j, i) = divmod(at, width), divmod(before[at], width)
            steps.append(Step(gold[j:to_j], ocr[i:to_i]))
            at = before[at]
        return tuple(reversed(steps))

    def _ways(self, ahead: Sequence[Sequence[tuple[int, str]]], gold: str, limit: float) -> list[int]:
        """Dynamic programming over how much of either word is read; `ahead` are the pieces of ocr at each of its places. For each
        place (letters of gold * width + letters of ocr) the place before it on the least costly way there that costs less than
        `limit`, -1 where there is none."""
        width, last, end = len(ahead), len(ahead) - 1, len(gold)
        costs = [limit] * (width * (end + 1))
        before = [-1] * len(costs)
        costs[0] = 0.0
        for j in range(end + 1):
            row = j * width
            if min(costs[row : row + width]) >= limit:
                continue
            tables = self._tables(gold[j : j + LONGEST])
            for at, pieces in enumerate(ahead, row):
                cost = costs[at]
                if cost >= limit:
                    continue
                for letters, table in tables:
                    for passed, piece in pieces:
                        if piece in table:
                            to = at + letters * width + passed
                            share = cost + table[piece]
                            if share < costs[to]:
                                costs[to], before[to] = share, at
                if at < row + last and cost + UNSEEN_ADDED < costs[at + 1]:
                    costs[at + 1], before[at + 1] = cost + UNSEEN_ADDED, at
                if j < end and cost + UNSEEN_LOST < costs[at + width]:
                    costs[at + width], before[at + width] = cost + UNSEEN_LOST, at
                if j < end and at < row + last and cost + UNSEEN_CHANGED < costs[at + width + 1]:
                    costs[at + width + 1], before[at + width + 1] = cost + UNSEEN_CHANGED, at
        return before

    def _tables_of(self, gold: str) -> list[tuple[int, dict[str, float]]]:
        """What the pieces that `gold` begins with are read as and what that costs, each with its letters of gold."""
        if gold:
            self._costs.setdefault(gold[0], {}).setdefault(gold[0], self._same.get(gold[0], 0.0))
        return [(letters, self._costs[gold[:letters]]) for letters in range(len(gold) + 1) if gold[:letters] in self._costs]

    def adapted(self, seen: Mapping[tuple[str, str], float], letters: Mapping[str, float]) -> Channel:
        """This channel after what one document showed: `seen` confusions among its `letters`, pieces of gold by number."""
        shares = dict(self.shares)
        for pair in seen:
            shares.setdefault(pair, 0.0)
        for (gold, ocr), share in shares.items():
            of = letters.get(gold, 0.0)
            shares[gold, ocr] = (share * WEIGHT + seen.get((gold, ocr), 0.0)) / (WEIGHT + of)
        return Channel({pair: min(share, 0.98) for pair, share in shares.items() if share > 1e-5})


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
