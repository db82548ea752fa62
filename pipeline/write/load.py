"""Records into a database: what is there already stays as it is, a changed document replaces its rows whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from pipeline.record import Record
from pipeline.write.register import Entry, Mention, register, treaty_rows
from pipeline.write.sql import Database
from pipeline.write.tables import Row, columns, digest, only, rows

TOGETHER = 50
"""Documents in one transaction"""


@dataclass
class Loaded:
    """How many documents were new, changed or as before, and how many rows of each table were written for them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def load(records: Iterable[Record], database: Database) -> Loaded:
    """Write `records` and make the register anew. Raises DatabaseError; the transactions before it are kept, whole."""
    loaded = Loaded()
    for together in _batches(records):
        with database.transaction():
            _load(together, database, loaded)
    with database.transaction():
        write_register(database)
    return loaded


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    records = iter(records)
    while together := list(islice(records, TOGETHER)):
        yield together


def _load(records: list[Record], database: Database, loaded: Loaded) -> None:
    paths = [record.source.path for record in records]
    marks = ", ".join("?" * len(paths))
    found = database.query(f"SELECT path, record FROM documents WHERE path IN ({marks})", paths)
    known: dict[str, str] = dict(found)
    changed = [record for record in records if known.get(record.source.path) != digest(record)]
    old = [(record.source.path,) for record in changed if record.source.path in known]
    if old:
        for table in reversed([table for table in columns() if table not in {"documents", "treaties"}]):
            database.many(f"DELETE FROM {table} WHERE path = ?", old)
    batch: dict[str, list[Row]] = defaultdict(list)
    for record in changed:
        for table, its in rows(record):
            batch[table] += its
    for table, its in batch.items():
        database.insert(table, its)
        loaded.rows[table] += len(its)
    loaded.new += len(changed) - len(old)
    loaded.changed += len(old)
    loaded.unchanged += len(records) - len(changed)


def write_register(database: Database) -> None:
    """Make `treaties` and the columns that refer to it from all mentions there are; what is right already is not written."""
    entries = register(_mentions(database))
    names = [column.name for column in columns()["treaties"]]
    before = {row[0]: row for row in database.query(f"SELECT {', '.join(names)} FROM treaties")}
    now = {row[0]: row for row in treaty_rows(entries)}
    database.insert("treaties", [row for key, row in now.items() if before.get(key) != row])
    _refer(database, entries)
    database.many("DELETE FROM treaties WHERE treaty = ?", [(key,) for key in before if key not in now])


def _mentions(database: Database) -> Iterator[Mention]:
    parties: dict[tuple[str, int], set[str]] = defaultdict(set)
    for path, mention, party in database.query("SELECT path, mention, party FROM treaty_parties"):
        parties[path, mention].add(party)
    found = database.query("SELECT path, number, name, gazetteer, kind, date FROM treaty_mentions")
    for path, number, name, gazetteer, kind, date in found:
        yield Mention(path, number, name, gazetteer, kind, date, frozenset(parties.get((path, number), ())))


def _refer(database: Database, entries: dict[str, Entry]) -> None:
    """Set `treaty` in treaty_mentions, and in events where their document uses the name for one treaty only."""
    keys = {(it.path, it.number): key for key, entry in entries.items() for it in entry.mentions}
    named: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    wrong: list[Row] = []
    for path, number, name, treaty in database.query("SELECT path, number, name, treaty FROM treaty_mentions"):
        key = keys.get((path, number))
        named[path, name].add(key)
        if treaty != key:
            wrong.append((key, path, number))
    database.many("UPDATE treaty_mentions SET treaty = ? WHERE path = ? AND number = ?", wrong)
    wrong.clear()
    for path, number, name, treaty in database.query("SELECT path, number, treaty_name, treaty FROM events"):
        key = only(named.get((path, name), set()))
        if treaty != key:
            wrong.append((key, path, number))
    database.many("UPDATE events SET treaty = ? WHERE path = ? AND number = ?", wrong)
