"""Word documents: paragraphs and tables in document order, footnotes after the paragraph that calls them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from pipeline.read.document import ReadError, said
from pipeline.read.parts import Parts
from pipeline.read.xml import HARDENED, name_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNPACKED, ENTRIES = 400 << 20, 10_000
"""Bytes and files that may come out of the archive"""
RATIO = 200
"""How much an entry of more than 10 MiB may have been packed; text packs 5 to 20 times"""
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_BREAK, RENDERED_BREAK = "\f", "\v"
"""A break that was set, and the end of a page as Word last drew it; Word notes the second behind each of the first"""

_PAGE_ENDS = re.compile(f"{PAGE_BREAK}\\s*{RENDERED_BREAK}|{RENDERED_BREAK}")


def parts(data: bytes) -> Parts:
    """The pages in `data`, as far as Word noted where they end. Raises ReadError."""
    try:
        _refuse_bomb(data)
        opened = docx.Document(io.BytesIO(data))
        blocks = _blocks(opened.element.body, _Notes(_notes(opened)))
        text = _PAGE_ENDS.sub(PAGE_BREAK, "\n\n".join(filter(None, (block.strip(" ") for block in blocks))))
    except ReadError:
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, etree.LxmlError, KeyError, ValueError, OSError, AttributeError,
            NotImplementedError, RuntimeError, RecursionError, EOFError, IndexError, TypeError, zlib.error) as error:  # fmt: skip
        raise ReadError(f"a damaged Word document ({said(error)}); open and save it in Word and run again") from error
    return Parts(MEDIA_TYPE, [page.strip("\n") for page in text.split(PAGE_BREAK)])


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("a Word document with a password; take it off and run again")
    packed = any(entry.file_size > RATIO * max(1, entry.compress_size) and entry.file_size > 10 << 20 for entry in entries)
    if packed or len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise ReadError("a Word document that unpacks to more than a document holds; if it is sound, save it without images")


def _blocks(body: Any, called: _Notes) -> Iterator[str]:
    """The paragraphs and tables of the body as text, each with the notes that it calls."""
    for block in _children(body, "p", "tbl"):
        if name_of(block) == "tbl":
            yield "\n".join(_row(row, called) for row in _children(block, "tr"))
        else:
            yield from _paragraph(block, called)
        yield from called.due()


def _children(node: Any, *names: str) -> Iterator[Any]:
    """The children of `node` that are called so, those in content controls and tracked insertions too."""
    for child in node:
        if name_of(child) in names:
            yield child
        elif name_of(child) in {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}:
            yield from _children(child, *names)


def _row(row: Any, called: _Notes) -> str:
    """Cells parted by tabs; a cell that spans several columns stands once, what is nested stands in its cell."""
    cells = (" ".join(" ".join(_paragraph(p, called)) for p in cell.iter(f"{W}p")) for cell in _children(row, "tc"))
    return "\t".join(" ".join(cell.split()) for cell in cells)


class _Notes:
    """Footnotes in the order in which they are called; each is due after the block that calls it."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._count = 0
        self._waiting: list[str] = []

    def call(self, identity: str) -> str:
        """The mark of a note, which becomes due."""
        self._count += 1
        mark = str(self._count).translate(SUPERSCRIPT)
        self._waiting.append(f"{mark} {self._texts.get(identity, '')}".strip())
        return mark

    def due(self) -> Iterator[str]:
        yield from self._waiting
        self._waiting = []


def _paragraph(paragraph: Any, called: _Notes) -> Iterator[str]:
    """The text of a paragraph, then that of the text boxes anchored in it."""
    yield "".join(_pieces(paragraph, called))
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
            for inner in box.iter(f"{W}p"):
                yield "".join(_pieces(inner, called))


_MARKS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_SKIPPED = {"txbxContent", "Fallback", "del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr"}


def _pieces(node: Any, called: _Notes) -> Iterator[str]:
    """What is printed of `node`: text, tabs, breaks, marks of notes; not what was deleted."""
    for child in node:
        name = name_of(child)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "br":
            yield PAGE_BREAK if child.get(f"{W}type") == "page" else "\n"
        elif name == "lastRenderedPageBreak":
            yield RENDERED_BREAK
        elif name == "sym":
            yield _symbol(child.get(f"{W}char") or "")
        elif name in ("footnoteReference", "endnoteReference"):
            yield called.call(f"{name[:-9]} {child.get(f'{W}id')}")
        elif name and name not in _SKIPPED:
            yield from _pieces(child, called)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _notes(opened: Any) -> dict[str, str]:
    """The texts of foot- and endnotes, by kind and id."""
    found: dict[str, str] = {}
    for kind, relation in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        for link in opened.part.rels.values():
            if link.reltype == relation and not link.is_external:
                root = etree.fromstring(link.target_part.blob, etree.XMLParser(**HARDENED))
                for note in root.iter(f"{W}{kind}"):
                    pieces = (" ".join(_pieces(p, _Notes({}))) for p in note.iter(f"{W}p"))
                    found[f"{kind} {note.get(f'{W}id')}"] = " ".join(" ".join(pieces).split())
    return found
