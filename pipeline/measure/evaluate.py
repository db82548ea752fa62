"""The repair held against a user's own corrected text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.measure.score import Score, plain, score


class Miss(NamedTuple):
    """A word that came out wrong: `right` in the corrected text, `got` in the repaired one; `broken` where it had been right."""

    right: str
    got: str
    broken: bool


def evaluate(damaged: str, repaired: str, right: str) -> tuple[Score, Counter[Miss]]:
    """The counts for one text, and what came out wrong in it."""
    return score(damaged, repaired, right), Counter(_misses(damaged, repaired, right))


def _misses(damaged: str, repaired: str, right: str) -> Iterator[Miss]:
    before, after, words = (plain(text).split() for text in (damaged, repaired, right))
    had = {at for op in Levenshtein.opcodes(before, words) if op.tag == "equal" for at in range(op.dest_start, op.dest_end)}
    for got, meant in _differences(after, words):
        broken = any(at in had for at in meant)
        yield Miss(" ".join(words[at] for at in meant), " ".join(after[at] for at in got), broken)


def _differences(after: list[str], words: list[str]) -> Iterator[tuple[range, range]]:
    """Places in both texts that differ: word by word where as many stand for as many, else together, as glued words do."""
    for same, run in groupby(Levenshtein.opcodes(after, words), key=lambda op: op.tag == "equal"):
        if same:
            continue
        ops = list(run)
        got, meant = range(ops[0].src_start, ops[-1].src_end), range(ops[0].dest_start, ops[-1].dest_end)
        if len(got) == len(meant):
            yield from ((got[at : at + 1], meant[at : at + 1]) for at in range(len(got)) if after[got[at]] != words[meant[at]])
        else:
            yield got, meant


def pairs(damaged: dict[str, Path], corrected: dict[str, Path]) -> tuple[list[tuple[str, Path, Path]], list[str]]:
    """Name, damaged and corrected file of each document that both have, and the names of those that only one has.

    Names are paths relative to the folder. `a/b.pdf` is paired with `a/b.pdf`, else with the only `a/b` of any type.
    """
    bare = {side: Counter(_bare(name) for name in names) for side, names in (("damaged", damaged), ("corrected", corrected))}
    by_bare = {_bare(name): name for name in corrected}
    found, left = [], set(corrected)
    alone: list[str] = []
    for name, path in damaged.items():
        other: str | None = name
        if name not in corrected:
            key = _bare(name)
            other = by_bare.get(key) if bare["damaged"][key] == bare["corrected"][key] == 1 else None
        if other is None:
            alone.append(name)
        else:
            found.append((name, path, corrected[other]))
            left.discard(other)
    return found, [*alone, *sorted(left)]


def _bare(name: str) -> str:
    return str(Path(name).with_suffix(""))
