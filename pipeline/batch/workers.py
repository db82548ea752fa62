"""Documents in worker processes of this machine: one that crashes, hangs or eats the memory fails alone."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.process import BaseProcess
from signal import SIGKILL, Signals
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from pipeline.batch.inputs import Job
from pipeline.batch.task import Receipt, Settings, do, failure, ready

MEGABYTE = 2**20
TRIES = 2
"""Times a document is tried before it fails"""
AHEAD = 3
"""Documents handed out for each worker: one in work and the next ones waiting, so that none stands idle"""


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Limits(NamedTuple):
    """`processes` at a time; seconds and megabytes that one document may take, 0 for no bound."""

    processes: int
    seconds: float
    megabytes: int


@dataclass
class Workers:
    """A pool that is started when first asked for anything."""

    limits: Limits
    _pool: Any = field(default=None, init=False)

    def prepare(self, settings: Settings) -> None:
        """Read the tables in a worker. Raises LexiconError where one is wrong."""
        self._submit(ready, settings.lexicons).result()

    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]:
        """A receipt for each of `jobs`, as they are finished; `jobs` is drawn from as workers become free."""
        queue = iter(jobs)
        running: dict[Future[Receipt], tuple[Job, int]] = {}
        try:
            while True:
                for job in islice(queue, AHEAD * self.limits.processes - len(running)):
                    running[self._submit(do, job, settings)] = (job, 1)
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    job, tries = running.pop(future)
                    receipt = self._receipt(future, job)
                    if receipt.retry and tries < TRIES:
                        running[self._submit(do, job, settings)] = (job, tries + 1)
                    else:
                        yield receipt
        finally:
            self.stop()

    def stop(self) -> None:
        """End the processes, at work or not."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def _submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        if self._pool is None:
            bounds = (self.limits.megabytes,)
            self._pool = ProcessPool(self.limits.processes, initializer=_bound, initargs=bounds, context=_context())
        try:
            future: Future[Any] = self._pool.schedule(function, args=args, timeout=self.limits.seconds or None)
        except RuntimeError:  # the pool broke down: every worker was killed at once
            self.stop()
            return self._submit(function, *args)
        return future

    def _receipt(self, future: Future[Receipt], job: Job) -> Receipt:
        try:
            return future.result()
        except TimeoutError:
            why = f"not finished in {self.limits.seconds:g} seconds; raise --timeout and add --retry-failed, or split the file"
            return failure(job, why, lasting=True, retry=True)
        except ProcessExpired as error:
            return failure(job, _ending(error.exitcode), lasting=error.exitcode != -SIGKILL, retry=True)
        except BrokenProcessPool:
            return failure(job, "its worker was killed; run the same command again", retry=True)


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


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


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
