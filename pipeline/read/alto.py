"""ALTO, versions 2 to 4 (Library of Congress): pages of text blocks, lines, and strings with their boxes."""

from __future__ import annotations

from itertools import count
from typing import Any

from pipeline.read.columns import in_order
from pipeline.read.document import Kind
from pipeline.read.parts import Page, Paragraph, Parts, Word, numbered, set_apart
from pipeline.read.xml import confidence, elements, name_of, number

HYPHEN = "-"
MARGINS: dict[str, Kind] = {"TopMargin": "header", "BottomMargin": "footer"}


def parts(data: bytes) -> Parts:
    """The pages in `data`. Raises ReadError."""
    numbers = count()
    pages = (page(element) for element in elements(data, lambda e: name_of(e) == "Page"))
    return Parts("application/alto+xml", [_framed(in_order(numbered(page, numbers))) for page in pages])


def _framed(page: Page) -> Page:
    """`page` with its foot below it: the format names both margins before what stands between them."""
    return sorted(page, key=lambda lines: lines[0][0].aside in ("footer", "page_number"))


def page(element: Any) -> Page:
    """The text blocks of one `Page`, in the order in which they stand."""
    return [lines for block in element.iter("{*}TextBlock") if (lines := _lines(block))]


def _lines(block: Any) -> Paragraph:
    """The lines of a block; those in the upper and lower margin are no text."""
    kind = next((MARGINS[name] for parent in block.iterancestors() if (name := name_of(parent)) in MARGINS), None)
    return set_apart([line for node in block.iter("{*}TextLine") if (line := _line(node))], kind)


def _line(element: Any) -> list[Word]:
    """The strings of a line; where spaces are marked, strings without one between them are one word."""
    marked = element.find("{*}SP") is not None
    words: list[Word] = []
    spaced = True
    for node in element:
        kind = name_of(node)
        text = " ".join((node.get("CONTENT") or (HYPHEN if kind == "HYP" else "")).split()) if kind in ("String", "HYP") else ""
        if text:
            words.append(Word(text, *_box(node), confidence(node.get("WC")), kind == "HYP" or (marked and not spaced)))
        spaced = kind not in ("String", "HYP")
    return words


def _box(node: Any) -> tuple[float, float, float, float]:
    left, top = number(node.get("HPOS")), number(node.get("VPOS"))
    return left, top, left + number(node.get("WIDTH")), top + number(node.get("HEIGHT"))
