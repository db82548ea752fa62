"""What may be printed: names and texts come from anywhere, a terminal obeys some characters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def safe(text: str) -> str:
    """`text` with control characters, marks that turn the writing direction, spaces that are no plain ones and what has no shape
    written as `\\u202e`."""
    return "".join(character if character.isprintable() else _written_out(character) for character in text)


def shown(path: Path | str) -> str:
    """The name `path` on one line of a terminal."""
    return safe(as_unicode(str(path)))


def as_unicode(name: str) -> str:
    r"""`name` in valid Unicode: a byte that is no UTF-8 becomes `\xNN`, so that different names stay different."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def json_line(value: Any) -> str:
    """`value` as one line of JSON, its letters as they are; what `safe` would write out is escaped as JSON has it."""
    line = json.dumps(value, ensure_ascii=False)
    return "".join(character if character.isprintable() else json.dumps(character)[1:-1] for character in line)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
