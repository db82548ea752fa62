"""Repaired words put back into a copy of the hOCR or ALTO file they came from; not a byte of it else is touched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.read.document import Document, ReadError
from pipeline.record import Repair

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")
_HOCR_WORD = re.compile(r"<(\w+)\b[^>]*\bclass\s*=\s*[\"'][^\"']*\bocrx_word\b[^>]*>(.*?)</\1\s*>", re.DOTALL)
_SIMPLE = re.compile(r"((?:<\w[^>]*>|\s)*)([^<]*?)((?:</\w+\s*>|\s)*)", re.DOTALL)
_ALTO_WORD = re.compile(r"<(?:\w+:)?(String|HYP)\b[^>]*>")
_CONTENT = re.compile(r"\bCONTENT\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Place(NamedTuple):
    """A word of the file: what it says, and the span of the markup that says it, None where it is not one plain run."""

    text: str
    span: tuple[int, int] | None


class Copy(NamedTuple):
    """The new file, how many words of it are new, and how many repairs reach over a word's edge and were left."""

    data: bytes
    words: int
    left: int


def written_back(data: bytes, document: Document, repairs: Sequence[Repair]) -> Copy | None:
    """`data` with the `repairs` of the `document` that was read from it; None for what is neither hOCR nor ALTO.

    Raises ReadError where the words of the file cannot be told apart from the rest of it with certainty.
    """
    find = {"text/vnd.hocr+html": _in_hocr, "application/alto+xml": _in_alto}.get(document.media_type)
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
    if not exact or [place.text for place in places] != [document.raw[box.raw_start : box.raw_end] for box in document.boxes]:
        raise ReadError("cannot be written back: its words cannot be told from its markup; save it as plain UTF-8 and run again")
    pieces: list[str] = []
    at = words = 0
    new, left = _new_words(document, repairs)
    for place, text in zip(places, new, strict=True):
        if text != place.text and place.span:
            pieces += [markup[at : place.span[0]], html.escape(" ".join(text.split()))]
            at = place.span[1]
            words += 1
    return Copy("".join([*pieces, markup[at:]]).encode(encoding, "xmlcharrefreplace"), words, left)


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


def _plain(markup: str) -> str:
    return " ".join(html.unescape(markup).split())


def _new_words(document: Document, repairs: Sequence[Repair]) -> tuple[list[str], int]:
    """What each word of the document says after the repairs that lie within it, and how many others change letters."""
    new: list[str] = []
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
        new.append("".join([*pieces, document.raw[copied : box.raw_end]]))
    return new, len(wanted) - used
