"""Who writes to an address: a file that says so beside what is written, since no lock of an operating system reaches there."""

from __future__ import annotations

import os
import platform
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline.batch.inputs import UsageError
from pipeline.terminal import safe, shown

EVERY = 30.0
"""Seconds between two signs of life"""
STALE = 4 * EVERY
"""Seconds without one after which a run of another machine is taken for dead"""


class Owner(msgspec.Struct, frozen=True):
    """A process as it is known on every machine: `boot` and `space` tell machines (and containers) of one name apart, `started`
    processes that had one number."""

    machine: str
    boot: str
    space: str
    process: int
    started: str

    def __str__(self) -> str:
        return f"process {self.process} of {self.machine}"

    def is_here(self) -> bool:
        """Whether it is, or was, a process of this machine; where the system does not tell, it is not."""
        here = this_process()
        return bool(self.boot) and (self.machine, self.boot, self.space) == (here.machine, here.boot, here.space)

    def is_alive(self) -> bool:
        """Whether this process, of this machine, is running."""
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass  # another user's
        return self.started == _started(self.process)


class Sign(msgspec.Struct, frozen=True):
    """What the file says: who, and the time of the last sign of life."""

    owner: Owner
    seen: float


class Lock:
    """The file that keeps other runs from an address, renewed while the run lives."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._me = this_process()
        self._over = threading.Event()
        self._beating: threading.Thread | None = None

    def refuse_second(self) -> None:
        """Raises UsageError where another run is writing: one of this machine that is alive, or one of another that gave a sign
        of life lately, by clocks that agree to within STALE."""
        sign = self._sign()
        if sign is None or (sign.owner.is_here() and not sign.owner.is_alive()):
            return
        where = f"{shown(self._file.parent.parent)}: another run ({safe(str(sign.owner))}) is writing there"
        if sign.owner.is_here():
            raise UsageError(f"{where}; wait until it ends, or name another folder with -o")
        silent = abs(time.time() - sign.seen)
        if silent < STALE:
            raise UsageError(f"{where}, last heard of {silent:.0f} seconds ago; wait until it ends, or name another folder with "
                             f"-o; if it was killed, the same command will do in {STALE - silent:.0f} seconds")  # fmt: skip

    def take(self) -> None:
        """Say that this run is writing, now and until `release`. Raises UsageError as `refuse_second`, OSError."""
        self.refuse_second()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._beat()
        self._beating = threading.Thread(target=self._keep_beating, daemon=True)
        self._beating.start()

    def check(self) -> None:
        """Raises OSError where another run has taken the address over, as it may when this one gave no sign of life."""
        sign = self._sign()
        if sign is not None and sign.owner != self._me:
            raise OSError(f"another run ({safe(str(sign.owner))}) has taken the output over")

    def release(self) -> None:
        """Let other runs in, if this one kept them out."""
        if self._beating is not None:
            self._over.set()
            self._beating.join(EVERY)
            with suppress(OSError):
                self.check()
                self._file.unlink()

    def _keep_beating(self) -> None:
        while not self._over.wait(EVERY):
            with suppress(OSError):  # the next may be heard
                self.check()
                self._beat()

    def _beat(self) -> None:
        self._file.write_bytes(msgspec.json.encode(Sign(self._me, time.time())))

    def _sign(self) -> Sign | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Sign)
        except (FileNotFoundError, msgspec.DecodeError):
            return None  # what is cut short was being written by a run that was killed


def this_process() -> Owner:
    """The process that asks."""
    return Owner(platform.node(), _read("/proc/sys/kernel/random/boot_id"), _link("/proc/self/ns/pid"), os.getpid(),
                 _started(os.getpid()))  # fmt: skip


def _started(process: int) -> str:
    """When a process began, in ticks since its machine did; nothing on systems that do not say."""
    return "".join(_read(f"/proc/{process}/stat").rpartition(")")[2].split()[19:20])


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""
