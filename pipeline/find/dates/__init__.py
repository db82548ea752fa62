"""Calendar times and their EDTF values.

    text -tokens: runs-> -reader, expressions: readings-> -anaphora: values-> -edtf-> dates
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.find.dates.anaphora import Seen, resolved
from pipeline.find.dates.edtf import written
from pipeline.find.dates.expressions import expression
from pipeline.find.dates.reader import Found, Reader
from pipeline.find.dates.tokens import cutter
from pipeline.find.dates.words import vocabulary
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence

_REACH = 200
"""Characters before a date in which a bracket or quotation mark is looked for"""


def dates(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Date]:
    """Dates of `text`, in order. Every value is read off the text or an earlier date of it; a missing leading part is X."""
    found: list[Date] = []
    seen: list[Seen] = []
    for index, start, end, reading in _readings(text, sentences, lexicon):
        value = resolved(reading.value, reading.refer, seen, index) if reading.refer else reading.value
        edtf = written(value) if value else None
        if value is None or edtf is None:
            continue
        anaphoric = reading.refer is not None and reading.refer.kind not in {"century", "past"}
        found.append(Date(start, end, text[start:end], edtf, reading.mod, anaphoric))
        before = text[max(0, start - _REACH) : start]
        bracketed, quoted = _is_open(before, "([", ")]"), _is_open(before, "«“", "»”")
        aside = bracketed or reading.case == "rel" or text[start:end].endswith("жылғы")
        seen.append(Seen(index, value, quoted or (bracketed and text[start:end].isdigit()), aside))
    return found


def _readings(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> Iterator[tuple[int, int, int, Found]]:
    known = vocabulary(lexicon)
    for index, tokens in cutter(lexicon).runs(text, sentences):
        reader = Reader(text, tokens, known, sentences[index].start)
        at = 0
        while at < len(tokens):
            if reading := expression(reader, at):
                yield index, tokens[at].start, tokens[reading.stop - 1].end, reading
                at = reading.stop
            else:
                at += 1


def _is_open(before: str, opening: str, closing: str) -> bool:
    """Does one of `opening` stand open where `before` ends?"""
    opened = max(map(before.rfind, opening))
    return opened >= 0 and opened > max(map(before.rfind, closing))
