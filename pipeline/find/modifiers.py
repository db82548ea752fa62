"""What a date that stands before a noun modifies: an event, an act or organ that dates the verb, or something without a time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import attrgetter

from pipeline.find.clauses import Kind, Token
from pipeline.find.dates.words import Month
from pipeline.find.fitting import Fitting
from pipeline.find.predicates import Predicate
from pipeline.find.triggers import inventory
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon, per_lexicon

_ATTRIBUTIVE = ("ғы", "гі", "жылдарды")
_DASH = re.compile("[-–—]")
_OTHER_CASE = re.compile(r".{3,}(?:[ндт][ыі]|[ыі]н|[ғқ]а|[гк]е|[ыі]на|[ыі]не|[дтн]ан|[дтн]ен)", re.S)
DATING_CASE = re.compile(r".{3,}(?:[мбп]ен|[дт][ае]|нд[ае])", re.S)
LOCATIVE = re.compile(r".{3,}[дт][ае]")
GENITIVE = re.compile(r".{3,}[ндт][ыі]ң", re.S)
_DATIVE = re.compile(r".{3,}(?:[ғқ]а|[гк]е|[ыі]н[ае])", re.S)
_ACT = re.compile(
    r"(?:заң|конституция|жарғы|ереже|жарлық|қаулы|декрет|шешім|бағдарлама|манифест|указ|грамота|қарар)(?:с?[ыі])?"
)
"""An act that may be the subject of what it did"""
_PLURAL = re.compile(r".{3,}[лдт][ае]р")
_OWNED = re.compile(r".{3,}(?:с[ыі]|[ыі])(?:н|н[ыі]ң|н[ае]|нда|нде|нан|нен|мен)?")
_OWNED_ACTION = re.compile(r".{2,}[ую][ыі]")
_TO_OR_FROM = frozenset({"дейінгі", "кейінгі", "бергі", "бастапқы"})
LISTS = frozenset({",", "және", "мен", "пен", "бен"})
_BY = frozenset({"бойынша", "негізінде", "нәтижесінде", "сәйкес", "арқылы", "кезінде", "барысында", "салдарынан"})


@per_lexicon
def _months(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.word for row in lexicon.rows(Month))


def is_attributive(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    return tokens[index].lower.endswith(_ATTRIBUTIVE) or following in _TO_OR_FROM


def modified(
    tokens: Sequence[Token], index: int, predicates: Sequence[Predicate], lexicon: Lexicon
) -> Predicate | bool:
    """What an attributive date modifies: an event noun that is an event of its own, True where its verb is dated by it (an act in
    -мен or -да, a subject), False where it is a treaty, an object or a genitive."""
    later = predicates[bisect_right(predicates, index, key=attrgetter("last")) :]
    verb = next((p for p in later if p.first > index), None)
    limit = verb.first if verb else len(tokens)
    if tokens[index + 1 : index + 2] and tokens[index + 1].lower in _TO_OR_FROM:
        return False
    fitting = Fitting(tokens, inventory(lexicon))
    for at in range(index + 1, limit):
        token = tokens[at]
        if token.kind is Kind.TREATY:
            return verb is not None and verb.role in ("signing", "adoption") and _is_acted_on(tokens, at, verb)
        if token.kind is Kind.QUOTE and not any(_OWNED.fullmatch(t.lower) for t in tokens[at + 1 : at + 2]):
            return True
        if token.kind is Kind.MARK and token.lower in ",;:":
            break
        if token.kind is not Kind.WORD or token.inside:
            continue
        row = fitting.event_noun(at) or (fitting.action_noun(at) if _is_named_action(tokens, at) else None)
        if row and _DATIVE.fullmatch(token.lower):
            return False
        apart = verb and any(is_adverbial(tokens, i) for i in range(at + 1, verb.first))
        dates_verb = verb is not None and not apart and verb.role != "state" and verb.form is not Form.PRESENT
        if row and dates_verb and DATING_CASE.fullmatch(token.lower):
            return Predicate(at, at, Form.NOMINAL, row) if LOCATIVE.fullmatch(token.lower) else True
        if row and not (dates_verb and _is_subject(token.lower)):
            return Predicate(at, at, Form.NOMINAL, row)
        if (row and _is_subject(token.lower)) or _ACT.fullmatch(token.lower.rpartition("-")[2]) or _PLURAL.fullmatch(token.lower):
            return True
        if token.lower in _BY or DATING_CASE.fullmatch(token.lower):
            return True
        if GENITIVE.fullmatch(token.lower):
            if not token.proper:
                return False
            continue
        if _OTHER_CASE.fullmatch(token.lower):
            return False
    return verb is not None


def _is_named_action(tokens: Sequence[Token], index: int) -> bool:
    """Whether a verbal noun at `index` stands for what was done, not beside a noun or before туралы: owned, or the last word."""
    after = tokens[index + 1 : index + 2]
    return bool(_OWNED_ACTION.fullmatch(tokens[index].lower)) or not after or after[0].kind is Kind.MARK


def _is_acted_on(tokens: Sequence[Token], treaty: int, verb: Predicate) -> bool:
    """Whether `verb` concluded the treaty and has no date of its own: then the date that modifies the treaty is its time."""
    between = tokens[treaty + 1 : verb.first]
    listed = between[:1] and between[0].lower in LISTS and any(t.kind is Kind.TREATY for t in between)
    dates = [*islice((at for at in range(treaty - 1, -1, -1) if tokens[at].kind is Kind.DATE), 2)]
    if len(dates) > 1 and dates[1] == dates[0] - 1 and is_adverbial(tokens, dates[1]):
        return False
    return bool(listed) or not any(t.kind is Kind.DATE and not t.inside for t in between)


def _is_subject(word: str) -> bool:
    return not (GENITIVE.fullmatch(word) or _OTHER_CASE.fullmatch(word) or DATING_CASE.fullmatch(word))


def is_adverbial(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].kind is Kind.DATE and not tokens[index].inside and not is_attributive(tokens, index)


def abbreviated_before_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether an event noun follows a date that shows no ending (1999 ж. санақ, 1986 жылғы желтоқсан оқиғасы)."""
    last = tokens[index].lower.split()[-1]
    ends_bare = last.endswith(".") or _DASH.split(last)[-1] in _months(lexicon)
    return bool(ends_bare and index + 1 < len(tokens) and Fitting(tokens, inventory(lexicon)).event_noun(index + 1))
