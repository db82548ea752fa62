"""Events: each row's example, and sentences of our own on many subjects, negatives among them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.find.events import events
from pipeline.find.triggers import Trigger
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Event, Sentence, Treaty

LEXICON = Lexicon()
EXAMPLES = LEXICON.rows(Trigger)


def found(sentence: str, *treaty_names: str) -> list[Event]:
    """The events of a sentence whose dates stand in braces with their value, {1991 жылы=1991}, and treaties in angle brackets."""
    text, dates, treaties = "", [], []
    for piece in re.split(r"(\{[^{}]*\}|<[^<>]*>)", sentence):
        start = len(text)
        if piece.startswith("{"):
            printed, _, value = piece[1:-1].rpartition("=")
            text += printed
            dates.append(Date(start, len(text), printed, value))
        elif piece.startswith("<"):
            printed, _, name = piece[1:-1].rpartition("=")
            text += printed
            treaties.append(Treaty(start, len(text), printed, name, None, "treaty", None, ()))
        else:
            text += piece
    return events(text, [Sentence(0, len(text), text)], dates, treaties, LEXICON)


def dated(example: str) -> str:
    return re.sub(r"(\d{4}) (жылы|жылғы)", r"{\1 \2=\1}", example)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row.words} {row.type}")
def test_each_trigger_finds_its_example(row: Trigger) -> None:
    events = found(dated(row.example))
    if row.type == "state":
        assert row.example and not events
    elif row.pos == "motion":
        assert events and not any(who.kind == "state" for event in events for who in event.participants)
    elif row.type == "auxiliary":
        assert any(" " in event.trigger for event in events), row.example
    elif row.type == "light":
        assert events, row.example
    else:
        assert row.type in [event.type for event in events], row.example


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row.words} {row.type}")
@pytest.mark.parametrize("frame", ["{} (Алматы, {{1998=1998}}).", "Бұл туралы {{1998 жылғы=1998}} оқулықта айтылады: {}.",
                                   "{{1917–1991 жылдарды=1917/1991}} қамтитын еңбек осы туралы: {}."])  # fmt: skip
def test_no_trigger_takes_the_date_of_a_book(row: Trigger, frame: str) -> None:
    undated = re.sub(r"\s?(?:\d{4} (?:жылы|жылғы))\s?", " ", row.example).strip(" .")
    assert found(frame.format(undated)) == []


def cases() -> list[tuple[str, list[str]]]:
    """The sentences of `cases/events.txt`, each with the events that it must give."""
    read: list[tuple[str, list[str]]] = []
    for line in (Path(__file__).parent / "cases/events.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            read[-1][1].append(line[2:])
        elif line and line[0] not in "#-":
            read.append((line, []))
    return read


@pytest.mark.parametrize(("sentence", "wanted"), cases(), ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_sentences_give_their_events_and_no_others(sentence: str, wanted: list[str]) -> None:
    events = found(sentence)
    assert sorted((e.type, e.date) for e in events) == sorted(tuple(line.split("|")[0].split()) for line in wanted)
    for line in wanted:
        wanted_event, *rest = (part.strip() for part in line.split("|"))
        event = next(e for e in events if f"{e.type} {e.date}" == wanted_event)
        if rest:
            assert "; ".join(sorted(p.iso or p.name for p in event.participants)) == "; ".join(sorted(rest[0].split("; ")))
        if rest[1:]:
            assert event.treaty == rest[1]


@pytest.mark.parametrize(("sentence", "dates"), [("{1998 жылы=1998} құрылған {1999 жылы=1999}", ["1998", "1999"]),
                                                 ("Қоғам құрылды {1998 жылы=1998}", []),
                                                 ("Ол {1999 жылғы=1999} «Дала»", [])])  # fmt: skip
def test_a_sentence_may_end_in_a_date_or_a_title(sentence: str, dates: list[str]) -> None:
    assert [event.date for event in found(sentence)] == dates
