"""A record as CoNLL-U: a sentence a block, a word or mark a line. Lemma, part of speech and head are not known: _

MISC holds the offsets into the document's text (Start, End), SpaceAfter=No, dates and treaties (Date, DateEDTF, Treaty, in BIO),
and, on the first word that a change touches, what was read there (Raw). Source: universaldependencies.org/format, 2.0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from operator import attrgetter
from typing import TypeVar

import regex

from pipeline.record import Date, Record, Repair, Sentence, Treaty

S = TypeVar("S", Date, Treaty, Repair)
_TOKEN = regex.compile(r"\w+(?:[-‐‑’'\u00ad]\w+)*|[^\w\s]")
_SPACES = regex.compile(r"\s+")
_ESCAPES = {"\\": "\\\\", "|": "\\p", " ": "\\s", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def conllu(record: Record) -> bytes:
    """The document's sentences as UTF-8 CoNLL-U."""
    lines = [f"# newdoc id = {_line(record.source.path)}"]
    for number, sentence in enumerate(record.sentences):
        rows = list(_tokens(record, sentence))
        if not rows:
            continue
        lines += [f"# sent_id = {_line(record.source.path)}#{number}", f"# text = {_line(sentence.text)}"]
        lines += ["\t".join(row) for row in rows]
        lines.append("")
    return ("\n".join(lines) + "\n").encode()


def _tokens(record: Record, sentence: Sentence) -> Iterator[tuple[str, ...]]:
    found = list(_TOKEN.finditer(record.text, sentence.start, sentence.end))
    marks = _marks(record, sentence, [match.start() for match in found])
    for number, match in enumerate(found):
        misc = [*marks[number], f"Start={match.start()}", f"End={match.end()}"]
        if number + 1 < len(found) and found[number + 1].start() == match.end():
            misc.append("SpaceAfter=No")
        yield str(number + 1), match.group(), *"_" * 7, "|".join(sorted(misc))


def _marks(record: Record, sentence: Sentence, starts: list[int]) -> dict[int, list[str]]:
    """What MISC says of each token, by its number: dates, treaties and changes."""
    marks: dict[int, list[str]] = defaultdict(list)
    for date in _of(record.dates, sentence):
        for bio, token in _bio(date, starts):
            marks[token] += [f"Date={bio}", f"DateEDTF={_value(date.edtf)}"]
    taken = sentence.start
    for treaty in _of(record.treaties, sentence):
        if treaty.start >= taken:  # BIO has no place for a name inside a name
            taken = treaty.end
            for bio, token in _bio(treaty, starts):
                marks[token] += [f"Treaty={bio}", f"TreatyName={_value(treaty.id or treaty.name)}"]
    raw: dict[int, str] = {}
    for repair in _of(record.repairs, sentence):
        token = max(0, bisect_left(starts, repair.start + 1) - 1)
        raw[token] = f"{raw[token]} {repair.raw}" if token in raw else repair.raw
    for token, text in raw.items():
        marks[token].append(f"Raw={_value(text)}")
    return marks


def _of(spans: tuple[S, ...], sentence: Sentence) -> Iterator[S]:
    start = attrgetter("start")
    yield from spans[bisect_left(spans, sentence.start, key=start) : bisect_left(spans, sentence.end, key=start)]


def _bio(span: Date | Treaty, starts: list[int]) -> Iterator[tuple[str, int]]:
    tokens = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
    yield from (("B" if token == tokens[0] else "I", token) for token in tokens)


def _value(text: str) -> str:
    """A value of MISC: spaces and bars as the format escapes them; nothing is an underscore."""
    return "".join(_ESCAPES.get(character, character) for character in _clean(text)) or "_"


def _line(text: str) -> str:
    return _SPACES.sub(" ", _clean(text))


def _clean(text: str) -> str:
    """Text without what a reader may take for a line's end."""
    return regex.sub(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", text)
