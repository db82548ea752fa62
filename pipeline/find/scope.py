"""Which date belongs to which predicate of its sentence: a participle's date is its own, converbs share, finite verbs part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from pipeline.find.clauses import Kind, Token
from pipeline.find.modifiers import (
    DATING_CASE,
    GENITIVE,
    LISTS,
    LOCATIVE,
    abbreviated_before_noun,
    is_adverbial,
    is_attributive,
    modified,
)  # fmt: skip
from pipeline.find.predicates import Predicate
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon
from pipeline.record import Date


class Dated(NamedTuple):
    """Token `date` dates `predicate`."""

    date: int
    predicate: Predicate


_ENDS = (Form.PAST, Form.PRESENT, Form.CONDITIONAL, Form.CLAUSAL, Form.NOMINAL, Form.VERBAL_NOUN)
_NO_ADVERB = ("жыл", "жылдың", "жылдарды", "жылдардың", "жылдардын", "жылды", "ғасырдың", "ғасырды", "аралығын", "шамасын",
              "кезеңін", "күнді", "қаңтары", "ақпаны", "наурызы", "сәуірі", "мамыры", "маусымы", "шілдесі", "тамызы",
              "қыркүйегі", "қазаны", "қарашасы", "желтоқсаны")  # fmt: skip
"""A date that is a subject, object or genitive: it says when nothing happened"""
_PLAN = ("бағдарлама", "жоспар", "стратегия", "тұжырымдама", "доктрина")
_OF_PARTIES = ("accession", "ratification", "signing")
"""What each party does on a day of its own: А (1996) мен Б (1999) қосылды"""
_LAST = attrgetter("last")
_NEAR = 3
"""Words that may stand between a date and a participle that no row types"""


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
    leading = [p for p in _ending(before, predicates) if p.form is Form.PARTICIPLE and p.role != "state"]
    if is_attributive(tokens, index) or abbreviated_before_noun(tokens, index, lexicon):
        noun = modified(tokens, index, predicates, lexicon)
        if isinstance(noun, Predicate):
            dates_verb = LOCATIVE.fullmatch(tokens[noun.last].lower)
            return [Dated(index, p) for p in (noun, *(_governing(tokens, index, predicates) if dates_verb else ()))]
        if noun is False:
            return [Dated(index, p) for p in _concluding(tokens, index, predicates)]
    elif token.lower.endswith(_NO_ADVERB) or _is_term(tokens, index):
        return []
    governed = _governing(tokens, index, predicates)
    if is_attributive(tokens, index):  # what a document of that year says, it says today
        governed = [p for p in governed if p.form is not Form.PRESENT]
    return [Dated(index, p) for p in (*leading, *governed)]


def _ending(at: int | None, predicates: Sequence[Predicate]) -> Sequence[Predicate]:
    """The predicate that ends at token `at`, if one does."""
    return () if at is None else predicates[bisect_left(predicates, at, key=_LAST) : bisect_right(predicates, at, key=_LAST)]


def _concluding(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """The participle that concluded the treaty which the date at `index` modifies, before it or before those listed with it (қол
    қойылған 1813 жылғы Гүлістан және 1828 жылғы Түркменшай шарттары)."""
    at = index - 1
    while at >= 0 and (tokens[at].kind in (Kind.TREATY, Kind.DATE) or tokens[at].lower in LISTS):
        at -= 1
    return [p for p in _ending(at, predicates) if p.form is Form.PARTICIPLE and p.role in ("signing", "adoption")]


def _governing(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """The predicates to the right that the date at `index` belongs to: on through converbs, to the first that ends a clause or
    the next date."""
    found: list[Predicate] = []
    at = index
    for predicate in predicates[bisect_right(predicates, index, key=_LAST) :]:
        between = tokens[at + 1 : predicate.first]
        marks = {t.lower for t in between if not t.inside}
        if ";" in marks or (":" in marks and not _goes_on(found, predicate, between)):
            break
        if found and any(is_adverbial(tokens, i) for i in range(at + 1, predicate.first)):
            break
        if found and found[-1].form is Form.PARTICIPLE and predicate.noun and predicate.noun == found[-1].noun:
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
        by_it = predicate.form is Form.VERBAL_NOUN and tokens[predicate.last].lower.endswith("мен")
        if predicate.form in _ENDS and not by_it and not _explained(tokens, predicate):
            break
    return [p for p in found if p.role != "state"]


def _has_own_subject(between: Sequence[Token]) -> bool:
    """Whether a name in the genitive between the date and a verbal noun is its subject (Германияның ұйымнан шығуы)."""
    return any(t.proper and GENITIVE.fullmatch(t.lower) for t in between)


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
    return any(word.startswith(noun) and LOCATIVE.fullmatch(word) for word in after)


def _typed(predicate: Predicate) -> bool:
    return predicate.role not in ("other", "state", "economic")


def _holds(tokens: Sequence[Token], index: int, predicate: Predicate) -> bool:
    """Whether the date at `index` lies in the clause of this participle, not in the clause round it."""
    if predicate.form is Form.HABITUAL:
        return False
    between = [t for t in tokens[index + 1 : predicate.first] if t.kind is not Kind.MARK and not t.inside]
    if _typed(predicate):
        return True
    dating = [bool(DATING_CASE.fullmatch(t.lower)) or t.lower == "бастап" for t in between]
    named = bool(between) and dating[-1] and all(d or t.proper for d, t in zip(dating, between, strict=True))
    return len(between) <= _NEAR and (all(dating[:-1]) or named)


def _of_bracket(tokens: Sequence[Token], index: int, predicates: Sequence[Predicate]) -> list[Predicate]:
    """For a date in brackets: the verb right before; after a treaty its signing or adoption; after a party the verb to come."""
    before = _before(tokens, index)
    if before is None:
        return []
    at_once = [p for p in _ending(before, predicates) if p.role != "state"]
    if at_once:
        return at_once if tokens[index - 1].lower == "(" else []
    later = predicates[bisect_right(predicates, index, key=_LAST) :]
    ahead = next((p for p in later if p.first > index and p.form in (Form.PAST, Form.CONVERB)), None)
    if ahead is None or ahead.role == "state":
        return []
    word = tokens[before]
    if word.kind is Kind.TREATY:
        return [ahead] if ahead.role in ("signing", "adoption") else []
    names_a_party = ahead.role in _OF_PARTIES and word.kind is Kind.WORD
    return [ahead] if names_a_party or LOCATIVE.fullmatch(word.lower) else []


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


def _most_precise(tokens: Sequence[Token], pairs: Sequence[Dated]) -> list[Dated]:
    """Of two expressions for one time that date one predicate, the more precise (келесі жылы, 1925 жылғы 15 сәуірде); a term
    (2050 жылға дейін) is no second date."""
    if len(pairs) < 2:
        return list(pairs)
    of: dict[Predicate, list[Dated]] = {}
    for pair in pairs:
        of.setdefault(pair.predicate, []).append(pair)
    return [pair for pair in pairs if not any(_supersedes(tokens, other, pair) for other in of[pair.predicate])]


def _supersedes(tokens: Sequence[Token], one: Dated, two: Dated) -> bool:
    if one.predicate != two.predicate or one.date == two.date:
        return False
    is_term = any(t.lower == "дейін" for t in tokens[two.date + 1 : two.date + 2])
    if is_term and "/" not in _edtf(tokens, two) and is_adverbial(tokens, one.date):
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
