"""What stands on a page and is not of its text: running headers, footers and page numbers.

They are known by repetition on the same edge of neighbouring pages, letter damage allowed for; a page on its own gives up only
a bare number or a line that stands apart in the shape of a header.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from statistics import median
from typing import ClassVar, Literal, NamedTuple

import regex
from rapidfuzz import fuzz

from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend import normalise
from pipeline.mend.candidates import shape as shape_of
from pipeline.read.document import Document, Kind
from pipeline.record import Furniture
from pipeline.text import Text

LINE = regex.compile(r"[^\r\n\v\x85\u2028\u2029\x1c-\x1e]+")
INDENTED = regex.compile(r"[ \t\xa0]{2}|\t")
PLAIN = re.compile(rf"(?:[«(]?[{LETTERS}{LETTERS.upper()}0-9]+(?:[-–][{LETTERS}{LETTERS.upper()}0-9]+)*[»)]?[.,;:!?]?(?: |\Z))+")
"""A line of words, single spaces between them and stops behind them: normalisation has nothing to say of it"""
NUMBER = regex.compile(r"[-–—=]{0,2} ?\d{1,3} ?[-–—=]{0,2}|[-–—=] ?[\p{L}\d]{1,4} ?[-–—=]")
"""A page number alone, with or without dashes; between two dashes it may be damaged"""
TITLE_NUMBER = regex.compile(r"(?<title>\p{Lu}[^.!?;\d]*?)[,.]? (?<number>[1-9]\d{1,2})%?")
NUMBER_TITLE = regex.compile(r"(?<number>[1-9]\d{1,2})[ “\"'.]+(?<title>\p{Lu}[^.!?;\d]*)")
NUMBERS = regex.compile(r"[\d\W]+")
LONGEST = 80
"""Characters of a line that can still be a header"""
PAGED = regex.compile(r"^\d{1,3}\b|\b\d{1,3}$")
TEXT_LINE = 0.75
"""Share of a page's usual line from which a line can be one of its text"""
ALIKE = 75
"""Likeness (0..100, rapidfuzz) from which two header lines are one header read twice"""
NEIGHBOURS = 4
"""Pages on either side whose edges are compared"""
OUTER = 8
"""Lines at an edge that are looked at"""
EDGE = 2
"""Lines at an edge that are compared with those of other pages"""


class RunningHead(Row, frozen=True):
    """What a running header says (`serial`) and what only looks like one (`section`)."""

    table: ClassVar[str] = "running_heads.tsv"
    key: ClassVar[tuple[str, ...]] = ("words",)
    words: str
    role: Literal["serial", "section"]
    example: str


class Line(NamedTuple):
    """A line of a page that is not blank: raw span, text as normalisation leaves it."""

    start: int
    end: int
    text: str


class Found(NamedTuple):
    """Furniture and the edge of the page where it stands."""

    furniture: Furniture
    top: bool


def furniture(document: Document, lexicon: Lexicon) -> Sequence[Found]:
    """Running headers, footers and page numbers of the raw pages, in raw order: those that the file names too."""
    found = _furniture(document.raw, lexicon)
    if not document.asides:
        return found
    named = list(_named(document))
    taken = [(item.furniture.raw_start, item.furniture.raw_end) for item in named]
    others = (item for item in found
              if all(end <= item.furniture.raw_start or item.furniture.raw_end <= start for start, end in taken))  # fmt: skip
    return sorted([*named, *others], key=lambda item: item.furniture.raw_start)


def _named(document: Document) -> Iterator[Found]:
    starts = [start for start, _ in document.pages]
    for kind, start, end in document.asides:
        page = bisect_right(starts, start)
        yield Found(Furniture(page, kind, document.raw[start:end], start, end), top=kind == "header")


@lru_cache(maxsize=2)
def _furniture(raw: str, lexicon: Lexicon) -> tuple[Found, ...]:
    pages = [_lines(raw, start, end, lexicon) for start, end in Document(raw).pages]
    tops = [[line.text for line in lines[:EDGE]] for lines in pages]
    bottoms = [[line.text for line in lines[-EDGE:]] for lines in pages]
    found: list[Found] = []
    for number, lines in enumerate(pages):
        upper = list(_peel(raw, lines, _others(tops, number), lexicon, top=True))
        lower = list(_peel(raw, lines[len(upper) :][::-1], _others(bottoms, number), lexicon, top=False))
        for (line, kind), top in [*((item, True) for item in upper), *((item, False) for item in reversed(lower))]:
            found.append(Found(Furniture(number + 1, kind, raw[line.start : line.end], line.start, line.end), top))
    return tuple(found)


def _lines(raw: str, start: int, end: int, lexicon: Lexicon) -> list[Line]:
    found = list(LINE.finditer(raw, start, end))
    inner = range(OUTER, len(found) - OUTER)
    texts = [m[0].strip() if at in inner or len(m[0]) > 2 * LONGEST else _clean(m[0], lexicon) for at, m in enumerate(found)]
    return [Line(*m.span(), text) for m, text in zip(found, texts, strict=True) if text]


def _clean(line: str, lexicon: Lexicon) -> str:
    """The line as normalisation leaves it."""
    if PLAIN.fullmatch(line):
        return line.rstrip(" ")
    text = Text.of(line)
    return text.apply("", normalise.edits(text, Document(""), lexicon)).current.strip(" \t" + normalise.HYPHEN_MARKS)


def _others(edges: Sequence[list[str]], number: int) -> list[list[str]]:
    return list(edges[max(0, number - NEIGHBOURS) : number]) + list(edges[number + 1 : number + 1 + NEIGHBOURS])


def _peel(
    raw: str, lines: Sequence[Line], others: Sequence[list[str]], lexicon: Lexicon, top: bool
) -> Iterator[tuple[Line, Kind]]:
    """Furniture from one edge inwards, up to the first line that is of the text."""
    width = median(len(line.text) for line in lines) if lines else 0
    for line, inner in zip_longest(lines, lines[1:]):
        if NUMBER.fullmatch(line.text) and _alone(inner, bool(others), top):
            yield line, "page_number"
        elif _repeated(line.text, others, width) or (top and inner and _is_apart(raw, line, inner) and _is_title(line, lexicon)):
            yield line, "header" if top else "footer"
        else:
            return


def _alone(inner: Line | None, more_pages: bool, top: bool) -> bool:
    """Whether a number at an edge belongs to no table, to no sentence, and is not all that the document has."""
    if inner is None:
        return more_pages
    return not NUMBERS.fullmatch(inner.text) and not (top and inner.text[0].islower())


def _repeated(text: str, others: Sequence[list[str]], width: float) -> bool:
    """Whether the line stands at this edge of the neighbouring pages too, but for its numbers.

    A line as long as those of the text and without a page number is text, be the page scanned twice or a form.
    """
    if len(text) > LONGEST or (len(text) > TEXT_LINE * width and not PAGED.search(text)):
        return False
    if len(key := _letters(text)) < 4:
        return False
    alike = sum(any(fuzz.ratio(key, _letters(other)) >= ALIKE for other in edge) for edge in others)
    return alike >= (2 if len(others) > 2 else 1)


def _letters(text: str) -> str:
    return regex.sub(r"[\d\W_]+", " ", text).strip().lower()


def header_shape(text: str) -> regex.Match[str] | None:
    """The line as words with a page number before or after them, if it has that shape."""
    return TITLE_NUMBER.fullmatch(text) or NUMBER_TITLE.fullmatch(text)


def _is_apart(raw: str, line: Line, following: Line) -> bool:
    """Whether a blank line or an indented one follows."""
    return len(normalise.LINE_END.findall(raw, line.end, following.start)) > 1 or bool(INDENTED.match(raw, following.start))


def _is_title(line: Line, lexicon: Lexicon) -> bool:
    """Whether a page's first line is a header by its shape: words and a page number, or the words of a series."""
    serial, section = _running_heads(lexicon)
    if len(line.text) > LONGEST:
        return False
    shape = header_shape(line.text)
    title = _letters(shape["title"] if shape else line.text)
    if not title or title.split()[0] in section:
        return False
    return bool(shape and len(title.split()) <= 6) or any(fuzz.ratio(shape_of(title), shape_of(head)) >= ALIKE for head in serial)


@per_lexicon
def _running_heads(lexicon: Lexicon) -> tuple[list[str], set[str]]:
    rows = lexicon.rows(RunningHead)
    return [row.words for row in rows if row.role == "serial"], {row.words for row in rows if row.role == "section"}
