"""What is to be done: the files under the paths given and where each result goes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read.files import endings, is_known, is_read, is_read_ending
from pipeline.terminal import as_unicode, shown

OWN = ".repair"
"""The folder of the tool's own files in an output folder"""

PASSED_OVER = (".", "~$")
"""How names begin that a walk passes over: hidden files, and those by which Word locks a document that is open"""

REMEDIES = {
    errno.EACCES: "permission denied; allow it (chmod) or run as its owner",
    errno.EPERM: "not permitted; run as its owner",
    errno.ENOENT: "not there any more; put it back and run again",
    errno.ELOOP: "a link that leads round in circles; remove it",
    errno.ENAMETOOLONG: "the name is too long once .json is added; shorten it",
    errno.ENOSPC: "no space left on the disk; free some and run the same command again",
    errno.EDQUOT: "disk quota exceeded; free some space and run the same command again",
    errno.EROFS: "the file system is read-only; name another folder with -o",
}
"""What an error of the operating system means to the person at the terminal, and what to do"""


class UsageError(Exception):
    """Nothing was started; the message says why and what to do."""


@dataclass(frozen=True)
class Job:
    """One input and its output; `name` is the input's path relative to the folder given, in valid Unicode."""

    source: Path
    name: str
    target: Path


@dataclass
class Inputs:
    """What lies under the paths given: jobs in order of name; what is passed over and what cannot be read, with reasons."""

    jobs: list[Job] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    failed: list[tuple[Path, str]] = field(default_factory=list)


def inputs(paths: Sequence[Path], output: Path, ocr: bool = False) -> Inputs:
    """The inputs under `paths`, images among them with `ocr`. Raises UsageError for what the command may not start with."""
    found = Inputs()
    for path in paths:
        if not (os.path.lexists(path) if is_local(path) else path.exists()):
            raise UsageError(f"{shown(path)}: no such file or folder; check the spelling")
        if path.is_dir():
            _apart(path, output)
            files = sorted(_walk(path, found, frozenset(), ocr))
            found.jobs += [_job(file, file.relative_to(path).as_posix(), output) for file in files]
        elif reason := _unreadable(path) or _unknown(path):
            found.failed.append((path, reason))
        else:
            found.jobs.append(_job(path, path.name, output))
    found.jobs = list(dict.fromkeys(found.jobs))
    _refuse_collisions(found.jobs)
    if not found.jobs and not found.failed:
        raise UsageError(f"{', '.join(map(shown, paths))}: no readable files; read are {_endings(ocr)}")
    return found


def reason(error: OSError) -> str:
    """Why, and what to do."""
    return REMEDIES.get(error.errno or 0) or f"{error.strerror or error}; mend that and run again"


def _walk(folder: Path, found: Inputs, above: frozenset[tuple[int, int]], ocr: bool) -> Iterable[Path]:
    """The files to read under `folder`; `above` are the folders on the way here, by device and number."""
    try:
        status = folder.stat()
        here = above | {(status.st_dev, status.st_ino)}
        if here == above and is_local(folder):
            found.skipped.append((folder, "a link back to a folder it lies in"))
            return
        entries = sorted(folder.iterdir())
        folders = {entry for entry in entries if entry.is_dir()}
    except OSError as error:
        found.failed.append((folder, reason(error)))
        return
    for entry in entries:
        if entry.name.startswith(PASSED_OVER):
            continue
        if entry in folders:
            yield from _walk(entry, found, here, ocr)
        elif not is_read_ending(entry, ocr):
            image = is_read_ending(entry, True)
            found.skipped.append((entry, "an image; --ocr reads it" if image else "a type that is not read"))
        elif why := _unreadable(entry):
            found.failed.append((entry, why))
        elif not is_read(entry, ocr):
            found.skipped.append((entry, "a type that is not read"))
        else:
            yield entry


def _unreadable(path: Path) -> str | None:
    """Why the file at `path` cannot be an input, if it cannot."""
    try:
        path.stat()
    except OSError as error:
        broken = path.is_symlink() and error.errno == errno.ENOENT
        return "a link to nothing; mend or remove it" if broken else reason(error)
    if not path.is_file():
        return "not a regular file; give a file, a folder, or - to read standard input"
    return None


def _unknown(path: Path) -> str | None:
    """Why the file named on the command line is of no type that is read, by its name and by what is in it."""
    return None if is_read_ending(path, True) or is_known(path) else f"a type that is not read; read are {_endings(True)}"


def is_local(path: Path) -> bool:
    """Whether `path` is of this machine and no address."""
    return isinstance(path, Path)


def _job(source: Path, name: str, output: Path) -> Job:
    return Job(source, as_unicode(name), output / f"{name}.json")


def _apart(folder: Path, output: Path) -> None:
    if is_local(output) == is_local(folder) and output.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{shown(output)}: the output lies inside the input {shown(folder)}; name another folder with -o")


def _refuse_collisions(jobs: Iterable[Job]) -> None:
    """Raises UsageError where two inputs have one output, or one's output is the folder of another's."""
    taken: dict[Path, Path] = {}
    for job in jobs:
        other = taken.setdefault(job.target, job.source)
        if other != job.source:
            raise UsageError(f"{shown(other)} and {shown(job.source)} would both be written to {shown(job.target)}; "
                             "run them apart or into different folders")  # fmt: skip
    for target, source in taken.items():
        for folder in target.parents:
            if folder in taken:
                raise UsageError(f"{shown(taken[folder])} would be written where {shown(source)} needs a folder; rename one")


def _endings(ocr: bool) -> str:
    return ", ".join(endings(ocr)) + " and files without an ending"
