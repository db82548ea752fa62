"""Date and parties of a mention, as its own sentence gives them: nothing is known here that is not printed there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, cast

import regex

from pipeline.find.mentions import Mention
from pipeline.find.states import State, states
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence

_CONCLUDE = r"қол(?:дарын)?\s+(?:қой|қою|жеткіз)\p{L}*|жаса[лсғ]\p{L}*|жасады|қабылда\p{L}*|бекіті?\p{L}*|мақұлда\p{L}*"
_JOIN = r"қосыл\p{L}*|ратификац\p{L}*|тараптарына\s+айнал\p{L}*"
_OTHER = r"күші\p{L}*\s+ен\p{L}*|талқыла\p{L}*|ұзарт(?:ты|ыл)\p{L}*|бұз[дыға]\p{L}*|тол(?:ды|ған)|бол(?:ды|ып|ған)|көздей\p{L}*"
_VERB = regex.compile(rf"(?<!\p{{L}})(?:(?P<conclude>{_CONCLUDE})|(?P<join>{_JOIN})|(?P<other>{_OTHER}))", regex.I)
_FINITE = regex.compile(r"\p{L}+(?:[дт][ыі]|[ғқ]ан|[гк]ен)(?=\s*[,;])|\p{L}+[лн]д[ыі](?=\s+және)|;")
_PARTICIPLE = regex.compile(rf"(?<!\p{{L}})(?:{_CONCLUDE})(?<=[ғқгк][ае]н)\s*[«\"“„]?$", regex.I)
_MODIFIER = regex.compile(r"[ғқ]ы$|[гк]і$")
_UNTIL = regex.compile(r"\s+(?:дейінгі|арналған)")
_NOT_YET = regex.compile(r"\s*(?:жоқ|емес)")
_BRACKETS = regex.compile(r"\s*\([^()]*\)")
_PASSIVE = regex.compile(r"қойыл|жасал|тіл|дан[дғы]")
_TOGETHER = regex.compile(r"\p{Lu}\p{L}+(?:\s+(?:мен|пен|бен|және)|[мбп]ен)\s")
_RESPECTIVELY = regex.compile(r"тиісінше|сәйкесінше")
_OWNER_OF_SIDE = regex.compile(
    r"\s*(?:\p{L}+\s+){0,2}?(?:үкімет|президент|басшы|парламент|кеңес|өкіл|министр|мәжіліс|сенат|делегац|тарап|қатысуымен|арасынд)",
    regex.I,
)
_POSSESSED = regex.compile(r"\s+\p{Ll}+(?:[сғг]?[ыі](?:н|на|не|нда|нде|ның|нің|мен)?)(?<!арасында)(?!\p{L})")
_NEW_CLAUSE = regex.compile(r",\s*ал\b")
_CASES_OF_SIDES = frozenset({"", "мен", "пен", "бен"})
_BETWEEN = regex.compile(r"арасындағы\s+(?:\d[\w. ]{3,20}[ғг][ыі]\s+)?$")
_COORDINATED = regex.compile(r"(?:\s+\p{L}*[үұ]кімет\p{L}*)?\s*(?:,|мен|пен|бен|және)?\s*")
_GENITIVE = regex.compile(r"[ндт][ыі]ң$")


class Clause(NamedTuple):
    """What stands from `start` to the `end` of the verb that governs a mention: a participle before it or the first after it."""

    start: int
    end: int
    act: Literal["conclude", "join", "other"]
    verb: str
    participle: bool = False

    @property
    def active(self) -> bool:
        """Whether the verb says that someone did it, not that it was done."""
        return not _PASSIVE.search(self.verb)


def clause_of(mention: Mention, around: Sequence[Mention], text: str, sentence: Sentence) -> Clause | None:
    """The clause of `mention`; None where no verb about treaties governs it, or it stands inside another name."""
    if any(other.start <= mention.start and mention.end <= other.end for other in around if other != mention):
        return None
    starts = [match.end() for match in _FINITE.finditer(text, sentence.start, mention.start)]
    start = starts[-1] if starts else sentence.start
    before = _PARTICIPLE.search(text, start, mention.start)
    if before:
        return Clause(start, before.start(), "conclude", before.group(), participle=True)
    stop = text.find(";", mention.end, sentence.end)
    for verb in _VERB.finditer(text, mention.end, sentence.end if stop < 0 else stop):
        if not any(other.start <= verb.start() < other.end for other in around):
            return Clause(start, verb.end(), cast(Literal["conclude", "join", "other"], verb.lastgroup), verb.group().lower())
    return None


def date_of(
    mention: Mention, parties: Sequence[str], around: Sequence[Mention], dates: Sequence[Date], text: str, sentence: Sentence
) -> str | None:
    """EDTF of the date modifier, of the date in brackets after it, or of its signing or adoption by its sides.

    `parties` are its parties as the sentence gives them: what one state signs alone, it signs later than the others.
    """
    for date in dates:
        if date.end <= mention.start and not text[date.end : mention.start].strip(" \n«\"“„") and _MODIFIER.search(date.text):
            return date.edtf
    bracketed = _in_brackets(mention.end, dates, text)
    if bracketed:
        return bracketed
    clause = clause_of(mention, around, text, sentence)
    if clause is None or clause.act != "conclude":
        return None
    free = [date for date in dates if not any(other.start <= date.start < other.end for other in around)
            and not _modifies_another(date, around, text) and not _UNTIL.match(text, date.end)]  # fmt: skip
    if clause.participle:
        return _last(free, sentence.start, clause.end)
    if len(parties) == 1 and clause.active and not _TOGETHER.search(text, clause.start, clause.end):
        return None
    return (
        _in_brackets(clause.end, dates, text)
        or _respectively(mention, around, free, clause, text)
        or _right_after(mention, clause, free, around, text)
        or _last(free, clause.start, mention.start)
    )


def _in_brackets(at: int, dates: Sequence[Date], text: str) -> str | None:
    """The date that stands in the first or second pair of brackets from `at`, with nothing but marks beside it."""
    for _ in range(2):
        brackets = _BRACKETS.match(text, at)
        if not brackets:
            return None
        inside = [date for date in dates if brackets.start() < date.start and date.end <= brackets.end()]
        if inside:
            return inside[0].edtf
        at = brackets.end()
    return None


def _modifies_another(date: Date, around: Sequence[Mention], text: str) -> bool:
    between = (text[date.end : other.start] for other in around if other.start >= date.end)
    return bool(_MODIFIER.search(date.text)) and any(not gap.strip(" \n«\"“„") for gap in between)


def _respectively(
    mention: Mention, around: Sequence[Mention], dates: Sequence[Date], clause: Clause, text: str
) -> str | None:
    """The date at the mention's own place in a list («тиісінше 5 шілдеде және 15 желтоқсанда»)."""
    word = _RESPECTIVELY.search(text, mention.end, clause.end)
    if not word:
        return None
    listed = [date for date in dates if word.end() <= date.start < clause.end]
    named = [other for other in around if other.end <= word.start()]
    return listed[named.index(mention)].edtf if len(listed) == len(named) else None


def _right_after(
    mention: Mention, clause: Clause, dates: Sequence[Date], around: Sequence[Mention], text: str
) -> str | None:
    """The date between the mention and its verb, in the same breath."""
    for date in reversed(dates):
        if mention.end <= date.start < clause.end:
            gap = text[mention.end : date.start]
            for other in around:
                if mention.end <= other.start and other.end <= date.start:
                    gap = gap.replace(text[other.start : other.end], "")
            if not regex.search(r"[,;:]|\bал\b", gap):
                return date.edtf
    return None


def _last(dates: Sequence[Date], start: int, end: int) -> str | None:
    inside = [date for date in dates if start <= date.start and date.end <= end]
    return inside[-1].edtf if inside else None


def parties_of(
    mention: Mention, around: Sequence[Mention], text: str, sentence: Sentence, lexicon: Lexicon
) -> tuple[str, ...]:
    """The states that the title names as sides, else those that sign, join or ratify in the mention's clause."""
    titled = _sides_in_title(mention, text, lexicon) or _sides_before(mention, text, sentence, lexicon)
    clause = clause_of(mention, around, text, sentence)
    if titled or clause is None or clause.act == "other" or _NOT_YET.match(text, clause.end):
        return titled
    other = _NEW_CLAUSE.search(text, mention.end, clause.end)
    end = other.start() if other else clause.end
    found = _sides(clause.start, end, around, text, lexicon)
    if clause.active and not any(not text[state.start + len(state.name) : state.end] for state in found):
        found = _sides(sentence.start, end, around, text, lexicon)
    return _codes(found)


def _sides_in_title(mention: Mention, text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """States of «X мен Y арасындағы» and of a pair «X–Y», and the one whose joining the title is about."""
    title = text[mention.start : mention.end]
    named = states(title, lexicon)
    between = title.find("арасындағы")
    if between >= 0:
        return _codes([state for state in named if state.end <= between])
    pairs = [state for left, right in pairwise(named) if title[left.end : right.start].strip() in set("-–—")
             for state in (left, right)]  # fmt: skip
    joining = [state for state in named if _GENITIVE.search(title[state.start : state.end]) and "қосылу" in title[state.end :]]
    return _codes(pairs or joining)


def _sides_before(mention: Mention, text: str, sentence: Sentence, lexicon: Lexicon) -> tuple[str, ...]:
    """States of «X мен Y(дің) арасындағы» before the mention and its date («Ресей мен Қытайдың арасындағы 1689 жылғы …»)."""
    phrase = _BETWEEN.search(text, sentence.start, mention.start)
    if not phrase:
        return ()
    run: list[State] = []
    for state in reversed(states(text[sentence.start : phrase.start()], lexicon)):
        follows = run[0].start if run else phrase.start() - sentence.start
        if not _COORDINATED.fullmatch(text, sentence.start + state.end, sentence.start + follows):
            break
        run.insert(0, state)
    return _codes(run) if len(run) > 1 else ()


def _sides(start: int, end: int, around: Sequence[Mention], text: str, lexicon: Lexicon) -> list[State]:
    """States of `text[start:end]`, outside the mentions, that stand as a side: who does it, with whom, whose organ."""
    found = []
    for state in states(text[start:end], lexicon):
        state = state._replace(start=state.start + start, end=state.end + start)
        if not any(other.start <= state.start < other.end for other in around) and _is_side(state, text, end):
            found.append(state)
    return found


def _is_side(state: State, text: str, end: int) -> bool:
    if state.adjective:
        return False
    ending = text[state.start + len(state.name) : state.end].strip("-–")
    after = text[state.end : min(end, state.end + 80)]
    if _OWNER_OF_SIDE.match(after):
        return ending in _CASES_OF_SIDES or bool(_GENITIVE.search(ending))
    return ending in _CASES_OF_SIDES and not _POSSESSED.match(after)


def _codes(found: Sequence[State]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(state.iso or state.name for state in found))
