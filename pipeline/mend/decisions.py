"""What a reader decided about changes, held to on every later run, of newer versions too.

A decision is about a change: the raw words and what they became. It is found again by its context, the words of the raw text
on either side, never by its offset. Decided for one place, it holds there; decided for all, it holds wherever that same change
is proposed, and in the places it was made for also where something else is proposed, or nothing.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import regex

from pipeline.text import Change, Edit, Text

VERSION: Literal["1"] = "1"
STAGE = RULE = "decision"
NEIGHBOURS = 3
"""Words on either side by which a place is known"""
_WORD = regex.compile(r"[\w\p{M}]+")
_WORD_PART = regex.compile(r"[\w\p{M}-]")
_CONTROL = regex.compile(r"[\p{Cc}--\n\t]", regex.VERSION1)
_PRINTED = regex.compile(r"\S")


class DecisionsError(Exception):
    """A file of decisions that cannot be used; the message names it, the reason and the remedy."""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a change stands: up to three words of the raw text on either side; in any document where none is named."""

    before: str
    after: str
    document: str | None = None


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`raw` became `text`: keep that (accept), print `raw` (reject), or print `to` (rewrite). A word that was left has both the
    same. With `everywhere` it is about this change wherever it is made; `places` are those a reader saw."""

    raw: str
    text: str
    verdict: Literal["accept", "reject", "rewrite"]
    to: str = ""
    everywhere: bool = False
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if _CONTROL.search(self.to):
            raise ValueError(f"{self.to!r} holds a control character; write it without")

    @property
    def wanted(self) -> str:
        return {"accept": self.text, "reject": self.raw, "rewrite": self.to}[self.verdict]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    decisions_version: Literal["1"]
    decisions: tuple[Decision, ...]


class Unit(NamedTuple):
    """A change as a reader sees it, whole words: `raw` at `[raw_start, raw_end)` stands as `text` at `[start, end)`; `before`
    and `after` are the neighbouring words of the raw text; `changes` are what it is made of."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    raw: str
    text: str
    before: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()


class Decisions:
    """The decisions of one file; `sha256` of its bytes is what a record says of them."""

    def __init__(self, decisions: Sequence[Decision] = (), sha256: str = "") -> None:
        """Raises DecisionsError where two decisions are about one thing."""
        self.sha256 = sha256
        self._everywhere: dict[tuple[str, str], Decision] = {}
        self._places: defaultdict[str | None, list[tuple[Place, Decision]]] = defaultdict(list)
        alone: dict[tuple[Place, str], Decision] = {}
        for decision in decisions:
            if decision.everywhere and self._everywhere.setdefault((decision.raw, decision.text), decision) is not decision:
                raise DecisionsError(f"{decision.raw!r} to {decision.text!r} is decided for all places twice; keep one")
            for place in decision.places:
                if not decision.everywhere and alone.setdefault((place, decision.raw), decision) is not decision:
                    raise DecisionsError(f"{decision.raw!r} after {place.before!r} is decided twice; keep one")
        for decision in decisions:
            for place in decision.places:
                self._places[place.document].append((place, decision))

    @property
    def documents(self) -> set[str]:
        """The documents that decisions name."""
        return {name for name in self._places if name is not None}

    def edits(self, text: Text, path: str) -> list[Edit]:
        """Edits against `text.current` that carry out what was decided; `path` is the document's `source.path`."""
        standing = Standing(text)
        wanted: dict[tuple[int, int], Edit] = {}
        for unit in standing.units:
            decision = self._everywhere.get((unit.raw, unit.text))
            if decision:
                wanted[unit[:2]] = Edit(unit.start, unit.end, decision.wanted, RULE)
        for around, (_, decision) in self._at(path).items():
            for found in standing.find(*around):
                unit, new = found.unit, decision.wanted
                wanted[unit[:2]] = Edit(unit.start, unit.end, unit.text if found.says(new) else found.filled(new), RULE)
        return _disjoint(edit for edit in wanted.values() if edit.text != text.current[edit.start : edit.end])

    def unfit(self, text: Text, path: str) -> list[str]:
        """What of the decisions for this document does not hold in `text`, its final text: one line each, with the reason."""
        standing, said = Standing(text), []
        for around, (place, decision) in self._at(path).items():
            found = list(standing.find(*around))
            shown = f"{decision.verdict} «{decision.raw}» in «{place.before} … {place.after}»"
            if not found and place.document is not None:
                said.append(f"{shown}: not there any more")
            elif not all(one.says(decision.wanted) for one in found):
                said.append(f"{shown}: another decision covers it")
        return said

    def _at(self, path: str) -> dict[tuple[str, str, str], tuple[Place, Decision]]:
        """What holds of each place of this document, by raw words and neighbours; what was said of that one place alone wins."""
        decided = sorted([*self._places[None], *self._places[path]], key=lambda at: at[1].everywhere, reverse=True)
        return {(decision.raw, place.before, place.after): (place, decision) for place, decision in decided}


@cache
def read_decisions(path: Path) -> Decisions:
    """The decisions in a file that a report saved. Raises DecisionsError."""
    try:
        data = path.read_bytes()
        return Decisions(msgspec.json.decode(data, type=_File).decisions, hashlib.sha256(data).hexdigest())
    except OSError as error:
        raise DecisionsError(f"{path}: {error.strerror or error}; give the file that the report saved") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecisionsError(f"{path}: not a file of decisions ({error}); save it again from the report") from error
    except DecisionsError as error:
        raise DecisionsError(f"{path}: {error}") from error


class Found(NamedTuple):
    """A place that was looked for: the `unit` it is in, and what of the raw text that unit has `before` and `after` it."""

    unit: Unit
    before: str = ""
    after: str = ""

    def filled(self, words: str) -> str:
        """The unit with `words` in this place."""
        return self.before + words + self.after

    def says(self, words: str) -> bool:
        """Whether the unit has `words` in this place already; spaces beyond the place do not count."""
        text = self.unit.text
        return text == words or (bool(self.before + self.after) and text.split() == self.filled(words).split())


def units(text: Text) -> Iterator[Unit]:
    """The changes of `text` as a reader sees them: whole words where letters change, the bare spaces where only spacing does."""
    spans: list[tuple[int, int, list[Change]]] = []
    for change in text.changes:
        (start, end), joined = _whole(text, change), [change]
        while spans and start < spans[-1][1]:
            last = spans.pop()
            start, end, joined = min(start, last[0]), max(end, last[1]), [*last[2], *joined]
        spans.append((start, end, joined))
    words = _Words(text.raw)
    for start, end, changes in spans:
        new_start = changes[0].start - (changes[0].raw_start - start)
        new_end = changes[-1].end + end - changes[-1].raw_end
        yield Unit(start, end, new_start, new_end, text.raw[start:end], text.current[new_start:new_end],
                   *words.around(start, end), tuple(changes))  # fmt: skip


class Standing:
    """How the raw words of a text stand in it now, looked up by their context."""

    def __init__(self, text: Text) -> None:
        self.units = list(units(text))
        self._text = text
        self._words = _Words(text.raw)
        self._known: defaultdict[tuple[str, str, str], list[Unit]] = defaultdict(list)
        for unit in self.units:
            self._known[unit.raw, unit.before, unit.after].append(unit)

    def find(self, raw: str, before: str, after: str) -> Iterator[Found]:
        """The places where `raw` stands between these words: changed ones, or else any."""
        known = self._known.get((raw, before, after), [])
        yield from map(Found, known)
        if not known and raw:
            for start in self._words.find(raw, before, after):
                end = start + len(raw)
                unit = self.unit(start, end)
                yield Found(unit, self._text.raw[unit.raw_start : start], self._text.raw[end : unit.raw_end])

    def unit(self, start: int, end: int) -> Unit:
        """What stands for raw `[start, end)`; a change that reaches beyond it counts whole."""
        changes = self._text.changes
        first = bisect_right(changes, start, key=attrgetter("raw_end"))
        last = max(first, bisect_left(changes, end, key=attrgetter("raw_start")))
        inside = changes[first:last]
        raw_start = min([start, *(change.raw_start for change in inside)])
        raw_end = max([end, *(change.raw_end for change in inside)])
        shift = changes[first - 1].end - changes[first - 1].raw_end if first else 0
        new_start = raw_start + shift
        new_end = inside[-1].end + raw_end - inside[-1].raw_end if inside else raw_end + shift
        return Unit(raw_start, raw_end, new_start, new_end, self._text.raw[raw_start:raw_end],
                    self._text.current[new_start:new_end], *self._words.around(raw_start, raw_end), inside)  # fmt: skip


def _whole(text: Text, change: Change) -> tuple[int, int]:
    """The raw span of the words that a change is in."""
    raw, (start, end) = text.raw, change[2:4]
    old, new = raw[start:end], text.current[change.start : change.end]
    spaced = raw[start - 1 : start].isspace() or raw[end : end + 1].isspace() or start == 0 or end == len(raw)
    if not (old + new).strip() and old and (new or spaced):
        return start, end
    part = _PRINTED if not old or regex.search(r"\s", old + new) else _WORD_PART
    while start and part.match(raw, start - 1):
        start -= 1
    while end < len(raw) and part.match(raw, end):
        end += 1
    return start, end


class _Words:
    """The words of a raw text in order, to be found by what they say."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._spans = [found.span() for found in _WORD.finditer(raw)]
        self._starts = [start for start, _ in self._spans]
        self._ends = [end for _, end in self._spans]
        said = [raw[start:end] for start, end in self._spans]
        self._joined = "\n" + "".join(f"{word}\n" for word in said)
        self._at = [1]
        for word in said:
            self._at.append(self._at[-1] + len(word) + 1)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The words before and after raw `[start, end)`."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return self._say(max(0, first - NEIGHBOURS), first), self._say(last, last + NEIGHBOURS)

    def find(self, raw: str, before: str, after: str) -> Iterator[int]:
        """Offsets at which `raw` stands between these words; fewer than three on a side are the edge of the text."""
        left, inner, right = before.split(), _WORD.findall(raw), after.split()
        wanted = "".join(f"\n{word}" for word in [*left, *inner, *right]) + "\n"
        at = self._joined.find(wanted)
        while at >= 0:
            first = bisect_left(self._at, at + 1) + len(left)
            last = first + len(inner)
            at = self._joined.find(wanted, at + 1)
            if first > len(left) < NEIGHBOURS or NEIGHBOURS > len(right) < len(self._spans) - last:
                continue
            low = self._ends[first - 1] if first else 0
            high = self._starts[last] if last < len(self._starts) else len(self.raw)
            start = self.raw.find(raw, low, high)
            if start >= 0:
                yield start

    def _say(self, first: int, last: int) -> str:
        return " ".join(self.raw[start:end] for start, end in self._spans[first:last])


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that lie across an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or (edit.start >= kept[-1].end and edit[:2] != kept[-1][:2]):
            kept.append(edit)
    return kept
