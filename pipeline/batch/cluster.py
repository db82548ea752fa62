"""Documents on many machines: a Dask cluster whose tasks write their own results and return receipts."""

from __future__ import annotations

import logging
import os
import threading
from asyncio import CancelledError
from collections.abc import Iterable, Iterator
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
"""Seconds to wait for a scheduler and its first worker"""
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
        """Read the tables on a worker. Raises LexiconError where one is wrong."""
        self._client.submit(ready, settings.lexicons, pure=False).result()

    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]:
        """A receipt for each of `jobs`, as they are finished; a worker that is lost costs a second try elsewhere."""
        from distributed import as_completed

        queue = ((job, 1) for job in jobs)
        decisions = settings.decisions and _everywhere(settings.decisions)
        settings = msgspec.structs.replace(settings, output=_everywhere(settings.output), decisions=decisions)
        at_work: dict[Any, tuple[Job, int]] = {}
        finished = as_completed(loop=self._client.loop)
        while True:
            room = AHEAD * max(1, sum(self._client.nthreads().values())) - len(at_work)
            for job, tries in islice(queue, max(room, 0)):
                self._submit(job, tries, settings, at_work, finished)
            if not at_work:
                return
            future = next(finished)
            job, tries = at_work.pop(future)
            receipt = self._receipt(future, job)
            if receipt.retry and tries < TRIES:
                self._submit(job, tries + 1, settings, at_work, finished)
            else:
                yield receipt

    def stop(self) -> None:
        """Leave the cluster; what is in work there is given up."""
        self._client.close()
        if self._here is not None:
            self._here.close()

    def _submit(self, job: Job, tries: int, settings: Settings, at_work: dict[Any, tuple[Job, int]], finished: Any) -> None:
        away = replace(job, source=_everywhere(job.source), target=_everywhere(job.target))
        future = self._client.submit(do_there, away, settings, code_hash(), self._limits.seconds, pure=False)
        at_work[future] = job, tries
        finished.add(future)

    def _receipt(self, future: Any, job: Job) -> Receipt:
        from distributed import KilledWorker

        try:
            receipt: Receipt = future.result()
        except KilledWorker:
            said = "the workers that tried it died or ran over --timeout; split the file, or run the same command again"
            return failure(job, said)
        except CancelledError:
            return failure(job, "the scheduler of the cluster was lost; run the same command again", fatal=True)
        return msgspec.structs.replace(receipt, source=shown(job.source))


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
