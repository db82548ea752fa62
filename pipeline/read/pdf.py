"""The text layer of a PDF, page by page, by PDFium; pages without one through Tesseract where that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.document import ReadError, said
from pipeline.read.parts import Page, Parts

PAGES = 20_000
"""Pages at most: a file that claims more lies"""
CHARACTERS = 2_000_000
"""Characters of one page at most"""

_HYPHEN = re.compile("[\x02\ufffe](?:\r?\n)?")
"""What PDFium puts for a hyphen at a line end, the line end with it"""
_LINE_END = re.compile(" *(?:\r\n?|\n|\f)")


def parts(data: bytes, ocr: str | None) -> Parts:
    """The pages in `data`. Raises ReadError for a PDF that is encrypted, damaged or without any text."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(_reason(error)) from error
    try:
        if not 0 < len(pdf) <= PAGES:
            raise ReadError(f"a PDF of {len(pdf)} pages; repair it with qpdf or mutool clean, or split it")
        pages: list[str | Page] = []
        unread: list[int] = []
        for index in range(len(pdf)):
            text, drawn = _page(pdf, index)
            if text or not drawn or ocr is None:
                pages.append(text)
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


def _page(pdf: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    """The text of a page, and whether anything is drawn on it."""
    try:
        page = pdf[index]
        layer = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"page {index + 1} of the PDF is damaged ({said(error)}); repair it with qpdf or mutool clean") from error
    count = layer.count_chars()
    if count > CHARACTERS:
        raise ReadError(f"page {index + 1} of the PDF claims {count} characters; print it anew and run again")
    codes = [pdfium.FPDFText_GetUnicode(layer, at) for at in range(count)]
    drawn = next(iter(page.get_objects(max_depth=1)), None) is not None
    layer.close()
    page.close()
    return tidy(codes), drawn


def tidy(codes: Sequence[int]) -> str:
    """The text of PDFium's character codes: hyphens and line ends as in a plain text, no spaces before a line end."""
    text = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _LINE_END.sub("\n", _HYPHEN.sub("-\n", text)).rstrip()


def _by_tesseract(pdf: pypdfium2.PdfDocument, index: int, model: str) -> Sequence[str | Page]:
    """What Tesseract reads on a page, boxes in points from its upper left corner."""
    from pipeline.read.ocr import image_pages
    from pipeline.read.render import in_points, rendered

    image, scale = rendered(pdf, index)
    return [in_points(page, scale) for page in image_pages(image, model)]
