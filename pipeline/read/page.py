"""PAGE XML (PRImA): regions in their reading order, lines, and words with their outlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from pipeline.read.columns import in_order
from pipeline.read.document import Kind
from pipeline.read.parts import Page, Paragraph, Parts, Word, numbered, set_apart
from pipeline.read.xml import confidence, elements, name_of, number, text_of

KINDS: dict[str, Kind] = {"header": "header", "footer": "footer", "page-number": "page_number"}
"""Types of regions that are not of the text"""

_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")


def parts(data: bytes) -> Parts:
    """The pages in `data`. Raises ReadError."""
    numbers = count()
    return Parts("application/page+xml", [page(element, numbers) for element in elements(data, lambda e: name_of(e) == "Page")])


def page(element: Any, numbers: Iterator[int]) -> Page:
    """The text regions of one `Page`: those that the reading order names first and in its order, then the others.

    Where it names none, they are put in order by where they stand.
    """
    order = {node.get("regionRef"): place for place, node in enumerate(element.iter("{*}RegionRefIndexed", "{*}RegionRef"))}
    regions = list(element.iter("{*}TextRegion"))
    found = numbered([_lines(region) for region in regions], numbers)
    if not order:
        return in_order([lines for lines in found if lines])
    ranked = sorted(zip(regions, found, strict=True), key=lambda pair: order.get(pair[0].get("id"), len(order)))
    return [lines for _, lines in ranked if lines]


def _lines(region: Any) -> Paragraph:
    """The lines of a region; some regions are said to be headers, footers or page numbers."""
    kind = KINDS.get(region.get("type") or "")
    return set_apart([line for node in region.findall("{*}TextLine") if (line := _line(node))], kind)


def _line(element: Any) -> list[Word]:
    """The words of a line, or the line as one word where its own text says something else."""
    words = [word for node in element.findall("{*}Word") if (word := _word(node))]
    whole = _word(element)
    if whole and "".join(word.text for word in words) != whole.text.replace(" ", ""):
        return [whole]
    return words


def _word(node: Any) -> Word | None:
    """What a word or line says, by the first of its readings."""
    readings = [child for child in node if name_of(child) == "TextEquiv"]
    if not readings:
        return None
    best = min(readings, key=lambda reading: number(reading.get("index")))
    text = "".join(text_of(child) for child in best if name_of(child) == "Unicode")
    return Word(text, *_box(node), confidence(best.get("conf"))) if text else None


def _box(node: Any) -> tuple[float, float, float, float]:
    """The box round the outline, which is one attribute, or a point an element in the versions before 2013."""
    outline = next((child for child in node if name_of(child) == "Coords"), None)
    if outline is None:
        return 0.0, 0.0, 0.0, 0.0
    points = [(number(x), number(y)) for x, y in _POINT.findall(outline.get("points") or "")]
    points += [(number(point.get("x")), number(point.get("y"))) for point in outline if name_of(point) == "Point"]
    across, down = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(across), min(down), max(across), max(down)
