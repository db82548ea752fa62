"""A document as it was read: its raw text in reading order and where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

PAGE_BREAK = "\f"
LONGEST = 120
"""Characters of a library's words that are passed on"""


class ReadError(Exception):
    """A file that cannot be read. The message says why and what to do, on one line; whoever reports it adds the file's name."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def said(error: Exception) -> str:
    """What a library said of a file, short and printable: it may quote the file."""
    text = "".join(char if char.isprintable() else " " for char in str(error) or type(error).__name__).rstrip(". ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class Box(NamedTuple):
    """A printed word of a layout format: raw span, box on its page in that format's own units, confidence 0..1 or None; its
    number among the words of the file, which is not that in reading order where columns were put in order."""

    raw_start: int
    raw_end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None
    number: int = 0


Kind = Literal["header", "footer", "page_number"]


class Aside(NamedTuple):
    """A raw span that the file itself sets apart from its text."""

    kind: Kind
    raw_start: int
    raw_end: int


class Font(NamedTuple):
    """A raw span and the name of the font in which the file has it printed."""

    name: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True)
class Document:
    """`raw` is the decoded text, pages joined by U+000C; `boxes`, `asides` and `fonts` in raw order where the format has them."""

    raw: str
    sha256: str = ""
    media_type: str = "text/plain"
    encoding: str | None = None
    bytes: int = 0
    replaced: int = 0
    boxes: Sequence[Box] = field(default=())
    unread: tuple[int, ...] = ()
    """Numbers of the pages that hold an image and no text"""
    asides: Sequence[Aside] = field(default=())
    fonts: Sequence[Font] = field(default=())

    @property
    def pages(self) -> list[tuple[int, int]]:
        """Raw spans of the pages, page breaks left out; one page where there is no break."""
        spans, at = [], 0
        for page in self.raw.split(PAGE_BREAK):
            spans.append((at, at + len(page)))
            at += len(page) + 1
        return spans
