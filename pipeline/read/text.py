"""Plain text."""

from __future__ import annotations

from pipeline.read.document import Document
from pipeline.read.encodings import decode
from pipeline.read.parts import Parts, document


def parts(data: bytes) -> Parts:
    """The text in `data`. Raises ReadError where it is none."""
    text, encoding = decode(data)
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    return Parts("text/plain", text.split("\f"), encoding, replaced=max(0, broken))


def read_text(data: bytes) -> Document:
    """The document in `data`. Raises ReadError where it is no text."""
    return document(data, parts(data))
