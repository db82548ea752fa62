"""Plain text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipeline.read.document import Document, ReadError
from pipeline.read.encodings import decode

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that no database takes: NUL and lone surrogates become U+FFFD"""


def read_text(data: bytes) -> Document:
    """The document in `data`. Raises ReadError where it is no text."""
    text, encoding = decode(data)
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    raw, replaced = UNSTORABLE.subn("\ufffd", text)
    digest = hashlib.sha256(data).hexdigest()
    return Document(raw, digest, encoding=encoding, bytes=len(data), replaced=replaced + max(0, broken))


def read(path: Path) -> Document:
    """The document in the file. Raises ReadError with reason and remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{error.strerror}; check its permissions") from error
    return read_text(data)
