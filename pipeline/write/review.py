"""The review: one HTML file, with nothing outside it, in which a reader sees every change and decides.

What the page shows is in it as JSON and is drawn as text by its script; the text of a document only when it is opened.
"""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import jinja2
import regex
from markupsafe import Markup

from pipeline.mend.decisions import Standing, Unit
from pipeline.record import Event, Record, text_of
from pipeline.write.edtf_bounds import bounds
from pipeline.write.register import listed, mentions, register

HERE = Path(__file__).parent
SHIPPED = {"style": ("review.css",), "script": ("review_decisions.js", "review.js")}
BLOCK = 300
"""Characters from which the text is cut at the next end of a line, so that both sides stay level and few are drawn at once"""
LONGEST = 1500
"""Characters from which it is cut at the end of a sentence too"""
Piece = int | str
"""Of a block: its page first, then text, and the number of a unit where one stands"""
_LETTER = regex.compile(r"\w")


@dataclass(frozen=True)
class Document:
    """A record as the review shows it: `units` are the changes and the doubtful words in order, `cuts` where its blocks begin."""

    record: Record
    units: Sequence[Unit]
    cuts: Sequence[int]

    @classmethod
    def of(cls, record: Record) -> Document:
        standing = Standing(text_of(record))
        units = sorted([*standing.units, *_left(record, standing)], key=attrgetter("start", "end"))
        return cls(record, units, list(_cuts(record, units)))

    def block(self, at: int) -> int:
        """The number of the block that offset `at` of the text is in."""
        return max(0, bisect_right(self.cuts, at) - 1)

    def page(self, at: int) -> int:
        """The index of the page that offset `at` of the text is in."""
        return max(0, bisect_right(self.record.pages, at, key=attrgetter("start")) - 1)

    def blocks(self) -> list[list[Piece]]:
        """The whole text in blocks of pieces."""
        blocks: list[list[Piece]] = [[self.record.pages[self.page(cut)].number] for cut in self.cuts]
        at = 0
        for number, unit in enumerate(self.units):
            self._pour(blocks, at, unit.start)
            blocks[self.block(unit.start)].append(number)
            at = unit.end
        self._pour(blocks, at, len(self.record.text))
        return blocks

    def _pour(self, blocks: list[list[Piece]], start: int, end: int) -> None:
        """Put the unchanged text between two units into the blocks that it runs over."""
        while start < end:
            block = self.block(start)
            stop = min([end, *self.cuts[block + 1 : block + 2]])
            blocks[block].append(self.record.text[start:stop])
            start = stop

    def listed(self) -> dict[str, Any]:
        """What the page knows of a document before it is opened."""
        return {"path": self.record.source.path, "units": list(map(self._listed, self.units)), "pages": self.damage()}

    def _listed(self, unit: Unit) -> list[str | float]:
        sure = min((change.confidence for change in unit.changes), default=0.0)
        names = _names(unit, "stage"), _names(unit, "rule")
        return [unit.raw, unit.text, *names, sure, unit.before, unit.after, self.block(unit.start)]

    def damage(self) -> list[list[int]]:
        """Of each page: number, words, changed words, doubtful words, its block."""
        pages, text = self.record.pages, self.record.text
        counts = [[it.number, len(text[it.start : it.end].split()), 0, 0, self.block(it.start)] for it in pages]
        for unit in self.units:
            if _LETTER.search(unit.raw + unit.text):
                counts[self.page(unit.start)][2 if unit.changes else 3] += 1
        return counts

    def event(self, event: Event, number: int) -> dict[str, Any]:
        return {"d": number, "block": self.block(event.start), "date": event.date, "type": event.type,
                "text": self.record.text[event.start : event.end], "who": [who.name for who in event.participants],
                "place": event.place, "treaty": event.treaty}  # fmt: skip


def page(records: Iterable[Record]) -> str:
    """The review of `records` as HTML."""
    documents = [Document.of(record) for record in records]
    data = {
        "id": hashlib.sha256("\n".join(it.record.source.path for it in documents).encode()).hexdigest()[:16],
        "labels": json.loads((HERE / "review_labels.json").read_text("utf-8")),
        "documents": [document.listed() for document in documents],
        "events": list(_events(documents)),
        "treaties": [listed(key, entry) for key, entry in register(mentions(it.record for it in documents)).items()],
    }
    parts = {name: "".join((HERE / file).read_text("utf-8") for file in files) for name, files in SHIPPED.items()}
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment.get_template("review.html").render(
        data=data, texts=(document.blocks() for document in documents), count=len(documents),
        **{name: Markup(part) for name, part in parts.items()}, **{f"{name}_hash": _hash(part) for name, part in parts.items()},
    )  # fmt: skip


def _hash(part: str) -> str:
    """What a content security policy names an inline script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


def _names(unit: Unit, field: str) -> str:
    return "+".join(dict.fromkeys(name for change in unit.changes for name in getattr(change, field).split("+")))


def _left(record: Record, standing: Standing) -> Iterator[Unit]:
    """The doubtful words that nothing was changed in: units without changes."""
    text = text_of(record)
    for word in record.quality.suspect:
        unit = standing.unit(*text.to_raw(word.start, word.end))
        at = bisect_left(standing.units, unit.end, key=attrgetter("start")) - 1
        if not unit.changes and (at < 0 or standing.units[at].end <= unit.start):
            yield unit


def _cuts(record: Record, units: Sequence[Unit]) -> Iterator[int]:
    """Where blocks begin: at pages, and at ends of lines and of sentences; never inside a unit."""
    lines = {found.end() for found in regex.finditer(r"\n+", record.text)}
    pages = {page.start for page in record.pages}
    last = 0
    yield last
    for at in sorted(lines | pages | {sentence.start for sentence in record.sentences}):
        before = bisect_left(units, at, key=attrgetter("start")) - 1
        far = at in pages or at - last > LONGEST or (at in lines and at - last > BLOCK)
        if far and last < at < len(record.text) and (before < 0 or units[before].end <= at):
            yield (last := at)


def _events(documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """The events of all documents in order of time."""
    found = [(_day(event), number, event.start, event) for number, it in enumerate(documents) for event in it.record.events]
    for _, number, _, event in sorted(found, key=lambda it: it[:3]):
        yield documents[number].event(event, number)


def _day(event: Event) -> tuple[int, int, int]:
    first, last = bounds(event.date)
    return first or last or (9999, 12, 31)
