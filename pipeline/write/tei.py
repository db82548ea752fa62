"""A record as TEI P5: page breaks, sentences, dates, names of treaties, and every change as `<choice><sic>...<corr>`.

The subset used is `tei.rng`. What overlaps is written in parts that point to one another by `@next` and `@prev`. Line breaks of
the text are `<lb/>`; characters that XML cannot hold are U+FFFD.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import regex
from lxml import etree

from pipeline.record import Event, Record, Repair, Treaty
from pipeline.write.edtf_bounds import bounds

RELAX_NG = Path(__file__).with_name("tei.rng")
_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_NO_WORD = regex.compile(r"[\p{C}\p{Z}]+")
_PLAIN_DATE = regex.compile(r"-?[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_YEARLESS = regex.compile(r"XXXX(-[0-9]{2}(?:-[0-9]{2})?)")

Attributes = dict[str, str]


class _Span(NamedTuple):
    """`[start, end)` of the text in elements of one name; in order of what goes round what."""

    rank: int
    start: int
    minus_end: int
    tag: str
    identity: str
    attributes: tuple[tuple[str, str], ...]
    sic: str | None = None


def tei(record: Record) -> bytes:
    """The document as UTF-8 XML that validates against `RELAX_NG`."""
    root = etree.Element("TEI", {_LANG: "kk"}, nsmap={None: _TEI})
    _header(root, record)
    _body(_sub(_sub(_sub(root, "text"), "body"), "ab"), record)
    if record.events:
        listed = _sub(_sub(root, "standOff"), "listEvent")
        for it in record.events:
            _event(listed, it)
    # Names are given the namespace at once, at the end: lxml is much quicker that way.
    for element in root.iter():
        element.tag = f"{{{_TEI}}}{element.tag}"
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def datable(edtf: str | None) -> Attributes:
    """The attributes of a date: `when`, `from` and `to`, or `notBefore` and `notAfter`; `when-custom` is the EDTF as it is."""
    if not edtf or _NO_WORD.search(edtf):
        return {}
    custom = {"when-custom": edtf} | ({"cert": "medium"} if regex.search("[~?%]", edtf) else {})
    plain = regex.sub("[~?%]", "", edtf)
    first, last = bounds(edtf)
    if yearless := _YEARLESS.fullmatch(plain):
        return {"when": f"-{yearless[1]}", **custom}
    if not (first and last):
        return custom
    if _PLAIN_DATE.fullmatch(plain):
        return {"when": plain, **custom}
    start, _, end = plain.partition("/")
    ends = {name: value for name, value in (("from", start), ("to", end)) if _PLAIN_DATE.fullmatch(value)}
    if end and ends.keys() | {name for name, value in (("from", start), ("to", end)) if value == ".."} == {"from", "to"}:
        return {**ends, **custom}
    return {"notBefore": first.iso, "notAfter": last.iso, **custom}


def _header(root: etree._Element, record: Record) -> None:
    header = _sub(root, "teiHeader")
    described = _sub(header, "fileDesc")
    _sub(_sub(described, "titleStmt"), "title", text=record.source.path)
    _sub(_sub(described, "publicationStmt"), "p", text="Repaired and marked up by program; not published.")
    source = _sub(_sub(described, "sourceDesc"), "bibl")
    _sub(source, "idno", {"type": "path"}, record.source.path)
    _sub(source, "idno", {"type": "sha256"}, record.source.sha256)
    encoding = _sub(header, "encodingDesc")
    program = _sub(_sub(encoding, "appInfo"), "application", {"ident": "kazakh-repair", "version": record.pipeline.version})
    _sub(program, "label", text=f"kazakh-repair, tables {record.pipeline.lexicons}")


def _body(ab: etree._Element, record: Record) -> None:
    """Lay the text in `ab`. Between two places where anything starts or ends, the open elements are those of the spans that
    cover it, sorted; what two neighbours share stays open.
    """
    spans = _spans(record)
    breaks: dict[int, list[int]] = defaultdict(list)
    for page in record.pages:
        breaks[page.start].append(page.number)
    deleted: dict[int, list[Repair]] = defaultdict(list)
    for repair in record.repairs:
        if repair.start == repair.end:
            deleted[repair.start].append(repair)
    places = sorted({0, len(record.text), *breaks, *deleted} | {at for it in spans for at in (it.start, -it.minus_end)})
    starting: dict[int, list[_Span]] = defaultdict(list)
    for span in spans:
        starting[span.start].append(span)
    parts: dict[_Span, list[etree._Element]] = defaultdict(list)
    covering: list[_Span] = []
    stack: list[tuple[_Span, etree._Element]] = []
    for start, end in zip(places, [*places[1:], len(record.text)], strict=True):
        covering = sorted([*(it for it in covering if -it.minus_end > start), *starting.get(start, ())])
        shared = _shared([span for span, _ in stack], covering)
        del stack[shared:]
        inner = stack[-1][1] if stack else ab
        for number in breaks.get(start, ()):
            _sub(inner, "pb", {"n": str(number)})
        for repair in deleted.get(start, ()):
            _choice(inner, repair)
        for span in covering[shared:]:
            inner = _open(inner, span, first=span not in parts)
            parts[span].append(inner)
            stack.append((span, inner))
        _write(inner, record.text[start:end])
    for span, elements in parts.items():
        _link(span, elements)


def _spans(record: Record) -> list[_Span]:
    """What is marked in the text: a sentence goes round dates and names, a change goes inside everything."""
    found = [_Span(0, it.start, -it.end, "s", f"s{n}", ((_ID, f"s{n}"),)) for n, it in enumerate(record.sentences)]
    for number, named in enumerate(record.treaties):
        found.append(_Span(1, named.start, -named.end, "name", f"t{number}", tuple(_named(named).items())))
    for number, date in enumerate(record.dates):
        found.append(_Span(1, date.start, -date.end, "date", f"d{number}", tuple(datable(date.edtf).items())))
    for number, it in enumerate(record.repairs):
        if it.start < it.end:
            found.append(_Span(2, it.start, -it.end, "choice", f"r{number}", tuple(_corrected(it).items()), it.raw))
    return [span for span in found if span.start < -span.minus_end]


def _named(treaty: Treaty) -> Attributes:
    return {"type": "treaty", "subtype": treaty.kind, "key": _clean(treaty.id or treaty.name), **datable(treaty.date)}


def _corrected(repair: Repair) -> Attributes:
    return {"type": _word(repair.stage), "subtype": _word(repair.rule), "cert": str(repair.confidence)}


def _shared(a: list[_Span], b: list[_Span]) -> int:
    """How many spans from the outside in are the same."""
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x is not y), min(len(a), len(b)))


def _open(parent: etree._Element, span: _Span, first: bool) -> etree._Element:
    """A new element for the span, or for a part of it; the text goes into what is returned."""
    if span.sic is None:
        return _sub(parent, span.tag, dict(span.attributes))
    choice = _sub(parent, "choice")
    _write(_sub(choice, "sic"), span.sic if first else "")
    return _sub(choice, "corr", dict(span.attributes))


def _choice(parent: etree._Element, repair: Repair) -> None:
    """What was taken out, where it was."""
    choice = _sub(parent, "choice")
    _write(_sub(choice, "sic"), repair.raw)
    _sub(choice, "corr", _corrected(repair))


def _link(span: _Span, elements: list[etree._Element]) -> None:
    """Point the parts of what had to be parted to one another."""
    if len(elements) == 1:
        return
    for number, element in enumerate(elements):
        element.set(_ID, f"{span.identity}.{number}")
        if number:
            element.set("prev", f"#{span.identity}.{number - 1}")
        if number + 1 < len(elements):
            element.set("next", f"#{span.identity}.{number + 1}")


def _event(parent: etree._Element, event: Event) -> None:
    it = _sub(parent, "event", {"type": event.type, "corresp": f"#s{event.sentence}", **datable(event.date)})
    _sub(it, "label", text=event.trigger)
    if event.participants or event.place or event.treaty:
        told = _sub(it, "desc")
        for who in event.participants:
            _sub(told, "name", {"type": who.kind} | ({"key": _clean(who.iso)} if who.iso else {}), who.name)
        if event.place:
            _sub(told, "placeName", text=event.place)
        if event.treaty:
            _sub(told, "name", {"type": "treaty"}, event.treaty)


def _sub(parent: etree._Element, tag: str, attributes: Attributes | None = None, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes or {})
    if text:
        element.text = _clean(text)
    return element


def _write(element: etree._Element, text: str) -> None:
    """Text at the end of `element`, `<lb/>` for its line breaks; a page break is `<pb/>` already."""
    first, *lines = _clean(text.replace("\f", "")).split("\n")
    _append(element, first)
    for line in lines:
        _sub(element, "lb")
        _append(element, line)


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _clean(text: str) -> str:
    return str(_NO_XML.sub("\ufffd", text))


def _word(text: str) -> str:
    """`text` as one word, as attributes that name a type want it."""
    return str(_NO_WORD.sub("_", text)) or "_"
