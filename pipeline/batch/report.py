"""What a run says: as it goes, on standard error, and at its end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from pipeline.batch.task import Receipt
from pipeline.terminal import safe, shown

COUNTED = ("words", "repairs", "dates", "treaties", "events")
EVERY = 5.0
"""Seconds between two lines of progress where standard error is no terminal"""
FEW = 5
SLOW = 1.0
"""Seconds below which no reader asks which file was the slowest"""


class View(Protocol):
    """Where a run is shown."""

    def receipt(self, receipt: Receipt, report: Report) -> None: ...
    def skipped(self, path: Path, why: str) -> None: ...
    def end(self, report: Report) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Report:
    """What came of the documents of one run so far; `total` is how many there are."""

    total: int
    view: View
    receipts: list[Receipt] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    absent: list[str] = field(default_factory=list)
    """Documents that decisions were made for and that are not in this run"""

    def add(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)
        self.view.receipt(receipt, self)

    def skip(self, path: Path, why: str) -> None:
        self.skipped.append((path, why))
        self.view.skipped(path, why)

    def end(self) -> None:
        self.view.end(self)

    @property
    def states(self) -> Counter[str]:
        """How many documents came to each state."""
        return Counter(receipt.state for receipt in self.receipts)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def words_a_second(self) -> float:
        """Of the documents done in this run."""
        return sum(receipt.words for receipt in self.receipts if receipt.state != "unchanged") / max(self.seconds, 1e-9)

    @property
    def failed(self) -> list[Receipt]:
        return [receipt for receipt in self.receipts if receipt.state == "failed"]

    @property
    def slowest(self) -> list[Receipt]:
        done = [receipt for receipt in self.receipts if receipt.state != "unchanged" and receipt.seconds]
        return sorted(done, key=lambda receipt: -receipt.seconds)[:FEW]

    @property
    def most_damaged(self) -> list[Receipt]:
        return sorted((receipt for receipt in self.receipts if receipt.score < 1), key=lambda receipt: receipt.score)[:FEW]

    def counts(self) -> dict[str, int]:
        """Files, and what was found in them, done before or now."""
        found = {name: sum(getattr(receipt, name) for receipt in self.receipts) for name in COUNTED}
        return {"files": self.total, **self.states, "skipped": len(self.skipped), **found}

    def summary(self) -> dict[str, Any]:
        """The run as it is kept in `.repair/run.json`."""
        return {
            "counts": self.counts(),
            "seconds": round(self.seconds, 3),
            "words_a_second": round(self.words_a_second),
            "failed": [{"path": r.source, "reason": r.reason, "trace": r.trace} for r in self.failed],
            "skipped": [{"path": shown(path), "reason": why} for path, why in self.skipped],
            "warnings": [{"path": r.source, "warning": warning} for r in self.receipts for warning in r.warnings],
            "unfit": [{"path": r.source, "decision": decision} for r in self.receipts for decision in r.unfit],
            "decisions_for_absent": self.absent,
            "slowest": [{"path": r.source, "seconds": round(r.seconds, 3)} for r in self.slowest],
            "most_damaged": [{"path": r.source, "score": r.score} for r in self.most_damaged],
        }

    def lines(self) -> Iterable[str]:
        """The summary for a reader."""
        states = [f"{count:,} {state}" for state, count in sorted(self.states.items(), key=lambda item: ORDER.index(item[0]))]
        if self.skipped:
            states.append(f"{len(self.skipped):,} skipped")
        if left := self.total - len(self.receipts):
            states.append(f"{left:,} left, which the same command does")
        yield f"{self.total:,} {'file' if self.total == 1 else 'files'}: {', '.join(states) or 'nothing done'}"
        counts = self.counts()
        yield ", ".join(f"{counts[name]:,} {name}" for name in COUNTED)
        if len(self.failed) > 1:
            for why, count in Counter(receipt.reason for receipt in self.failed).most_common():
                yield f"  {count:,} failed: {why}"
        unfit = [safe(f"  {receipt.source}: {decision}") for receipt in self.receipts for decision in receipt.unfit]
        if unfit:
            yield f"{len(unfit):,} decisions that hold no longer:"
            yield from unfit
        if self.absent:
            said = "document that is" if len(self.absent) == 1 else "documents that are"
            yield safe(f"decisions for {len(self.absent):,} {said} not in this run: {', '.join(self.absent)}")
        if self.slowest and self.slowest[0].seconds > SLOW:
            yield "slowest: " + ", ".join(f"{r.source} ({r.seconds:.1f} s)" for r in self.slowest)
        if self.most_damaged:
            yield "most damaged: " + ", ".join(f"{r.source} ({r.score:.2f})" for r in self.most_damaged)


ORDER = ("written", "would change", "unchanged", "failed")


def view(quiet: bool, json_log: bool) -> View:
    """The view the options ask for: on a terminal a bar, elsewhere plain lines."""
    if json_log:
        return JsonLines()
    if quiet:
        return Quiet()
    return Terminal() if sys.stderr.isatty() else Lines()


class Quiet:
    """Failures only."""

    def receipt(self, receipt: Receipt, report: Report) -> None:
        if receipt.state == "failed":
            self.say(f"repair: {receipt.source}: {receipt.reason}")

    def skipped(self, path: Path, why: str) -> None:
        pass

    def end(self, report: Report) -> None:
        pass

    def stop(self) -> None:
        pass

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class Lines(Quiet):
    """A line for what a reader should know, one of progress now and then, and the summary."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def receipt(self, receipt: Receipt, report: Report) -> None:
        super().receipt(receipt, report)
        for warning in receipt.warnings if receipt.state != "unchanged" else ():
            self.say(f"repair: {receipt.source}: {warning}")
        if receipt.state == "would change":
            self.say(f"would change {receipt.source}")
        self.progress(report)

    def skipped(self, path: Path, why: str) -> None:
        self.say(f"repair: {shown(path)}: skipped, {why}")

    def progress(self, report: Report) -> None:
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        done, failed = len(report.receipts), len(report.failed)
        left = report.seconds / done * (report.total - done)
        self.say(f"{done:,} of {report.total:,} files, {report.words_a_second:,.0f} words a second, {failed:,} failed, "
                 f"about {left:,.0f} s left")  # fmt: skip

    def end(self, report: Report) -> None:
        for line in report.lines():
            self.say(line)


class Terminal(Lines):
    """A bar under the lines."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        super().__init__()
        console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[speed]:,.0f} words/s"),
                   TimeRemainingColumn(), TextColumn("{task.fields[failed]} failed"))  # fmt: skip
        self.bar = Progress(*columns, console=console, transient=True)
        self.task = self.bar.add_task("", total=None, speed=0.0, failed=0)
        self.bar.start()

    def progress(self, report: Report) -> None:
        self.bar.update(self.task, total=report.total, completed=len(report.receipts), speed=report.words_a_second,
                        failed=report.states["failed"])  # fmt: skip

    def end(self, report: Report) -> None:
        self.stop()
        super().end(report)

    def stop(self) -> None:
        self.bar.stop()

    def say(self, line: str) -> None:
        self.bar.console.print(line)


class JsonLines:
    """One JSON object a line: `event` is the state a document came to, `skipped`, or `end` with the summary."""

    def receipt(self, receipt: Receipt, report: Report) -> None:
        told = msgspec.to_builtins(receipt)
        self.say({"event": told.pop("state"), **{name: told[name] for name in told if told[name] not in ("", False, [])}})

    def skipped(self, path: Path, why: str) -> None:
        self.say({"event": "skipped", "source": shown(path), "reason": why})

    def end(self, report: Report) -> None:
        self.say({"event": "end", **report.summary()})

    def stop(self) -> None:
        pass

    def say(self, event: dict[str, Any]) -> None:
        print(msgspec.json.encode(event).decode(), file=sys.stderr, flush=True)
