"""Plain text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipeline.read.document import Document, ReadError

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that no database takes: NUL and lone surrogates become U+FFFD"""


def read_text(data: bytes) -> Document:
    """The document in `data`. Raises ReadError where it is no text."""
    if not data:
        return Document("", hashlib.sha256(data).hexdigest(), encoding="utf-8")
    text, encoding = decode(data)
    raw, replaced = UNSTORABLE.subn("\ufffd", text)
    return Document(raw, hashlib.sha256(data).hexdigest(), encoding=encoding, bytes=len(data), replaced=replaced)


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Raises ReadError where no encoding fits."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        raise ReadError("not valid UTF-8; save it as UTF-8 and run again") from error


def read(path: Path) -> Document:
    """The document in the file. Raises ReadError with reason and remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{error.strerror}; check its permissions") from error
    return read_text(data)
