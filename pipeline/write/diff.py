"""The changes of a record line by line. The lines are told by the repairs themselves; nothing is compared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.mend.decisions import Unit, units
from pipeline.record import Record, Repair, text_of

CONTEXT = 3
"""Unchanged lines shown on either side of a change"""


@dataclass
class Hunk:
    """Lines `[raw_first, raw_last)` of the raw text became `[first, last)` of the repaired one, by these changes."""

    raw_first: int
    raw_last: int
    first: int
    last: int
    changes: list[Repair | Unit]


def unified(record: Record) -> Iterator[str]:
    """A unified diff from the raw text to the repaired one, without the two lines that name the files."""
    old, new = record.raw.split("\n"), record.text.split("\n")
    group: list[Hunk] = []
    for hunk in hunks(record, record.repairs):
        if group and hunk.raw_first - group[-1].raw_last > 2 * CONTEXT:
            yield from _printed(group, old, new)
            group = []
        group.append(hunk)
    if group:
        yield from _printed(group, old, new)


def word_lines(record: Record) -> Iterator[str]:
    """Each stretch of lines with a change in it, the words that changed marked as `git diff --word-diff` marks them."""
    starts = _line_starts(record.raw)
    for hunk in hunks(record, list(units(text_of(record)))):
        at = starts[hunk.raw_first]
        end = starts[hunk.raw_last] - 1 if hunk.raw_last < len(starts) else len(record.raw)
        pieces = []
        for change in hunk.changes:
            old, new = (f"[-{change.raw}-]" if change.raw else ""), (f"{{+{change.text}+}}" if change.text else "")
            pieces += [record.raw[at : change.raw_start], old, new]
            at = change.raw_end
        yield f"@@ -{hunk.raw_first + 1} +{hunk.first + 1} @@"
        yield from "".join([*pieces, record.raw[at:end]]).split("\n")


def hunks(record: Record, changes: Sequence[Repair | Unit]) -> Iterator[Hunk]:
    """The stretches of whole lines that changed, in order."""
    raw_starts, starts = _line_starts(record.raw), _line_starts(record.text)
    found: Hunk | None = None
    for change in changes:
        raw_first, first = bisect_right(raw_starts, change.raw_start) - 1, bisect_right(starts, change.start) - 1
        raw_last, last = bisect_right(raw_starts, change.raw_end), bisect_right(starts, change.end)
        if found and (raw_first < found.raw_last or first < found.last):
            found.raw_last, found.last = raw_last, last
            found.changes.append(change)
        else:
            if found:
                yield found
            found = Hunk(raw_first, raw_last, first, last, [change])
    if found:
        yield found


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]


def _printed(group: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    before = min(CONTEXT, group[0].raw_first)
    after = min(CONTEXT, len(old) - group[-1].raw_last)
    raw_first, first = group[0].raw_first - before, group[0].first - before
    yield (f"@@ -{raw_first + 1},{group[-1].raw_last + after - raw_first} "
           f"+{first + 1},{group[-1].last + after - first} @@")  # fmt: skip
    at = raw_first
    for hunk in group:
        yield from (f" {line}" for line in old[at : hunk.raw_first])
        yield from (f"-{line}" for line in old[hunk.raw_first : hunk.raw_last])
        yield from (f"+{line}" for line in new[hunk.first : hunk.last])
        at = hunk.raw_last
    yield from (f" {line}" for line in old[at : at + after])
