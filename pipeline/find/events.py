"""Dated events: the join of what was found in one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import cast

from pipeline.find.clauses import Kind, tokens
from pipeline.find.doers import doers, moves, named_in
from pipeline.find.links import acted_on
from pipeline.find.participants import participants
from pipeline.find.parts import Part, part_of
from pipeline.find.people import surnames
from pipeline.find.places import place
from pipeline.find.predicates import Predicate, predicates
from pipeline.find.reading import Reading
from pipeline.find.scope import dated
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Event, EventType, Sentence, Treaty

_APPROVE = frozenset({"бекіт", "мақұлда"})
_ORGAN = re.compile(r"\s*(?:үкімет|парламент|мәжіліс|сенат|конгрес|жоғарғы|президент|халық)", re.I)
_LATE = 8
"""Mentions that are looked back on for what a pronoun stands for"""


def events(
    text: str, sentences: Sequence[Sentence], dates: Sequence[Date], treaties: Sequence[Treaty], lexicon: Lexicon
) -> list[Event]:
    """Events of `text`, in order of sentence; one for each trigger, date and treaty."""
    starts = [date.start for date in dates]
    mentioned = [treaty.start for treaty in treaties]
    known: frozenset[str] | None = None
    found: list[Event] = []
    for number, sentence in enumerate(sentences):
        when = dates[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if when:
            first = bisect_left(mentioned, sentence.start)
            named = treaties[first : bisect_left(mentioned, sentence.end)]
            earlier = treaties[max(0, first - _LATE) : first]
            row = tokens(text, sentence, when, named)
            predicated = predicates(row, lexicon)
            pairs = dated(row, predicated, lexicon)
            if pairs:
                known = surnames(text, lexicon) if known is None else known
                who = participants(text, row, known, lexicon)
                read = Reading(text, number, sentence, row, predicated, pairs, who, earlier, lexicon)
                found.extend(dict.fromkeys(_of_sentence(read)))
    return found


def _of_sentence(reading: Reading) -> Iterator[Event]:
    linked: Treaty | None = None
    dates_of: dict[Predicate, list[int]] = {}
    for pair in reading.dated:
        dates_of.setdefault(pair.predicate, []).append(pair.date)
    for predicate, dates in dates_of.items():
        for index, date in enumerate(dates):
            part = part_of(reading.tokens, reading.since(predicate), predicate, dates, index)
            treaties = acted_on(reading, predicate, part, linked)
            if len(dates) == len(treaties) > 1 and any(t.lower == "тиісінше" for t in reading.tokens):
                treaties = [treaties[index]]
            linked = treaties[-1] if treaties else linked
            acted: Sequence[Treaty | None] = treaties or [None]
            for treaty in acted:
                yield _event(reading, predicate, date, part, treaty)


def _event(reading: Reading, predicate: Predicate, date: int, part: Part, treaty: Treaty | None) -> Event:
    thing = reading.tokens[date].thing
    assert isinstance(thing, Date) and predicate.role not in ("light", "auxiliary", "state")
    first, last = reading.tokens[predicate.first], reading.tokens[predicate.last]
    who = tuple(dict.fromkeys(doers(reading, predicate, part, treaty)))
    start = min(thing.start, first.start, *(reading.tokens[at].start for at in part.own[:1]))
    return Event(
        start=start, end=max(last.end, thing.end), sentence=reading.number, type=_type(reading, predicate, part, treaty),
        trigger=reading.text[first.start : last.end], date=thing.edtf,
        participants=who,
        place=_place(reading, predicate, part), treaty=treaty.name if treaty else None,
    )  # fmt: skip


def _type(reading: Reading, predicate: Predicate, part: Part, treaty: Treaty | None) -> EventType:
    """The type by the word, and by who does it: what one state approves it ratifies, what its parliament does is adoption."""
    if treaty and predicate.row and predicate.row.words in _APPROVE:
        who = [n for n in named_in(reading, part.all, treaty) if n.case == "nominative" and not reading.in_treaty(n)]
        if len(who) == 1 and who[0].participant.kind == "state" and not _ORGAN.match(reading.text, who[0].end):
            return "ratification"
    return cast(EventType, predicate.role)


def _place(reading: Reading, predicate: Predicate, part: Part) -> str | None:
    for stretch in (part.own, part.shared):
        if stretch:
            found = place(reading.text, reading.tokens, stretch[0], stretch[-1], reading.lexicon)
            if found:
                return found
    return _state_of_place(reading, predicate, part) or _place_before(reading, predicate)


def _place_before(reading: Reading, predicate: Predicate) -> str | None:
    """The place of the converb or participle before, which what follows shares (Ялтада жиналып, … қол қойды)."""
    earlier = reading.before(predicate)
    if not earlier or earlier[-1].form not in (Form.CONVERB, Form.PARTICIPLE):
        return None
    since = reading.since(earlier[-1])
    return place(reading.text, reading.tokens, since, earlier[-1].last, reading.lexicon) if since < earlier[-1].last else None


def _state_of_place(reading: Reading, predicate: Predicate, part: Part) -> str | None:
    """The state in the locative, or that someone goes to, where no place within it is named."""
    if not reading.named or not part.all:
        return None
    within = reading.named_in(reading.tokens[part.all[0]].start, reading.tokens[part.all[-1]].end)
    states = [n for n in within if n.participant.kind == "state" and n.case in ("locative", "dative")]
    if not states:
        return None
    cases = ("locative", "dative") if moves(reading, predicate) else ("locative",)
    spans = [(reading.tokens[at].start, reading.tokens[at].end) for at in part.all if reading.tokens[at].kind is Kind.WORD]
    return next((n.participant.name for n in states if n.case in cases and any(s <= n.start < e for s, e in spans)), None)
