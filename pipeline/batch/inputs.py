"""What is to be done: the files under the paths given and where each result goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

READ = frozenset({".txt", ""})
"""Endings of the files that are read when found while walking a folder"""


class UsageError(Exception):
    """Nothing was started; the message says why and what to do."""


@dataclass(frozen=True)
class Job:
    """One input and its output; `name` is the input's path relative to the folder given."""

    source: Path
    name: str
    target: Path


def jobs(paths: Iterable[Path], output: Path) -> tuple[list[Job], list[Path]]:
    """The jobs under `paths`, in order of name, and the files skipped for their type. Raises UsageError."""
    found: list[Job] = []
    skipped: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; check the spelling")
        if not path.is_dir():
            found.append(Job(path, path.name, output / f"{path.name}.json"))
            continue
        if output.resolve().is_relative_to(path.resolve()):
            raise UsageError(f"{output}: the output lies inside the input {path}; name another folder with -o")
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            name = file.relative_to(path).as_posix()
            if any(part.startswith(".") for part in file.relative_to(path).parts):
                continue
            if file.suffix.lower() in READ:
                found.append(Job(file, name, output / f"{name}.json"))
            else:
                skipped.append(file)
    if not found:
        raise UsageError(f"{', '.join(map(str, paths))}: no readable files")
    return found, skipped
