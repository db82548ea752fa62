"""Addresses instead of folders, and a cluster instead of worker processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import running
from running import PAGE, contents, counts, repair, wait_for

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


def test_a_second_run_on_an_address_is_refused_and_one_that_was_killed_is_followed_at_once(corpus: Path) -> None:
    """Addresses of this disk that are no paths, so that two processes see one output."""
    source, output = f"local://{corpus}", f"local://{corpus.parent}/out"
    (corpus / "z.txt").write_text(f"gate {corpus.parent}/open")
    first = running.start(source, "-o", output, "-j", "2")
    lock = corpus.parent / "out" / ".repair" / "lock"
    wait_for(lambda: len(list((corpus.parent / "out").rglob("*.txt.json"))) == 18)
    for options in ([], ["--dry-run"], ["--check"]):
        refused = repair(source, "-o", output, *options)
        assert (refused.exit_code, f"another run (process {first.pid} of " in refused.stderr) == (2, True), refused.stderr
    first.kill()
    first.communicate()
    assert lock.exists()
    (corpus.parent / "open").touch()
    code, said = running.finish(running.start(source, "-o", output, "-j", "2"))
    assert code == 0 and "19 files: 19 written" in said, said
    assert not lock.exists() and "19 unchanged" in running.finish(running.start(source, "-o", output))[1]


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


@pytest.fixture
def cluster(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a real scheduler; its process and those of two workers, which know the stand-in for the pipeline."""
    monkeypatch.setattr(pipeline.batch.cluster, "ready", running.nothing_to_read)
    local = ["--scheduler-file", str(corpus.parent / "scheduler.json"), "--host", "127.0.0.1", "--no-dashboard"]
    preload = ["--preload", str(running.HERE / "preload.py")]
    worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *preload, *local]
    path = os.pathsep.join([str(running.HERE), str(running.HERE.parent)])
    started = []
    try:
        for args in (["distributed.cli.dask_scheduler", "--port", "0", *local], worker, worker):
            command, env = [sys.executable, "-m", *args], os.environ | {"PYTHONPATH": path}
            started.append(subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        with distributed.Client(scheduler_file=local[1], timeout=running.PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=running.PATIENCE)
            address = client.scheduler.address
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def test_a_worker_lost_in_the_middle_of_a_document_costs_a_retry(corpus: Path, cluster: Any) -> None:
    address, (_, *workers) = cluster
    marker = corpus.parent / "marker"
    (corpus / "1" / "07.txt").write_text(f"once {marker}")
    result = repair("corpus", "-o", "out", "--cluster", address)
    assert result.exit_code == 0 and counts("out") == (18, 0, 0), result.stderr
    assert marker.exists() and sorted(worker.poll() is None for worker in workers) == [False, True]
    running.finish(running.start("corpus", "-o", "quiet", "-j", "1"))
    assert contents("out") == contents("quiet")


@pytest.mark.parametrize("lost", ["scheduler", "workers"])
def test_a_cluster_that_is_lost_ends_the_run_and_another_finishes_it(
    corpus: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    monkeypatch.setattr(pipeline.batch.cluster, "WAIT", 1)
    address, processes = cluster
    (corpus / "2" / "last.txt").write_text(f"gate {corpus.parent}/open")

    def kill() -> None:
        wait_for(lambda: len(list(Path("out").rglob("*.txt.json"))) == 18)
        for process in processes[:1] if lost == "scheduler" else processes[1:]:
            process.kill()

    killer = Thread(target=kill)
    killer.start()
    result = repair("corpus", "-o", "out", "--cluster", address)
    killer.join()
    assert result.exit_code == 1 and ".txt: the cluster was lost: " in result.stderr and counts("out")[2] > 0, result.stderr
    Path("open").touch()
    code, told = running.finish(running.start("corpus", "-o", "out"))
    assert code == 0 and len(contents("out")) == 19, told


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
