"""Where a heading ends that lost its line break: before the text that it is glued to."""

from __future__ import annotations

from typing import ClassVar, Literal

import regex

from pipeline.lexicon import Row


class Heading(Row, frozen=True):
    """A word of headings: `numbered`, its number and a stop open one and end nothing («ІІ тарау.»); `title`, it is one, and a
    capital after it opens the text. `example` has `|` where the two part."""

    table: ClassVar[str] = "headings.tsv"
    key: ClassVar[tuple[str, ...]] = ("word",)
    word: str
    kind: Literal["numbered", "title"]
    example: str


_FINITE = regex.compile(
    r"(?:[дт][ыі]|[ғгқк][ае]н|т[ыі]н|у[дт][ае]|м[ае][кқ]|[мр][ыі]з|керек|емес|жоқ|бар|тиіс|мүмкін|екен|қажет|абзал|айқын|анық)$"
)
_HEAD_NOUN = regex.compile(r"(?<![дт][ае][ғг])(?<!мен)[ыі]$")
_GAP = regex.compile(r"(?<=(\p{Ll}+))\s?(?=\p{Lu}\p{Ll})")
_STOP = regex.compile(r"[.!?:]")
_CLAUSE_END = regex.compile(r"[.,:;!?\n]")
_SECTION = regex.compile(r"\d+(?:\.\d+)+\.?\s+\p{Lu}")
# What a scan leaves between a stop and the next capital: «органдары.^ТМД», «абзал.-£2г Сыртқы».
DIRT = regex.compile(r"[\^*~|\\_£¬•']{1,3}(?=\p{Lu})|[^\s\p{L}]{0,3}[\^*~|\\_£¬•]\S{0,4}\s(?=\p{Lu}\p{Ll})")
_SECTION_REACH, _TOPIC_REACH = 60, 400
"""Characters in which a section's number and first capital, and a topic, are sought: more than they have. What a pattern must
have is looked for in all that is ahead, so that without an end each place would cost the whole text"""
_TOPIC = regex.compile(rf"(?:{DIRT.pattern})?" + r"\s*(\p{Lu}\p{Ll}++(?: \p{Ll}++){1,6}+) (?=\p{Lu}\p{Ll})")


def section_end(text: str, end: int) -> int | None:
    """Where a numbered heading ends that lost its line break: «2.1 ТМД-ғы интеграция тарихы Кеңес Одағы … бастады».

    The heading ends in a noun, a capital follows, and the line goes on to a verb or a stop.
    """
    if not text[end : end + 1].isdigit() or not _SECTION.match(text, end, end + _SECTION_REACH):
        return None
    stop = text.find("\n", end)
    line = text[end : stop if stop >= 0 else len(text)]
    last = line.rstrip()
    if not last or not (last[-1] in ".!?" or _FINITE.search(last)):
        return None
    for gap in _GAP.finditer(line[:160]):
        if _HEAD_NOUN.search(gap[1]) and line[gap.end() :].count(" ") >= 5 and not _STOP.search(line[8 : gap.start()]):
            return end + gap.start()
    return None


def topic_end(text: str, begin: int) -> int | None:
    """Where a heading without a number ends, glued to text that names its topic again: «Ұлттық қор Қазақстанда ұлттық қор …»."""
    topic = _TOPIC.match(text, begin, begin + _TOPIC_REACH)
    if not topic or _FINITE.search(topic[1]):
        return None
    rest = text[topic.end() : topic.end() + 200]
    again = rest.find(topic[1][0].lower() + topic[1][1:])
    between = rest[: max(again, 0)]
    clause = _CLAUSE_END.search(between) or any(_FINITE.search(word) for word in between.split())
    return topic.end(1) if again > 0 and not clause else None
