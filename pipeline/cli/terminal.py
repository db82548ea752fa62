"""What may be printed: names and texts come from anywhere, a terminal obeys some characters."""

from __future__ import annotations

import unicodedata


def safe(text: str) -> str:
    """`text` with control characters, marks that turn the writing direction, and what has no shape written as `\\u202e`."""
    return "".join(_shown(character) if unicodedata.category(character) in _UNSAFE else character for character in text)


_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _shown(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
