"""The predicates of a sentence: its verb phrases, each with the row of the table that says what it reports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.find.clauses import Kind, Token
from pipeline.find.fitting import PARTICLES, STOP, Fitting, may_part
from pipeline.find.triggers import Inventory, Role, Rule, Trigger, VerbForm, inventory
from pipeline.find.verbs import Form, Verb
from pipeline.lexicon import Lexicon
from pipeline.record import EventType
from pipeline.words import is_name


class Predicate(NamedTuple):
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
_ENDS_WITH = frozenset({"аяқталды", "аяқталған", "аяқталып", "тынды", "бітті", "түйінделді"})
"""What ends with something done (қол қоюмен аяқталды)"""
_HEAD = 6
"""Words after a participle among which the event noun it stands before is sought (өткен КСРО халық депутаттарының съезінде)"""
_WITHIN = (Form.PARTICIPLE, Form.HABITUAL, Form.VERBAL_NOUN)
"""Forms that end a clause within another"""
_BY_WHAT_FOLLOWS = (Form.LINKED, Form.PARTICIPLE, Form.VERBAL_NOUN)
"""Forms whose work the next word tells"""
_FINITE = (Form.PAST, Form.PRESENT, Form.CONDITIONAL)
_LINKS = frozenset({"бастап", "болып", "деп", "етіп", "қылып", "ретінде", "қарай", "дейін", "тұрып", "бастаған",
                    "отырып", "қарағанда", "қарамастан", "байланысты", "салыстырғанда", "шаққанда", "алғанда",
                    "айтқанда", "сатып", "деген", "дейтін"})  # fmt: skip
"""Verb forms that are postpositions or links, no predicates (Сырым бастаған көтеріліс)"""
_ALSO_AUXILIARY = frozenset({"баста", "бол", "өт", "жүр"})
_OBLIQUE = re.compile(r"(?:[лдт][ае]р)?с?[ыі]?(?:[ндт][ыі]ң|[ғқ]а|[гк]е|н[ае]|н?[дт][ае]н?|н[ае]н|[мбп]ен)")
_NEGATED = re.compile(r".+[мбп][ае]й")
_NEXT_ONE = re.compile(r"(?:келесі|екінші|үшінші|төртінші|кейінгі|соңғы|бірінші|алғашқы)с[ыі]")
"""What stands for the noun of the clause before (оның келесісі … өтті)"""
_NAMING: tuple[Literal["noun", "topic"], ...] = ("noun", "topic")
"""What gives a light verb its type; an unlisted one only a topic"""
_LEADS = frozenset({"жүргіз", "жүр"})
"""Light verbs beside which an action is its own (жабу жүргізілді)"""
_ASPECT = frozenset({"баста", "бер", "түс", "ал", "қой", "кел", "жібер"})
"""Auxiliaries after a converb in -а (шайқала бастады)"""
_OWNED = re.compile(r".*[ую]ы?і?с?[ыі](?:н|н[ыі]ң|нан|нен)?")
"""A verbal noun with its own subject, not itself a place, aim or means (тағайындалуын)"""


def predicates(tokens: Sequence[Token], lexicon: Lexicon) -> list[Predicate]:
    """The predicates of a sentence from left to right; what is in brackets is passed over."""
    table = inventory(lexicon)
    fitting = Fitting(tokens, table)
    verb_forms = _verb_forms(tokens, table, lexicon)
    listed = {at: p for at, verb_form in verb_forms.items() if (p := _listed(fitting, at, verb_form))}
    phrases = {at: p for at, p in listed.items() if p.first < at}
    taken = {at for p in phrases.values() for at in range(p.first, p.last)}
    found: list[Predicate] = []
    for index, verb_form in verb_forms.items():
        of_its_own = index in phrases or (index > 0 and tokens[index - 1].kind is Kind.DATE)
        held = tokens[index].lower == "болып" and index > 0 and fitting.event_noun(index - 1, "noun") is not None
        is_link = tokens[index].lower in _LINKS and not ((of_its_own or held) and _ends_clause(tokens, index))
        if index in taken or is_link or (found and index <= found[-1].last):
            continue
        predicate = listed.get(index) or _unlisted(tokens, index, verb_form, table)
        if predicate is not None:
            found.append(_with_auxiliaries(tokens, predicate, table, phrases))
    kept = [p._replace(row=None) if p.role == "auxiliary" else p for p in found if not _is_bare_link(tokens, p)]
    return [_typed(fitting, kept, at) for at in range(len(kept))]


def _verb_forms(tokens: Sequence[Token], table: Inventory, lexicon: Lexicon) -> dict[int, VerbForm]:
    """The tokens that may be verbs."""
    return {at: verb_form for at, token in enumerate(tokens)
            if token.kind is Kind.WORD and (verb_form := table.verb_form(token.lower)) and not token.inside
            and not (token.proper and is_name(token.lower, lexicon, _SELDOM))}  # fmt: skip


def _is_bare_link(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether this is no predicate of its own: болып (тағайындалды), a verbal noun or -а without an ending to hold a clause."""
    if predicate.form is Form.CONVERB:
        after = tokens[predicate.last + 1].lower if predicate.last + 1 < len(tokens) else "."
        typed = predicate.row and predicate.role not in ("light", "state", "auxiliary", "other")
        return not (typed or after in STOP or after in _AFTER_CLAUSE)
    return predicate.form is Form.LINKED


def _listed(fitting: Fitting, index: int, verb_form: VerbForm) -> Predicate | None:
    """The predicate that a row of the table makes of token `index` and the words before it."""
    tokens = fitting.tokens
    for verb, rules in verb_form.listed:
        if verb.form is Form.VERBAL_NOUN and fitting.table.nouns(tokens[index].lower, "noun"):
            continue
        first, row = fitting.row(index, rules)
        if row is not None:
            form = _form_in_place(tokens, index, verb.form)
            if form and (first < index or form not in _FINITE or _ends_clause(tokens, index)):
                return Predicate(first, index, form, row)
    return None


def _unlisted(tokens: Sequence[Token], index: int, verb_form: VerbForm, table: Inventory) -> Predicate | None:
    """The predicate of a verb known by its paradigm alone."""
    if verb_form.untyped and table.nouns(tokens[index].lower, "noun") and not _ends_clause(tokens, index):
        return None
    for untyped in verb_form.untyped:
        form = _form_in_place(tokens, index, untyped)
        if form and (form not in _FINITE or _ends_clause(tokens, index)):
            return Predicate(index, index, form)
    return None


def _ends_clause(tokens: Sequence[Token], index: int) -> bool:
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.inside or token.lower in PARTICLES or token.lower in _WAS:
            continue
        return token.lower in STOP or token.lower in _AFTER_CLAUSE or token.kind is Kind.MARK
    return True


def _form_in_place(tokens: Sequence[Token], index: int, form: Form) -> Form | None:
    """What the form does where it stands: қабылдаған ends a clause or stands before a noun. None where it is no predicate."""
    if form not in _BY_WHAT_FOLLOWS:
        return form
    after = [t.lower for t in tokens[index + 1 : index + 4] if not t.inside]
    following = after[0] if after else "."
    if form is Form.LINKED:
        return Form.CLAUSAL if following == "бері" else form  # қол қойғалы бері
    if form is Form.PARTICIPLE:
        if following in _WHEN:
            return Form.CLAUSAL
        ends = following in STOP or following in _WAS or (following in _AFTER_CLAUSE and following not in _JOINS)
        return Form.PAST if ends else form
    if following in _MUST:
        return Form.PAST
    if following in _ENDS_WITH and tokens[index].lower.endswith(("юмен", "умен")):
        return form
    return None if not _TITLE.isdisjoint(after[:2]) or not _OWNED.fullmatch(tokens[index].lower) else form


def _with_auxiliaries(
    tokens: Sequence[Token], predicate: Predicate, table: Inventory, phrases: Mapping[int, Predicate]
) -> Predicate:
    """The predicate with the auxiliaries after it (бөлініп қалды, құрылған болатын), whose form is the whole's."""
    while predicate.last + 1 < len(tokens) and predicate.last + 1 not in phrases:
        token = tokens[predicate.last + 1]
        if token.lower in _WAS and predicate.form in (Form.PAST, Form.PARTICIPLE):
            predicate = predicate._replace(last=predicate.last + 1, form=Form.PAST)
            continue
        if predicate.form not in (Form.CONVERB, Form.LINKED) or token.kind is not Kind.WORD:
            break
        negated = bool(_NEGATED.fullmatch(tokens[predicate.last].lower))
        verb_form = table.verb_form(token.lower)
        read = verb_form.listed if verb_form else ()
        form = next((verb.form for verb, rules in read if _is_auxiliary(verb, rules, predicate.form, negated)), None)
        form = form and _form_in_place(tokens, predicate.last + 1, form)
        if form is None:
            break
        predicate = predicate._replace(last=predicate.last + 1, form=form)
    return predicate


def _is_auxiliary(verb: Verb, rules: Sequence[Rule], after: Form, negated: bool) -> bool:
    if after is Form.LINKED and not negated and verb.stem not in _ASPECT:
        return False
    return any(rule.row.type == "auxiliary" or rule.row.words in _ALSO_AUXILIARY for rule in rules)


def _typed(fitting: Fitting, predicates: Sequence[Predicate], at: int) -> Predicate:
    """The predicate with the event noun or topic that gives a light or unlisted verb its type; the noun it stands next to is part
    of the trigger (соғыс басталды)."""
    predicate = predicates[at]
    if predicate.row and predicate.row.type != "light":
        return predicate
    tokens = fitting.tokens
    closed = [p.last + 1 for p in predicates[:at] if p.form not in _WITHIN]
    since = max(closed, default=0)
    left = range(predicate.first - 1, since - 1, -1)
    right = range(predicate.last + 1, min(predicate.last + 1 + _HEAD, len(tokens))) if predicate.form is Form.PARTICIPLE else ()
    if predicate.row and predicate.row.words == "бол":
        subject = predicate.first - 1
        while subject > since and (may_part(tokens[subject]) or tokens[subject].lower == ","):
            subject -= 1
        left = range(subject, max(since, subject) - 1, -1)
    for pos in _NAMING if predicate.row else _NAMING[1:]:
        for index in (*right, *left):
            if tokens[index].lower in (";", ":"):
                break
            row = fitting.event_noun(index, pos)
            if row is None and pos == "noun" and index in left and predicate.row and predicate.row.words not in _LEADS:
                row = fitting.action_noun(index)
            if row and not (pos == "noun" and index in left and _is_oblique(tokens, index, row, predicate)):
                first = index if index == predicate.first - 1 else predicate.first
                return predicate._replace(first=first, noun=row)
    if at and predicate.row and any(_NEXT_ONE.fullmatch(tokens[index].lower) for index in left):
        return predicate._replace(noun=_typed(fitting, predicates, at - 1).noun)
    return predicate


def _is_oblique(tokens: Sequence[Token], index: int, row: Trigger, predicate: Predicate) -> bool:
    """Whether the noun is neither subject nor object of the predicate (жиыннан басталды)."""
    if predicate.row and predicate.row.words == "бас тарт" and index == predicate.first - 1:
        return False
    word = tokens[index].lower
    ending = word[len(row.words) :] if row.pos == "noun" else word[max(word.rfind("у"), word.rfind("ю")) + 1 :]
    return bool(_OBLIQUE.fullmatch(ending))
