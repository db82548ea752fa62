"""The one door: a file of any kind that is read, recognised by what is in it.

`READERS` is the list of what is read, tried in order; `KNOWN` what is recognised and not read, with what to do about it.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from pipeline.read.document import Document, ReadError, said
from pipeline.read.parts import document

HEAD = 1 << 16
"""Bytes by which a file is recognised"""
LARGEST = 1 << 30
"""Bytes of the largest file that is read"""

IMAGE = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|II\*\0|MM\0\*|GIF8|BM.{4}\0{4}|RIFF.{4}WEBP|\0\0\0\x0cjP  |P[1-6]\s", re.DOTALL)
HOCR = re.compile("class\\s*=\\s*[\"'][^\"']*\\bocr_page\\b|[\"']ocr-system[\"']")
ALTO = re.compile("<(?:\\w+:)?alto[\\s>]", re.IGNORECASE)
PAGE = re.compile("<(?:\\w+:)?PcGts[\\s>]")


class Reader(NamedTuple):
    """One kind of file: what it is called, the endings by which a folder is searched, how it is recognised and who reads it."""

    name: str
    endings: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    where: str
    extra: str = ""
    peek: bool = False
    """The ending alone does not say that it is of this kind"""


def _markup(pattern: re.Pattern[str]) -> Callable[[bytes], bool]:
    return lambda head: head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and bool(pattern.search(_as_text(head)))


def _as_text(head: bytes) -> str:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.decode("utf-16" if wide else "latin-1", "replace")


READERS = (
    Reader("PDF", (".pdf",), lambda head: b"%PDF-" in head[:1024], "pipeline.read.pdf", "pdf"),
    Reader("DOCX", (".docx",), lambda head: head.startswith(b"PK\x03\x04"), "pipeline.read.docx", "docx"),
    Reader("hOCR", (".hocr", ".html", ".htm", ".xhtml"), _markup(HOCR), "pipeline.read.hocr", "xml", peek=True),
    Reader("ALTO", (".xml", ".alto"), _markup(ALTO), "pipeline.read.alto", "xml", peek=True),
    Reader("PAGE", (".xml", ".page"), _markup(PAGE), "pipeline.read.page", "xml", peek=True),
    Reader("image", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".bmp", ".webp", ".gif", ".pbm", ".pgm", ".ppm"),
           lambda head: bool(IMAGE.match(head)), "pipeline.read.ocr", "ocr"),
    Reader("text", (".txt", ".text", ""), lambda head: True, "pipeline.read.text"),
)  # fmt: skip

KNOWN = (
    (b"\xd0\xcf\x11\xe0", "an Office file of the old kind, or one with a password; save it as .docx without a password"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"AT&TFORM", "a DjVu file; make a PDF of it with ddjvu -format=pdf"),
    (b"\x7fELF", "a program; leave it out"),
)
"""How files begin that are not read, and what each is, with the remedy that `and run again` ends"""
BINARY = frozenset(ending for reader in READERS[:-1] for ending in reader.endings)
"""Endings of files that are never plain text"""


def read(path: Path, ocr: str | None = None) -> Document:
    """The document in the file. `ocr` is the Tesseract model for images, None where they are not to be read.

    Raises ReadError with reason and remedy.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ReadError(f"larger than {LARGEST >> 30} GiB; split it")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{error.strerror}; check its permissions") from error
    return read_bytes(data, path.suffix.lower(), ocr)


def read_bytes(data: bytes, ending: str = "", ocr: str | None = None) -> Document:
    """The document in `data`, which came from a file with this ending. Raises ReadError with reason and remedy."""
    reader = _reader(data)
    if reader.name == "text" and ending in BINARY:
        named = [reader for reader in READERS if ending in reader.endings]
        other = "save its text as .txt" if named[0].peek else "name it as what it is"
        raise ReadError(f"named {ending}, but no {' or '.join(it.name for it in named)} is in it: get it again, or {other}")
    try:
        module = importlib.import_module(reader.where)
        if reader.extra in ("pdf", "ocr"):
            return document(data, module.parts(data, ocr))
        # libxml2 keeps every name that it has seen until the thread ends that saw it: each file has its own.
        with ThreadPoolExecutor(1) as apart:
            return document(data, apart.submit(module.parts, data).result())
    except ModuleNotFoundError as error:
        extra = "ocr" if ocr and reader.extra == "pdf" else reader.extra
        raise ReadError(f"{reader.name} is read with {error.name}; add it with: pip install 'kazakh-repair[{extra}]'") from error


def _reader(data: bytes) -> Reader:
    head = data[:HEAD]
    for start, what in KNOWN:
        if head.startswith(start):
            raise ReadError(f"{what} and run again")
    reader = next(reader for reader in READERS if reader.recognises(head))
    if reader.name == "DOCX" and not _is_docx(data):
        raise ReadError("a ZIP archive and no Word document; unpack it, or save it as .docx, and run again")
    return reader


def _is_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "[Content_Types].xml" in archive.namelist() and "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(f"a damaged Word document ({said(error)}); get it again") from error


def is_read_ending(path: Path, ocr: bool) -> bool:
    """Whether files of this ending may be read; images only with `ocr`."""
    return path.suffix.lower() in {ending for reader in READERS if ocr or reader.name != "image" for ending in reader.endings}


def is_read(path: Path, ocr: bool) -> bool:
    """Whether a file found in a folder is one to read: by its ending, and by its head where the ending does not tell."""
    readers = [reader for reader in READERS if path.suffix.lower() in reader.endings and (ocr or reader.name != "image")]
    return any(not reader.peek or reader.recognises(_head(path)) for reader in readers)


def is_known(path: Path) -> bool:
    """Whether what is in the file, whatever its name, is of a kind that is read and is not plain text."""
    head = _head(path)
    return any(reader.recognises(head) for reader in READERS[:-1])


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def endings(ocr: bool) -> list[str]:
    """The endings of what is read, for messages."""
    return sorted({ending for reader in READERS if ocr or reader.name != "image" for ending in reader.endings} - {""})
