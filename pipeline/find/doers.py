"""Who takes part in an event: those named in its part of the sentence, or the subject of the clause before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.find.clauses import Kind
from pipeline.find.names import Named
from pipeline.find.organisations import own_names
from pipeline.find.parts import Part
from pipeline.find.predicates import Predicate
from pipeline.find.reading import Reading
from pipeline.find.triggers import inventory
from pipeline.find.verbs import Form
from pipeline.record import Participant, Treaty

_OF_STATES = ("signing", "ratification", "accession")
_PRONOUN = frozenset({"ол", "оның", "оған", "оны", "олар", "олардың", "оларды", "оларға", "онымен"})
_BY_RIGHT = regex.compile(r"(?:\s\w+){1,3}\s(?:сәйкес|бойынша|негізінде)")
_JOINED = regex.compile(r"\s*(?:,|мен|пен|бен|және)\s*")
_IN_CARE = regex.compile(r"\s(?:\w+\s)?(?:(?:басшылы|жетекшілі|ұсыныс|көмег)\w*мен|\w+(?:нша|нше))(?!\w)")
_TOWARD = regex.compile(r"\s\p{Ll}+(?:[ыі]н[ае]|[ыі]нан|[ыі]нен)(?!\w)")
_GATHERING = regex.compile(r".*(?:съез[ді]*|құрылтай|конференция|пленум|конгрес+|жиналыс|форум)(?:с?[ыі])?", regex.S)


def doers(reading: Reading, predicate: Predicate, part: Part, treaty: Treaty | None) -> Iterator[Participant]:
    """The participants of the event that `predicate` reports in `part` of its sentence; `treaty` is what it acts on."""
    if predicate.role == "entry_into_force" or not reading.named:
        return
    own = named_in(reading, part.own, treaty)
    head = reading.head(predicate)
    if head:
        own += _first_phrase(reading.text, [
            n for n in reading.named_in(head[0].start, head[-1].end) if n.end <= head[-1].end
            and (n.participant.kind != "state" or head[-1].kind is Kind.TREATY or predicate.role in _OF_STATES)
        ])
    if predicate.form is Form.PARTICIPLE and part.own:
        before = reading.tokens[part.own[0]].start - 1
        own += [n for n in reading.named if n.end == before and n.case == "genitive"]
    if not any(n.case == "nominative" and not reading.in_treaty(n) for n in own):
        subject = [n for n in named_in(reading, part.first, treaty) if n.case == "nominative" and not reading.in_treaty(n)]
        own = [*(named_in(reading, part.shared, treaty) or subject or _carried(reading, predicate, part)), *own]
    if not own and predicate.role == "signing":
        since = 0 if reading.is_passive(predicate) else reading.tokens[reading.since(predicate)].start
        until = reading.tokens[predicate.first].start
        own = [n for n in reading.named_in(since, until) if n.end <= until
               and n.case not in ("locative", "relative", "ablative") and n.participant.kind == "state"]  # fmt: skip
    for named in own:
        gone_to = is_goal(reading, named) and moves(reading, predicate)
        if not gone_to and not _acts_elsewhere(reading, named, predicate):
            yield named.participant


def moves(reading: Reading, predicate: Predicate) -> bool:
    """Whether someone goes somewhere, so that a state in the dative or ablative is a place."""
    last = reading.tokens[predicate.last].lower
    return predicate.role in ("other", "economic") and inventory(reading.lexicon).moves(last)


def is_goal(reading: Reading, named: Named) -> bool:
    """Whether it is a state that someone goes to or from (Қазақстанға, Моғолстанның батысына)."""
    if named.participant.kind != "state":
        return False
    goal = named.case in ("dative", "ablative")
    return goal or (named.case == "genitive" and bool(_TOWARD.match(reading.text, named.end)))


def _acts_elsewhere(reading: Reading, named: Named, predicate: Predicate) -> bool:
    """Whether it belongs to a participle right after it, not to `predicate` (Ф.К. Гирс басқарған комиссия құрылды)."""
    return named.case in ("nominative", "dative") and reading.participle_at(named.end + 1) < predicate.first


def _carried(reading: Reading, predicate: Predicate, part: Part) -> list[Named]:
    """The subject of the clause before, where this one has none of its own: after a converb or participle, by a pronoun, or
    after a comma where the verb is not passive."""
    before = [p for p in reading.before(predicate) if p.form is not Form.HABITUAL]
    if not before or not part.all:
        return []
    first, since = part.all[0], 0
    marks = {t.lower for t in reading.tokens[before[-1].last + 1 : predicate.first]}
    if not any(reading.tokens[at].lower in _PRONOUN for at in part.all):
        passive = predicate.noun or reading.is_passive(predicate)
        closed = before[-1].form not in (Form.CONVERB, Form.PARTICIPLE, Form.CLAUSAL)
        if marks & {";", ":"} or (closed and (passive or "ал" in marks)) or reading.tokens[first - 1].lower == ":":
            return []
        since = max((t.end for t in reading.tokens[: predicate.first] if t.lower == ";"), default=0)
    start = reading.tokens[first].start
    before_it = [n for n in reading.named if since <= n.start and n.end <= start]
    return [n for n in before_it if n.case == "nominative" and not reading.in_treaty(n)]


def named_in(reading: Reading, part: Sequence[int], treaty: Treaty | None) -> list[Named]:
    """Who is named in a part of the sentence: no state in the locative, no one in another treaty's title."""
    if not reading.named:
        return []
    spans = [(t.start, t.end) for at in part if (t := reading.tokens[at]).kind is not Kind.TREATY or treaty in (None, t.thing)]
    within = reading.named_in(spans[0][0], spans[-1][1]) if spans else ()
    return [n for n in within if any(s <= n.start < e for s, e in spans)
            and (n.participant.kind == "state" or not reading.in_treaty(n))
            and not (n.case == "locative" and _is_venue(reading, n)) and not _is_source(reading, n)]  # fmt: skip


def _is_source(reading: Reading, named: Named) -> bool:
    """Whether it stands in a phrase that says by what right, or in whose opinion or care (КСРО-ның Конституциясына сәйкес,
    Ж. Қасымбаевтың пікірінше)."""
    if named.case != "genitive":
        return False
    care = named.participant.kind == "person" and _IN_CARE.match(reading.text, named.end)
    return bool(care or _BY_RIGHT.match(reading.text, named.end))


def _is_venue(reading: Reading, named: Named) -> bool:
    """Whether what stands in the locative is where something was done: a state or polity or a gathering, no organ that did it."""
    row = own_names(reading.lexicon).get(named.participant.name)
    polity = named.participant.kind == "state" or (row is not None and row.kind == "polity")
    return polity or bool(_GATHERING.fullmatch(named.participant.name.lower()))


def _first_phrase(text: str, named: Sequence[Named]) -> list[Named]:
    """Those of `named` up to the end of the first phrase: a name that is a subject ends it where nothing joins the next to it."""
    for index, one in enumerate(named[:-1]):
        if one.case == "nominative" and not _JOINED.fullmatch(text, one.end, named[index + 1].start):
            return list(named[: index + 1])
    return list(named)
