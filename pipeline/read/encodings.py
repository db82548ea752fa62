"""Bytes to text: which encoding it is, and what an earlier tool read in the wrong one.

An encoding is told by how its decoding looks (`letters.Chain`), not by its bytes: every single-byte table of Cyrillic gives
letters, but only one gives words. The same judge tells mojibake from a language that is merely not Kazakh.
"""

from __future__ import annotations

import codecs
import re

from pipeline.read.document import ReadError
from pipeline.read.letters import chain
from pipeline.read.mojibake import undone

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
NARROW = ("cp1251", "kz1048", "ptcp154", "koi8-r", "koi8-u", "cp866", "mac-cyrillic", "cp1252")
"""Where decodings are equal the first named is taken"""
SAMPLE = 40_000
"""Bytes beyond ASCII, with what stands round them, that are enough to tell an encoding"""
WHOLE = 0.9
"""Share of the multi-byte runs of UTF-8 that must be whole for a damaged file to count as UTF-8"""
DOUBTFUL = -6.0
"""Logarithm of the likelihood a letter below which what was read is no text in any language of the table"""
CONTROLS = 0.02
"""Share of control characters above which a file is no text; up to eight are let be"""

_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_RUN = re.compile(rb"[\x80-\xff]+")
_AROUND = re.compile(rb"[^\n]{0,40}[\x80-\xff][^\n]{0,200}")
_WHOLE_RUN = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")
REMEDY = "if it is text, save it as UTF-8 and run again"


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding, after `+` what was undone: `utf-8+cp1251→kz1048`. Raises ReadError: no text.

    Bytes that the encoding does not know become U+FFFD.
    """
    encoding = encoding_of(data)
    text = data.decode(encoding, "replace")
    _refuse_binary(text)
    text, steps = undone(text)
    return text, "+".join([encoding, *steps])


def encoding_of(data: bytes) -> str:
    """The name of the encoding of `data`. Raises ReadError where none fits."""
    for mark, encoding in MARKS:
        if data.startswith(mark) and (mark == codecs.BOM_UTF8 or _is_wide(data[len(mark) :], _exact(mark), 0.5)):
            return encoding
    if b"\0" in data or _CONTROL.search(data[:4000].decode("latin-1")):
        for encoding in WIDE:
            if _is_wide(data, encoding):
                return encoding
    return "utf-8" if _is_utf8(data) else _narrow(data)


def _exact(mark: bytes) -> str:
    return next(name for name in WIDE if "\ufeff".encode(name) == mark)


def _is_wide(data: bytes, encoding: str, share: float = 0.95) -> bool:
    """UTF-16 or UTF-32 without a mark: `share` of it are letters of our scripts, ASCII and print."""
    width = 4 if "32" in encoding else 2
    if len(data) % width > 1:
        return False
    text = data[: 4000 * width].decode(encoding, "replace")
    plain = re.findall("[\t\n\r\f -~\u00a0-\u00ff\u0400-\u052f\u2010-\u2026\u2116]", text)
    return len(plain) >= share * len(text) and len(re.findall("[А-яЁёA-Za-z]", text)) >= 0.3 * share * len(text)


def _is_utf8(data: bytes) -> bool:
    """UTF-8, if need be with a few bytes broken."""
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        runs = _RUN.findall(data)
        whole = sum(bool(_WHOLE_RUN.fullmatch(run)) for run in runs)
        return len(runs) > 1 and whole > WHOLE * len(runs)


def _narrow(data: bytes) -> str:
    """The single-byte encoding whose decoding looks most like a language."""
    sample = _sample(data)
    decodings = {encoding: sample.decode(encoding, "replace") for encoding in NARROW}
    scores = {encoding: chain().language(text)[1] for encoding, text in decodings.items()}
    best = max(scores, key=scores.__getitem__)
    letters = sum(char.isalpha() for char in decodings[best]) + 4
    if scores[best] < DOUBTFUL * letters:
        raise ReadError(f"no text in any encoding known here; {REMEDY}")
    return best


def _sample(data: bytes) -> bytes:
    """Stretches of `data` that hold bytes beyond ASCII, from all over it."""
    if len(data) <= SAMPLE:
        return data
    step = max(1, len(data) // 20)
    return b"\n".join(_stretches(data[at : at + step], SAMPLE // 20) for at in range(0, len(data), step))


def _stretches(data: bytes, size: int) -> bytes:
    pieces: list[bytes] = []
    for match in _AROUND.finditer(data):
        pieces.append(match[0])
        size -= len(match[0])
        if size < 0:
            break
    return b"\n".join(pieces)


def _refuse_binary(text: str) -> None:
    controls = len(_CONTROL.findall(text))
    if controls > 8 and controls > CONTROLS * len(text):
        raise ReadError(f"{controls} control characters in {len(text)}: a binary file, not text; {REMEDY}")
