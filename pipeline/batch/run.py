"""A whole batch: inputs -> what the ledger does not know yet -> workers -> receipts -> ledger and report."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from pipeline import __version__
from pipeline.batch.addresses import Home
from pipeline.batch.inputs import OWN, Inputs, Job, inputs, reason
from pipeline.batch.ledger import Key, Ledger, code_hash
from pipeline.batch.report import Report, View
from pipeline.batch.task import Receipt, Settings, failure, lexicon
from pipeline.mend.decisions import read_decisions
from pipeline.terminal import shown
from pipeline.write.files import write_whole

DONE, FAILED, CHANGES, INTERRUPTED = 0, 1, 3, 130
"""Exit codes; 2, for what could not be started, is the command line's"""


class Crew(Protocol):
    """Those who do the documents: worker processes of this machine, or a cluster."""

    def prepare(self, settings: Settings) -> None: ...
    def run(self, jobs: Iterable[Job], settings: Settings) -> Iterator[Receipt]: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Again:
    """What is done although the ledger knows it."""

    everything: bool = False
    failed: bool = False


def plan(paths: Sequence[Path], settings: Settings, again: Again) -> Iterator[tuple[str, Path]]:
    """What a run would do with each input, and the input. Raises UsageError and LexiconError as the run would."""
    found = inputs(paths, settings.output, settings.ocr is not None)
    with Home(settings.output, keep=False) as home, Ledger(home.folder, _key(settings), keep=False) as ledger:
        for job in found.jobs:
            standing, receipt = ledger.known(job)
            if again.everything or (again.failed and standing == "failed"):
                receipt = None
            yield (standing if receipt is None else f"{standing}, left"), job.source
    yield from (("skipped", path) for path, _ in found.skipped)
    yield from (("cannot be read", path) for path, _ in found.failed)


def run(paths: Sequence[Path], settings: Settings, again: Again, workers: Crew, view: View) -> int:
    """Do the batch and return the exit code. Raises UsageError or LexiconError where nothing was started."""
    found = inputs(paths, settings.output, settings.ocr is not None)
    keep = not settings.check
    with Home(settings.output, keep=keep) as home, Ledger(home.folder, _key(settings), keep=keep) as ledger:
        report = Report(len(found.jobs) + len(found.failed), view)
        if settings.decisions:
            report.absent = sorted(read_decisions(settings.decisions).documents - {job.name for job in found.jobs})
        batch = _Batch(settings, home, ledger, report, again)
        try:
            interrupted = batch.go(found, workers)
        except BaseException:
            view.stop()
            raise
        report.end()
        if keep:
            _keep(report, settings.output / OWN / "run.json")
            with contextlib.suppress(OSError):  # the results are there; what they are is found out again
                home.save(ledger, now=True)
    if interrupted:
        return INTERRUPTED
    if report.states["would change"]:
        return CHANGES
    return FAILED if report.failed else DONE


@dataclass
class _Batch:
    settings: Settings
    home: Home
    ledger: Ledger
    report: Report
    again: Again

    def go(self, found: Inputs, workers: Crew) -> bool:
        """Do what is left; true where it was interrupted."""
        for path, why in found.skipped:
            self.report.skip(path, why)
        for path, why in found.failed:
            self.report.add(failure(Job(path, path.name, path), why))
        ended = ""
        try:
            for receipt in workers.run(self._left(found.jobs, workers), self.settings):
                # The ledger first: an interrupt may come between the two.
                ended = receipt.reason if receipt.fatal else self._enter(receipt)
                self.report.add(receipt)
                if ended:
                    break
        except KeyboardInterrupt:
            return True
        finally:
            workers.stop()
        if ended:
            reported = {receipt.name for receipt in self.report.receipts}
            for job in found.jobs:
                if job.name not in reported:
                    self.report.add(failure(job, f"not started: {ended}"))
        return False

    def _enter(self, receipt: Receipt) -> str:
        """Why nothing more can be done, if so."""
        try:
            self.ledger.enter(receipt)
            self.home.save(self.ledger)
        except OSError as error:
            return reason(error)
        return ""

    def _left(self, jobs: Sequence[Job], workers: Crew) -> Iterator[Job]:
        """The jobs to do; those already done go straight to the report."""
        prepared = False
        for job in jobs:
            standing, receipt = self.ledger.known(job)
            if receipt is None or self.again.everything or (self.again.failed and standing == "failed"):
                if not prepared:
                    workers.prepare(self.settings)
                prepared = True
                yield job
            elif standing == "done":
                self.report.add(msgspec.structs.replace(receipt, source=shown(job.source), state="unchanged"))
            else:
                said = f"{receipt.reason} (failed before; --retry-failed tries again)"
                self.report.add(msgspec.structs.replace(receipt, source=shown(job.source), reason=said))


def _keep(report: Report, path: Path) -> None:
    """Write the summary, if there is room for it: it has been shown already."""
    data = json.dumps(report.summary(), ensure_ascii=False, indent=1)
    with contextlib.suppress(OSError):
        write_whole(path, data.encode() + b"\n")


def _key(settings: Settings) -> Key:
    config = json.dumps(settings.config, sort_keys=True, ensure_ascii=False)
    return Key(f"{__version__} {code_hash()}", lexicon(settings.lexicons).hash, config)
