"""Which date belongs to which predicate of its sentence: a participle's date is its own, converbs share, finite verbs part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.dates.words import Month
from pipeline.find.predicates import Predicate
from pipeline.find.triggers import action_noun, event_noun
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.record import Date


class Dated(NamedTuple):
    """Token `date` dates `predicate`."""

    date: int
    predicate: Predicate


_ENDS = (Form.PAST, Form.PRESENT, Form.CONDITIONAL, Form.CLAUSAL, Form.NOMINAL, Form.VERBAL_NOUN)
_ATTRIBUTIVE = regex.compile(r".*(?:(?:[дт]а|)ғы|(?:[дт]е|)гі|жылғы|жж?\.?ғы|н[дт]ағы|н[дт]егі|жылдар[ғд]ы|-ғы|-гі)", regex.S)
_NO_ADVERB = regex.compile(
    r".*(?:жыл|жылдың|жылдарды[ңн]?|жылды|ғасырдың|ғасырды|аралығын|шамасын|кезеңін|күнді|қаңтары|ақпаны|наурызы|сәуірі|мамыры|маусымы|шілдесі"
    r"|тамызы|қыркүйегі|қазаны|қарашасы|желтоқсаны)", regex.S)  # fmt: skip
"""A date that is a subject, object or genitive: it says when nothing happened"""
_PLAN = ("бағдарлама", "жоспар", "стратегия", "тұжырымдама", "доктрина")
_OTHER_CASE = regex.compile(r".{3,}(?:[ндт][ыі]|[ыі]н|[ғқ]а|[гк]е|[ыі]на|[ыі]не|[дтн]ан|[дтн]ен)", regex.S)
_DATING_CASE = regex.compile(r".{3,}(?:[мбп]ен|[дт][ае]|нд[ае])", regex.S)
_LOCATIVE = regex.compile(r".{3,}[дт][ае]")
_GENITIVE = regex.compile(r".{3,}[ндт][ыі]ң", regex.S)
_DATIVE = regex.compile(r".{3,}(?:[ғқ]а|[гк]е|[ыі]н[ае])", regex.S)
_ACT = regex.compile(
    r"(?:заң|конституция|жарғы|ереже|жарлық|қаулы|декрет|шешім|бағдарлама|манифест|указ|грамота|қарар)(?:с?[ыі])?"
)
"""An act that may be the subject of what it did"""
_PLURAL = regex.compile(r".{3,}[лдт][ае]р")
_OWNED = regex.compile(r".{3,}(?:с[ыі]|[ыі])(?:н|н[ыі]ң|н[ае]|нда|нде|нан|нен|мен)?")
_OWNED_ACTION = regex.compile(r".{2,}[ую][ыі]")
_TO_OR_FROM = frozenset({"дейінгі", "кейінгі", "бергі", "бастапқы"})
_LISTS = frozenset({",", "және", "мен", "пен", "бен"})
_BY = frozenset({"бойынша", "негізінде", "нәтижесінде", "сәйкес", "арқылы", "кезінде", "барысында", "салдарынан"})
_OF_PARTIES = ("accession", "ratification", "signing")
"""What each party does on a day of its own: А (1996) мен Б (1999) қосылды"""
_NEAR = 3
"""Words that may stand between a date and a participle that no row types"""


@per_lexicon
def _months(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.word for row in lexicon.rows(Month))


def dated(tokens: Sequence[Token], predicates: Sequence[Predicate], lexicon: Lexicon) -> list[Dated]:
    """The pairs of date and predicate in a sentence, event nouns that a date modifies among them; in order of predicate."""
    found: list[Dated] = []
    for index, token in enumerate(tokens):
        if token.kind is Kind.DATE:
            found.extend(_of_date(tokens, index, predicates, lexicon))
    return sorted(_most_precise(tokens, found), key=lambda pair: (pair.predicate.last, pair.date))


def _of_date(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate], lexicon: Lexicon) -> list[Dated]:
    token = tokens[index]
    before = _before(tokens, index)
    if token.inside:
        return [Dated(index, p) for p in _of_bracket(tokens, index, predicates)]
    leading = [p for p in predicates if p.last == before and p.form is Form.PARTICIPLE and p.role != "state"]
    if _is_attributive(tokens, index) or _abbreviated_before_noun(tokens, index, lexicon):
        noun = _modified(tokens, index, predicates, lexicon)
        if isinstance(noun, Predicate):
            dates_verb = _LOCATIVE.fullmatch(tokens[noun.last].lower)
            return [Dated(index, p) for p in (noun, *(_governing(tokens, index, predicates) if dates_verb else ()))]
        if noun is False:
            return [Dated(index, p) for p in _concluding(tokens, index, predicates)]
    elif _NO_ADVERB.fullmatch(token.lower) or _is_term(tokens, index):
        return []
    return [Dated(index, p) for p in (*leading, *_governing(tokens, index, predicates))]


def _concluding(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """The participle that concluded the treaty which the date at `index` modifies, before it or before those listed with it (қол
    қойылған 1813 жылғы Гүлістан және 1828 жылғы Түркменшай шарттары)."""
    at = index - 1
    while at >= 0 and (tokens[at].kind in (Kind.TREATY, Kind.DATE) or tokens[at].lower in _LISTS):
        at -= 1
    return [p for p in predicates if p.last == at and p.form is Form.PARTICIPLE and p.role in ("signing", "adoption")]


def _governing(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """The predicates to the right that the date at `index` belongs to: on through converbs, to the first that ends a clause or
    the next date."""
    found: list[Predicate] = []
    at = index
    for predicate in predicates:
        if predicate.last <= index:
            continue
        between = tokens[at + 1 : predicate.first]
        marks = {t.lower for t in between if not t.inside}
        if ";" in marks or (":" in marks and not _goes_on(found, predicate, between)):
            break
        if found and any(_is_adverbial(tokens, i) for i in range(at + 1, predicate.first)):
            break
        if found and predicate.role in _OF_PARTIES and any(t.kind is Kind.DATE and t.inside for t in between):
            break
        at = predicate.last
        if predicate.form in (Form.PARTICIPLE, Form.HABITUAL):
            if predicate.form is Form.HABITUAL and predicate.first == index + 1:
                break
            if predicate.role == "state":
                continue
            if not found and _holds(tokens, index, predicate):
                found.append(predicate)
                if not _is_gathering(tokens, predicate):
                    break
            continue
        if predicate.form in (Form.NOMINAL, Form.VERBAL_NOUN) and not (_typed(predicate) or _has_own_subject(between)):
            continue
        if predicate.role == "state" and predicate.form is Form.CLAUSAL:
            continue
        found.append(predicate)
        if predicate.form in _ENDS and not _explained(tokens, predicate):
            break
    return [p for p in found if p.role != "state"]


def _has_own_subject(between: Sequence[Token]) -> bool:
    """Whether a name in the genitive between the date and a verbal noun is its subject (Германияның ұйымнан шығуы)."""
    return any(t.proper and _GENITIVE.fullmatch(t.lower) for t in between)


def _explained(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether a colon follows at once, so that what comes says what happened then (қол қойды: тараптар міндеттенді)."""
    return predicate.role != "state" and any(t.lower == ":" for t in tokens[predicate.last + 1 : predicate.last + 2])


def _goes_on(found: Sequence[Predicate], predicate: Predicate, between: Sequence[Token]) -> bool:
    """Whether the date of what was `found` before a colon also dates the `predicate` after it: it says what was done then."""
    dated = any(t.kind is Kind.DATE for t in between)
    done = predicate.form in (Form.PAST, Form.CONVERB) and _typed(predicate)
    return bool(found) and found[-1].form is Form.PAST and done and not dated


def _is_gathering(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether the date of this participle also dates what was done there: a meeting, or an event in the locative after it."""
    if predicate.role == "meeting":
        return True
    after = [t.lower for t in tokens[predicate.last + 1 : predicate.last + _NEAR] if t.kind is Kind.WORD]
    noun = predicate.noun.words if predicate.noun else "-"
    return any(word.startswith(noun) and _LOCATIVE.fullmatch(word) for word in after)


def _typed(predicate: Predicate) -> bool:
    return predicate.role not in ("other", "state", "economic")


def _holds(tokens: Sequence[Token], index: int, predicate: Predicate) -> bool:
    """Whether the date at `index` lies in the clause of this participle, not in the clause round it."""
    if predicate.form is Form.HABITUAL:
        return False
    between = [t for t in tokens[index + 1 : predicate.first] if t.kind is not Kind.MARK and not t.inside]
    if _typed(predicate):
        return True
    return len(between) <= _NEAR and all(_DATING_CASE.fullmatch(t.lower) or t.proper or t.lower == "бастап" for t in between[:-1])


def _of_bracket(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """For a date in brackets: the verb right before; after a treaty its signing or adoption; after a party the verb to come."""
    before = _before(tokens, index)
    if before is None:
        return []
    at_once = [p for p in predicates if p.last == before and p.role != "state"]
    if at_once:
        return at_once if tokens[index - 1].lower == "(" else []
    ahead = next((p for p in predicates if p.first > index and p.form in (Form.PAST, Form.CONVERB)), None)
    if ahead is None or ahead.role == "state":
        return []
    word = tokens[before]
    if word.kind is Kind.TREATY:
        return [ahead] if ahead.role in ("signing", "adoption") else []
    names_a_party = ahead.role in _OF_PARTIES and word.kind is Kind.WORD
    return [ahead] if names_a_party or _LOCATIVE.fullmatch(word.lower) else []


def _before(tokens: Sequence[Token], index: int) -> int | None:
    """The last word, date or treaty before token `index` outside its brackets."""
    for at in range(index - 1, -1, -1):
        if tokens[at].kind is not Kind.MARK and not tokens[at].inside:
            return at
        if tokens[at].kind is Kind.MARK and tokens[at].lower in ",;:." and not tokens[at].inside:
            return None
    return None


def _is_term(tokens: Sequence[Token], index: int) -> bool:
    """Whether the date is the term of a plan (2000 жылға дейін … бағдарламасы), not the time of an event."""
    after = [t.lower for t in tokens[index + 1 : index + 12]]
    return after[:1] == ["дейін"] and any(word.startswith(_PLAN) for word in after)


def _is_adverbial(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].kind is Kind.DATE and not tokens[index].inside and not _is_attributive(tokens, index)


def _abbreviated_before_noun(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether an event noun follows a date that shows no ending (1999 ж. санақ, 1986 жылғы желтоқсан оқиғасы)."""
    last = tokens[index].lower.split()[-1]
    ends_bare = last.endswith(".") or regex.split("[-–—]", last)[-1] in _months(lexicon)
    return bool(ends_bare and index + 1 < len(tokens) and event_noun(tokens, index + 1, lexicon))


def _is_attributive(tokens: Sequence[Token], index: int) -> bool:
    following = next((t.lower for t in tokens[index + 1 : index + 2]), "")
    return bool(_ATTRIBUTIVE.fullmatch(tokens[index].lower)) or following in _TO_OR_FROM


def _modified(
    tokens: Sequence[Token], index: int, predicates: Sequence[Predicate], lexicon: Lexicon
) -> Predicate | bool:
    """What an attributive date modifies: an event noun that is an event of its own, True where its verb is dated by it (an act in
    -мен or -да, a subject), False where it is a treaty, an object or a genitive."""
    verb = next((p for p in predicates if p.first > index), None)
    limit = verb.first if verb else len(tokens)
    if tokens[index + 1 : index + 2] and tokens[index + 1].lower in _TO_OR_FROM:
        return False
    for at in range(index + 1, limit):
        token = tokens[at]
        if token.kind is Kind.TREATY:
            return verb is not None and verb.role in ("signing", "adoption") and _is_acted_on(tokens, at, verb)
        if token.kind is Kind.QUOTE and not _OWNED.fullmatch(tokens[at + 1].lower):
            return True
        if token.kind is Kind.MARK and token.lower in ",;:":
            break
        if token.kind is not Kind.WORD or token.inside:
            continue
        row = event_noun(tokens, at, lexicon) or (action_noun(tokens, at, lexicon) if _is_named_action(tokens, at) else None)
        if row and _DATIVE.fullmatch(token.lower):
            return False
        apart = verb and any(_is_adverbial(tokens, i) for i in range(at + 1, verb.first))
        dates_verb = verb is not None and not apart and verb.role != "state"
        if row and dates_verb and _DATING_CASE.fullmatch(token.lower):
            return Predicate(at, at, Form.NOMINAL, row) if _LOCATIVE.fullmatch(token.lower) else True
        if row and not (dates_verb and _is_subject(token.lower)):
            return Predicate(at, at, Form.NOMINAL, row)
        if (row and _is_subject(token.lower)) or _ACT.fullmatch(token.lower.rpartition("-")[2]) or _PLURAL.fullmatch(token.lower):
            return True
        if token.lower in _BY or _DATING_CASE.fullmatch(token.lower):
            return True
        if _GENITIVE.fullmatch(token.lower):
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
    listed = between[:1] and between[0].lower in _LISTS and any(t.kind is Kind.TREATY for t in between)
    return bool(listed) or not any(t.kind is Kind.DATE and not t.inside for t in between)


def _is_subject(word: str) -> bool:
    return not (_GENITIVE.fullmatch(word) or _OTHER_CASE.fullmatch(word) or _DATING_CASE.fullmatch(word))


def _most_precise(tokens: Sequence[Token], pairs: Sequence[Dated]) -> list[Dated]:
    """Of two expressions for one time that date one predicate, the more precise (келесі жылы, 1925 жылғы 15 сәуірде); a term
    (2050 жылға дейін) is no second date."""
    return [pair for pair in pairs if not any(_supersedes(tokens, other, pair) for other in pairs)]


def _supersedes(tokens: Sequence[Token], one: Dated, two: Dated) -> bool:
    if one.predicate != two.predicate or one.date == two.date:
        return False
    if tokens[two.date + 1].lower == "дейін" and _is_adverbial(tokens, one.date):
        return True
    return _refines(_edtf(tokens, one), _edtf(tokens, two), one.date > two.date)


def _edtf(tokens: Sequence[Token], pair: Dated) -> str:
    thing = tokens[pair.date].thing
    return thing.edtf if isinstance(thing, Date) else ""


def _refines(fine: str, coarse: str, later: bool) -> bool:
    """Whether `fine` lies in `coarse`: 1925-04-15/1925-04-19 in 1925; of equals the first is kept."""
    if fine == coarse:
        return not later
    return all(part.startswith(coarse + "-") for part in fine.split("/"))
