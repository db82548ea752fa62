"""Mentions of named international instruments: by title in quotes or without, by place, by acronym, several under one head.

Nothing is looked at but the words before a head word (шарт, келісім, …) and known acronyms, so a text without them costs
little more than its new words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

import regex
from msgspec import structs

from pipeline.find.gazetteer import gazetteer, identify, plain
from pipeline.find.heads import all_heads
from pipeline.find.line import CLOSING, OPENING, Line, may_be_named
from pipeline.find.mentions import Mention, mentions
from pipeline.find.states import states
from pipeline.find.treaty_facts import date_of, parties_of
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence, Treaty, TreatyKind

NEAR = 1200
"""Characters of a sentence on either side of a mention that can say something of it"""
S = TypeVar("S", Date, Mention)
_GLOSS = regex.compile(
    rf"\s*\(\s*(?:бұдан\s+(?:әрі|былай)\s*[-–—:]?\s*)?[{OPENING}]?(?P<acronym>\p{{Lu}}{{2,8}}(?:[-–]\d+)?)[{CLOSING}]?\s*\)"
)
_SHORT = regex.compile(r"(?<![\w-])(?P<acronym>\p{Lu}{2,8}(?:[-–]\d+)?)(?:[-–]\p{Ll}+)?(?![\w-])")


def treaties(text: str, sentences: Sequence[Sentence], dates: Sequence[Date], lexicon: Lexicon) -> list[Treaty]:
    """Treaty mentions of `text`, in order of start; a name inside a name is a mention too.

    `sentences` and `dates` are those of `text`; what stands outside every sentence is not looked at.
    """
    titled = _titled(text, sentences, dates, lexicon)
    ordered = sorted([*titled, *_acronyms(text, titled, lexicon)], key=lambda mention: (mention.start, -mention.end))
    found = []
    for mention in ordered:
        sentence = _around(sentences, mention.start, mention.end)
        if sentence:
            few, said = _within(ordered, sentence), _within(dates, sentence)
            parties = parties_of(mention, few, text, sentence, lexicon)
            date = date_of(mention, parties, few, said, text, sentence)
            id_ = identify(mention.name, mention.kind, date, parties, lexicon)
            found.append(Treaty(mention.start, mention.end, text[mention.start : mention.end], mention.name, id_,
                                mention.kind, date, parties))  # fmt: skip
    return _settled(found)


def _settled(found: list[Treaty]) -> list[Treaty]:
    """`found`, where a name that could mean several treaties means the one that it meant elsewhere in the text, by its date."""
    meant: dict[str, set[str]] = {}
    for treaty in found:
        if treaty.id:
            meant.setdefault(plain(treaty.name), set()).add(treaty.id)
    only = {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1}
    return [
        structs.replace(treaty, id=only.get(plain(treaty.name))) if treaty.id is None and treaty.date is None else treaty
        for treaty in found
    ]


def _titled(text: str, sentences: Sequence[Sentence], dates: Sequence[Date], lexicon: Lexicon) -> list[Mention]:
    """Mentions that have a head word, each once."""
    found: dict[tuple[int, int], Mention] = {}
    for head in all_heads(text, lexicon):
        sentence = _around(sentences, head.start, head.end)
        said = _within(dates, sentence) if sentence else ()
        if sentence and may_be_named(text, sentence, head, said, lexicon):
            for mention in mentions(Line(text, sentence, head, said, lexicon)):
                found.setdefault((mention.start, mention.end), mention)
    return list(found.values())


def _acronyms(text: str, titled: Sequence[Mention], lexicon: Lexicon) -> Iterable[Mention]:
    """Mentions by acronym alone: known ones, and those that the text itself explains after a title."""
    kinds: dict[str, TreatyKind] = {name: row.kind for name, row in gazetteer(lexicon).acronyms.items()}
    kinds |= _explained(text, titled, lexicon)
    ends = {mention.start for mention in titled}
    for match in _SHORT.finditer(text):
        if match["acronym"] in kinds and match.start() not in ends:
            yield Mention(match.start(), match.end(), match["acronym"], kinds[match["acronym"]])


def _explained(text: str, titled: Sequence[Mention], lexicon: Lexicon) -> Mapping[str, TreatyKind]:
    """Acronyms in brackets after a title whose initials they are, with the kind of the title."""
    found: dict[str, TreatyKind] = {}
    for mention in titled:
        match = _GLOSS.match(text, mention.end)
        if match and not states(match["acronym"], lexicon) and _abbreviates(match["acronym"], mention.name):
            found[match["acronym"]] = mention.kind
    return found


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of `acronym` are, in order, initials of words of `name`, the last of its head word."""
    initials = iter(word[0].upper() for word in regex.findall(r"\w+", name))
    letters = [letter for letter in acronym if letter.isalpha()]
    ends = name.split()[-1][0].upper() == letters[-1] or acronym[-1].isdigit()
    return ends and all(letter in initials for letter in letters)


def _around(sentences: Sequence[Sentence], start: int, end: int) -> Sentence | None:
    """The sentence at `start`, or as much of it beside `[start, end)` as matters: a text without stops is one sentence."""
    at = bisect_right(sentences, start, key=attrgetter("start")) - 1
    if at < 0 or start >= sentences[at].end:
        return None
    sentence = sentences[at]
    return structs.replace(sentence, start=max(sentence.start, start - NEAR), end=min(sentence.end, end + NEAR))


def _within(spans: Sequence[S], sentence: Sentence) -> Sequence[S]:
    """Those of `spans` (in order) that begin in `sentence`."""
    first = bisect_left(spans, sentence.start, key=attrgetter("start"))
    return spans[first : bisect_left(spans, sentence.end, key=attrgetter("start"))]
