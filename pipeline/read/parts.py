"""What a reader hands over, and how it becomes a document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline.read.document import PAGE_BREAK, Aside, Box, Document, Font, Kind
from pipeline.read.mojibake import decision, undo

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that no database takes: NUL and lone surrogates become U+FFFD"""


BARE_NUMBER = re.compile(r"\W*\d{1,4}\W*")


class Word(NamedTuple):
    """A printed word: its box in the units of its format, confidence 0..1 or None; `glued` to what stands before it; its number
    in the order of the file; `aside` where the file sets it apart from the text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None
    glued: bool = False
    number: int = 0
    aside: Kind | None = None

    def scaled(self, by: float) -> Word:
        left, top, right, bottom = (round(side * by, 1) for side in self[1:5])
        return self._replace(left=left, top=top, right=right, bottom=bottom)


Line = Sequence[Word]
Paragraph = Sequence[Line]
Page = Sequence[Paragraph]


def numbered(page: Page, numbers: Iterator[int]) -> Page:
    """`page` with its words numbered as they come."""
    return [[[word._replace(number=next(numbers)) for word in line] for line in paragraph] for paragraph in page]


def set_apart(lines: Paragraph, kind: Kind | None) -> Paragraph:
    """The lines of a paragraph marked as header or footer, or as a page number where they are nothing else."""
    if kind is None:
        return lines
    kind = aside_kind(kind, " ".join(word.text for line in lines for word in line))
    return [[word._replace(aside=kind) for word in line] for line in lines]


def aside_kind(kind: Kind, text: str) -> Kind:
    """What a header or footer that says `text` is."""
    return "page_number" if BARE_NUMBER.fullmatch(text) else kind


class Run(NamedTuple):
    """Text in one font; `aside` where the file sets it apart."""

    text: str
    font: str = ""
    aside: Kind | None = None


@dataclass(frozen=True)
class Typed:
    """A page as the runs of a word processor, one after the other."""

    runs: Sequence[Run]


class Parts(NamedTuple):
    """Pages as text, as runs of it, or as paragraphs of lines of words; `unread` are the numbers of those with an image only."""

    media_type: str
    pages: Sequence[str | Typed | Page]
    encoding: str | None = None
    unread: tuple[int, ...] = ()
    replaced: int = 0


def document(data: bytes, parts: Parts) -> Document:
    """The document that `parts` make; what was misread by an earlier tool is put right, decided once for all pages."""
    whole = "\n".join(_plain(page) for page in parts.pages)
    steps, unstorable = decision(whole), len(UNSTORABLE.findall(whole))

    def mend(text: str) -> str:
        for name in steps:
            text = undo(name)(text)
        return UNSTORABLE.sub("\ufffd", text) if unstorable else text

    pieces: list[str] = []
    boxes: list[Box] = []
    asides: list[Aside] = []
    fonts: list[Font] = []
    at = 0
    for page in parts.pages:
        if isinstance(page, str):
            text = mend(page)
        elif isinstance(page, Typed):
            runs = [run._replace(text=mend(run.text)) for run in page.runs]
            text = "".join(run.text for run in runs)
            asides += [Aside(kind, start, end) for kind, start, end in _stretches(runs, at, attrgetter("aside"))]
            fonts += [Font(name, start, end) for name, start, end in _stretches(runs, at, attrgetter("font"))]
        else:
            text = _laid(page, mend, at, boxes, asides)
        pieces.append(text)
        at += len(text) + len(PAGE_BREAK)
    encoding = "+".join(filter(None, [parts.encoding, *steps])) or None
    return Document(PAGE_BREAK.join(pieces), hashlib.sha256(data).hexdigest(), parts.media_type, encoding, len(data),
                    parts.replaced + unstorable, boxes, parts.unread, asides, fonts)  # fmt: skip


def _plain(page: str | Typed | Page) -> str:
    if isinstance(page, str):
        return page
    if isinstance(page, Typed):
        return "".join(run.text for run in page.runs)
    return "\n".join(" ".join(word.text for word in line) for paragraph in page for line in paragraph)


def _stretches(runs: Sequence[Run], at: int, key: Callable[[Run], str | None]) -> Iterator[tuple[Any, int, int]]:
    """What `key` says of the runs, which begin at raw offset `at`, with the raw span of each stretch; where it says something."""
    for said, group in groupby(runs, key=key):
        start, at = at, at + sum(len(run.text) for run in group)
        if said:
            yield said, start, at


def _laid(page: Page, mend: Callable[[str], str], at: int, boxes: list[Box], asides: list[Aside]) -> str:
    """The text of a page that begins at raw offset `at`, a blank line between paragraphs; its boxes and asides are added."""
    pieces: list[str] = []
    for number, paragraph in enumerate(page):
        begun = len(boxes)
        for first, line in enumerate(paragraph):
            gap = "" if not pieces else "\n\n" if number and not first else "\n"
            for word in line:
                text = mend(word.text)
                gap = "" if word.glued else gap
                start = at + len(gap)
                pieces += [gap, text]
                at = start + len(text)
                boxes.append(Box(start, at, word.left, word.top, word.right, word.bottom, word.confidence, word.number))
                gap = " "
        if kind := next((word.aside for line in paragraph for word in line), None):
            asides.append(Aside(kind, boxes[begun].raw_start, at))
    return "".join(pieces)
