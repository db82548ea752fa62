"""Where input and output may lie: paths of this machine, and addresses such as `s3://bucket/folder` through fsspec."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import cast
from urllib.parse import unquote, urlsplit

from pipeline.batch.inputs import OWN, UsageError, is_local
from pipeline.batch.ledger import FILE, Ledger
from pipeline.batch.lock import EVERY, Lock
from pipeline.terminal import shown

LOCK = "lock"


def place(text: str) -> Path:
    """The path or address in `text`; an address behaves as a path does. Raises UsageError where nothing can open it."""
    if "://" not in text:
        return Path(text)
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    try:
        from upath import UPath

        found = UPath(text)
        found.exists()
    except ImportError as error:
        raise UsageError(f"{text}: {error}; install 'kazakh-repair[cluster]' and fsspec's package for that address") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{text}: {error}; check the address and the rights to it") from error
    return cast(Path, found)


class Home:
    """The folder of the tool's own files. On this machine it lies in the output; for an address it is a copy in a temporary
    folder, saved now and then, so that a run that dies loses at most half a minute of knowing what it has done."""

    def __init__(self, output: Path, *, keep: bool = True) -> None:
        """With `keep` false nothing is written at the address. Raises UsageError where another run is writing to it."""
        self._away = None if is_local(output) else output / OWN
        self._temporary = tempfile.TemporaryDirectory(prefix="repair-")
        self._saved = time.monotonic()
        self._lock = Lock(self._away / LOCK) if self._away else None
        self._keep = keep
        self.folder = Path(self._temporary.name) if self._away else (output / OWN).absolute()

    def __enter__(self) -> Home:
        if self._away and self._lock:
            try:
                if self._keep:
                    self._lock.take()
                else:
                    self._lock.refuse_second()
                if (self._away / FILE).exists():
                    (self.folder / FILE).write_bytes((self._away / FILE).read_bytes())
            except OSError as error:
                self._lock.release()
                raise UsageError(f"{shown(self._away.parent)}: {error}; check the address and the rights to it") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._lock:
            self._lock.release()
        self._temporary.cleanup()

    def save(self, ledger: Ledger, *, now: bool = False) -> None:
        """Put the ledger where the output is, if it is elsewhere and time for it. Raises OSError: it cannot be put there, or
        another run has taken the output over."""
        if self._away is None or self._lock is None or not (now or time.monotonic() - self._saved > EVERY):
            return
        self._saved = time.monotonic()
        self._lock.check()
        (self._away / FILE).write_bytes(ledger.copy())
