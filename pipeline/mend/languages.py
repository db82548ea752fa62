"""The passages of a page that are in another language."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.lexicon import Lexicon
from pipeline.mend.foreign import russian
from pipeline.mend.forms import Seen, seen
from pipeline.mend.tokens import Tokens

SWITCH = 9.0
"""What a change of language costs, in log likelihood: a Russian passage is some words long, a loan word is none"""
BY_LETTERS = 50.0
"""Log likelihood by which the letters alone make a passage foreign; damaged Kazakh comes near it, names do not"""
MOSTLY = 0.7
"""Share of foreign words from which a page is foreign as a whole"""


def foreign(page: Tokens, lexicon: Lexicon) -> list[bool]:
    """For each word of a page, whether it surely stands in a passage of another language, or in none of the Cyrillic script."""
    found: list[bool] = Languages(page.texts, seen(page.texts, lexicon), lexicon).foreign().tolist()
    return found


class Languages:
    """The words of a page, what is known of them, and the passages among them that may be in one of the neighbours of Kazakh.

    `runs` are those passages, first word and after the last: the likeliest path through two states, Kazakh (whole or in Russian
    letters) and another, by what each word tells and what a switch costs (Viterbi 1967).
    """

    def __init__(self, found: Sequence[str], known: Seen, lexicon: Lexicon) -> None:
        self._found, self._known, self._lexicon = found, known, lexicon
        self.runs = _runs(known.gains)

    def foreign(self, *, surely: bool = True) -> Any:
        """For each word (an array), whether it stands in a passage of another language, or in none of the Cyrillic script;
        without `surely` also where the letters alone say so, as they do of names, loan words and some damage."""
        strange = ~self._known.cyrillic
        inside = 0
        for first, after in self.runs:
            if not surely or self._surely(first, after):
                strange[first:after] = True
                inside += after - first
        return np.ones_like(strange) if inside > MOSTLY * len(strange) else strange

    def _surely(self, first: int, after: int) -> bool:
        gain = sum(self._known.gains[first:after].tolist())
        return gain >= BY_LETTERS or russian([word.lower() for word in self._found[first:after]], self._lexicon)


def _runs(gains: Any) -> list[tuple[int, int]]:
    """Where, first and after the last, the likeliest path is in the other state, which each word makes likelier by its gain.

    Where the sum of the gains is at its lowest so far the path is surely in the first state: what is between two such places is
    looked at by itself, if it rises by what the way there and back costs.
    """
    sums = np.cumsum(np.concatenate(([0.0], gains)))
    rises = sums - np.minimum.accumulate(sums)
    lowest = np.flatnonzero(rises == 0)
    high = np.maximum.reduceat(rises, lowest) > 2 * SWITCH
    high[-1] |= rises[-1] > SWITCH  # the last need not come back
    ends = [*lowest[1:].tolist(), len(gains)]
    return [run for at in np.flatnonzero(high) for run in _path(gains[lowest[at] : ends[at]].tolist(), int(lowest[at]))]


def _path(gains: Sequence[float], first: int) -> list[tuple[int, int]]:
    leads, lead = [], -SWITCH  # of the other state, as each word finds it
    for gain in gains:
        leads.append(lead)
        lead = min(max(lead, -SWITCH), SWITCH) + gain
    state, path = lead > 0, []
    for lead in reversed(leads):
        path.append(state)
        state = lead > (-SWITCH if state else SWITCH)
    edges = [at for at, (before, here) in enumerate(pairwise([False, *reversed(path), False]), first) if before != here]
    return list(zip(edges[::2], edges[1::2], strict=True))
