"""What is written of one document, field for field. The JSON Schema is derived from these types.

Offsets are code points, end exclusive: into `text`, but for `raw_*`, which are into `raw`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from pipeline.text import Change, Text

SCHEMA_VERSION: Literal["1"] = "1"
Offset = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

Mod = Literal["start", "mid", "end", "first_half", "second_half"]
TreatyKind = Literal["agreement", "treaty", "declaration", "charter", "convention", "protocol", "statute", "concept", "decision",
                     "memorandum", "other"]  # fmt: skip
EventType = Literal["signing", "adoption", "ratification", "entry_into_force", "establishment", "dissolution", "meeting",
                    "declaration", "accession", "appointment", "proposal", "discussion", "conflict", "economic",
                    "other"]  # fmt: skip


class Source(msgspec.Struct, frozen=True):
    """The input: `path` relative to the folder given, `sha256` of its bytes, how they were read."""

    path: str
    sha256: str
    media_type: str
    encoding: str | None
    bytes: int
    pages: int
    replaced: int = 0
    """NUL characters and lone surrogates that became U+FFFD in `raw`"""
    unread: tuple[int, ...] = ()
    """Numbers of the pages that hold an image and no text"""


class Pipeline(msgspec.Struct, frozen=True):
    """What made this record: `config` holds only what differed from the defaults."""

    version: str
    lexicons: str
    config: dict[str, Any]


class Furniture(msgspec.Struct, frozen=True):
    """What stood on the page and is not of the text."""

    page: int
    kind: Literal["header", "footer", "page_number"]
    text: str
    raw_start: Offset
    raw_end: Offset


class Page(msgspec.Struct, frozen=True):
    number: int
    start: Offset
    end: Offset


class WordBox(msgspec.Struct, frozen=True):
    """Where the word at `[start, end)` of the text is printed: page, sides in the units of the layout format, how sure its
    reader was (0..1 or null). By it every span leads to its place on the page."""

    page: int
    start: Offset
    end: Offset
    left: float
    top: float
    right: float
    bottom: float
    confidence: Share | None


class Sentence(msgspec.Struct, frozen=True):
    start: Offset
    end: Offset
    text: str


class Repair(msgspec.Struct, frozen=True):
    """`text` at `[start, end)` of the repaired text stands for `raw` at `[raw_start, raw_end)` of the raw text."""

    start: Offset
    end: Offset
    text: str
    raw_start: Offset
    raw_end: Offset
    raw: str
    stage: str
    rule: str
    confidence: Share


class Date(msgspec.Struct, frozen=True):
    """A calendar time. `edtf` is EDTF (ISO 8601-2, level 2); `anaphoric` where it was resolved from what stands before."""

    start: Offset
    end: Offset
    text: str
    edtf: str
    mod: Mod | None = None
    anaphoric: bool = False


class Treaty(msgspec.Struct, frozen=True):
    """A mention of a named instrument. `name` is the nominative as printed; `id` is the gazetteer's or null."""

    start: Offset
    end: Offset
    text: str
    name: str
    id: str | None
    kind: TreatyKind
    date: str | None
    parties: tuple[str, ...]


class Participant(msgspec.Struct, frozen=True):
    name: str
    kind: Literal["state", "person", "organisation"]
    iso: str | None


class Event(msgspec.Struct, frozen=True):
    """What happened when: `[start, end)` is the clause that holds date and trigger, inside sentence number `sentence`."""

    start: Offset
    end: Offset
    sentence: int
    type: EventType
    trigger: str
    date: str
    participants: tuple[Participant, ...]
    place: str | None
    treaty: str | None


class Suspect(msgspec.Struct, frozen=True):
    """A word that looks damaged and was left."""

    start: Offset
    end: Offset
    text: str


class Foreign(msgspec.Struct, frozen=True):
    """A passage that is not Kazakh and was left alone. `language` is a BCP 47 tag: `ru`, `en`, ..., or `und-Latn`, Latin letters
    of a language that was not told."""

    start: Offset
    end: Offset
    text: str
    language: str


class Quality(msgspec.Struct, frozen=True):
    tokens: int
    repaired: int
    unknown: int
    suspect: tuple[Suspect, ...]
    score: Share
    """How far the text can be trusted: 1 is a text without a suspect word or a doubtful repair"""


class Record(msgspec.Struct, frozen=True):
    """One document as it is written."""

    schema_version: Literal["1"]
    source: Source
    pipeline: Pipeline
    raw: str
    text: str
    furniture: tuple[Furniture, ...]
    pages: tuple[Page, ...]
    sentences: tuple[Sentence, ...]
    repairs: tuple[Repair, ...]
    dates: tuple[Date, ...]
    treaties: tuple[Treaty, ...]
    events: tuple[Event, ...]
    quality: Quality
    boxes: tuple[WordBox, ...] = ()
    foreign: tuple[Foreign, ...] = ()


def to_json(record: Record) -> bytes:
    """UTF-8, not escaped, keys in the order of the contract, one newline at the end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def from_json(data: bytes) -> Record:
    """The record in `data`; unknown keys are ignored. Raises msgspec.DecodeError or msgspec.ValidationError."""
    return msgspec.json.decode(data, type=Record)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every file written validates against."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:kazakh-repair:record:{SCHEMA_VERSION}"}
    return schema | msgspec.json.schema(Record)


def text_of(record: Record) -> Text:
    """The text of a record with its changes, as it was when `repairs` were written."""
    return Text(record.raw, record.text, tuple(
        Change(r.start, r.end, r.raw_start, r.raw_end, r.stage, r.rule, r.confidence) for r in record.repairs
    ))  # fmt: skip


def checked(record: Record) -> Record:
    """`record`, if replaying its repairs gives its text and every span quotes it; raises AssertionError otherwise."""
    pieces, at = [], 0
    for repaired in record.repairs:
        pieces += [record.raw[at : repaired.raw_start], repaired.text]
        at = repaired.raw_end
    if "".join([*pieces, record.raw[at:]]) != record.text:
        raise AssertionError("replaying the repairs over the raw text does not give the text")
    spans: tuple[Sentence | Date | Treaty, ...] = (*record.sentences, *record.dates, *record.treaties)
    for span in spans:
        if record.text[span.start : span.end] != span.text:
            raise AssertionError(f"{span} does not quote the text")
    for event in record.events:
        sentence = record.sentences[event.sentence]
        if not sentence.start <= event.start <= event.end <= sentence.end:
            raise AssertionError(f"{event} leaves its sentence")
    return record
