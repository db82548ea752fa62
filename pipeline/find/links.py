"""The treaties that a trigger acts on: named in its part of the sentence, or meant by a pronoun or a kind word."""

from __future__ import annotations

from itertools import pairwise

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import ending_case
from pipeline.find.parts import Part
from pipeline.find.predicates import Predicate
from pipeline.find.reading import Reading
from pipeline.find.verbs import Form
from pipeline.record import Treaty

_OF_TREATIES = frozenset({"signing", "adoption", "ratification", "entry_into_force", "accession"})
_ACCORDING = regex.compile(r"сәйкес|бойынша|негізінде|аясында|шеңберінде|арқылы|туралы|дейін")
_KIND_WORD = regex.compile(
    r"(?:шарт|келісім|құжат|хаттама|конвенция|декларация|жарғы|меморандум|пакт|акт)(?:[ндт][ыі]|[ғқ]а|[гк]е)?|оған|оны|олар|соған"
)
"""What stands for a treaty named before: a kind word without possession, or a pronoun"""
_RELATIONAL = regex.compile(r".+[лдт][ыі][қк]|\d+")
"""An adjective or number that makes a kind word another thing than the treaty named before"""
_OTHER_ONE = frozenset({"осындай", "қосымша", "басқа", "жаңа", "бірқатар", "мұндай", "тиісті"})
_BOTH = regex.compile(r"(?i)\b(?:екі\s+\w*(?:құжат|шарт|келісім|пакт|хаттама)\w*|екеуі\w*)\s+[дт][ае]\b")


def acted_on(reading: Reading, predicate: Predicate, part: Part, linked: Treaty | None) -> list[Treaty]:
    """What the trigger acts on: the treaties of its part of the sentence, else the one a pronoun or kind word stands for."""
    acts = predicate.role in _OF_TREATIES
    head = [t for t in reading.head(predicate) if t.kind is Kind.TREATY][:1] or _dated_after(reading, predicate, part)
    since = reading.participle_before(predicate)
    own, shared = ([t for at in stretch if (t := reading.tokens[at]).kind is Kind.TREATY and not t.inside
                    and not _is_by(reading, at) and (acts or at > since)] for stretch in (part.own, part.shared))  # fmt: skip
    found = [t.thing for t in (head or own or shared) if isinstance(t.thing, Treaty)]
    if found:
        return found if acts else found[-1:]
    return _meant(reading, predicate, part, linked) if acts else []


def _dated_after(reading: Reading, predicate: Predicate, part: Part) -> list[Token]:
    """The treaty that a date after the participle modifies (қол қойылған 1813 жылғы Гүлістан шарты)."""
    after = [at for at in part.own if at > predicate.last] if predicate.form is Form.PARTICIPLE else []
    following = [reading.tokens[at + 1] for at in after[-1:] if at + 1 < len(reading.tokens)]
    return [t for t in following if t.kind is Kind.TREATY]


def _is_by(reading: Reading, at: int) -> bool:
    """Whether the treaty at `at` is what something was done by, not to (келісімге сәйкес)."""
    following = reading.tokens[at + 1].lower if at + 1 < len(reading.tokens) else ""
    return bool(_ACCORDING.fullmatch(following)) or ending_case(reading.tokens[at].lower) == "instrumental"


def _meant(reading: Reading, predicate: Predicate, part: Part, linked: Treaty | None) -> list[Treaty]:
    stretch = [*(reading.tokens[at] for at in part.all), *reading.head(predicate)]
    words = [token.lower for token in stretch if token.kind is Kind.WORD]
    if _OTHER_ONE & set(words):
        return []
    outer = [t for t in reading.earlier if not any(o is not t and o.start <= t.start and t.end <= o.end for o in reading.earlier)]
    known = [*outer[-2:], *reading.treaties_before(predicate)]
    if _BOTH.search(reading.sentence.text):
        return known[-2:]
    if linked is None and any(p.role in _OF_TREATIES for p in reading.before(predicate)):
        return []
    if any(_KIND_WORD.fullmatch(word) and not _RELATIONAL.fullmatch(before) for before, word in pairwise(["", *words])):
        return known[-1:]
    if known and predicate.role == "entry_into_force" and "ол" in words:
        return known[-1:]
    if linked and (predicate.role == "ratification" or "грамотасы" in words or _goes_on_of(reading, predicate, linked)):
        return [linked]
    return []


def _goes_on_of(reading: Reading, predicate: Predicate, linked: Treaty) -> bool:
    """Whether the treaty of the verb before also enters into force (жасалып, … күшіне енді)."""
    before = reading.before(predicate)
    return predicate.role == "entry_into_force" and bool(before) and before[-1].form is Form.CONVERB
