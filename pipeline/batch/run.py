"""A whole batch: inputs -> what the ledger does not know yet -> workers -> receipts -> ledger and report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline import __version__
from pipeline.batch.inputs import OWN, Inputs, Job, inputs, shown
from pipeline.batch.ledger import Key, Ledger, code_hash
from pipeline.batch.report import Report, View
from pipeline.batch.task import Settings, failure, lexicon
from pipeline.batch.workers import Limits, Workers
from pipeline.write.files import write_whole

DONE, FAILED, CHANGES, INTERRUPTED = 0, 1, 3, 130
"""Exit codes; 2, for what could not be started, is the command line's"""


@dataclass(frozen=True)
class Again:
    """What is done although the ledger knows it."""

    everything: bool = False
    failed: bool = False


def plan(paths: Sequence[Path], settings: Settings, again: Again) -> Iterator[tuple[str, Path]]:
    """What a run would do with each input, and the input. Raises UsageError and LexiconError as the run would."""
    found = inputs(paths, settings.output, settings.ocr is not None)
    with Ledger(settings.output, _key(settings), keep=False) as ledger:
        for job in found.jobs:
            standing, receipt = ledger.known(job)
            if again.everything or (again.failed and standing == "failed"):
                receipt = None
            yield (standing if receipt is None else f"{standing}, left"), job.source
    yield from (("skipped", path) for path, _ in found.skipped)
    yield from (("cannot be read", path) for path, _ in found.failed)


def run(paths: Sequence[Path], settings: Settings, limits: Limits, again: Again, view: View) -> int:
    """Do the batch and return the exit code. Raises UsageError or LexiconError where nothing was started."""
    found = inputs(paths, settings.output, settings.ocr is not None)
    with Ledger(settings.output, _key(settings), keep=not settings.check) as ledger:
        report = Report(len(found.jobs) + len(found.failed), view)
        batch = _Batch(settings, ledger, report, again)
        try:
            interrupted = batch.go(found, Workers(limits._replace(processes=min(limits.processes, len(found.jobs) or 1))))
        except BaseException:
            view.stop()
            raise
        report.end()
        if not settings.check:
            data = json.dumps(report.summary(), ensure_ascii=False, indent=1)
            write_whole(settings.output / OWN / "run.json", data.encode() + b"\n")
    if interrupted:
        return INTERRUPTED
    if report.states["would change"]:
        return CHANGES
    return FAILED if report.failed else DONE


@dataclass
class _Batch:
    settings: Settings
    ledger: Ledger
    report: Report
    again: Again

    def go(self, found: Inputs, workers: Workers) -> bool:
        """Do what is left; true where it was interrupted."""
        for path, why in found.skipped:
            self.report.skip(path, why)
        for path, why in found.failed:
            self.report.add(failure(Job(path, path.name, path), why))
        ended = None
        try:
            for receipt in workers.run(self._left(found.jobs, workers), self.settings):
                self.ledger.enter(receipt)
                self.report.add(receipt)
                if receipt.fatal:
                    ended = receipt.reason
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

    def _left(self, jobs: Sequence[Job], workers: Workers) -> Iterator[Job]:
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


def _key(settings: Settings) -> Key:
    config = json.dumps(settings.config, sort_keys=True, ensure_ascii=False)
    return Key(f"{__version__} {code_hash()}", lexicon(settings.lexicons).hash, config)
