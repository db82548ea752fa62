"""Records built by hand, for tests of what comes after the pipeline. What is marked in a text becomes a span of the record.

    [[raw>text]] a repair, {edtf|1991 жылы} a date, ⟨id;kind;date;KZ RU|name|as printed⟩ a treaty, ?word? a doubtful word
"""

from __future__ import annotations

import hashlib

import regex
from msgspec.structs import replace

from pipeline.record import (
    Date,
    Event,
    Page,
    Participant,
    Pipeline,
    Quality,
    Record,
    Repair,
    Sentence,
    Source,
    Suspect,
    Treaty,
    checked,
)  # fmt: skip

_MARK = regex.compile(
    r"\[\[(?P<raw>[^>]*)>(?P<new>[^\]]*)\]\]|\{(?P<edtf>[^|}]+)\||(?P<end_date>\})"
    r"|⟨(?P<treaty>[^|]*)\|(?P<name>[^|]*)\||(?P<end_treaty>⟩)|\?(?P<suspect>\w+)\?"
)


def record(path: str, marked: str, *events: Event, version: str = "1.0") -> Record:
    """The record of a document whose sentences are the lines of `marked`, its pages parted by form feeds."""
    raw = text = ""
    repairs, dates, treaties, suspects, at = [], [], [], [], 0
    open_dates: list[tuple[int, str]] = []
    open_treaties: list[tuple[int, str, str]] = []
    for mark in _MARK.finditer(marked):
        raw, text, at = raw + marked[at : mark.start()], text + marked[at : mark.start()], mark.end()
        if mark["raw"] is not None:
            repairs.append(Repair(len(text), len(text) + len(mark["new"]), mark["new"], len(raw), len(raw) + len(mark["raw"]),
                                  mark["raw"], "repair", f"{mark['raw']}→{mark['new']}", 0.99))  # fmt: skip
            raw, text = raw + mark["raw"], text + mark["new"]
        elif mark["edtf"]:
            open_dates.append((len(text), mark["edtf"]))
        elif mark["end_date"]:
            start, edtf = open_dates.pop()
            dates.append(Date(start, len(text), text[start:], edtf))
        elif mark["treaty"] is not None:
            open_treaties.append((len(text), mark["treaty"], mark["name"]))
        elif mark["end_treaty"]:
            start, known, name = open_treaties.pop()
            identity, kind, date, parties = known.split(";")
            treaties.append(Treaty(start, len(text), text[start:], name, identity or None, kind, date or None,
                                   tuple(parties.split())))  # fmt: skip
        elif mark["suspect"]:
            suspects.append(Suspect(len(text), len(text) + len(mark["suspect"]), mark["suspect"]))
            raw, text = raw + mark["suspect"], text + mark["suspect"]
    raw, text = raw + marked[at:], text + marked[at:]
    sentences = tuple(Sentence(m.start(), m.end(), m.group()) for m in regex.finditer(r"[^\n\f]+", text))
    return checked(Record(
        schema_version="1",
        source=Source(path, hashlib.sha256(raw.encode()).hexdigest(), "text/plain", "utf-8", len(raw), text.count("\f") + 1),
        pipeline=Pipeline(version, "0" * 64, {}),
        raw=raw,
        text=text,
        furniture=(),
        pages=tuple(Page(n, m.start(), m.end()) for n, m in enumerate(regex.finditer(r"(?<=^|\f)[^\f]*", text), 1)),
        sentences=sentences,
        repairs=tuple(repairs),
        dates=tuple(sorted(dates, key=lambda it: (it.start, it.end))),
        treaties=tuple(sorted(treaties, key=lambda it: (it.start, it.end))),
        events=tuple(replace(it, start=sentences[it.sentence].start, end=sentences[it.sentence].end) for it in events),
        quality=Quality(len(text.split()), len(repairs), len(suspects), tuple(suspects),
                        round(1 - min(1, (len(repairs) + len(suspects)) / max(1, len(text.split()))), 4)),
    ))  # fmt: skip


def event(sentence: int, kind: str, date: str, *who: str, treaty: str | None = None, place: str | None = None) -> Event:
    """An event that `record` will lay over the whole line `sentence`; `who` are `ISO=name` for states, bare names for others."""
    people = tuple(Participant(name, "state" if iso else "organisation", iso or None)
                   for iso, _, name in (one.rpartition("=") for one in who))  # fmt: skip
    return Event(0, 0, sentence, kind, "қол қойды", date, people, place, treaty)


def corpus() -> list[Record]:
    """Four theses that agree and disagree."""
    return [
        record(
            "a/бірінші.txt",
            "{1991-12-08|1991 жылғы 8 желтоқсанда} ⟨cis;agreement;1991-12-08;BY RU UA|Беловеж келісімі|Беловеж келісіміне⟩ "
            "[[кол>қол]] қойылды.\n{1992-05-15|1992 жылғы 15 мамырда} Ташкентте "
            "⟨;treaty;1992-05-15;|Ұжымдық қауіпсіздік туралы шарт|Ұжымдық қауіпсіздік туралы шартқа⟩ қол қойылды.",
            event(0, "signing", "1991-12-08", "BY=Беларусь", "RU=Ресей", "UA=Украина", treaty="Беловеж келісімі"),
            event(1, "signing", "1992-05-15", "KZ=Қазақстан", "RU=Ресей", place="Ташкент",
                  treaty="Ұжымдық қауіпсіздік туралы шарт"),
        ),
        record(
            "b/екінші.txt",
            "⟨cis;agreement;1991-12-18;|Минск келісімі|Минск келісімінде⟩ ТМД құрылды.\f"
            "{1991-12-10|Екі күннен соң} Минск [[каласында>қаласында]] ?мекет? жиналды.",
            event(1, "meeting", "1991-12-10", "ТМД"),
        ),
        record("c.txt", "⟨;treaty;1992-05-18;|Ұжымдық қауіпсіздік туралы шарт|Ұжымдық қауіпсіздік туралы шарт⟩ күшіне енді."),
        record("таза.txt", "Бұл мәтінде зақым жоқ."),
    ]
