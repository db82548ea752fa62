"""One document, start to end: the visible list of stages.

    bytes -read-> raw -fonts, normalise, layout, stops, repair: edits-> -a reader's decisions: edits-> text
    text -sentences, dates, treaties: spans-> -events: join-> record
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline import __version__
from pipeline.find.dates import dates
from pipeline.find.events import events
from pipeline.find.sentences import sentences
from pipeline.find.treaties import treaties
from pipeline.lexicon import Lexicon
from pipeline.mend import decisions as reader
from pipeline.mend import layout, normalise, repair, stops
from pipeline.mend.page import page_starts
from pipeline.mend.passages import passages
from pipeline.mend.quality import quality
from pipeline.read import fonts
from pipeline.read.document import Aside, Box, Document
from pipeline.record import SCHEMA_VERSION, Page, Pipeline, Record, Repair, Source, WordBox, checked, text_of
from pipeline.text import Edit, Text

Stage = Callable[[Text, Document, Lexicon], Iterable[Edit]]

REPAIR = "repair"
"""The stage that mends words; what stands there before it is what it sees"""
STAGES: tuple[tuple[str, Stage], ...] = (
    ("fonts", fonts.edits),
    ("normalise", normalise.edits),
    ("layout", layout.edits),
    ("stops", stops.edits),
    (REPAIR, repair.edits),
)
ROUNDS = 10
"""Times the stages are gone through at most: a mended word can be what a neighbour was waiting for"""


def steps(document: Document, lexicon: Lexicon) -> Iterator[tuple[str, Text, Text]]:
    """Each stage as it is gone through, with the text before and after: all in turn, again until none has anything to say."""
    text = Text.of(document.raw)
    for _ in range(ROUNDS):
        begun = text.current
        for name, stage in STAGES:
            before, text = text, text.apply(name, stage(text, document, lexicon))
            yield name, before, text
        if text.current == begun:
            break


def mend(document: Document, lexicon: Lexicon) -> Text:
    """The repaired text of `document`."""
    return deque((after for _, _, after in steps(document, lexicon)), maxlen=1).pop()


def decide(text: Text, path: str, decisions: reader.Decisions | None) -> Text:
    """`text` after what a reader decided of it: once and last, so that a decision changes nothing but what it is about."""
    return text.apply(reader.STAGE, decisions.edits(text, path)) if decisions else text


def process(document: Document, path: str, lexicon: Lexicon, config: dict[str, Any] | None = None,
            decisions: reader.Decisions | None = None) -> Record:  # fmt: skip
    """The record of `document`. `path` is what `source.path` will say; `config` what differed from the defaults."""
    text = decide(mend(document, lexicon), path, decisions)
    config = (config or {}) | ({"decisions": decisions.sha256} if decisions else {})
    return described(text, document, path, lexicon, config)


def decided(record: Record, decisions: reader.Decisions, lexicon: Lexicon) -> Record:
    """`record` after what a reader decided of it, as `process` would have written it then."""
    before = text_of(record)
    at, path = record.source, record.source.path
    boxes = tuple(Box(*before.to_raw(b.start, b.end), b.left, b.top, b.right, b.bottom, b.confidence) for b in record.boxes)
    asides = tuple(Aside(item.kind, item.raw_start, item.raw_end) for item in record.furniture)
    document = Document(record.raw, at.sha256, at.media_type, at.encoding, at.bytes, at.replaced, boxes, at.unread, asides)
    config = record.pipeline.config | {"decisions": decisions.sha256}
    return described(decide(before, path, decisions), document, path, lexicon, config)


def described(text: Text, document: Document, path: str, lexicon: Lexicon, config: dict[str, Any]) -> Record:
    """The record of a repaired text: what is found in it and where it all stands."""
    found = sentences(text.current, lexicon)
    when = dates(text.current, found, lexicon)
    named = treaties(text.current, found, when, lexicon)
    starts = page_starts(text, document)
    return checked(Record(
        schema_version=SCHEMA_VERSION,
        source=Source(path, document.sha256, document.media_type, document.encoding, document.bytes,
                      len(document.pages), document.replaced, document.unread),
        pipeline=Pipeline(__version__, lexicon.hash, config),
        raw=document.raw,
        text=text.current,
        furniture=tuple(layout.furniture(document, lexicon)),
        pages=pages(text, document),
        sentences=tuple(found),
        repairs=repairs(text),
        dates=tuple(when),
        treaties=tuple(named),
        events=tuple(events(text.current, found, when, named, lexicon)),
        quality=quality(text, starts, lexicon),
        boxes=boxes(text, document),
        foreign=tuple(passages(text.current, starts, lexicon)),
    ))  # fmt: skip


def repairs(text: Text) -> tuple[Repair, ...]:
    """The changes of `text` as they are written."""
    return tuple(
        Repair(c.start, c.end, text.current[c.start : c.end], c.raw_start, c.raw_end, text.raw[c.raw_start : c.raw_end],
               c.stage, c.rule, round(c.confidence, 4))
        for c in text.changes
    )  # fmt: skip


def pages(text: Text, document: Document) -> tuple[Page, ...]:
    """Where each page of the raw text stands in the repaired text."""
    return tuple(Page(number, text.from_raw(start), text.from_raw(end)) for number, (start, end) in enumerate(document.pages, 1))


def boxes(text: Text, document: Document) -> tuple[WordBox, ...]:
    """Where each printed word stands in the repaired text; words that are no longer of it (a page number) are left out."""
    starts = [start for start, _ in document.pages]
    found = ((bisect_right(starts, box.raw_start), text.from_raw(box.raw_start), text.from_raw(box.raw_end), box)
             for box in document.boxes)  # fmt: skip
    return tuple(WordBox(page, start, end, *box[2:7]) for page, start, end, box in found if start < end)
