"""The reading order of a page printed in columns, by where its words stand.

The order in a file is its maker's, and mostly right. Only where prose stands in columns and the lines of the file run across the
white between them, or go back and forth over it, is it put in order: what is as wide as the page, the left column, the right one.
The page is cut along its white space, as in G. Nagy and S. Seth, "Hierarchical representation of optically scanned documents",
ICPR 1984. Two columns of a table are told from prose by their lines, which are short, begin anew, or leave gaps; they stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import NamedTuple

from pipeline.read.parts import Page, Word

GUTTER = 1.0
"""White between columns at least, in heights of a word"""
LINES = 4
"""Lines that a column has at least"""
MOST, FAR = 1000, 1e6
"""Lines of a printed page at most, and how far its words can be from its corner"""
PLACES, TRIED = 400, 50
"""Places in the width of a page where white is looked for, and how many of them are tried at most"""
CROSSED = 0.6
"""Share of the lines to the left, and to the right, that may cross the white between columns: headings, footnotes"""
REACH, FULL = 0.8, 0.5
"""Share of the column's width from which a line is full, and share of its lines that are"""
FLOWING = 0.3
"""Share of lines that begin in the middle of a sentence"""
WIDER, GAPS = 1.6, 0.25
"""Lines between which there is a gap, in the usual distance of lines; share of lines that may be followed by one"""


class Placed(NamedTuple):
    """A word with the numbers of its paragraph and line on the page, and its own."""

    word: Word
    paragraph: int
    line: int
    number: int


Row = Sequence[Placed]


class Cut(NamedTuple):
    """The lines in two columns, and those above and below them."""

    above: Sequence[Row]
    left: Sequence[Row]
    right: Sequence[Row]
    below: Sequence[Row]


def in_order(page: Page) -> Page:
    """`page` with its columns one after the other; as it is where it has none or its order is right."""
    rows = list(_rows(page))
    sides = [side for row in rows for placed in row for side in placed.word[1:5]]
    if not LINES <= len(rows) <= MOST or not all(-FAR < side < FAR for side in sides):
        return page
    if any(placed.word.right <= placed.word.left or placed.word.bottom <= placed.word.top for row in rows for placed in row):
        return page
    zones = list(_zones(rows))
    return page if len(zones) == 1 else [paragraph for zone in zones for paragraph in _paragraphs(zone)]


def _rows(page: Page) -> Iterator[Row]:
    line = number = 0
    for place, paragraph in enumerate(page):
        for words in paragraph:
            yield [Placed(word, place, line, number + at) for at, word in enumerate(words)]
            line, number = line + 1, number + len(words)


def _paragraphs(zone: Sequence[Row]) -> Iterator[list[list[Word]]]:
    for _, rows in groupby(zone, key=lambda row: row[0].paragraph):
        yield [[placed.word for placed in row] for row in rows]


def _zones(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The parts of the page in the order in which they are read."""
    cut = _cut(rows) if len(rows) >= LINES else None
    if cut is None:
        if rows:
            yield rows
        return
    for part in cut:
        yield from _zones(part)


def _cut(rows: Sequence[Row]) -> Cut | None:
    """The largest part in two columns that the file does not give one after the other; a smaller one may be half a table."""
    height = median(placed.word.bottom - placed.word.top for row in rows for placed in row)
    white = list(_white(rows, height))
    down = sorted(rows, key=_centre) if white else []
    cuts = [cut for middle in white[:: len(white) // TRIED + 1] for cut in _bands(rows, down, middle, GUTTER * height / 2)
            if min(map(len, cut[1:3])) >= LINES]  # fmt: skip
    disordered = [cut for cut in cuts if _last(cut.left) > _first(cut.right)]
    largest = max(disordered, key=lambda cut: len(cut.left) + len(cut.right), default=None)
    return largest if largest and _is_prose(largest) else None


def _first(rows: Sequence[Row]) -> int:
    return min(placed.number for row in rows for placed in row)


def _last(rows: Sequence[Row]) -> int:
    return max(placed.number for row in rows for placed in row)


def _white(rows: Sequence[Row], height: float) -> Iterator[float]:
    """Places between left and right where fewer words are in the way from top to bottom than on either side."""
    words = [placed.word for row in rows for placed in row]
    left, right = min(word.left for word in words), max(word.right for word in words)
    step = max(height / 2, (right - left) / PLACES)
    places = int((right - left) / step) + 2
    changes = [0] * (places + 1)
    for word in words:
        changes[int((word.left - left) / step)] += 1
        changes[int((word.right - left) / step) + 1] -= 1
    crossed = list(accumulate(changes[:places]))
    beside = zip(accumulate(crossed, max), reversed([*accumulate(reversed(crossed), max)]), strict=True)
    free = [count <= CROSSED * min(most) for count, most in zip(crossed, beside, strict=True)]
    return (left + step * (at + 0.5) for at in range(places) if free[at])


def _bands(rows: Sequence[Row], down: Sequence[Row], middle: float, margin: float) -> Iterator[Cut]:
    """The page cut at `middle`, wherever no line is in the way; `down` are its rows from top to bottom."""
    parts = [(free, list(group)) for free, group in groupby(down, key=lambda row: not _crosses(row, middle, margin))]
    seen = 0
    for free, part in parts:
        if free:
            first, last = _together(part)
            inside = {row[0].line for row in part[first:last]}
            higher = {row[0].line for row in down[: seen + first]}
            left, right = ([side for row in rows if row[0].line in inside and (side := _side(row, middle, first))]
                           for first in (True, False))  # fmt: skip
            lower = [row for row in rows if row[0].line not in inside | higher]
            yield Cut([row for row in rows if row[0].line in higher], left, right, lower)
        seen += len(part)


def _together(down: Sequence[Row]) -> tuple[int, int]:
    """Which of the lines stand together, without a page number or heading that stands apart above or below them."""
    middles = list(map(_centre, down))
    steps = [after - before for before, after in pairwise(middles)]
    far = WIDER * max(steps[len(steps) // 4 : -(len(steps) // 4) or None], default=0.0)
    apart = [0, *(at for at, step in enumerate(steps, 1) if step > far), len(down)]
    first = max((at for at in apart if at < LINES), default=0)
    last = min((at for at in apart if len(down) - at < LINES), default=len(down))
    return first, max(first, last)


def _centre(row: Row) -> float:
    return median((placed.word.top + placed.word.bottom) / 2 for placed in row)


def _crosses(row: Row, middle: float, margin: float) -> bool:
    """Whether a word of the line stands in the white round `middle`; a mark without letters may be a printed rule."""
    return any(word.left < middle + margin and word.right > middle - margin and any(map(str.isalnum, word.text))
               for word, *_ in row)  # fmt: skip


def _side(row: Row, middle: float, left: bool) -> Row:
    return [placed for placed in row if (placed.word.left + placed.word.right < 2 * middle) is left]


def _is_prose(cut: Cut) -> bool:
    """Whether the two sides are columns of running text."""
    sides = (cut.left, cut.right)
    if not all(_fills(side) and _flows(side) for side in sides):
        return False
    gaps = [list(_gaps(side)) for side in sides]
    if any(len(found) > GAPS * len(side) for found, side in zip(gaps, sides, strict=True)):
        return False
    shared = [one for one in gaps[0] if any(one[0] < end and start < one[1] for start, end in gaps[1])]
    return len(shared) < 2


def _fills(rows: Sequence[Row]) -> bool:
    """Whether most lines reach the far side of the column and hold several words."""
    left, right = min(row[0].word.left for row in rows), max(row[-1].word.right for row in rows)
    full = sum(row[-1].word.right >= left + REACH * (right - left) for row in rows)
    return full >= FULL * len(rows) and median(sum(len(placed.word.text.split()) for placed in row) for row in rows) >= 2


def _flows(rows: Sequence[Row]) -> bool:
    begun = [next(filter(str.isalnum, (char for placed in row for char in placed.word.text)), "") for row in rows]
    return sum(map(str.islower, begun)) >= FLOWING * len(rows)


def _gaps(rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """Where lines of a column are further apart than usual."""
    middles = sorted(map(_centre, rows))
    usual = median(after - before for before, after in pairwise(middles))
    return ((before, after) for before, after in pairwise(middles) if after - before > WIDER * usual)
