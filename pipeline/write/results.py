"""Reading back what was written: the records of a results folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.record import Record, checked, from_json

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
Note = Callable[[Path, str], None]
"""Told of a file that is left out, and why"""


class NotARecord(ValueError):
    """A file that `repair` did not write, or that was changed since; the message says how."""


def results(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that may be records: those named, and every `.json` under the folders named but for hidden files and folders."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*.json")):
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield file


def read_record(path: Path) -> Record:
    """The record in the file. Raises NotARecord with reason and remedy."""
    try:
        data = path.read_bytes()
        if _NUL.search(data):
            raise NotARecord("holds a NUL character, which no database takes; write it anew with repair")
        return checked(from_json(data))
    except OSError as error:
        raise NotARecord(f"{error.strerror or error}; check the path and its permissions") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotARecord(f"not a result of repair: {error}") from error
    except (AssertionError, IndexError) as error:
        raise NotARecord(f"changed since repair wrote it ({error}); write it anew") from error


def records(paths: Iterable[Path], left_out: Note) -> Iterator[Record]:
    """The records under `paths`, in order of path. `left_out` is told of what is no record and of a second file with one
    `source.path`: a document is its path.
    """
    seen: dict[str, Path] = {}
    for file in results(paths):
        try:
            record = read_record(file)
        except NotARecord as error:
            left_out(file, str(error))
            continue
        first = seen.setdefault(record.source.path, file)
        if first is not file:
            left_out(file, f"the document {record.source.path} was taken from {first} already")
            continue
        yield record
