"""The text that remembers where every character came from.

A stage proposes `Edit`s against the current text; `Text.apply` is the one place that carries them out. What it keeps is the
list of `Change`s against the raw text: between two changes the texts are the same, so the list is the whole map in both
directions and costs memory by the change, not by the character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from operator import attrgetter
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in place of `[start, end)` of the current text. `rule` names the row or function that asked for it."""

    start: int
    end: int
    text: str
    rule: str
    confidence: float = 1.0


class Change(NamedTuple):
    """`[start, end)` of the current text stands where `[raw_start, raw_end)` of the raw text stood."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    stage: str
    rule: str
    confidence: float


Step = Callable[[str], Iterable[Edit]]
"""A part of a stage: edits against the string it is given"""
SETTLED_BY = 20
"""Rounds after which steps that still have something to say are stopped"""


@dataclass(frozen=True)
class Text:
    """Raw text, current text and the changes between them: disjoint, in order, and exact on replay."""

    raw: str
    current: str
    changes: tuple[Change, ...] = field(default=())

    @classmethod
    def of(cls, raw: str) -> Text:
        return cls(raw, raw)

    def apply(self, stage: str, edits: Iterable[Edit]) -> Text:
        """The text after `edits` (offsets into `current`, in any order).

        Where an edit meets an earlier change the two become one change, whose rule names both and whose confidence is their
        product. Raises ValueError where edits overlap or leave the text.
        """
        ordered = sorted(edits, key=lambda edit: edit[:2])
        if not ordered:
            return self
        _check(ordered, len(self.current))
        pieces: list[str] = []
        changes: list[Change] = []
        copied = shift = delta = 0  # copied: current text taken so far; shift: new minus old; delta: raw minus old
        for untouched, group_edits, group_changes in _groups(ordered, self.changes):
            changes += [Change(c.start + shift, c.end + shift, *c[2:]) for c in untouched] if shift else untouched
            if untouched:
                delta = untouched[-1].raw_end - untouched[-1].end
            if not group_edits:
                continue
            start, end = group_edits[0].start, group_edits[-1].end
            if group_changes:
                start, end = min(start, group_changes[0].start), max(end, group_changes[-1].end)
            raw_start = start + delta
            if group_changes:
                delta = group_changes[-1].raw_end - group_changes[-1].end
            raw_end = end + delta
            new = _replace(self.current, start, end, group_edits)
            pieces += [self.current[copied:start], new]
            copied = end
            if new != self.raw[raw_start:raw_end]:
                place = start + shift, start + shift + len(new), raw_start, raw_end
                changes.append(Change(*place, *_by(stage, group_edits, group_changes)))
            shift += len(new) - (end - start)
        return Text(self.raw, "".join([*pieces, self.current[copied:]]), tuple(changes))

    def as_edits(self) -> list[Edit]:
        """The changes as edits against the raw text: what a stage that works in several steps proposes in the end."""
        return [Edit(c.raw_start, c.raw_end, self.current[c.start : c.end], c.rule, c.confidence) for c in self.changes]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind `[start, end)` of the current text; a changed stretch counts whole."""
        first = bisect_right(self.changes, start, key=attrgetter("end"))
        raw_start = self._raw_after(first - 1, start)
        if first < len(self.changes) and self.changes[first].start < start:
            raw_start = self.changes[first].raw_start
        last = bisect_left(self.changes, end, key=attrgetter("start"))
        raw_end = self._raw_after(last - 1, end)
        if last and self.changes[last - 1].end > end:
            raw_end = self.changes[last - 1].raw_end
        return raw_start, max(raw_start, raw_end)

    def from_raw(self, offset: int) -> int:
        """The offset in the current text where raw `offset` went; inside a changed stretch, its start."""
        at = bisect_right(self.changes, offset, key=attrgetter("raw_start")) - 1
        if at < 0:
            return offset
        change = self.changes[at]
        return change.start if offset < change.raw_end else change.end + offset - change.raw_end

    def _raw_after(self, index: int, offset: int) -> int:
        return offset if index < 0 else offset + self.changes[index].raw_end - self.changes[index].end


def settle(text: Text, steps: Sequence[Step]) -> Text:
    """`text` after the steps, in turn and again until none has anything to say (or `SETTLED_BY` times round)."""
    for _ in range(SETTLED_BY):
        before = text.current
        for step in steps:
            if edits := list(step(text.current)):
                text = text.apply("", edits)
        if text.current == before:
            break
    return text


def _check(edits: Sequence[Edit], length: int) -> None:
    at = 0
    for previous, edit in zip([None, *edits], edits, strict=False):
        if not at <= edit.start <= edit.end <= length:
            raise ValueError(f"edit {edit} overlaps {previous} or leaves the text of {length} characters")
        if previous and previous[:2] == edit[:2]:
            raise ValueError(f"edits {previous} and {edit} are for the same place")
        at = edit.end


def _meet(edit: Edit, change: Change) -> bool:
    empty = edit.start == edit.end or change.start == change.end
    if empty:
        return edit.start <= change.end and change.start <= edit.end
    return edit.start < change.end and change.start < edit.end


def _groups(edits: Sequence[Edit], changes: Sequence[Change]) -> Iterator[tuple[Sequence[Change], list[Edit], list[Change]]]:
    """In order of place: changes that no edit meets, then edits and changes that meet together; at the end changes alone."""
    c = e = 0
    while e < len(edits):
        untouched, c = c, bisect_left(changes, edits[e].start, c, key=attrgetter("end"))
        while c < len(changes) and changes[c][:2] < edits[e][:2] and not _meet(edits[e], changes[c]):
            c += 1
        group_edits, group_changes, before = [], [], changes[untouched:c]
        if c == len(changes) or edits[e].end < changes[c].start:
            yield before, [edits[e]], []
            e += 1
            continue
        if c < len(changes) and changes[c][:2] < edits[e][:2]:
            group_changes, c = [changes[c]], c + 1
        else:
            group_edits, e = [edits[e]], e + 1
        grown = True
        while grown:
            grown = False
            while c < len(changes) and group_edits and any(_meet(edit, changes[c]) for edit in group_edits[-2:]):
                group_changes.append(changes[c])
                c, grown = c + 1, True
            while e < len(edits) and group_changes and any(_meet(edits[e], change) for change in group_changes[-2:]):
                group_edits.append(edits[e])
                e, grown = e + 1, True
        yield before, group_edits, group_changes
    yield changes[c:], [], []


def _replace(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    if len(edits) == 1 and edits[0][:2] == (start, end):  # as most are
        return edits[0].text
    pieces, at = [], start
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:end]])


def _by(stage: str, edits: Sequence[Edit], changes: Sequence[Change]) -> tuple[str, str, float]:
    """Stage, rule and confidence of the one change that edits and the changes they meet become."""
    if not changes and len(edits) == 1:
        return stage, _names((edits[0].rule,)), edits[0].confidence
    makers = [*(change[4:] for change in changes), *((stage, edit.rule, edit.confidence) for edit in edits)]
    stages, rules, confidences = zip(*makers, strict=True)
    return _names(stages), _names(rules), prod(confidences)


@lru_cache(maxsize=4096)
def _names(joined: tuple[str, ...]) -> str:
    """Names joined by + once more, each once."""
    return "+".join(dict.fromkeys("+".join(joined).split("+")))
