"""hOCR: HTML or XHTML whose classes name pages, paragraphs, lines and words (hOCR 1.2, Breuel)."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from pipeline.read.columns import in_order
from pipeline.read.parts import Page, Parts, Word, numbered
from pipeline.read.xml import confidence, elements, number, text_of

BLOCKS = {"ocr_par", "ocr_carea", "ocr_column", "ocrx_block"}
LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
WORD = "ocrx_word"

_BBOX = re.compile(r"\bbbox\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)\s+([-\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf\s+([\d.]+)")


def parts(data: bytes) -> Parts:
    """The pages in `data`. Raises ReadError."""
    return Parts("text/vnd.hocr+html", pages(data))


def pages(data: bytes) -> list[Page]:
    """The pages in `data` with their words in reading order. Raises ReadError."""
    numbers = count()
    found = (page(element) for element in elements(data, lambda e: "ocr_page" in classes(e)))
    return [in_order(numbered(page, numbers)) for page in found]


def classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split()) if isinstance(element.tag, str) else set()


def page(element: Any) -> Page:
    """The paragraphs of one `ocr_page`, in the order in which they stand."""
    paragraphs: list[list[list[Word]]] = [[]]
    for node in element.iter():
        kinds = classes(node)
        if kinds & BLOCKS:
            paragraphs.append([])
        elif kinds & LINES:
            whole = not any(WORD in classes(inner) for inner in node.iter())
            paragraphs[-1].append(_words(node) if whole else [])
        elif WORD in kinds:
            if not paragraphs[-1]:
                paragraphs[-1].append([])
            paragraphs[-1][-1] += _words(node)
    return [lines for paragraph in paragraphs if (lines := [line for line in paragraph if line])]


def _words(node: Any) -> list[Word]:
    """The word in `node`, or a line without words as one; none where nothing is printed."""
    text, title = text_of(node), node.get("title") or ""
    box = _BBOX.search(title)
    left, top, right, bottom = (number(side) for side in box.groups()) if box else (0.0, 0.0, 0.0, 0.0)
    sure = _CONFIDENCE.search(title)
    return [Word(text, left, top, right, bottom, confidence(sure[1], 100) if sure else None)] if text else []
