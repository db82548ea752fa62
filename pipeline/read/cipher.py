"""Which letters foreign signs stand for, by the letter triples that come of it: hill climbing from many starts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.kazakh import LETTERS
from pipeline.read.letters import BOUNDARY, STRANGE, chain

TRIPLES = 4_000
"""Different triples, the commonest first, by which a solution is judged"""
STARTS = 12
"""Times the climb begins anew, at the best key with a third of it exchanged; first the commonest sign is the commonest letter"""
FREQUENT = sorted(LETTERS, key="аеынтілдрсмкоқубғшйжпгзәөүңиұхяэфвюцьчёъһщ".index)
"""Kazakh letters, the commonest first"""


def solved(seen: Mapping[str, int], unknown: Sequence[str]) -> dict[str, str]:
    """The letter of each `unknown` sign under which the words `seen` (with their counts) look most like Kazakh.

    Without case a letter has two signs, one much rarer than the other; two that are both common are two letters.
    The same words always give the same answer.
    """
    triples, weights, places = _triples(seen, unknown)
    letters = [chain().symbols[letter] for letter in FREQUENT]
    score = _Score(triples, weights, places, _counts(seen, unknown))
    chance = random.Random(0)
    best: tuple[float, list[int]] | None = None
    for start in range(STARTS if len(unknown) > 2 else 1):
        key = best[1].copy() if best else [letters[place % len(letters)] for place in range(len(unknown))]
        for _ in range(start and len(key) // 3):
            one, other = chance.randrange(len(key)), chance.randrange(len(key))
            key[one], key[other] = key[other], key[one]
        found = _climbed(key, letters, score)
        if best is None or found[0] > best[0]:
            best = found
    assert best is not None
    name = dict(zip(letters, FREQUENT, strict=True))
    return {sign: name[symbol] for sign, symbol in zip(unknown, best[1], strict=True)}


def _triples(seen: Mapping[str, int], unknown: Sequence[str]) -> tuple[Any, Any, list[Any]]:
    """The commonest triples as symbols, where unknown sign number n is `base + n`; their counts; where each sign is in them."""
    base = len(chain().symbols) + STRANGE
    number = chain().symbols | {sign: base + place for place, sign in enumerate(unknown)}
    counts: Counter[tuple[int, ...]] = Counter()
    for word, times in seen.items():
        row = [BOUNDARY, BOUNDARY, *(number.get(letter, STRANGE) for letter in word), BOUNDARY]
        for at in range(len(row) - 2):
            if max(row[at : at + 3]) >= base:
                counts[tuple(row[at : at + 3])] += times
    common = counts.most_common(TRIPLES)
    triples = np.array([triple for triple, _ in common])
    weights = np.array([times for _, times in common], np.float64)
    return triples, weights, [np.nonzero((triples == base + place).any(axis=1))[0] for place in range(len(unknown))]


def _counts(seen: Mapping[str, int], unknown: Sequence[str]) -> tuple[Any, Any]:
    """How often each unknown sign, and each symbol that is known, stands in the words."""
    counts: Counter[str] = Counter()
    for word, times in seen.items():
        for letter in word:
            counts[letter] += times
    known = np.zeros(len(chain().symbols) + STRANGE)
    for letter, symbol in chain().symbols.items():
        known[symbol] = counts[letter]
    return np.array([counts[sign] for sign in unknown], np.float64), known


class _Score:
    """How likely the signs are under a key: their triples as letters, and one sign of all that stand for a letter.

    A change of one sign is weighed by the triples that hold it.
    """

    def __init__(self, triples: Any, weights: Any, places: Sequence[Any], counts: tuple[Any, Any]) -> None:
        self._triples, self._weights, self.places = triples, weights, places
        self._signs, self._letters = counts
        self._logs = chain().logs["kazakh"]
        self._known = np.arange(len(chain().symbols) + STRANGE)

    def __call__(self, key: Sequence[int], rows: Any = None) -> float:
        symbols = np.concatenate([self._known, key])
        a, b, c = symbols[self._triples if rows is None else self._triples[rows]].T
        triples = (self._logs[a, b, c] * (self._weights if rows is None else self._weights[rows])).sum()
        totals = self._letters + np.bincount(key, self._signs, len(self._letters))
        return float(triples - (totals * np.log(np.maximum(totals, 1))).sum())


def _climbed(key: list[int], letters: Sequence[int], score: _Score) -> tuple[float, list[int]]:
    """The best key that changing one sign, or exchanging two, leads to."""
    better = True
    while better:
        better = False
        for place, rows in enumerate(score.places):
            gains = []
            for letter in letters:
                tried = [*key[:place], letter, *key[place + 1 :]]
                gains.append((score(tried, rows), tried))
            top, tried = max(gains)
            if top > score(key, rows) + 1e-6:
                key, better = tried, True
        for one in range(len(key)):
            for other in range(one):
                tried = key.copy()
                tried[one], tried[other] = key[other], key[one]
                rows = np.union1d(score.places[one], score.places[other])
                if score(tried, rows) > score(key, rows) + 1e-6:
                    key, better = tried, True
    return score(key), key
