"""Words that report an event, and the predicates they make in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal, get_args

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.verbs import NOUN_ENDING, Form, Paradigms, Verb, active, paradigms, readings
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import EventType
from pipeline.words import is_name

Role = Literal["light", "auxiliary", "state"]
"""light: the event is in the noun beside it (соғыс басталды); auxiliary: aspect of a converb (бөлініп қалды); state: no event"""


class Trigger(Row, frozen=True):
    """A verb's stem with the words before it (қол қой), a noun that names an event, or a `topic`: a word that gives an untyped
    verb beside it its type. With `beside`, only where a word of the clause begins so, where one ends so (`-ға`), or where a name
    in the accusative stands right before (`@`). `example` is a sentence that must give `type`."""

    table: ClassVar[str] = "triggers.tsv"
    key: ClassVar[tuple[str, ...]] = ("words", "pos", "beside")
    words: str
    pos: Literal["verb", "noun", "topic"]
    type: EventType | Role
    beside: tuple[str, ...] = ()
    example: str = ""

    def __post_init__(self) -> None:
        if self.words != self.words.lower():
            raise ValueError(f"{self.words!r} must be in lower case")
        if self.pos != "verb" and self.type in get_args(Role):
            raise ValueError(f"a {self.pos} cannot be {self.type}")


@dataclass(frozen=True)
class Predicate:
    """A verb phrase or event noun: tokens `first` to `last`, the form it ends in, and its row (None for a verb no row names)."""

    first: int
    last: int
    form: Form
    row: Trigger | None = None
    noun: Trigger | None = None
    """The event noun or topic beside a light or unlisted verb"""

    @property
    def role(self) -> EventType | Role:
        """The type of event, or why there is none."""
        if self.row and self.row.type != "light":
            return self.row.type
        if self.noun:
            return self.noun.type
        return "state" if self.row and self.row.words == "бол" else "other"


@dataclass(frozen=True)
class Inventory:
    """The table by the stem of its last word, and nouns and topics by their first letters."""

    verbs: dict[str, list[Trigger]]
    nouns: dict[str, list[Trigger]]
    paradigms: Paradigms


_KEY = 3
"""Letters by which nouns are looked up"""


@per_lexicon
def inventory(lexicon: Lexicon) -> Inventory:
    """The triggers of `lexicon`, those with more words and with a condition first."""
    verbs: dict[str, list[Trigger]] = {}
    nouns: dict[str, list[Trigger]] = {}
    for row in sorted(lexicon.rows(Trigger), key=_precedence):
        last = row.words.split()[-1]
        if row.pos == "verb":
            verbs.setdefault(last, []).append(row)
        else:
            nouns.setdefault(last[:_KEY], []).append(row)
    return Inventory(verbs, nouns, paradigms(lexicon))


def _precedence(row: Trigger) -> tuple[int, bool]:
    return -row.words.count(" "), not row.beside


_PARTICLES = frozenset({"да", "де", "та", "те", "ғана", "ғой", "ақ", "қайта", "толық", "бірге", "бірлесе", "әрі",
                        "болып", "қазір", "құқылы", "құқықты", "рет", "ресми", "кейін", "біржола", "бірінші", 
                        "алғаш", "тұңғыш"})  # fmt: skip
_SELDOM = 0.1
"""Share of capitalised uses from which a word with a capital is taken for a name (Қарағанды, Біріккен)"""
_AFTER_CLAUSE = frozenset({"ал", "бірақ", "және", "әрі", "сондықтан", "өйткені", "себебі", "сөйтіп", "алайда", "яғни", "не",
                           "немесе"})  # fmt: skip
_JOINS = frozenset({"және", "әрі", "не", "немесе"})
"""What joins two participles more often than two clauses"""
_WAS = frozenset({"еді", "екен", "болатын", "жоқ", "емес", "болған", "болды"})
_WHEN = frozenset({"соң", "кейін", "кезде", "кезінде", "уақытта", "сәтте", "бойда", "сайын", "күйі"})
_MUST = frozenset({"тиіс", "керек", "қажет", "мүмкін"})
_TITLE = frozenset({"туралы", "жөнінде", "жөніндегі", "бойынша", "үшін", "мақсатында", "мақсатымен", "қажет", "керек"})
_STOP = frozenset(",;:.!?…)»")
_UNTYPED = (Form.PAST, Form.PRESENT, Form.PARTICIPLE, Form.CONVERB, Form.LINKED, Form.CONDITIONAL, Form.CLAUSAL)
"""Forms in which a verb that no row names still makes a predicate"""
_HEAD = 6
"""Words after a participle among which the event noun it stands before is sought (өткен КСРО халық депутаттарының съезінде)"""
_FINITE = (Form.PAST, Form.PRESENT, Form.CONDITIONAL)
_LINKS = frozenset({"бастап", "болып", "деп", "етіп", "қылып", "ретінде", "қарай", "дейін", "тұрып", "бастаған",
                    "отырып", "қарағанда", "қарамастан", "байланысты", "салыстырғанда", "шаққанда", "алғанда",
                    "айтқанда"})  # fmt: skip
"""Verb forms that are postpositions or links, no predicates (Сырым бастаған көтеріліс)"""
_ALSO_AUXILIARY = frozenset({"баста", "бол", "өт", "жүр"})
_WHERE = regex.compile(r".{3,}[дт][ае]")
_APART = 6
OBJECT = "@"
"""In `beside`: a name in the accusative right before the verb (Сауранды алды)"""
_ACCUSATIVE = regex.compile(r".{3,}[ндт][ыі]")
_ASPECT = frozenset({"баста", "бер", "түс", "ал", "қой", "кел", "жібер"})
"""Auxiliaries after a converb in -а (шайқала бастады)"""
_NOUN = regex.compile(NOUN_ENDING)
_OWNED = regex.compile(r".*[ую]ы?і?с?[ыі](?:н|н[ыі]ң|нан|нен)?")
"""A verbal noun with its own subject, not itself a place, aim or means (тағайындалуын)"""


def predicates(tokens: Sequence[Token], lexicon: Lexicon) -> list[Predicate]:
    """The predicates of a sentence from left to right; what is in brackets is passed over."""
    table = inventory(lexicon)
    words = [index for index, token in enumerate(tokens) if _may_be_verb(token, lexicon)]
    phrases = {p.last: p for p in (_listed(tokens, index, table) for index in words) if p and p.first < p.last}
    taken = {at for p in phrases.values() for at in range(p.first, p.last)}
    found: list[Predicate] = []
    for index in words:
        is_link = tokens[index].lower in _LINKS and not (index in phrases and _ends_clause(tokens, index))
        if index in taken or is_link or (found and index <= found[-1].last):
            continue
        predicate = phrases.get(index) or _listed(tokens, index, table) or _unlisted(tokens, index, table)
        if predicate is not None:
            found.append(_with_auxiliaries(tokens, predicate, table, phrases))
    kept = [replace(p, row=None) if p.role == "auxiliary" else p for p in found if not _is_bare_link(tokens, p)]
    return [_typed(tokens, kept, at, lexicon) for at in range(len(kept))]


def _may_be_verb(token: Token, lexicon: Lexicon) -> bool:
    return token.kind is Kind.WORD and not token.inside and not (token.proper and is_name(token.lower, lexicon, _SELDOM))


def _is_bare_link(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether this is no predicate of its own: болып (тағайындалды), a verbal noun or -а without an ending to hold a clause."""
    if predicate.form is Form.CONVERB:
        after = tokens[predicate.last + 1].lower if predicate.last + 1 < len(tokens) else "."
        typed = predicate.row and predicate.role not in ("light", "state", "auxiliary", "other")
        return not (typed or after in _STOP or after in _AFTER_CLAUSE)
    return predicate.form is Form.LINKED


def _listed(tokens: Sequence[Token], index: int, table: Inventory) -> Predicate | None:
    """The predicate that a row of the table makes of token `index` and the words before it."""
    for verb in readings(tokens[index].lower):
        if verb.form is Form.VERBAL_NOUN and _noun(tokens[index].lower, "noun", table):
            continue
        first, row = _row(tokens, index, verb, table)
        if row is not None:
            form = _form_in_place(tokens, index, verb.form)
            if form and (first < index or form not in _FINITE or _ends_clause(tokens, index)):
                return Predicate(first, index, form, row)
    return None


def _unlisted(tokens: Sequence[Token], index: int, table: Inventory) -> Predicate | None:
    """The predicate of a verb known by its paradigm alone."""
    word = tokens[index].lower
    if _noun(word, "noun", table) or _noun(word, "topic", table):
        return None
    for verb in readings(word):
        stems = (verb.stem, *active(verb.stem))
        if verb.form in _UNTYPED and any(table.paradigms.is_verb(stem, word) for stem in stems):
            form = _form_in_place(tokens, index, verb.form)
            if form and (form not in _FINITE or _ends_clause(tokens, index)):
                return Predicate(index, index, form)
    return None


def _row(tokens: Sequence[Token], index: int, verb: Verb, table: Inventory) -> tuple[int, Trigger | None]:
    """The first row that fits, and where its words begin."""
    rows = [row for stem in (verb.stem, *active(verb.stem)) for row in table.verbs.get(stem, ())]
    for row in sorted(rows, key=_precedence):
        first = _words_before(tokens, index, row.words.split()[:-1])
        if first is not None and (not row.beside or _beside(tokens, first, index, row.beside)):
            return first, row
    return index, None


def _words_before(tokens: Sequence[Token], index: int, wanted: Sequence[str]) -> int | None:
    """Where the words `wanted` begin that stand before token `index`, or None. Particles, adverbs, a date and a place may part
    them (негізі 1640 жылы қаланған)."""
    at = index
    for word in reversed(wanted):
        at -= 1
        while at >= 0 and index - at <= _APART and _may_part(tokens[at]):
            at -= 1
        if at < 0 or tokens[at].kind is not Kind.WORD or not _is_form_of(tokens[at].lower, word):
            return None
    return at


def _may_part(token: Token) -> bool:
    if token.kind is Kind.DATE or token.inside:
        return True
    return token.kind is Kind.WORD and (token.lower in _PARTICLES or bool(_WHERE.fullmatch(token.lower)))


@lru_cache(1 << 16)
def _is_form_of(word: str, noun: str) -> bool:
    """Whether `word` is `noun` with the endings of a noun, its last letter voiced before a vowel (одақ, одағына)."""
    word = word.rpartition("-")[2]
    voiced = noun[:-1] + {"қ": "ғ", "к": "г", "п": "б"}.get(noun[-1], noun[-1])
    return any(word.startswith(form) and _NOUN.fullmatch(word, len(form)) for form in (noun, voiced))


def _beside(tokens: Sequence[Token], first: int, last: int, beginnings: tuple[str, ...]) -> bool:
    """Whether a word of the clause round tokens `first` to `last` begins with one of `beginnings` (or ends so, "-ға": БҰҰ-ға)."""
    endings = tuple(ending for ending in beginnings if ending.startswith("-"))
    if OBJECT in beginnings and first and tokens[first - 1].proper and _ACCUSATIVE.fullmatch(tokens[first - 1].lower):
        return True
    for at in range(first - 1, -1, -1):
        token = tokens[at]
        if token.lower in (";", ":") and not token.inside:
            break
        if any(word.startswith(beginnings) for word in token.lower.split()) or token.lower.endswith(endings):
            return True
    after = [token for token in tokens[last + 1 : last + 4] if token.lower not in _STOP]
    return any(word.startswith(beginnings) for token in after for word in token.lower.split())


def _ends_clause(tokens: Sequence[Token], index: int) -> bool:
    for token in tokens[index + 1 :]:
        if token.inside or token.lower in _PARTICLES or token.lower in _WAS:
            continue
        return token.lower in _STOP or token.lower in _AFTER_CLAUSE or token.kind is Kind.MARK
    return True


def _form_in_place(tokens: Sequence[Token], index: int, form: Form) -> Form | None:
    """What the form does where it stands: қабылдаған ends a clause or stands before a noun. None where it is no predicate."""
    after = [t.lower for t in tokens[index + 1 : index + 4] if not t.inside]
    following = after[0] if after else "."
    if form is Form.PARTICIPLE:
        if following in _WHEN:
            return Form.CLAUSAL
        ends = following in _STOP or following in _WAS or (following in _AFTER_CLAUSE and following not in _JOINS)
        return Form.PAST if ends else form
    if form is Form.VERBAL_NOUN:
        if _MUST & set(after[:1]):
            return Form.PAST
        return None if _TITLE & set(after[:2]) or not _OWNED.fullmatch(tokens[index].lower) else form
    return form


def _with_auxiliaries(
    tokens: Sequence[Token], predicate: Predicate, table: Inventory, phrases: Mapping[int, Predicate]
) -> Predicate:
    """The predicate with the auxiliaries after it (бөлініп қалды, құрылған болатын), whose form is the whole's."""
    while predicate.last + 1 < len(tokens) and predicate.last + 1 not in phrases:
        token = tokens[predicate.last + 1]
        if token.lower in _WAS and predicate.form in (Form.PAST, Form.PARTICIPLE):
            predicate = replace(predicate, last=predicate.last + 1, form=Form.PAST)
            continue
        joined = predicate.form in (Form.CONVERB, Form.LINKED) and token.kind is Kind.WORD
        form = next((v.form for v in readings(token.lower) if joined and _is_auxiliary(v, predicate.form, table)), None)
        form = form and _form_in_place(tokens, predicate.last + 1, form)
        if form is None:
            break
        predicate = replace(predicate, last=predicate.last + 1, form=form)
    return predicate


def _is_auxiliary(verb: Verb, after: Form, table: Inventory) -> bool:
    if after is Form.LINKED and verb.stem not in _ASPECT:
        return False
    rows = [row for stem in (verb.stem, *active(verb.stem)) for row in table.verbs.get(stem, ())]
    return any(row.type == "auxiliary" or row.words in _ALSO_AUXILIARY for row in rows)


def _typed(tokens: Sequence[Token], predicates: Sequence[Predicate], at: int, lexicon: Lexicon) -> Predicate:
    """The predicate with the event noun or topic that gives a light or unlisted verb its type; the noun it stands next to is part
    of the trigger (соғыс басталды)."""
    predicate = predicates[at]
    if predicate.row and predicate.row.type != "light":
        return predicate
    since = predicates[at - 1].last + 1 if at else 0
    left = range(predicate.first - 1, since - 1, -1)
    right = range(predicate.last + 1, min(predicate.last + 1 + _HEAD, len(tokens))) if predicate.form is Form.PARTICIPLE else ()
    if predicate.row and predicate.row.words == "бол":
        subject = predicate.first - 1
        while subject > since and _may_part(tokens[subject]):
            subject -= 1
        left = range(subject, max(since, subject) - 1, -1)
        if any(token.kind is Kind.DATE for token in tokens[subject + 1 : predicate.first]):
            predicate = replace(predicate, row=None)
    for pos in ("noun", "topic") if predicates[at].row else ("topic",):
        for index in (*right, *left):
            if tokens[index].lower in (";", ":"):
                break
            row = event_noun(tokens[index].lower, lexicon, pos) if tokens[index].kind is Kind.WORD else None
            if row and (not row.beside or _beside(tokens, index, index, row.beside)):
                first = index if index == predicate.first - 1 else predicate.first
                return replace(predicate, first=first, noun=row)
    return predicate


def event_noun(word: str, lexicon: Lexicon, pos: str = "noun") -> Trigger | None:
    """The row of the event noun (or topic) of which `word`, in lower case, is a form."""
    return _noun(word, pos, inventory(lexicon))


def _noun(word: str, pos: str, table: Inventory) -> Trigger | None:
    rows = table.nouns.get(word.rpartition("-")[2][:_KEY], ())
    return next((row for row in rows if row.pos == pos and _is_form_of(word, row.words)), None)
