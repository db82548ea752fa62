"""Word documents: paragraphs and tables in document order, footnotes after the paragraph that calls them, headers and footers
where their section begins and ends, every run in its font."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from pipeline.read.document import Kind, ReadError, said
from pipeline.read.parts import Parts, Run, Typed, aside_kind
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
FONT, ASIDE, ASIDE_END = "\ufdd0", "\ufdd1", "\ufdd2"
"""Marks in the text while it is put together, of code points that are no characters: before the first letter in a font, round
what is set apart. A second character says which font or kind: this many code points above FIRST."""
FIRST = 0xF0000
KINDS: tuple[Kind, ...] = ("header", "footer", "page_number")

_PAGE_ENDS = re.compile(f"{PAGE_BREAK}((?:\\s|{ASIDE}[^{ASIDE_END}]*{ASIDE_END})*){RENDERED_BREAK}|{RENDERED_BREAK}")
_MARK = re.compile(f"([{FONT}{ASIDE}])(.)|{ASIDE_END}", re.DOTALL)
_RESERVED = re.compile(f"[{FONT}{ASIDE}{ASIDE_END}]")


def parts(data: bytes) -> Parts:
    """The pages in `data`, as far as Word noted where they end. Raises ReadError."""
    try:
        _refuse_bomb(data)
        opened = docx.Document(io.BytesIO(data))
        reading = _Reading(opened)
        blocks = (block.strip(" ") for block in _body(opened, reading))
        text = _PAGE_ENDS.sub(rf"{PAGE_BREAK}\1", "\n\n".join(filter(None, blocks)))
    except ReadError:
        raise
    except (zipfile.BadZipFile, PackageNotFoundError, etree.LxmlError, KeyError, ValueError, OSError, AttributeError,
            NotImplementedError, RuntimeError, RecursionError, EOFError, IndexError, TypeError, zlib.error) as error:  # fmt: skip
        raise ReadError(f"a damaged Word document ({said(error)}); open and save it in Word and run again") from error
    return Parts(MEDIA_TYPE, list(_typed(text, list(reading.fonts))))


def _typed(text: str, fonts: list[str]) -> Iterator[Typed]:
    """The pages of `text`, its marks turned into runs."""
    font, kind = "", None
    for page in text.split(PAGE_BREAK):
        page, runs, at = page.strip("\n"), [], 0
        for mark in _MARK.finditer(page):
            runs.append(Run(page[at : mark.start()], font, kind))
            at = mark.end()
            if mark[1] == FONT:
                font = fonts[ord(mark[2]) - FIRST]
            else:
                kind = KINDS[ord(mark[2]) - FIRST] if mark[1] == ASIDE else None
        yield Typed([*runs, Run(page[at:], font, kind)])


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("a Word document with a password; take it off and run again")
    packed = any(entry.file_size > RATIO * max(1, entry.compress_size) and entry.file_size > 10 << 20 for entry in entries)
    if packed or len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise ReadError("a Word document that unpacks to more than a document holds; if it is sound, save it without images")


class _Reading:
    """What is known of the document while it is read: its notes in the order in which they are called, and its fonts."""

    def __init__(self, opened: Any) -> None:
        self._notes = _notes(opened)
        self._count = 0
        self._waiting: list[str] = []
        self._styles, self._usual = _styles(opened)
        self.fonts: dict[str, int] = {"": 0}

    def call(self, identity: str) -> str:
        """The mark of a note, which becomes due."""
        self._count += 1
        mark = str(self._count).translate(SUPERSCRIPT)
        paragraphs = self._notes[identity].iter(f"{W}p") if identity in self._notes else ()
        text = " ".join("".join(_pieces(paragraph, self)) for paragraph in paragraphs)
        self._waiting.append(f"{mark} {' '.join(text.split())}".strip())
        return mark

    def due(self) -> Iterator[str]:
        """The notes that were called since, each after the block that calls it."""
        yield from self._waiting
        self._waiting = []

    def marked(self, text: str, run: Any, font: str = "") -> str:
        """`text` with its font noted before its first letter: the run's own, or that of its style or its paragraph's."""
        properties = run.find(f"{W}rPr")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        font = font or _font(properties) or self._styles.get(_style(properties, "rStyle"), "")
        if not font and paragraph is not None:
            font = self._styles.get(_style(paragraph.find(f"{W}pPr"), "pStyle"), "")
        number = self.fonts.setdefault(font or self._usual, len(self.fonts))
        return re.sub(r"(?=\S)", f"{FONT}{chr(FIRST + number)}", _RESERVED.sub("\ufffd", text), count=1)


def _font(properties: Any) -> str:
    """The font that letters beyond ASCII are printed in, by the properties of a run."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    return "" if fonts is None else next(filter(None, map(fonts.get, (f"{W}hAnsi", f"{W}ascii", f"{W}hAnsiTheme"))), "")


def _style(properties: Any, name: str) -> str:
    named = properties.find(f"{W}{name}") if properties is not None else None
    return "" if named is None else named.get(f"{W}val") or ""


def _styles(opened: Any) -> tuple[dict[str, str], str]:
    """The font of every style, its own or that of the one it is based on, and that of the document."""
    root = opened.styles.element
    found = {style.get(f"{W}styleId") or "": style for style in root.iter(f"{W}style")}
    default = _font(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    usual = root.xpath("w:style[@w:type='paragraph' and @w:default='1']/w:rPr")
    fonts = {}
    for name, style in found.items():
        seen: list[Any] = []
        while style is not None and style not in seen and not (font := _font(style.find(f"{W}rPr"))):
            seen.append(style)
            style = found.get(_style(style, "basedOn"))
        fonts[name] = font if style is not None and style not in seen else ""
    return fonts, next(filter(None, map(_font, usual)), default)


def _body(opened: Any, reading: _Reading) -> Iterator[str]:
    """The blocks of every section between its headers and footers."""
    sections = list(opened.sections)
    body = opened.element.body
    ends = {section._sectPr: number for number, section in enumerate(sections)}
    yield from _set_apart(sections[:1], True, opened, reading)
    for block in body:
        yield from _blocks([block], reading)
        end = block.find(f"{W}pPr/{W}sectPr") if name_of(block) == "p" else None
        if end in ends:
            number = ends[end]
            yield from _set_apart(sections[number : number + 1], False, opened, reading)
            following = sections[number + 1 : number + 2]
            if following and (following[0].start_type or 0) >= 2:  # on a new page
                yield PAGE_BREAK
            yield from _set_apart(following, True, opened, reading)
    yield from _set_apart(sections[-1:], False, opened, reading)


def _set_apart(sections: list[Any], headers: bool, opened: Any, reading: _Reading) -> Iterator[str]:
    """The headers, or the footers, that begin with a section; those it has from the section before are not said again."""
    for section in sections:
        kinds = ["", "first_page_"] if section.different_first_page_header_footer else [""]
        kinds += ["even_page_"] if opened.settings.odd_and_even_pages_header_footer else []
        pieces = [getattr(section, f"{kind}{'header' if headers else 'footer'}") for kind in kinds]
        texts = (re.sub(r"\s*[\f\v]\s*", "\n", text).strip() for piece in pieces for text in _printed(piece, reading))
        for text in dict.fromkeys(filter(None, texts)):
            kind = aside_kind("header" if headers else "footer", _MARK.sub("", text))
            yield f"{ASIDE}{chr(FIRST + KINDS.index(kind))}{text}{ASIDE_END}"


def _printed(piece: Any, reading: _Reading) -> list[str]:
    """The blocks of a header or footer; none where it is that of the section before, or its part is missing."""
    try:
        return [] if piece.is_linked_to_previous else list(_blocks(piece._element, reading))
    except KeyError:
        return []


def _blocks(nodes: Iterable[Any], reading: _Reading) -> Iterator[str]:
    """The paragraphs and tables among `nodes` as text, each with the notes that it calls."""
    for block in _children(nodes, "p", "tbl"):
        if name_of(block) == "tbl":
            yield "\n".join(_row(row, reading) for row in _children(block, "tr"))
        else:
            yield from _paragraph(block, reading)
        yield from reading.due()


def _children(nodes: Iterable[Any], *names: str) -> Iterator[Any]:
    """Those of `nodes` that are called so, those in content controls and tracked insertions too."""
    for child in nodes:
        if name_of(child) in names:
            yield child
        elif name_of(child) in {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}:
            yield from _children(child, *names)


def _row(row: Any, reading: _Reading) -> str:
    """Cells parted by tabs; a cell that spans several columns stands once, what is nested stands in its cell."""
    cells = (" ".join(" ".join(_paragraph(p, reading)) for p in cell.iter(f"{W}p")) for cell in _children(row, "tc"))
    return "\t".join(" ".join(cell.split()) for cell in cells)


def _paragraph(paragraph: Any, reading: _Reading) -> Iterator[str]:
    """The text of a paragraph, then that of the text boxes anchored in it."""
    yield "".join(_pieces(paragraph, reading))
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
            for inner in box.iter(f"{W}p"):
                yield "".join(_pieces(inner, reading))


_MARKS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_SKIPPED = {"txbxContent", "Fallback", "del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr"}


def _pieces(node: Any, reading: _Reading) -> Iterator[str]:
    """What is printed of `node`: text, tabs, breaks, marks of notes; not what was deleted."""
    for child in node:
        name = name_of(child)
        if name == "t":
            yield reading.marked(child.text or "", node)
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "br":
            yield PAGE_BREAK if child.get(f"{W}type") == "page" else "\n"
        elif name == "lastRenderedPageBreak":
            yield RENDERED_BREAK
        elif name == "sym":
            yield reading.marked(_symbol(child.get(f"{W}char") or ""), node, child.get(f"{W}font") or "")
        elif name in ("footnoteReference", "endnoteReference"):
            yield reading.call(f"{name[:-9]} {child.get(f'{W}id')}")
        elif name and name not in _SKIPPED:
            yield from _pieces(child, reading)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _notes(opened: Any) -> dict[str, Any]:
    """The foot- and endnotes, by kind and id."""
    found: dict[str, Any] = {}
    for kind, relation in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        for link in opened.part.rels.values():
            if link.reltype == relation and not link.is_external:
                root = etree.fromstring(link.target_part.blob, etree.XMLParser(**HARDENED))
                found |= {f"{kind} {note.get(f'{W}id')}": note for note in root.iter(f"{W}{kind}")}
    return found
