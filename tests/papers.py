"""Files of every kind, made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

PAGES = (
    ("1995 жылғы 30 тамызда бүкілхалықтық референдумда", "Қазақстан Республикасының Конституциясы қабылданды."),
    ("Алматыда 1991 жылғы 21 желтоқсанда он бір мем-", "лекеттің басшылары декларацияға қол қойды."),
)


class Line(NamedTuple):
    """A printed line: how far from the left it begins, in letters, and from the top, in lines."""

    left: int
    down: float
    text: str


def pdf(pages: Sequence[Sequence[str | Line]], image: Sequence[int] = ()) -> bytes:
    """A PDF with a text layer, a line a string; the pages numbered in `image` (from 0) hold a black box and no text."""
    laid = [[line if isinstance(line, Line) else Line(0, row, line) for row, line in enumerate(page)] for page in pages]
    used = sorted({char for page in laid for line in page for char in line.text})
    chars = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in used)
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def 1 begincodespacerange "
            f"<0000> <ffff> endcodespacerange {len(used)} beginbfchar\n{chars}endbfchar endcmap end end")  # fmt: skip
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{7 + 2 * i} 0 R' for i in range(len(pages)))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 500 /FontDescriptor 6 0 R >>",
        _stream(cmap),
        b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 500 800] /ItalicAngle 0 /Ascent 800 /Descent -200 "
        b"/CapHeight 700 /StemV 80 >>",
    ]
    for number, lines in enumerate(laid):
        shown = [f"1 0 0 1 {50 + 5.5 * left} {780 - 14 * down} Tm <{''.join(f'{ord(c):04x}' for c in text)}> Tj"
                 for left, down, text in lines]  # fmt: skip
        content = "0 0 200 200 re f" if number in image else f"BT /F1 11 Tf {' '.join(shown)} ET"
        objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + 2 * number} 0 R "
                    "/Resources << /Font << /F1 3 0 R >> >> >>".encode(), _stream(content)]  # fmt: skip
    return _numbered(objects)


def _stream(text: str) -> bytes:
    data = text.encode("latin-1")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, start)  # fmt: skip
    return bytes(out)


def hocr(pages: Sequence[Sequence[str | Sequence[Line]]]) -> str:
    """hOCR as Tesseract writes it: a line a string, or the pieces that it read as one line; words 10 wide a letter."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"\n'
           '    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><head>'
           "<meta name='ocr-system' content='tesseract 5.3.0' /></head>\n<body>\n"]  # fmt: skip
    for number, lines in enumerate(pages):
        out.append(f"<div class='ocr_page' id='page_{number}' title='bbox 0 0 600 800'><p class='ocr_par' lang='kaz'>\n")
        for row, line in enumerate(lines):
            out.append(f"<span class='ocr_line' title='bbox 0 {20 * row} 600 {20 * row + 18}'>\n")
            for start, down, text in [Line(0, row, line)] if isinstance(line, str) else line:
                for word, left, right in _words(text):
                    box = f"bbox {10 * start + left} {20 * down:.0f} {10 * start + right} {20 * down + 18:.0f}; x_wconf 91"
                    out.append(f"<span class='ocrx_word' title='{box}'>{_escaped(word)}</span>\n")
            out.append("</span>\n")
        out.append("</p></div>\n")
    return "".join([*out, "</body></html>\n"])


def alto(pages: Sequence[Sequence[str]], version: int = 3) -> str:
    """ALTO of version 2, 3 or 4."""
    out = [f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#"><Layout>\n']
    for lines in pages:
        out.append('<Page WIDTH="600" HEIGHT="800"><PrintSpace><TextBlock>\n')
        for row, line in enumerate(lines):
            strings = (f'<String HPOS="{left}" VPOS="{20 * row}" WIDTH="{right - left}" HEIGHT="18" WC="0.91" '
                       f'CONTENT="{_escaped(word)}"/>' for word, left, right in _words(line))  # fmt: skip
            out.append("<TextLine>" + "<SP/>\n".join(strings) + "</TextLine>\n")
        out.append("</TextBlock></PrintSpace></Page>\n")
    return "".join([*out, "</Layout></alto>\n"])


def page(regions: Sequence[Sequence[str]], order: Sequence[int] = ()) -> str:
    """PAGE XML, a region a sequence of lines; `order` is the reading order."""
    refs = "".join(f'<RegionRefIndexed index="{i}" regionRef="r{number}"/>' for i, number in enumerate(order))
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
           f"<Page><ReadingOrder><OrderedGroup>{refs}</OrderedGroup></ReadingOrder>\n"]  # fmt: skip
    for number, lines in enumerate(regions):
        out.append(f'<TextRegion id="r{number}">\n')
        for row, line in enumerate(lines):
            words = "".join(
                f'<Word><Coords points="{left},{20 * row} {right},{20 * row} {right},{20 * row + 18}"/>'
                f'<TextEquiv conf="0.91"><Unicode>{_escaped(word)}</Unicode></TextEquiv></Word>\n'
                for word, left, right in _words(line)
            )
            out.append(f"<TextLine>{words}<TextEquiv><Unicode>{_escaped(line)}</Unicode></TextEquiv></TextLine>\n")
        out.append("</TextRegion>\n")
    return "".join([*out, "</Page></PcGts>\n"])


def _words(line: str) -> list[tuple[str, int, int]]:
    found, at = [], 0
    for word in line.split(" "):
        found.append((word, 10 * at, 10 * (at + len(word))))
        at += len(word) + 1
    return found


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
