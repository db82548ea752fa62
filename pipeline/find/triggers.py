"""The table of words that report an event, and which of its rows fits the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import ClassVar, Literal, NamedTuple, get_args

from pipeline.find.clauses import Kind, Token
from pipeline.find.verbs import NOUN_ENDING, Form, Verb, active, paradigms, readings
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology import analyse
from pipeline.record import EventType

Role = Literal["light", "auxiliary", "state"]
_ROLES = get_args(Role)
"""light: the event is in the noun beside it (соғыс басталды); auxiliary: aspect of a converb (бөлініп қалды); state: no event"""


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
        if self.pos != "verb" and self.type in _ROLES:
            raise ValueError(f"a {self.pos} cannot be {self.type}")


class Rule(NamedTuple):
    """A row of a verb as it is tried: `before` are its words before the stem, the last first."""

    row: Trigger
    before: tuple[str, ...]
    endings: tuple[str, ...]


class Senses(NamedTuple):
    """What a word form may be, whatever stands round it; nearly all words are nothing."""

    verbs: tuple[tuple[Verb, tuple[Rule, ...]], ...] = ()
    """Its readings as a verb that rows name"""
    untyped: tuple[Form, ...] = ()
    """The forms of a verb known by its paradigm alone that it may be; of them none where it is first of all a noun"""
    nouns: tuple[Trigger, ...] = ()
    topics: tuple[Trigger, ...] = ()
    leads: frozenset[str] = frozenset()
    """The words of phrases before their verb (қол қой) that it is a form of"""


_NOTHING = Senses()
_UNTYPED = frozenset({Form.PAST, Form.PRESENT, Form.PARTICIPLE, Form.CONVERB, Form.LINKED, Form.CONDITIONAL, Form.CLAUSAL})
"""Forms in which a verb that no row names still makes a predicate"""
_KEY = 3
"""Letters by which nouns are looked up"""
_LEAST = 2
"""Letters by which the words before a verb are looked up"""
QUOTES = "«»“”„\""
STOP = frozenset(",;:.!?…)»")
PARTICLES = frozenset({"да", "де", "та", "те", "ғана", "ғой", "ақ", "қайта", "толық", "бірге", "бірлесе", "әрі",
                        "болып", "қазір", "құқылы", "құқықты", "рет", "ресми", "кейін", "біржола", "бірінші", 
                        "алғаш", "тұңғыш"})  # fmt: skip
_WHERE = ("да", "де", "та", "те")
_APART = 6
OBJECT = "@"
"""In `beside`: a name in the accusative right before the verb (Сауранды алды)"""
_ACCUSATIVE = re.compile(r".{3,}[ндт][ыі]")
_NOUN = re.compile(NOUN_ENDING)


class Inventory:
    """The table, asked by word form: what a form may be is a fact of the form, and most forms recur."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._verbs: dict[str, list[Rule]] = {}
        self._nouns: dict[str, list[Trigger]] = {}
        self._leads: dict[str, set[str]] = {}
        for row in sorted(lexicon.rows(Trigger), key=_precedence):
            *before, last = row.words.split()
            if row.pos == "verb":
                rule = Rule(row, tuple(reversed(before)), tuple(ending for ending in row.beside if ending.startswith("-")))
                self._verbs.setdefault(last, []).append(rule)
                for word in before:
                    for writing in _writings(word):
                        self._leads.setdefault(writing[:_LEAST], set()).add(word)
            elif row.pos != "motion":
                self._nouns.setdefault(last[:_KEY], []).append(row)
        self.motion = frozenset(row.words for row in lexicon.rows(Trigger) if row.pos == "motion")
        self.senses = lru_cache(1 << 15)(self._senses)

    def _senses(self, word: str) -> Senses:
        """The senses of `word`, in lower case."""
        last = word.rpartition("-")[2]
        read = readings(word)
        verbs = tuple((verb, rules) for verb in read if (rules := self._rules(verb.stem)))
        named = [row for row in self._nouns.get(last[:_KEY], ()) if _is_form_of(word, row.words)]
        nouns, topics = (tuple(row for row in named if row.pos == pos) for pos in ("noun", "topic"))
        leads = frozenset(lead for key in {word[:_LEAST], last[:_LEAST]} for lead in self._leads.get(key, ())
                          if _is_form_of(word, lead))  # fmt: skip
        found = Senses(verbs, () if topics else self._untyped(word, read), nouns, topics, leads)
        return found if any(found) else _NOTHING

    def _rules(self, stem: str) -> tuple[Rule, ...]:
        """The rows whose last word is `stem` or what it is the passive of, those with more words and conditions first."""
        found = [rule for one in (stem, *active(stem)) for rule in self._verbs.get(one, ())]
        return tuple(sorted(found, key=lambda rule: _precedence(rule.row))) if found else ()

    def _untyped(self, word: str, read: Sequence[Verb]) -> tuple[Form, ...]:
        is_verb = paradigms(self._lexicon).is_verb
        forms = dict.fromkeys(verb.form for verb in read if verb.form in _UNTYPED
                              and any(is_verb(stem, word) for stem in (verb.stem, *active(verb.stem))))  # fmt: skip
        return () if not forms or _is_noun(word, self._lexicon) else tuple(forms)


@per_lexicon
def inventory(lexicon: Lexicon) -> Inventory:
    """The triggers of `lexicon`, those with more words and with a condition first."""
    return Inventory(lexicon)


def _precedence(row: Trigger) -> tuple[int, bool]:
    return -row.words.count(" "), not row.beside


def _is_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` is first of all a noun's own name (қорған), whatever verb it looks like."""
    best = analyse(word, lexicon)[:1]
    return bool(best) and best[0].category == "noun" and not best[0].suffixes


def fitting_row(tokens: Sequence[Token], index: int, rules: Sequence[Rule], table: Inventory) -> tuple[int, Trigger | None]:
    """The first row that fits, and where its words begin."""
    for rule in rules:
        first = _words_before(tokens, index, rule.before, table) if rule.before else index
        if first is not None and fits(rule.row, tokens, first, index):
            return first, rule.row
    return index, None


def _words_before(tokens: Sequence[Token], index: int, wanted: Sequence[str], table: Inventory) -> int | None:
    """Where the words `wanted`, the last first, begin that stand before token `index`, or None. Particles, adverbs, a date and a
    place may part them (негізі 1640 жылы қаланған)."""
    at = index
    for word in wanted:
        at -= 1
        while at >= 0 and index - at <= _APART and word not in table.senses(tokens[at].lower).leads and may_part(tokens[at]):
            at -= 1
        if at < 0 or tokens[at].kind is not Kind.WORD or word not in table.senses(tokens[at].lower).leads:
            return None
    return at


def may_part(token: Token) -> bool:
    if token.kind is Kind.DATE or token.inside:
        return True
    return token.kind is Kind.WORD and (token.lower in PARTICLES or (len(token.lower) > 4 and token.lower.endswith(_WHERE)))


def _is_form_of(word: str, noun: str) -> bool:
    """Whether `word` is `noun` with the endings of a noun, its last letter voiced before a vowel (одақ, одағына)."""
    word = word if "-" in noun else word.rpartition("-")[2]
    return any(word.startswith(form) and _NOUN.fullmatch(word, len(form)) for form in _writings(noun))


@lru_cache(1 << 11)
def _writings(noun: str) -> tuple[str, ...]:
    voiced = {"қ": "ғ", "к": "г", "п": "б"}.get(noun[-1])
    return (noun, noun[:-1] + voiced) if voiced else (noun,)


def fits(row: Trigger, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the clause round tokens `first` to `last` has what `row` wants beside it, if it wants anything."""
    if not row.beside or (OBJECT in row.beside and first and _is_object(tokens[first - 1])):
        return True
    endings = tuple(ending for ending in row.beside if ending.startswith("-"))
    for at in range(first - 1, -1, -1):
        token = tokens[at]
        if token.lower in (";", ":") and not token.inside:
            break
        if any(word.startswith(row.beside) for word in token.lower.split()) or token.lower.endswith(endings):
            return True
    after = takewhile(lambda token: token.lower not in (";", ":"), tokens[last + 1 : last + 4])
    return any(word.startswith(row.beside) for token in after for word in token.lower.split())


def _is_object(token: Token) -> bool:
    return token.proper and bool(_ACCUSATIVE.fullmatch(token.lower))


def is_motion(word: str, lexicon: Lexicon) -> bool:
    """Whether `word`, in lower case, is a form of a verb of motion."""
    stems = inventory(lexicon).motion
    return any(stem in stems for verb in readings(word) for stem in (verb.stem, *active(verb.stem)))


def event_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon, pos: Literal["noun", "topic"] = "noun") -> Trigger | None:
    """The row of the event noun (or topic) of which token `index`, or the last word of a quoted name, is a form, and which fits
    the clause."""
    token = tokens[index]
    if token.kind is not Kind.WORD and token.kind is not Kind.QUOTE:
        return None
    word = token.lower.strip(QUOTES).rpartition(" ")[2] if token.kind is Kind.QUOTE else token.lower
    senses = inventory(lexicon).senses(word)
    rows = senses.nouns if pos == "noun" else senses.topics
    return next((row for row in rows if fits(row, tokens, index, index)), None)


def action_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Trigger | None:
    """The row of the verb of which token `index` names the action (ашылуы, ратификациялаудан), if it reports an event."""
    if tokens[index].kind is not Kind.WORD:
        return None
    table = inventory(lexicon)
    for verb, rules in table.senses(tokens[index].lower).verbs:
        row = fitting_row(tokens, index, rules, table)[1] if verb.form is Form.VERBAL_NOUN else None
        if row and row.type not in _ROLES:
            return row
    return None
