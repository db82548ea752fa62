"""Results as other programs read them: flat tables, or a file a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path, PurePosixPath

from pipeline.record import Record
from pipeline.write.conllu import conllu
from pipeline.write.files import write_whole
from pipeline.write.flat import MissingExtra, sheet
from pipeline.write.register import mentions, register, treaty_rows
from pipeline.write.results import Note, records
from pipeline.write.tables import Row, columns, rows

TABLES = ("jsonl", "csv", "parquet")
TOGETHER = 50
"""Documents whose rows are held at once"""


def export(results: Iterable[Path], form: str, folder: Path, left_out: Note) -> int:
    """Write the results into `folder` in a form of `TABLES`, or as `tei` or `conllu`. Returns how many documents there were.

    Raises MissingExtra where the form needs a library that is not installed, OSError.
    """
    results = tuple(results)
    if form in TABLES:
        return _tables(results, form, folder, left_out)
    return _documents(records(results, left_out), form, folder, left_out)


def _tables(results: tuple[Path, ...], form: str, folder: Path, left_out: Note) -> int:
    entries = register(mentions(records(results, left_out)))
    treaty = {(it.path, it.number): key for key, entry in entries.items() for it in entry.mentions}
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as stack:
        sheets = {table: stack.enter_context(sheet(folder, table, names, form)) for table, names in columns().items()}
        sheets["treaties"].write(treaty_rows(entries))
        again = records(results, lambda file, reason: None)
        while together := list(islice(again, TOGETHER)):
            count += len(together)
            batch: dict[str, list[Row]] = {}
            for record in together:
                for table, its in rows(record, lambda path, number: treaty.get((path, number))):
                    batch.setdefault(table, []).extend(its)
            for table, its in batch.items():
                sheets[table].write(its)
    return count


def _documents(found: Iterator[Record], form: str, folder: Path, left_out: Note) -> int:
    write, ending = _form(form)
    count = 0
    for record in found:
        path = PurePosixPath(record.source.path)
        if path.is_absolute() or ".." in path.parts:
            left_out(Path(path), "its source.path leads out of the folder; write it anew with repair")
            continue
        write_whole(folder / f"{path}{ending}", write(record))
        count += 1
    return count


def _form(form: str) -> tuple[Callable[[Record], bytes], str]:
    if form == "conllu":
        return conllu, ".conllu"
    try:
        from pipeline.write.tei import tei
    except ImportError as error:
        raise MissingExtra("TEI needs lxml; install it with: pip install 'kazakh-repair[xml]'") from error
    return tei, ".xml"
