"""Tables: tab-separated files in `lexicons/`, each read into rows of one type and refused when a row is wrong.

A table's first line names its columns, which are the fields of its row type; lines starting with `#` are comments; `|` parts
the values of a list. `Lexicon(folder, …)` lays the rows of later folders over those of earlier ones by the row's key.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, ClassVar, TypeVar, get_origin, get_type_hints

import msgspec

SHIPPED = Path(__file__).resolve().parent.parent / "lexicons"
"""The tables of this project: beside the package in a checkout, an editable install and a wheel."""

T = TypeVar("T")


class LexiconError(ValueError):
    """A table that cannot be used; the message names file, line and reason."""


class Row(msgspec.Struct, frozen=True):
    """One row of a table. A subclass names its `table` and the fields of its `key`, and checks itself in `__post_init__`."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]


R = TypeVar("R", bound=Row)


class Lexicon:
    """The tables of one run. Rows are read when first asked for; `folders` are laid one over the other, the shipped first."""

    def __init__(self, *overlays: Path) -> None:
        self.folders = (SHIPPED, *overlays)
        self._rows: dict[type[Row], list[Any]] = {}
        self._built: dict[Callable[[Lexicon], Any], Any] = {}
        for folder in overlays:
            if not folder.is_dir():
                raise LexiconError(f"{folder}: not a folder of tables")
            _refuse_unknown(folder)

    def rows(self, row_type: type[R]) -> list[R]:
        """The rows of `row_type.table`; raises LexiconError naming file and line of the first bad row."""
        if row_type not in self._rows:
            laid: dict[tuple[str, ...], R] = {}
            for folder in self.folders:
                path = folder / row_type.table
                if path.exists():
                    laid |= read_table(path, row_type)
                elif folder is SHIPPED:
                    raise LexiconError(f"{path}: the table is missing; reinstall the package")
            self._rows[row_type] = list(laid.values())
        return self._rows[row_type]

    def file(self, name: str) -> Path:
        """The topmost file called `name`, for what is not a table (memory-mapped counts)."""
        for folder in reversed(self.folders):
            if (folder / name).exists():
                return folder / name
        raise LexiconError(f"{SHIPPED / name}: the file is missing; reinstall the package")

    @cached_property
    def hash(self) -> str:
        """SHA-256 over every data file of every folder: two runs with one hash had the same tables."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for path in sorted(folder.iterdir()):
                if path.suffix in {".tsv", ".bin", ".marisa"}:
                    digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def _refuse_unknown(folder: Path) -> None:
    """Raises LexiconError for a table that would be passed over in silence: none that is shipped has its name."""
    tables = {path.name for path in SHIPPED.glob("*.tsv")}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".tsv" and path.name not in tables and not path.name.startswith("."):
            near = get_close_matches(path.name.lower(), tables, 1, 0)[0]
            raise LexiconError(f"{path}: no table has this name; the nearest is {near}")


def per_lexicon(build: Callable[[Lexicon], T]) -> Callable[[Lexicon], T]:
    """What `build` makes of a lexicon (a compiled pattern, an index), made once for each lexicon."""

    @wraps(build)
    def built(lexicon: Lexicon) -> T:
        if build not in lexicon._built:
            lexicon._built[build] = build(lexicon)
        result: T = lexicon._built[build]
        return result

    return built


def read_table(path: Path, row_type: type[R]) -> dict[tuple[str, ...], R]:
    """Rows of one file by key, in file order. Raises LexiconError for a bad header, cell, row or repeated key."""
    kinds = {name: kind for name, kind in get_type_hints(row_type).items() if name in row_type.__struct_fields__}
    required = set(row_type.__struct_fields__[: len(kinds) - len(row_type.__struct_defaults__)])
    header: list[str] | None = None
    rows: dict[tuple[str, ...], R] = {}
    lists = {name for name, kind in kinds.items() if get_origin(kind) in (list, tuple)}
    for number, cells in _lines(path):
        if header is None:
            header = cells
            wrong = (set(header) - set(kinds)) | (required - set(header))
            if wrong or len(set(header)) != len(header):
                named = ", ".join(sorted(wrong)) or "a column named twice"
                raise LexiconError(f"{path}:{number}: columns must be {', '.join(kinds)}; check {named}")
            continue
        if len(cells) != len(header):
            raise LexiconError(f"{path}:{number}: {len(cells)} cells where the header names {len(header)} columns")
        for cell in filter(None, cells):
            if cell != cell.strip() or not unicodedata.is_normalized("NFC", cell):
                raise LexiconError(f"{path}:{number}: {cell!r} is not NFC or has spaces around it")
        listed = {name: cell.split("|") if name in lists else cell for name, cell in zip(header, cells, strict=True) if cell}
        try:
            row = msgspec.convert(listed, row_type, strict=False)
        except (msgspec.ValidationError, ValueError) as error:
            raise LexiconError(f"{path}:{number}: {error}") from error
        key = tuple(str(getattr(row, name)) for name in row_type.key)
        if key in rows:
            raise LexiconError(f"{path}:{number}: {' '.join(key)} stands here twice")
        rows[key] = row
    if header is None:
        raise LexiconError(f"{path}: empty; the first line must name the columns {', '.join(kinds)}")
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")
