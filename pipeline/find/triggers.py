"""The table of words that report an event, and what each word form may be by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple, TypeVar, get_args

from pipeline.find.verbs import NOUN_ENDING, Form, Verb, active, paradigms, readings
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology import analyse, is_stem
from pipeline.record import EventType

T = TypeVar("T")
Role = Literal["light", "auxiliary", "state"]
"""light: the event is in the noun beside it (соғыс басталды); auxiliary: aspect of a converb (бөлініп қалды); state: no event"""
ROLES = get_args(Role)
OBJECT = "@"
"""In `beside`: a name in the accusative right before the verb (Сауранды алды)"""
_LEAST = 2
"""Letters by which the words of phrases and what rows want beside them are looked up"""


class Trigger(Row, frozen=True):
    """A verb's stem with the words before it (қол қой), a noun that names an event, a `topic`: a word that gives an untyped verb
    beside it its type, or a verb of `motion`: a state that it goes to or from is a place, no participant.

    With `beside`, only where a word of the clause begins so, where one ends so (`-ға`), or where a name in the accusative stands
    right before (`@`). `example` is a sentence that must give `type`."""

    table: ClassVar[str] = "triggers.tsv"
    key: ClassVar[tuple[str, ...]] = ("words", "pos", "beside")
    words: str
    pos: Literal["verb", "noun", "topic", "motion"]
    type: EventType | Role
    beside: tuple[str, ...] = ()
    example: str = ""

    def __post_init__(self) -> None:
        if self.words != self.words.lower():
            raise ValueError(f"{self.words!r} must be in lower case")
        if self.pos != "verb" and self.type in ROLES:
            raise ValueError(f"a {self.pos} cannot be {self.type}")
        if any(len(word) < _LEAST for word in (*self.words.split(), *self.beside) if word != OBJECT):
            raise ValueError(f"words and beside must have {_LEAST} letters or more")


class Rule(NamedTuple):
    """A row of a verb as it is tried: `before` are its words before the stem, the last first."""

    row: Trigger
    before: tuple[str, ...]


class VerbForm(NamedTuple):
    """What a word form may be as a verb: its readings that rows name, and the forms in which it is a verb by its paradigm alone,
    none of what is a topic or first of all a noun."""

    listed: tuple[tuple[Verb, tuple[Rule, ...]], ...]
    untyped: tuple[Form, ...]


_UNTYPED = frozenset({Form.PAST, Form.PRESENT, Form.PARTICIPLE, Form.CONVERB, Form.LINKED, Form.CONDITIONAL, Form.CLAUSAL})
"""Forms in which a verb that no row names still makes a predicate"""
_KEY = 3
"""Letters by which nouns are looked up"""
_NONE: frozenset[str] = frozenset()
_NOUN = re.compile(NOUN_ENDING)


class Inventory:
    """The table, asked by word form in lower case: what a form may be is a fact of the form, and most forms recur."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        rows = sorted(lexicon.rows(Trigger), key=_precedence)
        rules = [Rule(row, tuple(reversed(row.words.split()[:-1]))) for row in rows if row.pos == "verb"]
        self._rules = grouped((rule.row.words.split()[-1], rule) for rule in rules)
        self._nouns = grouped((row.words.split()[-1][:_KEY], row) for row in rows if row.pos in ("noun", "topic"))
        leads = {lead for rule in rules for lead in rule.before}
        self._leads = grouped((writing[:_LEAST], (writing, lead)) for lead in leads for writing in writings(lead))
        beside = {wanted for row in rows for wanted in row.beside} - {OBJECT}
        self._beside = grouped((wanted[:_LEAST], wanted) for wanted in beside)
        self._motion = frozenset(row.words for row in rows if row.pos == "motion")
        self.endings = tuple(wanted for wanted in beside if wanted.startswith("-"))
        self.verb_form = lru_cache(1 << 13)(self._verb_form)
        self.nouns = lru_cache(1 << 13)(self._named)
        self.leads = lru_cache(1 << 13)(self._leads_of)
        self.begins = lru_cache(1 << 14)(self._begins)
        self.moves = lru_cache(1 << 12)(self._moves)

    def _verb_form(self, word: str) -> VerbForm | None:
        """What `word` may be as a verb; most words are none."""
        read = readings(word)
        if not read:
            return None
        listed = tuple((verb, rules) for verb in read if (rules := self._rules_of(verb.stem)))
        untyped = self._untyped(word, read)
        return VerbForm(listed, untyped) if listed or untyped else None

    def _rules_of(self, stem: str) -> tuple[Rule, ...]:
        """The rows whose last word is `stem` or what it is the passive of, those with more words and conditions first."""
        own, actives = self._rules.get(stem, ()), active(stem)
        found = [*own, *(rule for one in actives for rule in self._rules.get(one, ()))] if actives else own
        return own if len(found) == len(own) else tuple(sorted(found, key=lambda rule: _precedence(rule.row)))

    def _untyped(self, word: str, read: Sequence[Verb]) -> tuple[Form, ...]:
        is_verb = paradigms(self._lexicon).is_verb
        forms: list[Form] = []
        for stem, form in read:
            new = form in _UNTYPED and form not in forms
            if new and (is_verb(stem, word) or any(is_verb(one, word) for one in active(stem))):
                forms.append(form)
        return tuple(forms) if forms and not self.nouns(word, "topic") and not _is_noun(word, self._lexicon) else ()

    def _named(self, word: str, pos: str) -> tuple[Trigger, ...]:
        """The rows of event nouns (or topics) of which `word` is a form."""
        rows = self._nouns.get(word.rpartition("-")[2][:_KEY], ())
        return tuple(row for row in rows if row.pos == pos and _is_form_of(word, row.words))

    def _leads_of(self, word: str) -> frozenset[str]:
        """The words of phrases before their verb (қол қой) that `word` is a form of."""
        found = [lead for part in {word, word.rpartition("-")[2]} for writing, lead in self._leads.get(part[:_LEAST], ())
                 if part.startswith(writing) and _is_form_of(word, lead)]  # fmt: skip
        return frozenset(found) if found else _NONE

    def _begins(self, text: str) -> frozenset[str]:
        """What rows want `beside` them that a word of `text` begins with."""
        found = [wanted for word in text.split() for wanted in self._beside.get(word[:_LEAST], ()) if word.startswith(wanted)]
        return frozenset(found) if found else _NONE

    def _moves(self, word: str) -> bool:
        """Whether `word` is a form of a verb of motion."""
        return any(stem in self._motion for verb in readings(word) for stem in (verb.stem, *active(verb.stem)))


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """The second of each pair by the first."""
    found: dict[str, tuple[T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


@per_lexicon
def inventory(lexicon: Lexicon) -> Inventory:
    """The triggers of `lexicon`, those with more words and with a condition first."""
    return Inventory(lexicon)


def _precedence(row: Trigger) -> tuple[int, bool]:
    return -row.words.count(" "), not row.beside


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` is first of all a noun's own name (қорған), whatever verb it looks like."""
    best = analyse(word, lexicon)[:1] if is_stem(word, lexicon) else ()
    return bool(best) and best[0].category == "noun" and not best[0].suffixes


def _is_form_of(word: str, noun: str) -> bool:
    """Whether `word` is `noun` with the endings of a noun, its last letter voiced before a vowel (одақ, одағына)."""
    word = word if "-" in noun else word.rpartition("-")[2]
    return any(word.startswith(form) and _NOUN.fullmatch(word, len(form)) for form in writings(noun))


@lru_cache(1 << 11)
def writings(noun: str) -> tuple[str, ...]:
    voiced = {"қ": "ғ", "к": "г", "п": "б"}.get(noun[-1])
    return (noun, noun[:-1] + voiced) if voiced else (noun,)
