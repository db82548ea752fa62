"""Dated events: the join of what was found in one sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import regex

from pipeline.find.clauses import Kind, Token, tokens
from pipeline.find.names import Named, ending_case
from pipeline.find.participants import participants
from pipeline.find.parts import Part, part_of
from pipeline.find.people import surnames
from pipeline.find.places import place
from pipeline.find.predicates import Predicate, predicates
from pipeline.find.scope import Dated, dated
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Event, EventType, Participant, Sentence, Treaty

_OF_TREATIES = frozenset({"signing", "adoption", "ratification", "entry_into_force", "accession"})
_ACCORDING = regex.compile(r"сәйкес|бойынша|негізінде|аясында|шеңберінде|арқылы|туралы|дейін")
_KIND_WORD = regex.compile(
    r"(?:шарт|келісім|құжат|хаттама|конвенция|декларация|жарғы|меморандум|пакт|акт)(?:[ндт][ыі]|[ғқ]а|[гк]е)?|оған|оны|олар|соған"
)
"""What stands for a treaty named before: a kind word without possession, or a pronoun"""
_RELATIONAL = regex.compile(r".+[лдт][ыі][қк]|\d+")
"""An adjective or number that makes a kind word another thing than the treaty named before"""
_OTHER_ONE = frozenset({"осындай", "қосымша", "басқа", "жаңа", "бірқатар", "мұндай", "тиісті"})
_BOTH = regex.compile(r"(?i)\bекі\s+\w*(?:құжат|шарт|келісім)\w*\s+[дт][ае]\b")
_PRONOUN = frozenset({"ол", "оның", "оған", "оны", "олар", "олардың", "оларды", "оларға", "онымен"})
_PASSIVE = regex.compile(r".+(?:[ыіаеия]л|[аеыі]н)(?:ды|ді|ған|ген|ып|іп|ады|еді)")
_OUTSIDE = regex.compile(r".{3,}(?:н?[дт][ае]|[дт][ае]н|[ыі]н[ае]|[ғқ]а|[гк]е)")
"""A word in a case that ends the noun phrase after a participle"""
_BY_RIGHT = regex.compile(r"(?:\s\w+){1,3}\s(?:сәйкес|бойынша|негізінде)")
_APPROVE = frozenset({"бекіт", "мақұлда"})
_ORGAN = regex.compile(r"\s*(?:үкімет|парламент|мәжіліс|сенат|конгрес|жоғарғы|президент|халық)", regex.I)
_JOINED = regex.compile(r"\s*(?:,|мен|пен|бен|және)\s*")
_LATE = 8
"""Mentions that are looked back on for what a pronoun stands for"""
_HEAD = 8
"""Words after a participle among which what it describes is sought"""


def events(
    text: str, sentences: Sequence[Sentence], dates: Sequence[Date], treaties: Sequence[Treaty], lexicon: Lexicon
) -> list[Event]:
    """Events of `text`, in order of sentence; one for each trigger, date and treaty."""
    starts = [date.start for date in dates]
    mentioned = [treaty.start for treaty in treaties]
    known = surnames(text, lexicon)
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
                who = participants(text, row, known, lexicon)
                read = _Reading(text, number, sentence, row, predicated, pairs, who, earlier, lexicon)
                found.extend(dict.fromkeys(read.events()))
    return found


@dataclass(frozen=True)
class _Reading:
    """One sentence, read: its tokens, predicates, which date belongs to which, and who is named."""

    text: str
    number: int
    sentence: Sentence
    tokens: list[Token]
    predicates: list[Predicate]
    dated: list[Dated]
    named: list[Named]
    earlier: Sequence[Treaty]
    lexicon: Lexicon

    def events(self) -> Iterator[Event]:
        linked: Treaty | None = None
        for predicate in dict.fromkeys(pair.predicate for pair in self.dated):
            dates = [pair.date for pair in self.dated if pair.predicate == predicate]
            for index, date in enumerate(dates):
                part = part_of(self.tokens, self._since(predicate), predicate, dates, index)
                treaties = self._treaties(predicate, part, linked)
                if len(dates) == len(treaties) > 1 and any(t.lower == "тиісінше" for t in self.tokens):
                    treaties = [treaties[index]]
                linked = treaties[-1] if treaties else linked
                acted: Sequence[Treaty | None] = treaties or [None]
                for treaty in acted:
                    yield self._event(predicate, date, part, treaty)

    def _event(self, predicate: Predicate, date: int, part: Part, treaty: Treaty | None) -> Event:
        thing = self.tokens[date].thing
        assert isinstance(thing, Date) and predicate.role not in ("light", "auxiliary", "state")
        first, last = self.tokens[predicate.first], self.tokens[predicate.last]
        who = tuple(dict.fromkeys(self._participants(predicate, part, treaty)))
        start = min(thing.start, first.start, *(self.tokens[at].start for at in part.own[:1]))
        return Event(
            start=start, end=max(last.end, thing.end), sentence=self.number, type=self._type(predicate, part, treaty),
            trigger=self.text[first.start : last.end], date=thing.edtf,
            participants=who,
            place=self._place(predicate, part), treaty=treaty.name if treaty else None,
        )  # fmt: skip

    def _type(self, predicate: Predicate, part: Part, treaty: Treaty | None) -> EventType:
        """The type by the word, and by who does it: what one state approves it ratifies, what its parliament does is adoption."""
        if treaty and predicate.row and predicate.row.words in _APPROVE:
            doers = [n for n in self._named(part.all, treaty) if n.case == "nominative" and not self._in_treaty(n)]
            if len(doers) == 1 and doers[0].participant.kind == "state" and not self._is_owner(doers[0]):
                return "ratification"
        return cast(EventType, predicate.role)

    def _is_owner(self, named: Named) -> bool:
        """Whether what stands after the state acts for it (Қазақстан Үкіметі)."""
        return bool(_ORGAN.match(self.text, named.end))

    def _since(self, predicate: Predicate) -> int:
        """Where the clause of `predicate` begins: after the verb that ended the one before it, or a semicolon."""
        open_forms = (Form.PARTICIPLE, Form.HABITUAL)
        before = [p.last + 1 for p in self.predicates if p.last < predicate.first and p.form not in open_forms]
        since = max(before, default=0)
        marks = [at + 1 for at in range(since, predicate.first) if self.tokens[at].lower in (";", ":")]
        return max(marks, default=since)

    def _treaties(self, predicate: Predicate, part: Part, linked: Treaty | None) -> list[Treaty]:
        """What the trigger acts on: the treaties of its part of the sentence, else the one a pronoun or kind word stands for."""
        acts = predicate.role in _OF_TREATIES
        head = [t for t in self._head(predicate) if t.kind is Kind.TREATY][:1] or self._dated_after(predicate, part)
        since = max((p.last for p in self.predicates if p.last < predicate.first and p.form is Form.PARTICIPLE), default=-1)
        own, shared = ([t for at in stretch if (t := self.tokens[at]).kind is Kind.TREATY and not t.inside and not self._is_by(at)
                        and (acts or at > since)] for stretch in (part.own, part.shared))  # fmt: skip
        found = [t.thing for t in (head or own or shared) if isinstance(t.thing, Treaty)]
        if found:
            return found if acts else found[-1:]
        return self._meant(predicate, part, linked) if acts else []

    def _dated_after(self, predicate: Predicate, part: Part) -> list[Token]:
        """The treaty that a date after the participle modifies (қол қойылған 1813 жылғы Гүлістан шарты)."""
        after = [at for at in part.own if at > predicate.last] if predicate.form is Form.PARTICIPLE else []
        following = [self.tokens[at + 1] for at in after[-1:] if at + 1 < len(self.tokens)]
        return [t for t in following if t.kind is Kind.TREATY]

    def _is_by(self, at: int) -> bool:
        """Whether the treaty at `at` is what something was done by, not to (келісімге сәйкес)."""
        following = self.tokens[at + 1].lower if at + 1 < len(self.tokens) else ""
        return bool(_ACCORDING.fullmatch(following)) or ending_case(self.tokens[at].lower) == "instrumental"

    def _meant(self, predicate: Predicate, part: Part, linked: Treaty | None) -> list[Treaty]:
        stretch = [*(self.tokens[at] for at in part.all), *self._head(predicate)]
        words = [token.lower for token in stretch if token.kind is Kind.WORD]
        if _OTHER_ONE & set(words):
            return []
        outer = [t for t in self.earlier if not any(o is not t and o.start <= t.start and t.end <= o.end for o in self.earlier)]
        here = [t.thing for t in self.tokens[: predicate.first] if isinstance(t.thing, Treaty) and not t.inside]
        known = [*outer[-2:], *here]
        if _BOTH.search(self.sentence.text):
            return known[-2:]
        if linked is None and any(p.role in _OF_TREATIES and p.last < predicate.first for p in self.predicates):
            return []
        if any(_KIND_WORD.fullmatch(word) and not _RELATIONAL.fullmatch(before) for before, word in pairwise(["", *words])):
            return known[-1:]
        if known and predicate.role == "entry_into_force" and "ол" in words:
            return known[-1:]
        if linked and (predicate.role == "ratification" or "грамотасы" in words or self._goes_on_of(predicate, linked)):
            return [linked]
        return []

    def _goes_on_of(self, predicate: Predicate, linked: Treaty) -> bool:
        """Whether the treaty of the verb before also enters into force (жасалып, … күшіне енді)."""
        before = [p for p in self.predicates if p.last < predicate.first]
        return predicate.role == "entry_into_force" and bool(before) and before[-1].form is Form.CONVERB

    def _head(self, predicate: Predicate) -> list[Token]:
        """What a participle, or a converb before one, describes: the tokens after it, to the next mark or predicate."""
        after = next((p for p in self.predicates if p.first > predicate.last), None)
        if predicate.form is Form.CONVERB and after and after.form is Form.PARTICIPLE:
            return self._head(after)
        if predicate.form is not Form.PARTICIPLE:
            return []
        following = [p.first for p in self.predicates if p.first > predicate.last]
        end = min([*following, predicate.last + 1 + _HEAD, len(self.tokens)])
        head: list[Token] = []
        for token in self.tokens[predicate.last + 1 : end]:
            if token.lower in (",", ";", ":") or token.kind is Kind.DATE:
                break
            head.append(token)
            if token.kind is Kind.TREATY or (_OUTSIDE.fullmatch(token.lower) and not token.proper):
                break
        return head

    def _participants(self, predicate: Predicate, part: Part, treaty: Treaty | None) -> Iterator[Participant]:
        if predicate.role == "entry_into_force":
            return
        own = self._named(part.own, treaty)
        head = self._head(predicate)
        if head:
            own += _first_phrase(self.text, [
                n for n in self.named if head[0].start <= n.start and n.end <= head[-1].end
                and (n.participant.kind != "state" or head[-1].kind is Kind.TREATY)
            ])
        if not any(n.case == "nominative" and not self._in_treaty(n) for n in own):
            subject = [n for n in self._named(part.first, treaty) if n.case == "nominative" and not self._in_treaty(n)]
            own = [*(self._named(part.shared, treaty) or subject or self._carried(predicate, part)), *own]
        if not own and predicate.role == "signing":
            own = [n for n in self.named if n.end <= self.tokens[predicate.first].start and n.participant.kind == "state"
                   and n.case not in ("locative", "relative")]  # fmt: skip
        yield from (n.participant for n in own)

    def _carried(self, predicate: Predicate, part: Part) -> list[Named]:
        """The subject of the clause before, where this one has none of its own: after a converb or participle, by a pronoun, or
        after a comma where the verb is not passive."""
        before = [p for p in self.predicates if p.last < predicate.first and p.form is not Form.HABITUAL]
        if not before or not part.all:
            return []
        first = part.all[0]
        marks = {t.lower for t in self.tokens[before[-1].last + 1 : predicate.first]}
        if not any(self.tokens[at].lower in _PRONOUN for at in part.all):
            passive = predicate.noun or _PASSIVE.fullmatch(self.tokens[predicate.last].lower)
            closed = before[-1].form not in (Form.CONVERB, Form.PARTICIPLE, Form.CLAUSAL)
            if marks & {";", ":"} or (closed and (passive or "ал" in marks)) or self.tokens[first - 1].lower == ":":
                return []
        start = self.tokens[first].start
        return [n for n in self.named if n.end <= start and n.case == "nominative" and not self._in_treaty(n)]

    def _in_treaty(self, named: Named) -> bool:
        return any(t.kind is Kind.TREATY and t.start <= named.start < t.end for t in self.tokens)

    def _named(self, part: Sequence[int], treaty: Treaty | None) -> list[Named]:
        """Who is named in a part of the sentence: no state in the locative, no one in another treaty's title."""
        spans = [(t.start, t.end) for at in part if (t := self.tokens[at]).kind is not Kind.TREATY or treaty in (None, t.thing)]
        return [n for n in self.named if any(s <= n.start < e for s, e in spans)
                and (n.participant.kind == "state" or not self._in_treaty(n))
                and (n.participant.kind != "state" or n.case != "locative") and not self._is_source(n)]  # fmt: skip

    def _is_source(self, named: Named) -> bool:
        """Whether it stands in a phrase that says by what right something was done (КСРО-ның Конституциясына сәйкес)."""
        return named.case == "genitive" and bool(_BY_RIGHT.match(self.text, named.end))

    def _place(self, predicate: Predicate, part: Part) -> str | None:
        for stretch in (part.own, part.shared):
            if stretch:
                found = place(self.text, self.tokens, stretch[0], stretch[-1], self.lexicon)
                if found:
                    return found
        return self._state_of_place(part)

    def _state_of_place(self, part: Part) -> str | None:
        """The state in the locative, where no place within it is named."""
        spans = [(self.tokens[at].start, self.tokens[at].end) for at in part.all if self.tokens[at].kind is Kind.WORD]
        return next((n.participant.name for n in self.named if n.case == "locative" and n.participant.kind == "state"
                     and any(s <= n.start < e for s, e in spans)), None)  # fmt: skip


def _first_phrase(text: str, named: Sequence[Named]) -> list[Named]:
    """Those of `named` up to the end of the first phrase: a name that is a subject ends it where nothing joins the next to it."""
    for index, one in enumerate(named[:-1]):
        if one.case == "nominative" and not _JOINED.fullmatch(text, one.end, named[index + 1].start):
            return list(named[: index + 1])
    return list(named)
