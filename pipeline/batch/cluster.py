"""Documents on many machines: a Dask cluster whose tasks write their own results and return receipts."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from itertools import islice
from typing import Any

import msgspec

from pipeline.batch.inputs import Job, UsageError, is_local
from pipeline.batch.ledger import code_hash
from pipeline.batch.task import Receipt, Settings, do, failure, ready
from pipeline.batch.workers import TRIES, Limits
from pipeline.terminal import shown

LOCAL = "local"
AHEAD = 2
"""Documents handed out for each thread of the cluster: one in work and one waiting"""
WAIT = 30
"""Seconds to wait for a scheduler and its first worker, and for another where all were lost"""
LOUD = ("distributed", "distributed.client", "distributed.utils")
TICK = 0.05
"""Seconds between two looks at what is finished"""
LOST = "the cluster was lost: its scheduler or all of its workers; start them and run the same command again"
OVERRUN = 75
"""Exit code of a worker whose document took too long"""


class Cluster:
    """The workers of the Dask scheduler at `address`, or of a cluster on this machine where that is `local`.

    Scheduler and workers must see the input and the output under the same paths or addresses, and run the same version.
    """

    def __init__(self, address: str, limits: Limits) -> None:
        """Raises UsageError where there is no cluster to work on."""
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise UsageError("--cluster needs Dask; add it with: pip install 'kazakh-repair[cluster]'") from error
        for name in LOUD:  # what they have to say of a lost scheduler is said in a receipt
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._limits = limits
        self._here: Any = None
        if address == LOCAL:
            memory = f"{limits.megabytes}MB" if limits.megabytes else 0
            self._here = LocalCluster(n_workers=limits.processes, threads_per_worker=1, memory_limit=memory,
                                      dashboard_address=None, silence_logs=logging.CRITICAL)  # fmt: skip
        try:
            self._client = Client(self._here or address, timeout=WAIT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=WAIT)
        except (OSError, TimeoutError, ValueError) as error:
            said = f"{address}: no Dask scheduler with workers answers there ({error}); start them or check the address"
            raise UsageError(said) from error

    def prepare(self, settings: Settings) -> None:
        """Read the tables on a worker. Raises LexiconError where one is wrong, UsageError where the cluster is lost."""
        from distributed import KilledWorker

        try:
            self._client.submit(ready, settings.lexicons, pure=False).result()
        except (CancelledError, KilledWorker) as error:
            raise UsageError(LOST) from error

    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]:
        """A receipt for each of `jobs`, as they are finished; a worker that is lost costs a second try elsewhere."""
        from distributed import as_completed

        queue = ((job, 1) for job in jobs)
        decisions = settings.decisions and _everywhere(settings.decisions)
        settings = msgspec.structs.replace(settings, output=_everywhere(settings.output), decisions=decisions)
        at_work: dict[Any, tuple[Job, int]] = {}
        # With results, which workers keep and may take along when they are lost: then the cluster makes them again.
        finished = as_completed(loop=self._client.loop, with_results=True, raise_errors=False)
        while True:
            room = AHEAD * max(1, self._threads()) - len(at_work)
            for job, tries in islice(queue, max(room, 0)):
                self._submit(job, tries, settings, at_work, finished)
            if not at_work:
                return
            if not (done := self._next(finished)):
                yield failure(at_work.popitem()[1][0], LOST, fatal=True)
            for future, result in done:
                job, tries = at_work.pop(future)
                receipt = _receipt(result, job)
                if receipt.retry and tries < TRIES:
                    self._submit(job, tries + 1, settings, at_work, finished)
                else:
                    yield receipt

    def stop(self) -> None:
        """Leave the cluster; what is in work there is given up."""
        self._client.close()
        if self._here is not None:
            self._here.close()

    def _next(self, finished: Any) -> list[tuple[Any, Any]]:
        """What has been finished since the last time, and what came of it; nothing where there is nobody left to finish it."""
        seen = time.monotonic()
        while not (done := finished.next_batch(block=False)) and time.monotonic() - seen < WAIT:
            time.sleep(TICK)
            if self._threads():
                seen = time.monotonic()
        return list(done)

    def _threads(self) -> int:
        """How many documents the cluster can do at a time; none where it does not answer."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError, RuntimeError):
            return 0

    def _submit(self, job: Job, tries: int, settings: Settings, at_work: dict[Any, tuple[Job, int]], finished: Any) -> None:
        away = replace(job, source=_everywhere(job.source), target=_everywhere(job.target))
        future = self._client.submit(do_there, away, settings, code_hash(), self._limits.seconds, pure=False)
        at_work[future] = job, tries
        finished.add(future)


def _receipt(result: Any, job: Job) -> Receipt:
    """The receipt in what came of a task: itself, or what it was given up for."""
    if isinstance(result, Receipt):
        return msgspec.structs.replace(result, source=shown(job.source))
    if isinstance(result, CancelledError):
        return failure(job, LOST, fatal=True)
    kind, error, _ = result
    if kind.__name__ == "KilledWorker":
        return failure(job, "the workers that tried it died or ran over --timeout; split the file, or run the same command again")
    return failure(job, f"{kind.__name__} on a worker of the cluster: {error}; run the same command again", retry=True)


def do_there(job: Job, settings: Settings, code: str, seconds: float) -> Receipt:
    """`do` on a worker of a cluster. One of another version than the run's refuses; one that takes longer than `seconds` ends
    itself, and the cluster begins another."""
    if code_hash() != code:
        return failure(job, "a worker of the cluster runs another version; install the same one everywhere", retry=True)
    watch = threading.Timer(seconds, os._exit, (OVERRUN,))
    if seconds:
        watch.start()
    try:
        return do(job, settings)
    finally:
        watch.cancel()


def _everywhere(path: Any) -> Any:
    """`path` as workers that stand in other folders know it."""
    return path.absolute() if is_local(path) else path
