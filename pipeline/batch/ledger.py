"""What was done in an output folder, so that the same command does only what is left: SQLite in `DIR/.repair/`."""

from __future__ import annotations

import sqlite3
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from pipeline.batch.inputs import Job, UsageError
from pipeline.batch.task import Receipt, digest
from pipeline.terminal import shown

FILE = "ledger.sqlite"
LAYOUT = 1
"""Raised when the table changes; a ledger of another layout is begun anew"""
TABLE = """
CREATE TABLE IF NOT EXISTS document (
  name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, version TEXT NOT NULL, lexicons TEXT NOT NULL, settings TEXT NOT NULL,
  receipt BLOB NOT NULL
) WITHOUT ROWID
"""


class Key(NamedTuple):
    """What a result depends on besides the bytes of the document."""

    version: str
    lexicons: str
    settings: str


class Ledger:
    """The ledger of one output folder, held by one run at a time: another that opens it meanwhile is refused.

    It is written after the file it speaks of, one transaction a document: a run that dies loses at most the knowledge of what
    was just written, and writing that again gives the same bytes.
    """

    def __init__(self, folder: Path, key: Key, *, keep: bool = True) -> None:
        """The ledger in `folder`, which is that of the tool's own files. Raises UsageError where it cannot be used. With `keep`
        false nothing on disk is made or changed."""
        self.key = key
        self._db = _open(folder / FILE, keep)
        self._keep = keep

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def known(self, job: Job) -> tuple[str, Receipt | None]:
        """Where `job` stands ('new', 'changed', 'missing', 'failed' or 'done') and, for the last two, its receipt.

        It is done when the same bytes were processed by the same version with the same tables and settings and the output
        still holds what was written then.
        """
        row = self._db.execute("SELECT sha256, version, lexicons, settings, receipt FROM document WHERE name = ?", (job.name,))
        found = row.fetchone()
        if found is None:
            return "new", None
        if (*found[1:4],) != self.key or found[0] != digest(job.source):
            return "changed", None
        receipt = msgspec.json.decode(found[4], type=Receipt)
        if receipt.state == "failed":
            return "failed", receipt
        return ("done", receipt) if digest(job.target) == receipt.output_sha256 else ("missing", None)

    def enter(self, receipt: Receipt) -> None:
        """Remember `receipt`; a failure that may pass by itself (a full disk, a killed worker) is not remembered. Raises
        OSError where the ledger cannot be written."""
        if not self._keep or (receipt.state == "failed" and not receipt.lasting):
            return
        row = (receipt.name, receipt.sha256, *self.key, msgspec.json.encode(receipt))
        try:
            self._db.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise OSError(f"the ledger cannot be written ({error})") from error

    def copy(self) -> bytes:
        """The ledger as a file."""
        return self._db.serialize()


@cache
def code_hash() -> str:
    """SHA-256 over the source files of the package: what a changed line of code may change is done again."""
    package = Path(__file__).resolve().parent.parent
    code = sha256()
    for file in sorted(package.rglob("*.py")):
        code.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return code.hexdigest()


def _open(path: Path, keep: bool) -> sqlite3.Connection:
    try:
        if keep:
            path.parent.mkdir(parents=True, exist_ok=True)
            where = path.as_uri()
        else:
            where = f"{path.as_uri()}?mode=ro" if path.exists() else "file::memory:"
        db = sqlite3.connect(where, timeout=0, isolation_level=None, uri=True)
        if keep:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if db.execute("PRAGMA user_version").fetchone() != (LAYOUT,):
                db.executescript(f"BEGIN; DROP TABLE IF EXISTS document; PRAGMA user_version = {LAYOUT}; {TABLE}; COMMIT")
            for left in path.parent.glob("*.part"):
                left.unlink()
        elif not path.exists():
            db.execute(TABLE)
        db.execute("SELECT * FROM document LIMIT 1")
    except (OSError, sqlite3.Error) as error:
        raise UsageError(_refusal(path, error)) from error
    return db


def _refusal(ledger: Path, error: Exception) -> str:
    output = ledger.parent.parent
    if "locked" in str(error):
        return f"{shown(output)}: another run is writing there; wait until it ends or name another folder with -o"
    if "not a database" in str(error) or "malformed" in str(error):
        return f"{shown(ledger)}: damaged ({error}); remove it and everything is done once more"
    said = error.strerror if isinstance(error, OSError) else error
    return f"{shown(output)}: cannot be written to ({said}); mend that or name another folder with -o"

