"""One document of a batch: read it, process it, write it, and say in a receipt what came of it."""

from __future__ import annotations

import errno
import gc
import time
import traceback
from collections.abc import Sequence
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.batch.inputs import OWN, Job, is_local, reason
from pipeline.lexicon import Lexicon, Row
from pipeline.mend.decisions import Decisions, DecisionsError, read_decisions
from pipeline.read.document import Document
from pipeline.record import Record
from pipeline.terminal import shown

State = Literal["written", "unchanged", "would change", "failed"]
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""Errors of writing after which no other document can be written either"""

YOUNG = 100_000
"""New objects after which garbage is looked for. Nearly all that documents leave behind goes by itself: the 700 that Python
begins with cost 9 % of the time on clean text and 15 % on damaged, this 1 and 3 % for the same memory"""

MEMORY = "needs more memory than --memory allows; raise it and add --retry-failed, or split the file"


class Settings(msgspec.Struct, frozen=True):
    """What every document of a run has in common. `config` is what of it changes the output and differs from the defaults."""

    output: Path
    lexicons: tuple[Path, ...] = ()
    config: dict[str, Any] = {}
    check: bool = False
    decisions: Path | None = None
    """A reader's decisions; `config` holds the hash of the file"""

    @property
    def ocr(self) -> str | None:
        """The Tesseract model that images are read with, if they are to be read."""
        return self.config.get("ocr")


class Receipt(msgspec.Struct, frozen=True):
    """What came of one document. Of a failure, `lasting`: another run would meet it again; `retry`: worth a second try in this
    run; `fatal`: no other document can be written either."""

    name: str
    source: str
    state: State
    reason: str = ""
    sha256: str = ""
    output_sha256: str = ""
    words: int = 0
    repairs: int = 0
    dates: int = 0
    treaties: int = 0
    events: int = 0
    score: float = 1.0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    """Decisions that hold no longer"""
    lasting: bool = False
    retry: bool = False
    fatal: bool = False
    trace: str = ""


def do(job: Job, settings: Settings) -> Receipt:
    """The receipt of `job`. Whatever goes wrong with this document is in the receipt; nothing is raised. Doing it twice
    writes the same bytes."""
    from pipeline.read.document import ReadError
    from pipeline.read.files import read
    from pipeline.record import text_of, to_json
    from pipeline.run import process

    started = time.perf_counter()
    try:
        document = read(job.source, settings.ocr)
        decided = decisions(settings)
        record = process(document, job.name, lexicon(settings.lexicons), settings.config, decided)
        data = to_json(record)
        state = put(job.target, data, settings)
        copied = _write_back(job, document, record, settings) if settings.config.get("write_back") else []
    except ReadError as error:
        return failure(job, str(error), lasting=True)
    except DecisionsError as error:
        return failure(job, str(error))
    except MemoryError:
        return failure(job, MEMORY, lasting=True, retry=True)
    except OSError as error:
        said = f"cannot write {shown(job.target)}: {reason(error)}"
        return failure(job, said, retry=True, fatal=error.errno in FULL)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
        return failure(job, f"{said}; please report it with the file", lasting=True, retry=True, trace=traceback.format_exc())
    return Receipt(
        job.name, shown(job.source), state, "", document.sha256, sha256(data).hexdigest(), record.quality.tokens,
        len(record.repairs), len(record.dates), len(record.treaties), len(record.events), record.quality.score,
        time.perf_counter() - started, (*_warnings(record), *copied),
        tuple(decided.unfit(text_of(record), job.name)) if decided else (),
    )  # fmt: skip


def failure(job: Job, why: str, *, lasting: bool = False, **more: Any) -> Receipt:
    """The receipt of a document that failed, and what bytes it had: what is remembered of it holds for these."""
    return Receipt(job.name, shown(job.source), "failed", why, digest(job.source) if lasting else "", lasting=lasting, **more)


def digest(path: Path) -> str:
    """SHA-256 of the file, or nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@cache
def lexicon(overlays: tuple[Path, ...]) -> Lexicon:
    """The tables, once a process, which then looks less often for garbage."""
    gc.set_threshold(YOUNG)
    return Lexicon(*overlays)


def decisions(settings: Settings) -> Decisions | None:
    """What a reader decided. Raises DecisionsError where the file is wrong, or is not the one that the run began with."""
    if settings.decisions is None:
        return None
    decided = read_decisions(settings.decisions)
    if decided.sha256 != settings.config["decisions"]:
        raise DecisionsError(f"{shown(settings.decisions)}: changed during the run; run again")
    return decided


def ready(overlays: tuple[Path, ...]) -> None:
    """Read every table of every stage, and look at a word, whereupon what is compiled is kept for all workers. Raises
    LexiconError naming file and line of the first bad row."""
    import pipeline.run  # noqa: F401  (defines the row types)
    from pipeline.mend.detector import doubtful
    from pipeline.mend.judge import Judge
    from pipeline.mend.page import judges

    tables = lexicon(overlays)
    for row_type in Row.__subclasses__():
        tables.rows(row_type)
    doubtful(["қазақ"], tables)
    teacher = judges(tables)["kazakh"]
    Judge(tables, teacher.channel, teacher).judge("казак")


def put(target: Path, data: bytes, settings: Settings) -> State:
    """Write `data`, or with `--check` only compare. Raises OSError."""
    from pipeline.write.files import write_whole

    if settings.check:
        return "unchanged" if target.exists() and target.read_bytes() == data else "would change"
    write_whole(target, data, settings.output / OWN if is_local(target) else None)
    return "written"


def _write_back(job: Job, document: Document, record: Record, settings: Settings) -> Sequence[str]:
    """Put the repaired words into a copy of the file, which lies beside the result; says what came of it. The result is written
    whether a copy can be made or not."""
    from pipeline.read.document import ReadError
    from pipeline.write.back import written_back

    try:
        copy = written_back(job.source.read_bytes(), document, record.repairs)
    except ReadError as error:
        return [str(error)]
    if copy is None:
        return []
    put(job.target.with_suffix(""), copy.data, settings)
    left = f"; {copy.left} repairs over more than one word were left" if copy.left else ""
    return [f"{copy.words} words written back{left}"]


def _warnings(record: Record) -> Sequence[str]:
    source = record.source
    said = [] if record.raw else ["empty; written with empty text"]
    if source.encoding not in {None, "utf-8", "utf-8-sig"}:
        said.append(f"not plain UTF-8: read as {source.encoding}")
    if source.unread:
        remedy = "nothing was read there" if "ocr" in record.pipeline.config else "--ocr reads it"
        said.append(f"an image and no text on page {', '.join(map(str, source.unread))}; {remedy}")
    return said
