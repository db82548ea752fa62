"""Who may write to an address: of this machine whoever is alive, of others whoever gave a sign of life lately."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from pipeline.batch import lock
from pipeline.batch.inputs import UsageError
from pipeline.batch.lock import STALE, Lock, Owner, Sign, this_process

pytestmark = pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="knows processes by /proc")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / ".repair").mkdir()
    return tmp_path / ".repair" / "lock"


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """Another process of this machine."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def sign(file: Path, owner: Owner, ago: float = 0.0) -> None:
    file.write_bytes(msgspec.json.encode(Sign(owner, time.time() - ago)))


def owner_of(process: subprocess.Popen[bytes]) -> Owner:
    return replace(this_process(), process=process.pid, started=lock._started(process.pid))


def test_a_live_run_of_this_machine_is_waited_for_however_long_it_was_silent(file: Path, other: subprocess.Popen[bytes]) -> None:
    sign(file, owner_of(other), ago=10 * STALE)
    with pytest.raises(UsageError, match=f"another run \\(process {other.pid} of .*\\) is writing there; wait until it ends"):
        Lock(file).refuse_second()


def test_a_dead_run_of_this_machine_is_known_at_once(file: Path, other: subprocess.Popen[bytes]) -> None:
    sign(file, owner_of(other))
    other.kill()
    other.wait()
    Lock(file).refuse_second()


STRANGERS: dict[str, Callable[[Owner], Owner]] = {
    "another machine": lambda me: replace(me, machine="elsewhere"),
    "another machine of that name": lambda me: replace(me, boot="other"),
    "another container": lambda me: replace(me, space="pid:[1]"),
    "a system that does not tell": lambda me: replace(me, boot="", space="", started=""),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_run_elsewhere_is_dead_after_a_time_that_is_told(file: Path, stranger: str) -> None:
    owner = STRANGERS[stranger](this_process())
    sign(file, owner, ago=20)
    with pytest.raises(UsageError, match=r"last heard of 2\d seconds ago; .* the same command will do in (9\d|100) seconds"):
        Lock(file).refuse_second()
    sign(file, owner, ago=STALE + 1)
    Lock(file).refuse_second()


def test_another_process_of_that_number_is_no_owner(file: Path) -> None:
    sign(file, replace(this_process(), process=os.getppid(), started="1"))
    Lock(file).refuse_second()


@pytest.mark.parametrize("data", [b"", b"{", b'{"owner"', b"1732300000.0\tsomewhere, process 7"])
def test_a_sign_cut_short_is_none(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    Lock(file).refuse_second()


def test_a_run_gives_signs_of_life_and_takes_its_lock_along(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "EVERY", 0.01)
    mine = Lock(file)
    mine.take()
    first = file.read_bytes()
    while file.read_bytes() in (first, b""):
        time.sleep(0.005)
    mine.check()
    mine.release()
    assert not file.exists()


def test_a_run_that_was_taken_for_dead_leaves_the_other_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "EVERY", 0.01)
    mine = Lock(file)
    mine.take()
    time.sleep(0.03)
    mine._over.set()
    mine._beating.join()  # type: ignore[union-attr]
    sign(file, replace(this_process(), machine="elsewhere"))
    with pytest.raises(OSError, match="of elsewhere\\) has taken the output over"):
        mine.check()
    mine.release()
    assert file.exists()
