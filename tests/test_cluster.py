"""Addresses instead of folders, and a cluster instead of worker processes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import PAGE, contents, counts, repair

import pipeline.batch.cluster
from pipeline.batch.inputs import Job
from pipeline.batch.task import Settings

upath = pytest.importorskip("upath", reason="universal-pathlib is not installed (pip install '.[cluster]')")
distributed = pytest.importorskip("distributed", reason="distributed is not installed (pip install '.[cluster]')")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(18):
        file = tmp_path / "corpus" / str(number % 3) / f"{number:02}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number + 1980} жылы {PAGE}" * 3)
    return tmp_path / "corpus"


@pytest.fixture
def memory(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The corpus in the memory of this process; the workers are threads, which see it too."""
    import fsspec

    files = fsspec.filesystem("memory")
    for file in corpus.rglob("*.txt"):
        files.pipe_file(f"/in/{file.relative_to(corpus).as_posix()}", file.read_bytes())
    with distributed.LocalCluster(1, processes=False, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address
    files.store.clear()


def test_input_and_output_at_addresses(memory: str) -> None:
    assert repair("corpus", "-o", "quiet").exit_code == 0
    first = repair("memory://in", "-o", "memory://out", "--cluster", memory)
    assert first.exit_code == 0 and "18 files: 18 written" in first.stderr
    out = upath.UPath("memory://out")
    assert {path.relative_to(out).as_posix(): path.read_bytes() for path in out.glob("[0-9]/*.json")} == contents("quiet")
    assert {path.name for path in (out / ".repair").iterdir()} == {"ledger.sqlite", "run.json"}
    (out / "0" / "00.txt.json").unlink()
    again = repair("memory://in", "-o", "memory://out", "--cluster", memory)
    assert "18 files: 1 written, 17 unchanged" in again.stderr
    assert repair("memory://in", "-o", "memory://out", "--dry-run").stdout.count("done, left") == 18


def test_a_second_run_on_an_address_is_refused_until_the_first_is_dead(memory: str) -> None:
    lock = upath.UPath("memory://out/.repair/lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(f"{time.time()}\tanother machine")
    refused = repair("memory://in", "-o", "memory://out", "--cluster", memory)
    assert (refused.exit_code, "another run (another machine) is writing there" in refused.stderr) == (2, True)
    lock.write_text(f"{time.time() - 1000}\tanother machine")
    assert repair("memory://in", "-o", "memory://out", "--cluster", memory).exit_code == 0


@pytest.mark.parametrize("address, said", [("memory://in", "no such file or folder"), ("nowhere://x", "nowhere"),
                                           ("file:///no/such/folder", "no such file or folder")])  # fmt: skip
def test_an_address_that_is_not_there(corpus: Path, address: str, said: str) -> None:
    result = repair(address)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_a_file_address_is_a_path(corpus: Path) -> None:
    assert repair(corpus.as_uri(), "-o", (corpus.parent / "қорап").as_uri()).exit_code == 0
    assert len(contents("қорап")) == 18


def test_no_scheduler(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.batch.cluster, "WAIT", 1)
    result = repair("corpus", "--cluster", "tcp://127.0.0.1:9")
    assert (result.exit_code, "no Dask scheduler with workers answers there" in result.stderr) == (2, True)


def start(*args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_real_scheduler_and_two_workers_one_of_them_killed(corpus: Path) -> None:
    assert repair("corpus", "-o", "quiet").exit_code == 0
    file = str(corpus.parent / "scheduler.json")
    local = ["--scheduler-file", file, "--host", "127.0.0.1", "--no-dashboard"]
    running = [start("distributed.cli.dask_scheduler", "--port", "0", *local)]
    try:
        for _ in range(2):
            running.append(start("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *local))
        with distributed.Client(scheduler_file=file, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=30)
            address = client.scheduler.address
        assert killing(running[1], Path("out"), address).exit_code == 0
        assert running[1].wait(10) == -signal.SIGKILL and running[2].poll() is None
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()
    assert contents("out") == contents("quiet") and counts("out") == (18, 0, 0)


def killing(worker: subprocess.Popen[bytes], out: Path, address: str):
    """The command on the cluster, during which `worker` is killed."""
    from threading import Thread

    def kill() -> None:
        while len(list(out.rglob("*.txt.json"))) < 5:
            time.sleep(0.005)
        worker.kill()

    thread = Thread(target=kill, daemon=True)
    thread.start()
    try:
        return repair("corpus", "-o", "out", "--cluster", address)
    finally:
        thread.join(10)


def test_a_cluster_of_this_machine(corpus: Path) -> None:
    assert repair("corpus", "-j", "2", "--cluster", "local").exit_code == 0
    assert counts() == (18, 0, 0)


def test_a_document_that_takes_too_long_ends_its_worker(corpus: Path) -> None:
    code = """if True:
        import time
        from pathlib import Path
        from pipeline.batch import cluster
        cluster.do = lambda job, settings: time.sleep(60)
        cluster.do_there(cluster.Job(Path("x"), "x", Path("y")), cluster.Settings(Path()), cluster.code_hash(), 0.2)
    """
    assert subprocess.run([sys.executable, "-c", code]).returncode == pipeline.batch.cluster.OVERRUN


def test_a_worker_of_another_version_refuses(corpus: Path) -> None:
    receipt = pipeline.batch.cluster.do_there(Job(corpus / "0" / "00.txt", "x", Path("x.json")), Settings(Path()), "other", 0)
    assert receipt.state == "failed" and "runs another version" in receipt.reason and not Path("x.json").exists()
