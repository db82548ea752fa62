"""Documents in worker processes of this machine: one that crashes, hangs or eats the memory fails alone."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.process import BaseProcess
from signal import SIGKILL, Signals
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from pipeline.batch.inputs import Job, UsageError
from pipeline.batch.task import Receipt, Settings, do, failure, ready

MEGABYTE = 2**20
TRIES = 2
"""Times a document is tried before it fails"""
PATIENCE = 5
"""Times a worker that is killed as it starts is begun anew before the run is given up"""
TICK = 0.1
"""Seconds between two looks at documents that may take too long"""


class Limits(NamedTuple):
    """`processes` at a time; seconds and megabytes that one document may take, 0 for no bound."""

    processes: int
    seconds: float
    megabytes: int


class Workers:
    """Worker processes, each started when there is work for it."""

    def __init__(self, limits: Limits) -> None:
        self._all = [_Worker(limits) for _ in range(limits.processes)]
        self._free = list(self._all)
        self._timed = limits.seconds > 0

    def prepare(self, settings: Settings) -> None:
        """Read the tables in a worker. Raises LexiconError where one is wrong, UsageError where no worker stays alive."""
        for _ in range(PATIENCE):
            with suppress(BrokenProcessPool, ProcessExpired):
                self._free[-1].submit(ready, settings.lexicons).result()
                return
            self._free[-1].stop()
        raise UsageError("the worker processes are killed as they start; free some memory or use fewer (-j)")

    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]:
        """A receipt for each of `jobs`, as they are finished; `jobs` is drawn from as workers become free."""
        queue = iter(jobs)
        at_work: dict[Future[Receipt], tuple[_Worker, Job, int]] = {}
        while True:
            while self._free and (job := next(queue, None)):
                worker = self._free.pop()
                at_work[worker.submit(do, job, settings)] = worker, job, 1
            if not at_work:
                return
            done = wait(at_work, TICK if self._timed else None, FIRST_COMPLETED).done
            late = {future for future, (worker, *_) in at_work.items() if self._timed and worker.overdue(future)}
            for future in done | late:
                worker, job, tries = at_work.pop(future)
                receipt = worker.receipt(future, job)
                if receipt.retry and tries < TRIES:
                    at_work[worker.submit(do, job, settings)] = worker, job, tries + 1
                else:
                    self._free.append(worker)
                    yield receipt

    def stop(self) -> None:
        """End the processes, at work or not."""
        for worker in self._all:
            worker.stop(wait=False)
        for worker in self._all:
            worker.stop()


class _Worker:
    """One process in a pool of its own: the processes of one pool share a lock, and one killed while it holds it stops all."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: Any = None
        self._began: float | None = None

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        """What `function` will return or raise; if the process dies, ProcessExpired or BrokenProcessPool."""
        if self._pool is not None and not self._pool.active:  # it was killed while it had nothing to do
            self.stop()
        if self._pool is None:
            self._pool = ProcessPool(1, initializer=_bound, initargs=(self._limits.megabytes,), context=_context())
        self._began = None
        future: Future[Any] = self._pool.schedule(function, args=args)
        return future

    def overdue(self, future: Future[Receipt]) -> bool:
        """Whether what was submitted last takes longer than it may. The clock of the wall, which pebble goes by, may jump."""
        if self._began is None and future.running():
            self._began = time.monotonic()
        return self._began is not None and time.monotonic() - self._began > self._limits.seconds

    def receipt(self, future: Future[Receipt], job: Job) -> Receipt:
        """The receipt of a finished document; one that took its process along gets a failure, and the worker a new process."""
        try:
            return future.result(timeout=0)
        except TimeoutError:
            seconds = f"{self._limits.seconds:g} seconds"
            said = f"not finished in {seconds}; raise --timeout and add --retry-failed, or split the file"
            ended = failure(job, said, lasting=True, retry=True)
        except ProcessExpired as error:
            ended = failure(job, _ending(error.exitcode), lasting=error.exitcode != -SIGKILL, retry=True)
        except BrokenProcessPool:
            ended = failure(job, _ending(-SIGKILL), retry=True)
        except (Exception, SystemExit) as error:  # raised outside the document's own work
            ended = failure(job, f"{type(error).__name__}: {error}; please report it with the file", retry=True)
        self.stop()
        return ended

    def stop(self, *, wait: bool = True) -> None:
        if self._pool is not None:
            self._pool.stop()
            if wait:
                self._pool.join()
                self._pool = None


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ending(code: int) -> str:
    """How a worker process came to its end."""
    if code == -SIGKILL:
        return "its worker was killed, by hand or for want of memory; run the same command again, with fewer workers (-j)"
    how = f"signal {Signals(-code).name}" if code < 0 else f"exit code {code}"
    return f"its worker crashed ({how}); please report it with the file"


def _context() -> Any:
    """Fresh processes that do not inherit locks and threads of this one; forked from a server that has loaded the pipeline."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.run"])
    return context


def _bound(megabytes: int) -> None:
    """In a new worker: bound its memory, and let it end with the process that started it, however that ends."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if megabytes:
        try:
            import resource
        except ImportError:  # not on Windows
            return
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
