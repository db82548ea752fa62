"""The table of words that report an event, and which of its rows fits the words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import ClassVar, Literal, get_args

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.verbs import NOUN_ENDING, Form, Paradigms, Verb, active, paradigms, readings
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import EventType

Role = Literal["light", "auxiliary", "state"]
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
        if self.pos != "verb" and self.type in get_args(Role):
            raise ValueError(f"a {self.pos} cannot be {self.type}")


@dataclass(frozen=True)
class Inventory:
    """The table by the stem of its last word, and nouns and topics by their first letters."""

    verbs: dict[str, list[Trigger]]
    nouns: dict[str, list[Trigger]]
    motion: frozenset[str]
    paradigms: Paradigms
    by_stem: dict[str, list[Trigger]]
    """What was asked for already"""


_KEY = 3
"""Letters by which nouns are looked up"""
QUOTES = "«»“”„\""
STOP = frozenset(",;:.!?…)»")
PARTICLES = frozenset({"да", "де", "та", "те", "ғана", "ғой", "ақ", "қайта", "толық", "бірге", "бірлесе", "әрі",
                        "болып", "қазір", "құқылы", "құқықты", "рет", "ресми", "кейін", "біржола", "бірінші", 
                        "алғаш", "тұңғыш"})  # fmt: skip
_WHERE = regex.compile(r".{3,}[дт][ае]")
_APART = 6
OBJECT = "@"
"""In `beside`: a name in the accusative right before the verb (Сауранды алды)"""
_ACCUSATIVE = regex.compile(r".{3,}[ндт][ыі]")
_NOUN = regex.compile(NOUN_ENDING)


@per_lexicon
def inventory(lexicon: Lexicon) -> Inventory:
    """The triggers of `lexicon`, those with more words and with a condition first."""
    verbs: dict[str, list[Trigger]] = {}
    nouns: dict[str, list[Trigger]] = {}
    for row in sorted(lexicon.rows(Trigger), key=_precedence):
        last = row.words.split()[-1]
        if row.pos == "verb":
            verbs.setdefault(last, []).append(row)
        elif row.pos != "motion":
            nouns.setdefault(last[:_KEY], []).append(row)
    motion = frozenset(row.words for row in lexicon.rows(Trigger) if row.pos == "motion")
    return Inventory(verbs, nouns, motion, paradigms(lexicon), {})


def _precedence(row: Trigger) -> tuple[int, bool]:
    return -row.words.count(" "), not row.beside


def rows_of(verb: Verb, table: Inventory) -> list[Trigger]:
    """The rows whose last word is the stem of `verb` or what it is the passive of, those with more words and conditions first."""
    if verb.stem not in table.by_stem:
        found = [row for stem in (verb.stem, *active(verb.stem)) for row in table.verbs.get(stem, ())]
        table.by_stem[verb.stem] = sorted(found, key=_precedence)
    return table.by_stem[verb.stem]


def fitting_row(tokens: Sequence[Token], index: int, verb: Verb, table: Inventory) -> tuple[int, Trigger | None]:
    """The first row that fits, and where its words begin."""
    for row in rows_of(verb, table):
        first = _words_before(tokens, index, row.words.split()[:-1])
        if first is not None and fits(row, tokens, first, index):
            return first, row
    return index, None


def _words_before(tokens: Sequence[Token], index: int, wanted: Sequence[str]) -> int | None:
    """Where the words `wanted` begin that stand before token `index`, or None. Particles, adverbs, a date and a place may part
    them (негізі 1640 жылы қаланған)."""
    at = index
    for word in reversed(wanted):
        at -= 1
        while at >= 0 and index - at <= _APART and may_part(tokens[at]) and not _is_form_of(tokens[at].lower, word):
            at -= 1
        if at < 0 or tokens[at].kind is not Kind.WORD or not _is_form_of(tokens[at].lower, word):
            return None
    return at


def may_part(token: Token) -> bool:
    if token.kind is Kind.DATE or token.inside:
        return True
    return token.kind is Kind.WORD and (token.lower in PARTICLES or bool(_WHERE.fullmatch(token.lower)))


@lru_cache(1 << 16)
def _is_form_of(word: str, noun: str) -> bool:
    """Whether `word` is `noun` with the endings of a noun, its last letter voiced before a vowel (одақ, одағына)."""
    word = word if "-" in noun else word.rpartition("-")[2]
    voiced = noun[:-1] + {"қ": "ғ", "к": "г", "п": "б"}.get(noun[-1], noun[-1])
    return any(word.startswith(form) and _NOUN.fullmatch(word, len(form)) for form in (noun, voiced))


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


def event_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon, pos: str = "noun") -> Trigger | None:
    """The row of the event noun (or topic) of which token `index`, or the last word of a quoted name, is a form, and which fits
    the clause."""
    token = tokens[index]
    word = token.lower.strip(QUOTES).rpartition(" ")[2] if token.kind is Kind.QUOTE else token.lower
    rows = noun_rows(word, pos, inventory(lexicon)) if token.kind in (Kind.WORD, Kind.QUOTE) else ()
    return next((row for row in rows if fits(row, tokens, index, index)), None)


def action_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Trigger | None:
    """The row of the verb of which token `index` names the action (ашылуы, ратификациялаудан), if it reports an event."""
    table = inventory(lexicon)
    for verb in readings(tokens[index].lower) if tokens[index].kind is Kind.WORD else ():
        row = fitting_row(tokens, index, verb, table)[1] if verb.form is Form.VERBAL_NOUN else None
        if row and row.type not in get_args(Role):
            return row
    return None


def noun_rows(word: str, pos: str, table: Inventory) -> list[Trigger]:
    """The rows of event nouns (or topics) of which `word`, in lower case, is a form."""
    rows = table.nouns.get(word.rpartition("-")[2][:_KEY], ())
    return [row for row in rows if row.pos == pos and _is_form_of(word, row.words)]
