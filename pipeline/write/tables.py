"""A record as rows of flat tables: what the database holds and `repair export` writes.

`schema.sql` is the one definition of the tables: their columns, types and order are read from it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.record import Page, Record, Sentence, to_json
from pipeline.write.edtf_bounds import bounds

SCHEMA = Path(__file__).with_name("schema.sql")
Row = tuple[Any, ...]

Key = Callable[[str, int], str | None]
"""The register's treaty for mention `number` of document `path`, or None where none is known (yet)"""


class Column(NamedTuple):
    name: str
    type: str
    """SQL: TEXT, INTEGER, BIGINT, DOUBLE PRECISION or BOOLEAN"""


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """Every table's columns but for the database's own `id`, tables in the order in which their rows can be inserted."""
    with sqlite3.connect(":memory:") as database:
        database.executescript(SCHEMA.read_text("utf-8"))
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
        return {
            name: tuple(Column(row[1], row[2]) for row in database.execute(f"PRAGMA table_info({name})") if row[1] != "id")
            for name in names
        }


def digest(record: Record) -> str:
    """SHA-256 of all that the record says: equal digests give equal rows."""
    return hashlib.sha256(to_json(record)).hexdigest()


def rows(record: Record, key: Key = lambda path, number: None) -> Iterator[tuple[str, list[Row]]]:
    """Each table's name and its rows of `record`, in the order of `columns()`; `treaties` is the register's, not here."""
    for table, of in _ROWS.items():
        yield table, [(record.source.path, *row) for row in of(record, key)]


def days(edtf: str | None) -> tuple[str | None, str | None, int | None, int | None]:
    """The columns earliest, latest, earliest_day and latest_day of a date."""
    first, last = bounds(edtf or "")
    return (first.iso, last.iso, first.number, last.number) if first and last else (None, None, None, None)


def only(keys: set[str | None]) -> str | None:
    """The one treaty that a document means by a name; None where it uses the name for two."""
    return next(iter(keys)) if len(keys) == 1 else None


def _document(record: Record, key: Key) -> Iterable[Row]:
    source, made, quality = record.source, record.pipeline, record.quality
    config = json.dumps(made.config, ensure_ascii=False, sort_keys=True)
    yield (source.sha256, digest(record), source.media_type, source.encoding, source.bytes, source.pages, source.replaced,
           made.version, made.lexicons, config, quality.tokens, quality.repaired, quality.unknown, quality.score,
           record.raw, record.text)  # fmt: skip


def _pages(record: Record, key: Key) -> Iterable[Row]:
    repairs = Counter(_page(record, repair.start) for repair in record.repairs)
    suspects = Counter(_page(record, suspect.start) for suspect in record.quality.suspect)
    for page in record.pages:
        yield page.number, page.start, page.end, repairs[page.number], suspects[page.number]


def _furniture(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.furniture):
        yield number, it.page, it.kind, it.text, it.raw_start, it.raw_end


def _sentences(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.sentences):
        yield number, _page(record, it.start), it.start, it.end, it.text


def _repairs(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.repairs):
        yield (number, _page(record, it.start), it.start, it.end, it.text, it.raw_start, it.raw_end, it.raw, it.stage, it.rule,
               it.confidence)  # fmt: skip


def _suspects(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.quality.suspect):
        yield number, _page(record, it.start), it.start, it.end, it.text


def _dates(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.dates):
        yield (number, _sentence(record, it.start), it.start, it.end, it.text, it.edtf, it.mod, it.anaphoric, *days(it.edtf))


def _mentions(record: Record, key: Key) -> Iterable[Row]:
    for number, it in enumerate(record.treaties):
        yield (number, _sentence(record, it.start), it.start, it.end, it.text, it.name, it.id, it.kind, it.date, *days(it.date),
               key(record.source.path, number))  # fmt: skip


def _parties(record: Record, key: Key) -> Iterable[Row]:
    for mention, it in enumerate(record.treaties):
        yield from ((mention, number, party) for number, party in enumerate(it.parties))


def _events(record: Record, key: Key) -> Iterable[Row]:
    named: dict[str, set[str | None]] = {}
    for number, mention in enumerate(record.treaties):
        named.setdefault(mention.name, set()).add(key(record.source.path, number))
    for number, it in enumerate(record.events):
        yield (number, it.sentence, it.start, it.end, record.text[it.start : it.end], it.type, it.trigger, it.date,
               *days(it.date), it.place, it.treaty, only(named.get(it.treaty or "", set())))  # fmt: skip


def _participants(record: Record, key: Key) -> Iterable[Row]:
    for event, it in enumerate(record.events):
        yield from ((event, number, who.name, who.kind, who.iso) for number, who in enumerate(it.participants))


_ROWS: dict[str, Callable[[Record, Key], Iterable[Row]]] = {
    "documents": _document,
    "pages": _pages,
    "furniture": _furniture,
    "sentences": _sentences,
    "repairs": _repairs,
    "suspects": _suspects,
    "dates": _dates,
    "treaty_mentions": _mentions,
    "treaty_parties": _parties,
    "events": _events,
    "participants": _participants,
}


def _page(record: Record, offset: int) -> int | None:
    """The number of the page on which `offset` lies."""
    found = _at(record.pages, offset)
    return record.pages[found].number if found is not None else None


def _sentence(record: Record, offset: int) -> int | None:
    """The number of the sentence in which `offset` lies."""
    found = _at(record.sentences, offset)
    return found if found is not None and offset < record.sentences[found].end else None


def _at(spans: tuple[Page, ...] | tuple[Sentence, ...], offset: int) -> int | None:
    """The place of the last span that starts at or before `offset`."""
    found = bisect_right(spans, offset, key=attrgetter("start")) - 1
    return found if found >= 0 else None
