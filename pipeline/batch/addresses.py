"""Where input and output may lie: paths of this machine, and addresses such as `s3://bucket/folder` through fsspec."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import cast
from urllib.parse import unquote, urlsplit

from pipeline.batch.inputs import OWN, UsageError, is_local
from pipeline.batch.ledger import FILE, Ledger
from pipeline.terminal import shown

LOCK = "lock"
EVERY = 30.0
"""Seconds between two savings of the tool's own files to an address"""
STALE = 4 * EVERY
"""Seconds after which a run that has not said it is there is taken for dead"""


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

    def __init__(self, output: Path) -> None:
        """Raises UsageError where another run is writing to the address."""
        self._away = None if is_local(output) else output / OWN
        self._temporary = tempfile.TemporaryDirectory(prefix="repair-")
        self._owner = f"{platform.node()}, process {os.getpid()}"
        self._saved = -EVERY
        self.folder = Path(self._temporary.name) if self._away else (output / OWN).absolute()
        if self._away:
            self._refuse_second(self._away)

    def __enter__(self) -> Home:
        if self._away and (self._away / FILE).exists():
            (self.folder / FILE).write_bytes((self._away / FILE).read_bytes())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._away and self._saved > 0:
            with suppress(OSError):
                (self._away / LOCK).unlink()
        self._temporary.cleanup()

    def save(self, ledger: Ledger, *, now: bool = False) -> None:
        """Put the ledger where the output is, if it is elsewhere and time for it, and say that this run is alive."""
        if self._away is None or not (now or time.monotonic() - self._saved > EVERY):
            return
        self._saved = time.monotonic()
        self._away.mkdir(parents=True, exist_ok=True)
        (self._away / LOCK).write_text(f"{time.time()}\t{self._owner}")
        (self._away / FILE).write_bytes(ledger.copy())

    def _refuse_second(self, away: Path) -> None:
        if (away / LOCK).exists():
            since, _, owner = (away / LOCK).read_text().partition("\t")
            if abs(time.time() - float(since)) < STALE:
                raise UsageError(f"{shown(away.parent)}: another run ({owner}) is writing there; wait until it ends (or "
                                 f"{STALE:.0f} seconds if it was killed), or name another folder with -o")  # fmt: skip
