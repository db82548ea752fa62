"""What may be printed: names and texts come from anywhere, a terminal obeys some characters."""

from __future__ import annotations

import json
import unicodedata
from typing import Any


def safe(text: str) -> str:
    """`text` with control characters, marks that turn the writing direction, and what has no shape written as `\\u202e`."""
    return "".join(_shown(character) if unicodedata.category(character) in _UNSAFE else character for character in text)


_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _shown(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def json_line(value: Any) -> str:
    """`value` as one line of JSON, its letters as they are; what `safe` would write out is escaped as JSON has it."""
    line = json.dumps(value, ensure_ascii=False)
    return "".join(json.dumps(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character for character in line)
