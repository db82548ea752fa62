"""The tables of `schema.sql` as files: JSON Lines, CSV or Parquet, one file a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import regex

from pipeline.write.tables import Column, Row

_FORMULA = regex.compile(r"^(?=['=+\-@\t\r\n＝＋－＠])")


class MissingExtra(Exception):
    """A format whose library is not installed; the message says how to get it."""


class Sheet(Protocol):
    """A file that takes rows of one table."""

    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


@contextmanager
def sheet(folder: Path, table: str, columns: tuple[Column, ...], form: str) -> Iterator[Sheet]:
    """The file of a table, `folder/table.jsonl` and so on; it is there once all rows are in it. Raises MissingExtra, OSError."""
    beside = folder / f".{table}.part"
    writer = _FORMS[form](beside, columns)
    try:
        yield writer
        writer.close()
        beside.replace(folder / f"{table}.{form}")
    except BaseException:
        writer.close()
        beside.unlink(missing_ok=True)
        raise


class Jsonl:
    """An object a line, UTF-8, what is not known as null."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._names = [column.name for column in columns]

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._file.write(json.dumps(dict(zip(self._names, row, strict=True)), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class Csv:
    """RFC 4180, UTF-8 with the mark by which spreadsheets know it; no cell is a formula."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(column.name for column in columns)

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows([inert(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()


class Parquet:
    """Parquet, by pyarrow: text as string, whole numbers as int64."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise MissingExtra("Parquet needs pyarrow; install it with: pip install 'kazakh-repair[parquet]'") from error
        types = {"TEXT": pyarrow.string(), "INTEGER": pyarrow.int64(), "BIGINT": pyarrow.int64(),
                 "DOUBLE PRECISION": pyarrow.float64(), "BOOLEAN": pyarrow.bool_()}  # fmt: skip
        self._schema = pyarrow.schema([(column.name, types[column.type]) for column in columns])
        self._table = pyarrow.Table
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        if rows:
            cells = dict(zip(self._schema.names, map(list, zip(*rows, strict=True)), strict=True))
            self._writer.write_table(self._table.from_pydict(cells, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


_FORMS: dict[str, Callable[[Path, tuple[Column, ...]], Sheet]] = {"jsonl": Jsonl, "csv": Csv, "parquet": Parquet}


def inert(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one has an apostrophe put before it, and so has text
    that begins with an apostrophe; taking one off gives the text back. Numbers are numbers, true and false in lower case.
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    return _FORMULA.sub("'", cell) if isinstance(cell, str) else cell
