"""Repaired words put back into a copy of the hOCR, ALTO or PAGE file they came from; not a byte of it else is touched.

PAGE says a text up to three times, by the word, the line and the region: all three are kept alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from pipeline.read.document import Box, Document, ReadError
from pipeline.record import Repair

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")
_HOCR_WORD = re.compile(r"<(\w+)\b[^>]*\bclass\s*=\s*[\"'][^\"']*\bocrx_word\b[^>]*>(.*?)</\1\s*>", re.DOTALL)
_SIMPLE = re.compile(r"((?:<\w[^>]*>|\s)*)([^<]*?)((?:</\w+\s*>|\s)*)", re.DOTALL)
_ALTO_WORD = re.compile(r"<(?:\w+:)?(String|HYP)\b[^>]*>")
_PAGE_TAG = re.compile(r"<(/?)(?:\w+:)?(TextRegion|TextLine|Word|Glyph|TextEquiv|Unicode)\b([^>]*?)(/?)>")
_INDEX = re.compile(r"\bindex\s*=\s*[\"'](\d+)")
_CONTENT = re.compile(r"\bCONTENT\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Place(NamedTuple):
    """A word of the file: what it says, and the span of the markup that says it, None where it is not one plain run.

    `again` are the spans of the line and the region that say it once more.
    """

    text: str
    span: tuple[int, int] | None
    again: tuple[tuple[int, int], ...] = ()


class Copy(NamedTuple):
    """The new file, how many words of it are new, and how many repairs reach over a word's edge and were left."""

    data: bytes
    words: int
    left: int


def written_back(data: bytes, document: Document, repairs: Sequence[Repair]) -> Copy | None:
    """`data` with the `repairs` of the `document` that was read from it; None for what is no layout file.

    Raises ReadError where the words of the file cannot be told apart from the rest of it with certainty.
    """
    find = {"text/vnd.hocr+html": _in_hocr, "application/alto+xml": _in_alto, "application/page+xml": _in_page}.get(
        document.media_type)  # fmt: skip
    if find is None:
        return None
    declared = _DECLARED.search(data[:200])
    encoding = declared[1].decode() if declared else "utf-8"
    try:
        markup = data.decode(encoding)
        places = [place for place in find(markup) if place.text]
        exact = markup.encode(encoding) == data
    except (UnicodeError, LookupError):
        places, exact = [], False
    boxes = sorted(document.boxes, key=attrgetter("number"))
    if not exact or [place.text for place in places] != [document.raw[box.raw_start : box.raw_end] for box in boxes]:
        raise ReadError("cannot be written back: its words cannot be told from its markup; save it as plain UTF-8 and run again")
    new, left = _new_words(document, repairs)
    changed = [(place, new[box]) for place, box in zip(places, boxes, strict=True) if place.span and new[box] != place.text]
    pieces: list[str] = []
    at = 0
    for (start, end), text in sorted((span, text) for place, text in changed for span in (place.span, *place.again) if span):
        pieces += [markup[at:start], html.escape(" ".join(text.split()))]
        at = end
    return Copy("".join([*pieces, markup[at:]]).encode(encoding, "xmlcharrefreplace"), len(changed), left)


def _in_hocr(markup: str) -> Iterator[Place]:
    for word in _HOCR_WORD.finditer(markup):
        text = _plain(re.sub(r"<[^>]*>", "", word[2]))
        simple = _SIMPLE.fullmatch(word[2])
        start = word.start(2)
        yield Place(text, (start + simple.start(2), start + simple.end(2)) if simple and _plain(simple[2]) == text else None)


def _in_alto(markup: str) -> Iterator[Place]:
    for tag in _ALTO_WORD.finditer(markup):
        content = _CONTENT.search(tag[0])
        if content is None:
            yield Place("-" if tag[1] == "HYP" else "", None)
        else:
            start, end = content.span(1 if content[1] is not None else 2)
            yield Place(_plain(tag[0][start:end]), (tag.start() + start, tag.start() + end))


@dataclass
class _Element:
    """An element of PAGE that is still open: where its content begins, and what was found in it."""

    kind: str
    start: int
    index: float
    readings: list[tuple[float, tuple[int, int]]] = field(default_factory=list)
    """Of its TextEquiv: index and span"""
    places: list[Place] = field(default_factory=list)

    def text(self, markup: str) -> Place:
        """What it says itself, by the first of its readings."""
        _, span = min(self.readings, key=lambda reading: reading[0], default=(0.0, (0, 0)))
        return Place(_plain(markup[slice(*span)]), span)


def _in_page(markup: str) -> Iterator[Place]:
    """The words of the lines of each region, in the order in which the regions begin."""
    opened: list[_Element] = []
    regions: list[_Element] = []
    for tag in _PAGE_TAG.finditer(markup):
        closing, kind, attributes, empty = tag.groups()
        if not closing and not empty:
            index = _INDEX.search(attributes)
            opened.append(_Element(kind, tag.end(), float(index[1]) if index else 0.0))
            regions += opened[-1:] if kind == "TextRegion" else []
        elif closing and len(opened) > 1 and opened[-1].kind == kind:
            element = opened.pop()
            _close(element, opened[-1], (element.start, tag.start()), markup)
        elif closing:
            opened = opened[:-1]
    for region in regions:
        yield from _said_again(region, markup)


def _close(element: _Element, parent: _Element, span: tuple[int, int], markup: str) -> None:
    """Hand what was found in `element` to the element round it."""
    if element.kind == "Unicode":
        parent.readings.append((element.index, span))
    elif element.kind == "TextEquiv":
        parent.readings += [(element.index, inner) for _, inner in element.readings]
    elif element.kind == "Word":
        parent.places.append(element.text(markup))
    elif element.kind == "TextLine":
        parent.places += _said_again(element, markup)


def _said_again(element: _Element, markup: str) -> list[Place]:
    """The places in a line or region, with where its own text says the same; a line alone where its text says something else."""
    whole, places = element.text(markup), [place for place in element.places if place.text]
    if element.kind == "TextLine" and whole.text and "".join(p.text for p in places) != whole.text.replace(" ", ""):
        return [whole]
    start = whole.span[0] if whole.span else 0
    tokens = [(start + token.start(), start + token.end()) for token in re.finditer(r"\S+", markup[slice(*whole.span or (0, 0))])]
    counts = [len(place.text.split()) for place in places]
    if whole.text.split() != [token for place in places for token in place.text.split()] or sum(counts) != len(tokens):
        return places
    ends = list(accumulate(counts))
    return [place._replace(again=(*place.again, (tokens[end - count][0], tokens[end - 1][1])))
            for place, count, end in zip(places, counts, ends, strict=True)]  # fmt: skip


def _plain(markup: str) -> str:
    return " ".join(html.unescape(markup).split())


def _new_words(document: Document, repairs: Sequence[Repair]) -> tuple[dict[Box, str], int]:
    """What each word of the document says after the repairs that lie within it, and how many others change letters."""
    new: dict[Box, str] = {}
    used = at = 0
    wanted = [repair for repair in repairs if repair.text.split() != repair.raw.split()]
    for box in document.boxes:
        while at < len(wanted) and wanted[at].raw_start < box.raw_start:
            at += 1
        pieces, copied = [], box.raw_start
        while at < len(wanted) and wanted[at].raw_start < box.raw_end and wanted[at].raw_end <= box.raw_end:
            pieces += [document.raw[copied : wanted[at].raw_start], wanted[at].text]
            copied = wanted[at].raw_end
            at, used = at + 1, used + 1
        new[box] = "".join([*pieces, document.raw[copied : box.raw_end]])
    return new, len(wanted) - used
