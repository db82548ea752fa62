"""A batch cannot lose work: what is done stays done, what fails fails alone, and the bytes are those of a quiet run."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import PAGE, contents, counts, finish, nothing_to_read, repair, stand_in, start, wait_for

import pipeline.batch.run
import pipeline.batch.workers
from pipeline.batch.inputs import Job
from pipeline.batch.task import Receipt, Settings, do, lexicon
from pipeline.batch.workers import Limits
from pipeline.read.document import ReadError
from pipeline.read.text import read_text
from pipeline.record import from_json, to_json
from pipeline.run import process

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills processes as POSIX does")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve pages, each a little different, and a stand-in for the pipeline: what is tested here is what is round it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline.batch.workers, "do", stand_in)
    monkeypatch.setattr(pipeline.batch.workers, "ready", nothing_to_read)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"{number + 1980} жылы {PAGE}")
    return folder


class FullDisk(NamedTuple):
    """A folder that has no room before the run is done, until it is freed."""

    folder: Path
    free: Callable[[], object]


@pytest.fixture
def full_disk(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FullDisk]:
    """A real one where this user may mount one, else a stand-in; the documents are done in earnest."""
    monkeypatch.setattr(pipeline.batch.workers, "do", do)
    disk = corpus.parent / "disk"
    disk.mkdir()
    if _mount(disk, f"size={20 * resource.getpagesize()}"):
        yield FullDisk(disk, lambda: _mount(disk, "remount,size=32m"))
        subprocess.run(["umount", str(disk)], check=True)
        return
    monkeypatch.setattr(pipeline.batch.workers, "Workers", Here)
    with monkeypatch.context() as filled:
        filled.setattr(os, "fsync", filling(5, errno.ENOSPC))
        yield FullDisk(disk, filled.undo)


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return shutil.which("mount") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def filling(count: int, kind: int) -> Callable[[int], None]:
    """An `fsync` that finds no room after `count` files."""
    real, left = os.fsync, iter(range(count))

    def fsync(handle: int) -> None:
        if next(left, None) is None:
            raise OSError(kind, os.strerror(kind))
        real(handle)

    return fsync


# What is done stays done


def test_running_again_does_only_what_changed(corpus: Path) -> None:
    assert repair("corpus").exit_code == 0 and counts() == (12, 0, 0)
    before = contents("repaired")
    assert repair("corpus").exit_code == 0 and counts() == (0, 12, 0)
    (corpus / "03.txt").write_text(PAGE)
    Path("repaired/04.txt.json").unlink()
    Path("repaired/05.txt.json").write_bytes(before["05.txt.json"][:-5])
    (corpus / "new.txt").write_text(PAGE)
    assert repair("corpus", "--dry-run").stdout.splitlines()[3:6] == [
        "changed: corpus/03.txt", "missing: corpus/04.txt", "missing: corpus/05.txt"]  # fmt: skip
    assert repair("corpus").exit_code == 0 and counts() == (4, 9, 0)
    after = contents("repaired")
    assert {name for name in after if after[name] != before.get(name)} == {"03.txt.json", "new.txt.json"}
    assert repair("corpus", "--force").exit_code == 0 and counts() == (13, 0, 0)
    assert contents("repaired") == after


def test_another_table_or_version_makes_everything_stale(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repair("corpus")
    Path("mine").mkdir()
    Path("mine/treaties.tsv").write_text("x\n")
    assert "12 written" in repair("corpus", "--lexicons", "mine").stderr
    assert "12 unchanged" in repair("corpus", "--lexicons", "mine").stderr
    monkeypatch.setattr(pipeline.batch.run, "__version__", "99")
    assert repair("corpus", "--lexicons", "mine", "--dry-run").stdout.count("changed: ") == 12


def test_the_clock_is_not_asked_what_changed(corpus: Path) -> None:
    repair("corpus")
    for path in [*corpus.iterdir(), *Path("repaired").glob("*.json")]:
        os.utime(path, (2**32, 2**32))
    repair("corpus")
    assert counts() == (0, 12, 0)


def test_dry_run_and_check_write_nothing(corpus: Path) -> None:
    assert repair("corpus", "--dry-run").stdout.count("new: ") == 12
    assert repair("corpus", "--check").exit_code == 3
    assert not Path("repaired").exists()
    repair("corpus")
    assert repair("corpus", "--check").exit_code == 0
    (Path("repaired") / "00.txt.json").unlink()
    result = repair("corpus", "--check")
    assert (result.exit_code, "would change corpus/00.txt" in result.stderr) == (3, True)
    assert not Path("repaired/00.txt.json").exists()


def test_check_needs_no_ledger(corpus: Path) -> None:
    repair("corpus")
    for file in Path("repaired/.repair").iterdir():
        file.unlink()
    assert repair("corpus", "--check").exit_code == 0


def test_two_runs_on_one_folder(corpus: Path) -> None:
    repair("corpus")
    held = sqlite3.connect("repaired/.repair/ledger.sqlite", isolation_level=None)
    held.execute("PRAGMA locking_mode = EXCLUSIVE")
    held.execute("BEGIN EXCLUSIVE")
    result = repair("corpus")
    held.close()
    assert (result.exit_code, "another run is writing there; wait until it ends" in result.stderr) == (2, True)
    assert repair("corpus").exit_code == 0


def test_a_damaged_ledger_is_named(corpus: Path) -> None:
    repair("corpus")
    Path("repaired/.repair/ledger.sqlite").write_bytes(b"no database" * 1000)
    result = repair("corpus")
    assert (result.exit_code, "ledger.sqlite: damaged" in result.stderr) == (2, True)


def test_the_number_of_workers_changes_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.batch.workers, "do", do)
    for jobs in ("1", "3"):
        assert repair("corpus", "-j", jobs, "-o", f"out{jobs}").exit_code == 0
    assert contents("out1") == contents("out3")


def test_quiet_and_json_log(corpus: Path) -> None:
    (corpus / "z.txt").symlink_to("nothing")
    quiet = repair("corpus", "--quiet").stderr
    assert quiet == "repair: corpus/z.txt: a link to nothing; mend or remove it\n"
    events = [json.loads(line) for line in repair("corpus", "--json-log", "--force").stderr.splitlines()]
    assert [event["event"] for event in events].count("written") == 12
    assert events[0]["event"] == "failed" and events[-1]["event"] == "end" and events[-1]["counts"]["files"] == 13


def test_a_thousand_tiny_files(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With few open files allowed: what one of them leaves open is found out."""
    monkeypatch.setattr(pipeline.batch.workers, "do", do)
    tiny = ("", " ", "\n", "а", "1991", "\ufeff", "қ.", "\f", "Ол.", "..")
    for number in range(1000):
        (corpus / f"tiny{number}.txt").write_text(tiny[number % len(tiny)])
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, allowed[1]))
    try:
        repair("corpus")
        assert counts() == (1012, 0, 0)
        repair("corpus")
        assert counts() == (0, 1012, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, allowed)


# What fails fails alone


POISONS = [
    ("exit", "its worker crashed (exit code 7); please report it with the file", "failed, left"),
    ("kill", "its worker was killed, by hand or for want of memory", "new"),
]


@pytest.mark.parametrize("how, said, standing", POISONS, ids=[how for how, _, _ in POISONS])
def test_a_poisoned_document_fails_alone(corpus: Path, how: str, said: str, standing: str) -> None:
    (corpus / "bad.txt").write_text(how)
    result = repair("corpus", "-j", "2")
    assert result.exit_code == 1 and f"repair: corpus/bad.txt: {said}" in result.stderr
    assert counts() == (12, 0, 1) and "bad.txt.json" not in contents("repaired")
    assert repair("corpus", "--dry-run").stdout.splitlines()[-1] == f"{standing}: corpus/bad.txt"


def test_a_document_that_hangs_is_ended(corpus: Path) -> None:
    repair("corpus")
    (corpus / "bad.txt").write_text("hang")
    result = repair("corpus", "--timeout", "0.5")
    assert result.exit_code == 1 and "repair: corpus/bad.txt: not finished in 0.5 seconds; raise --timeout" in result.stderr
    assert counts() == (0, 12, 1)
    assert repair("corpus", "--dry-run").stdout.splitlines()[-1] == "failed, left: corpus/bad.txt"


def test_a_slow_document_holds_up_no_other(corpus: Path) -> None:
    (corpus / "00.txt").write_text("last 11")
    assert repair("corpus", "-j", "2").exit_code == 0 and counts() == (12, 0, 0)


def test_a_failure_is_remembered_until_asked_again(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "bad.txt").write_text("exit")
    repair("corpus")
    again = repair("corpus")
    assert again.exit_code == 1 and "failed before; --retry-failed tries again" in again.stderr
    monkeypatch.setattr(pipeline.batch.workers, "do", do)
    assert repair("corpus", "--retry-failed").exit_code == 0 and counts() == (1, 12, 0)


def test_a_worker_lost_once_costs_a_retry(corpus: Path) -> None:
    for number in range(3):
        (corpus / f"once{number}.txt").write_text(f"once {corpus.parent}/marker{number}")
    assert repair("corpus", "-j", "2").exit_code == 0
    assert counts() == (15, 0, 0) and len(list(corpus.parent.glob("marker*"))) == 3


def test_memory_is_bounded() -> None:
    worker = pipeline.batch.workers._Worker(Limits(1, 0, 300))
    try:
        with pytest.raises(MemoryError):
            worker.submit(bytearray, 2**29).result()
        assert worker.submit(len, b"fine").result() == 4
    finally:
        worker.stop()


def test_an_unexpected_exception_is_told_without_a_traceback(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("қ")

    monkeypatch.setattr("pipeline.run.process", broken)
    receipt = do(Job(corpus / "00.txt", "00.txt", Path("x.json")), Settings(Path()))
    assert receipt.state == "failed" and receipt.lasting and receipt.sha256
    assert receipt.reason.startswith("KeyError in test_batch.py:") and "\n" not in receipt.reason
    assert "Traceback" in receipt.trace


class Here:
    """Workers that are this process, so that a test can put something in their way."""

    def __init__(self, limits: Limits) -> None:
        pass

    def prepare(self, settings: Settings) -> None:
        pass

    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]:
        return (do(job, settings) for job in jobs)

    def stop(self) -> None:
        pass


def test_a_full_disk_ends_the_run_and_the_same_command_finishes(corpus: Path, full_disk: FullDisk) -> None:
    result = repair("corpus", "-j", "1", "-o", full_disk.folder / "out")
    assert result.exit_code == 1, result.stderr
    assert result.stderr.count(".txt: not started: ") > 1, result.stderr
    assert "no space left" in result.stderr or "disk is full" in result.stderr
    written = contents(full_disk.folder / "out")
    full_disk.free()
    repair("corpus", "-o", "quiet")
    assert 0 < len(written) < 12 and written.items() <= contents("quiet").items()
    assert repair("corpus", "-o", full_disk.folder / "out").exit_code == 0
    assert contents(full_disk.folder / "out") == contents("quiet")
    assert not list((full_disk.folder / "out").rglob("*.part"))


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_no_document_is_tried_after_the_first_that_finds_no_room(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, kind: int
) -> None:
    monkeypatch.setattr(pipeline.batch.workers, "Workers", Here)
    monkeypatch.setattr(os, "fsync", filling(5, kind))
    result = repair("corpus")
    assert result.stderr.count(".txt: not started: cannot write repaired/05.txt.json: ") == 6, result.stderr
    assert result.exit_code == 1 and "12 files: 5 written, 7 failed" in result.stderr
    assert not list(Path("repaired").rglob("*.part"))


def test_a_ledger_that_cannot_be_written_ends_the_run(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(ledger: object, receipt: Receipt) -> None:
        raise OSError("the ledger cannot be written (database or disk is full)")

    monkeypatch.setattr("pipeline.batch.ledger.Ledger.enter", full)
    result = repair("corpus", "-j", "1")
    assert result.exit_code == 1 and "not started: the ledger cannot be written" in result.stderr


def test_an_output_made_read_only_half_way(corpus: Path) -> None:
    for number in range(50):
        (corpus / f"more{number}.txt").write_text(PAGE)
    (corpus / "12.txt").write_text(f"gate {corpus.parent}/open")
    run = start("corpus", "-o", "out", "-j", "1", user=True)
    wait_for(lambda: Path("out/11.txt.json").exists() or run.poll() is not None)
    Path("out").chmod(0o555)
    Path("out/.repair").chmod(0o555)
    Path("open").touch()
    code, said = finish(run)
    assert code == 1 and "63 files: 12 written, 51 failed" in said and "permission denied; allow it (chmod)" in said
    Path("out").chmod(0o755)
    Path("out/.repair").chmod(0o755)
    assert repair("corpus", "-o", "out").exit_code == 0
    repair("corpus", "-o", "quiet")
    assert contents("out") == contents("quiet")


def test_a_folder_in_the_way_of_one_output(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.batch.workers, "do", do)
    Path("repaired/05.txt.json/in the way").mkdir(parents=True)
    result = repair("corpus")
    assert result.exit_code == 1 and "corpus/05.txt: cannot write repaired/05.txt.json: " in result.stderr
    assert counts() == (11, 0, 1) and not list(Path("repaired").rglob("*.part"))
    shutil.rmtree("repaired/05.txt.json")
    assert repair("corpus").exit_code == 0 and counts() == (1, 11, 0)


def test_a_clock_that_jumps(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To and fro by a day: neither does a document seem to take a day, nor one that hangs no time at all."""
    real, jumps = time.time, itertools.cycle((0, 86_400, -86_400))
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
    (corpus / "00.txt").write_text("last 11")
    assert repair("corpus", "-j", "2", "--timeout", "3600").exit_code == 0 and counts() == (12, 0, 0)
    (corpus / "bad.txt").write_text("hang")
    assert "bad.txt: not finished in 0.5 seconds" in repair("corpus", "--timeout", "0.5").stderr and counts() == (0, 12, 1)


# Killed at any moment


def test_killed_at_ten_points_the_same_command_finishes_with_the_same_bytes(corpus: Path) -> None:
    """A point is so many files done, and a little more; a gate keeps the run from its end until the last of them."""
    chance = random.Random(6)
    for number in range(60):
        (corpus / f"more{number}.txt").write_text(PAGE)
    (corpus / "last.txt").write_text(f"gate {corpus.parent}/open")
    for number, done in enumerate(sorted(chance.sample(range(70), 10))):
        run = start("corpus", "-o", "out", "-j", "2")
        wait_for(lambda done=done: len(list(Path("out").glob("*.json"))) >= done)
        time.sleep(chance.uniform(0, 0.3))
        os.killpg(run.pid, signal.SIGKILL) if number % 2 else run.kill()
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        for data in contents("out").values() if Path("out").exists() else ():
            json.loads(data)
    Path("open").touch()
    assert repair("corpus", "-o", "out").exit_code == 0
    repair("corpus", "-o", "quiet")
    assert contents("out") == contents("quiet")
    assert not list(Path("out/.repair").glob("*.part"))


@pytest.mark.parametrize("point", ["half-written", "written", "renamed"])
def test_killed_while_a_file_is_written(corpus: Path, point: str) -> None:
    marker = corpus.parent / "marker"
    (corpus / "05.txt").write_text(f"die {point} {marker}")
    run = start("corpus", "-o", "out", "-j", "2")
    run.communicate()
    assert run.returncode == -signal.SIGKILL and marker.exists()
    assert ("05.txt.json" in contents("out")) == (point == "renamed")
    for data in contents("out").values():
        json.loads(data)
    assert repair("corpus", "-o", "out").exit_code == 0
    repair("corpus", "-o", "quiet")
    assert contents("out") == contents("quiet") and not list(Path("out/.repair").glob("*.part"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc")
def test_workers_end_with_the_run(corpus: Path) -> None:
    (corpus / "00.txt").write_text("hang")
    run = start("corpus", "-j", "2")
    wait_for(Path("repaired/11.txt.json").exists)
    assert len(_session(run.pid)) > 2
    run.kill()
    wait_for(lambda: not _session(run.pid))


def _session(leader: int) -> list[str]:
    """Processes of the session of `leader` that are still at work."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            alive.append(stat.parent.name)
    return alive


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_what_was_finished_stays(corpus: Path, number: int) -> None:
    (corpus / "last.txt").write_text("hang")
    run = start("corpus", "-j", "2")
    wait_for(Path("repaired/03.txt.json").exists)
    os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
    code, said = finish(run)
    done = counts()[0]
    assert code == 130 and 0 < done < 13 and "13 files: " in said and f"{13 - done} left, " in said
    assert repair("corpus", "--dry-run").stdout.count("done, left") >= done


# Whatever the text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_processed_and_replays(text: str) -> None:
    document = read_text(text.encode("utf-8", "surrogatepass")) if text else read_text(b"")
    record = process(document, "x", lexicon(()))
    assert from_json(to_json(record)) == record


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_text(data)
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        process(document, "x", lexicon(()))
