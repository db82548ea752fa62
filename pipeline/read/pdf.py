"""The text layer of a PDF, page by page, by PDFium; pages without one through Tesseract where that is asked for.

PDFium leaves out what it takes for bold by printing twice: text that is the same as one of the five pieces before it and lies
over it. Lines that repeat one another under each other stay, but for fonts whose letters have no height, which some makers of
searchable PDFs use: there a line is lost that repeats the one above at less than an eighth of its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_int
from itertools import pairwise
from statistics import median, median_low

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.columns import in_order
from pipeline.read.document import ReadError, said
from pipeline.read.parts import Line, Page, Parts, Word

PAGES = 20_000
"""Pages at most: a file that claims more lies"""
CHARACTERS = 2_000_000
"""Characters of one page at most"""

HYPHENS = "\x02\ufffe"
"""What PDFium puts for a hyphen at a line end"""
GAP, INDENT = 1.35, 1.0
"""Distance of lines, in the usual one, from which a paragraph ends; indentation, in heights of a word, that begins one"""

_PIECE = re.compile(rf"(?P<word>[^ \t\r\n\f{HYPHENS}]*)(?P<end>[{HYPHENS}]|[\r\n\f]+)|[^ \t\r\n\f]+")


def parts(data: bytes, ocr: str | None) -> Parts:
    """The pages in `data`. Raises ReadError for a PDF that is encrypted, damaged or without any text."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(_reason(error)) from error
    try:
        if not 0 < len(pdf) <= PAGES:
            raise ReadError(f"a PDF of {len(pdf)} pages; repair it with qpdf or mutool clean, or split it")
        pages: list[Page] = []
        unread: list[int] = []
        for index in range(len(pdf)):
            page, drawn = _page(pdf, index)
            if page or not drawn or ocr is None:
                pages.append(page)
            else:
                pages += _by_tesseract(pdf, index, ocr)
            if drawn and not pages[-1]:
                unread.append(index + 1)
    finally:
        pdf.close()
    if not any(pages):
        what = "only images" if unread else "nothing"
        remedy = "Tesseract found no text in them; scan it anew" if ocr else "run again with --ocr"
        raise ReadError(f"a PDF without a text layer: {what} on {_numbered(len(pages))}; {remedy}")
    return Parts("application/pdf", pages, unread=tuple(unread))


def _reason(error: Exception) -> str:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return "an encrypted PDF; take the password off (qpdf --decrypt) and run again"
    return f"a damaged PDF ({said(error)}); get it again, or repair it with qpdf or mutool clean"


def _numbered(pages: int) -> str:
    return "its one page" if pages == 1 else f"all {pages} pages"


def _page(pdf: pypdfium2.PdfDocument, index: int) -> tuple[Page, bool]:
    """The lines of a page with their words, and whether anything is drawn on it."""
    try:
        page = pdf[index]
        layer = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"page {index + 1} of the PDF is damaged ({said(error)}); repair it with qpdf or mutool clean") from error
    count = layer.count_chars()
    if count > CHARACTERS:
        raise ReadError(f"page {index + 1} of the PDF claims {count} characters; print it anew and run again")
    lines = list(_lines(page, layer, count))
    drawn = next(iter(page.get_objects(max_depth=1)), None) is not None
    layer.close()
    page.close()
    return paragraphs(in_order([lines])) if lines else [], drawn


def _lines(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, count: int) -> Iterator[Line]:
    """The lines as PDFium tells them apart; a character of its is a UTF-16 unit."""
    units = "".join(chr(pdfium.FPDFText_GetUnicode(layer, at)) for at in range(count))
    placed = _placer(page, layer)
    line: list[Word] = []
    for found in _PIECE.finditer(units):
        end = found["end"] or ""
        word = found["word"] if end else found[0]
        text = word.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") + ("-" if end and end in HYPHENS else "")
        if text:
            line.append(placed(text, found.start(), found.start() + max(1, len(word)) - 1))
        if end and line:
            yield line
            line = []
    if line:
        yield line


def _placer(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage) -> Callable[[str, int, int], Word]:
    """Words from their first and last character: boxes in points from the upper left corner of the page as it is shown."""
    width, height = page.get_size()
    device = (page, 0, 0, round(10 * width), round(10 * height), 0)
    x, y = c_int(), c_int()

    def shown(across: float, down: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(*device, across, down, x, y)
        return x.value / 10, y.value / 10

    def placed(text: str, first: int, last: int) -> Word:
        (a, b, c, d), (e, f, g, h) = layer.get_charbox(first, loose=True), layer.get_charbox(last, loose=True)
        (left, top), (right, bottom) = shown(min(a, e), max(d, h)), shown(max(c, g), min(b, f))
        return Word(text, min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    return placed


def paragraphs(page: Page) -> Page:
    """`page` with a new paragraph where lines stand further apart than most, or one is indented."""
    return [list(part) for paragraph in page for part in _parted(paragraph)]


def _parted(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    bottoms = [median(word.bottom for word in line) for line in lines]
    steps = [after - before for before, after in pairwise(bottoms)]
    usual = median_low([step for step in steps if step > 0] or [0.0])
    edge = median(line[0].left for line in lines)
    begun = 0
    for at, (step, (above, line)) in enumerate(zip(steps, pairwise(lines), strict=True), 1):
        indent = (line[0].left - max(edge, above[0].left)) / max(1.0, line[0].bottom - line[0].top)
        if step > GAP * usual or step < 0 or indent > INDENT:
            yield lines[begun:at]
            begun = at
    yield lines[begun:]


def _by_tesseract(pdf: pypdfium2.PdfDocument, index: int, model: str) -> Sequence[Page]:
    """What Tesseract reads on a page, boxes in points from its upper left corner."""
    from pipeline.read.ocr import image_pages
    from pipeline.read.render import in_points, rendered

    image, scale = rendered(pdf, index)
    return [in_points(page, scale) for page in image_pages(image, model)]
