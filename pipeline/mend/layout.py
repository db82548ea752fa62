"""Lines to paragraphs, end-of-line hyphens, page breaks; headers, footers and page numbers set apart.

A line break goes only where the paragraph plainly goes on. In text that was not broken to a width (a sentence or a paragraph a
line, verse, a list, a table) every line break stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from statistics import quantiles
from typing import NamedTuple

import regex

from pipeline.lexicon import Lexicon
from pipeline.mend import furniture as page_furniture
from pipeline.mend.normalise import HYPHEN_MARKS
from pipeline.morphology import analyse, sound
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.read.document import PAGE_BREAK, Document
from pipeline.record import Furniture
from pipeline.sought import sought
from pipeline.text import Edit, Step, Text, settle
from pipeline.words import words

MARK = rf"--|[-‐‑=¬{HYPHEN_MARKS}]"
HYPHEN = sought(
    rf"[-‐‑=¬{HYPHEN_MARKS}](?:(?=-?[ \t]*[\n\f])|(?<=[\u0002\ufffe]))",
    rf"(?<mark>{MARK})(?<=(?<left>[\p{{L}}\d]+)(?:{MARK}))"
    r"(?:[ \t]*(?:[\n\f][ \t]*)+|(?<=[\u0002\ufffe]))(?<right>\p{Ll}+)",
)
SPACES = frozenset(" \t\n")
LOOSE = sought(rf"[{HYPHEN_MARKS}]", rf"[{HYPHEN_MARKS}]+", is_rare=True)
BREAK = regex.compile(r"[\n\f](?<=(?<=\S)(?<spaces>[ \t]*)[\n\f])[ \t\n\f]*(?=\S)")
PAGE = regex.compile(r"[ \t\n]*\f[ \t\n\f]*")
INDENT = re.compile(r"\n([ \t]+)")
ITEM = regex.compile(r"[-–—•▪·*]\s|\(?\d{1,2}[.)]\s|\(?\p{L}\)\s")
"""What a list item begins with"""
FOOTNOTE = regex.compile(r"(?:\d{1,2}\)?|\*+) ?\p{Lu}")
ENDED = regex.compile(r"[.!?…:;][»”\")\]]*\Z")
HAS_LETTERS = regex.compile(r"\p{L}")
OPENERS = "\"'«“„(["
WIDEST, NARROWEST = 160, 25
"""Characters between which a printed line lies; longer lines were not broken to a width"""
FLOWING, FLOWS = 0.3, 0.5
"""Share of lines that begin in the middle of a sentence, from which the lines of a text, or a column, are broken to a width"""
COLUMN = 10
"""Lines of a column at least"""
COMMON = 100
"""Times seen from which a part of a broken word is a word of its own"""
FULL, HALF = 0.75, 0.5
"""Shares of the page's width"""


class Break(NamedTuple):
    """A line break: where it stands, the lines before and after it, the signs of a new paragraph."""

    start: int
    end: int
    before: str
    after: str
    blank: bool
    page: bool
    indented: bool


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    bare = Text.of(text.current).apply("", _without_furniture(text, document, lexicon))
    return settle(bare, _steps(lexicon, bool(document.boxes))).as_edits()


def furniture(document: Document, lexicon: Lexicon) -> list[Furniture]:
    """Running headers, footers and page numbers of the raw pages, in raw order."""
    return [found.furniture for found in page_furniture.furniture(document, lexicon)]


def _steps(lexicon: Lexicon, columns: bool) -> list[Step]:
    return [partial(joins, columns=columns), partial(hyphens, lexicon=lexicon), loose_marks, page_breaks, indents]


def _without_furniture(text: Text, document: Document, lexicon: Lexicon) -> Iterator[Edit]:
    """The furniture goes with the blank lines on its inner side."""
    current, taken = text.current, 0
    for found, top in page_furniture.furniture(document, lexicon):
        start, end = text.from_raw(found.raw_start), text.from_raw(found.raw_end)
        if start == end:
            continue
        while top and current[end : end + 1] in SPACES:
            end += 1
        while not top and start and current[start - 1] in SPACES:
            start -= 1
        yield Edit(max(start, taken), end, "", found.kind.replace("_", "-"))
        taken = end


def hyphens(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A word broken at a line end is one word again; a compound keeps its hyphen."""
    for m in HYPHEN.finditer(text):
        whole = _unbroken(m["left"], m["mark"], m["right"], lexicon)
        if whole == "hyphen":
            yield Edit(m.start("mark"), m.start("right"), "-", "line-end-hyphen-kept", 0.95)
        elif whole == "word":
            yield Edit(m.start("mark"), m.start("right"), "", "line-end-hyphen", 0.98)
        else:
            yield Edit(m.end("mark"), m.start("right"), " ", "line-join", 0.95)


def _unbroken(left: str, mark: str, right: str, lexicon: Lexicon) -> str:
    """Whether the parts make one word, a word with a hyphen, or (a dash read as hyphen) two words."""
    seen = words(lexicon).count
    joined, kept = seen((left + right).lower()), seen(f"{left}-{right}".lower())
    if left.isdigit():
        return "hyphen"
    if joined or kept:
        return "word" if joined >= kept else "hyphen"
    if mark not in HYPHEN_MARKS and _is_compound(left, right, lexicon):
        return "" if mark in {"--", "="} else "hyphen"
    return "word"


def _is_compound(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether both parts of a word that was never counted are words, and the whole is none by its morphology either."""
    if left.isupper() and len(left) > 1:
        return bool(endings_of_abbreviation(right, lexicon))
    if right == "ақ":  # the particle; no syllable begins with a vowel inside a word
        return _is_word(left.lower(), lexicon)
    both = len(left) > 2 and len(right) > 4 and _is_word(left.lower(), lexicon) and _is_word(right, lexicon)
    return both and not analyse((left + right).lower(), lexicon)


def _is_word(part: str, lexicon: Lexicon) -> bool:
    return words(lexicon).count(part) >= COMMON or sound(part, lexicon)


def loose_marks(text: str) -> Iterator[Edit]:
    """Hyphen marks at a line end with no word to join go."""
    return (Edit(*m.span(), "", "invisible-mark") for m in LOOSE.finditer(text))


def joins(text: str, columns: bool = False) -> Iterator[Edit]:
    """Line breaks inside a paragraph become spaces; those after a hyphen are left to `hyphens`.

    With `columns` stretches of lines may be narrower than the others: only layout formats tell a column from verse.
    """
    breaks = list(_breaks(text))
    if not (usual := _width(breaks)):
        return
    hyphened = {m.end("mark") for m in HYPHEN.finditer(text)}
    widths = _widths(breaks) if columns else [usual] * len(breaks)
    for place, width, beneath in zip(breaks, widths, [*widths[1:], widths[-1]], strict=True):
        if place.start in hyphened:
            continue
        if goes_on(place, width) and (width == beneath or _begins_inside(place.after)):
            yield Edit(place.start, place.end, " ", "page-join" if place.page else "line-join", 0.95)
        elif place.indented and not place.blank and not place.page:
            yield Edit(place.start, place.end, "\n\n", "paragraph-indent")


def _breaks(text: str) -> Iterator[Break]:
    found = [(m.start("spaces"), m.end()) for m in BREAK.finditer(text)]
    ends = [start for start, _ in found[1:]] + [len(text.rstrip())]
    before = text[: found[0][0]] if found else ""
    for (start, end), until in zip(found, ends, strict=False):
        gap, after = text[start:end], text[end:until]
        indented = len(gap) - len(gap.rstrip(" \t")) > 1
        yield Break(start, end, before.strip(), after, gap.count("\n") > 1, PAGE_BREAK in gap, indented)
        before = after


def _width(breaks: Sequence[Break]) -> float:
    """The width in characters to which the lines were broken, 0 where they were not."""
    begun = [place for place in breaks if not ITEM.match(place.after)]
    if not begun or sum(_begins_inside(place.after) for place in begun) < FLOWING * len(begun):
        return 0
    lengths = [len(breaks[0].before), *(len(place.after) for place in breaks)]
    width = _quantile(lengths)
    return width if NARROWEST <= width <= WIDEST else 0


def _widths(breaks: Sequence[Break]) -> list[float]:
    """The width to which the line before each break was broken: that of the column in which it stands."""
    lengths = [len(place.before) for place in breaks]
    usual = _quantile(lengths)
    wide = [length for length in lengths if FULL * length > usual]
    widest = _quantile(wide) if wide else usual
    widths = [widest] * len(breaks)
    for narrow, group in groupby(range(len(breaks)), key=lambda at: lengths[at] < FULL * widest):
        column = list(group)
        if narrow and COLUMN <= len(column) < len(breaks):
            inside = breaks[column[0] : column[-1] + 1]
            if sum(_begins_inside(place.before) for place in inside) >= FLOWS * len(inside):
                widths[column[0] : column[-1] + 1] = _widths(inside)
    return widths


def _quantile(lengths: Sequence[int]) -> float:
    return quantiles(lengths, n=10)[-1] if len(lengths) > 2 else max(lengths)


def _begins_inside(line: str) -> bool:
    return line.lstrip(OPENERS)[:1].islower()


def goes_on(place: Break, width: float) -> bool:
    """Whether the line after the break goes on with the paragraph of the line before it."""
    before, after = place.before, place.after
    full, ended = len(before) >= FULL * width, bool(ENDED.search(before))
    if _stands_alone(before) or _stands_alone(after):
        return False
    if ITEM.match(after) and (ended or not full):
        return False
    if FOOTNOTE.match(after) or (place.page and (FOOTNOTE.match(before) or ended)):
        return False
    if _begins_inside(after):
        return full or (not ended and (len(before) >= HALF * width or len(after) >= FULL * width))
    if not full or place.indented or place.page:
        return False
    return not ended or not place.blank


@lru_cache(maxsize=4096)
def _stands_alone(line: str) -> bool:
    """Whether the line has the shape of a header or is a row of a table: cells, a number alone, or mostly numbers."""
    if "\t" in line or line.count("|") > 1 or not HAS_LETTERS.search(line):
        return True
    tokens = line.split()
    numbers = sum(token[0].isdigit() for token in tokens)
    return (numbers > 2 and 2 * numbers >= len(tokens)) or bool(page_furniture.header_shape(line))


def page_breaks(text: str) -> Iterator[Edit]:
    """A page break between paragraphs becomes a line break; none at the ends of the text."""
    for m in PAGE.finditer(text):
        inside = m.start() > 0 and m.end() < len(text)
        yield Edit(*m.span(), "\n" if inside else "", "page-break")


def indents(text: str) -> Iterator[Edit]:
    """Indentation goes."""
    begun = "\n" + text.replace(PAGE_BREAK, "\n")
    return (Edit(m.start(1) - 1, m.end(1) - 1, "", "indent") for m in INDENT.finditer(begun))
