"""Data comes in at the door and walks straight through: nothing imports sideways or back up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

HOUSE = Path(pipeline.__file__).parent
ROOMS = ("kazakh", "lexicon", "sought", "text", "terminal", "abbreviations", "named", "record", "words", "compiled", "morphology",
         "read", "mend", "find", "run", "write", "batch", "measure", "cli", "__main__")  # fmt: skip
"""From the ground up: a room may use itself and what stands before it"""


def imported(source: str, package: str) -> Iterator[str]:
    """The modules that `source`, of a module in `package`, imports anywhere in it, as dotted names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: -node.level + 1 or None]) + "." if node.level else ""
            yield from (f"{base}{node.module or ''}".rstrip(".") + f".{alias.name}" for alias in node.names)


def upward(file: Path, source: str) -> list[str]:
    """What the module in `file` imports of rooms that do not stand before its own."""
    here = room(f"pipeline.{file.relative_to(HOUSE).with_suffix('').as_posix().replace('/', '.')}")
    package = ".".join(("pipeline", *file.relative_to(HOUSE).parts[:-1]))
    rooms = (room(name) for name in imported(source, package) if name.split(".")[0] == "pipeline")
    return [other for other in rooms if other and ROOMS.index(other) > ROOMS.index(here)]


def room(name: str) -> str:
    """The room of the module, or name in a module, called `name`; none for the package itself."""
    found = name.split(".")[1] if "." in name else ""
    return "" if found.startswith("__version") or found == "__init__" else found


@pytest.mark.parametrize("file", sorted(HOUSE.rglob("*.py")), ids=lambda file: file.relative_to(HOUSE).as_posix())
def test_nothing_imports_sideways_or_up(file: Path) -> None:
    if file != HOUSE / "__init__.py":
        assert upward(file, file.read_text("utf-8")) == []


@pytest.mark.parametrize("line", ["from pipeline.run import process", "from pipeline import run", "import pipeline.find.events",
                                  "def f():\n    from ..batch.task import do", "from .. import cli"])  # fmt: skip
def test_such_an_import_is_seen(line: str) -> None:
    assert upward(HOUSE / "mend" / "stops.py", line)
    assert not upward(HOUSE / "__main__.py", line.replace("..", "."))
