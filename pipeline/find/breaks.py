"""Where a sentence could end, and what it cannot end in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

import regex

from pipeline.kazakh import LETTERS


class Block(NamedTuple):
    """Lines between two blank lines: are they wrapped, and how long is the longest?"""

    start: int
    wrapped: bool
    width: int


Kind = Literal["stop", "line", "glued", "opening"]
_CLOSERS = r"[)\]»”\"’]"
_STOP = regex.compile(rf"[.!?…]+(?:{_CLOSERS}+[.…]*)?[*¹²³⁴⁵⁶⁷⁸⁹]{{0,2}}")
_LINE = regex.compile(r"[^\S\n]*\n\s*")
_GLUED = regex.compile(r"(?<=\p{Ll}{3})(?=\p{Lu}\p{Ll}{2}|[АО]л\s)")
_LOWER = rf"[^\W\d_A-Z{LETTERS.upper()}]"
_BLANKS = " \t\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Nothing ends inside a pair of brackets, the slashes of a citation or a date with spaces (26. 08. 1920): bounded, so that an
# open bracket costs little.
_BRACKETED = regex.compile(
    r"\((?:[^()]{0,400}+\)|(?:[^()]|\([^()]{0,200}+\)){0,400}+\))|\[[^\[\]]{0,200}+\]|/\s?\d[^/\n]{0,40}+/|\d\d?\.\s(?:\d\d?|[IVXІХ]{1,4})\.\s\d{4}"
)
# A bracket, a quotation mark, or a figure with a stop behind it.
_ENCLOSING = re.compile(r"[(\[/\d«\"](?:(?<!\d)|(?=[^.]?\.))")
# A title, not what somebody said: «Ел. Жер» атты.
_QUOTED_PHRASE = regex.compile(
    r"(?:«[^«»\n]{0,200}+»|(?<![^\s(])\"(?=\S)[^\"\n]{0,200}+(?<=\S)\")(?=\s(?!де(?:п|ді|йді|сті)\b)[\p{Ll}\d])"
)
_BLANK_LINE = regex.compile(r"\n[^\S\n]*\n\s*|\f")


class Openings(NamedTuple):
    """Words that only open sentences: `word` is one of them, after a small letter and a blank; `candidate` is where it or another
    place can be."""

    candidate: re.Pattern[str]
    word: regex.Pattern[str]


def openings(words: Collection[str]) -> Openings:
    """The openings that `words` are."""
    spelled = "|".join(sorted(map(regex.escape, words), key=len, reverse=True))
    initials = "".join({word[0] for word in words})
    # Most of a text is small letters, figures, blanks and marks inside sentences.
    candidate = rf"[^a-zа-яёәғқңөұүһі\d ,;:()«»\"–—-](?:(?<=[.!?…\n])|(?<={_LOWER}.)|(?<={_LOWER}[^\S\n][{initials}]))"
    return Openings(re.compile(candidate), regex.compile(rf"(?<=\p{{Ll}}[^\S\n])(?:{spelled})(?!\p{{L}})"))


def places(text: str, opening: Openings) -> Iterator[tuple[Kind, int, int]]:
    """Where a sentence could end: a stop, a line end, a capital glued to a word, a word that only opens sentences (`opening`)."""
    done = 0
    for candidate in opening.candidate.finditer(text):
        at = candidate.start()
        if at < done:
            continue
        letter = candidate[0]
        kind: Kind
        if letter in ".!?…":
            kind, place = "stop", _STOP.match(text, at)
        elif letter == "\n":
            while at > done and text[at - 1] in _BLANKS:
                at -= 1
            kind, place = "line", _LINE.match(text, at)
        elif text[at - 1 : at].islower():
            kind, place = "glued", _GLUED.match(text, at)
        elif text[at - 2 : at - 1].islower():
            kind, place = "opening", opening.word.match(text, at)
        else:
            continue
        if place:
            done = place.end()
            yield kind, at, done


def enclosed(text: str) -> list[tuple[int, int]]:
    """The outermost brackets, slashed citations and quoted phrases that the sentence goes on from («Ел. Жер» атты)."""
    spans: list[tuple[int, int]] = []
    done = {_BRACKETED: 0, _QUOTED_PHRASE: 0}
    for candidate in _ENCLOSING.finditer(text):
        at = candidate.start()
        pattern = _QUOTED_PHRASE if candidate[0] in "«\"" else _BRACKETED
        if at >= done[pattern] and (span := pattern.match(text, at)):
            done[pattern] = span.end()
            if not spans or at >= spans[-1][1]:
                spans.append(span.span())
    return spans


def blocks_of(text: str) -> list[Block]:
    """Blocks of lines; wrapped where more than a quarter of the lines go on with a small letter."""
    blocks, start = [], 0
    for blank in [*(m.end() for m in _BLANK_LINE.finditer(text)), len(text)]:
        lines = [line for line in text[start:blank].split("\n") if line.strip()]
        small = sum(line.lstrip()[0].islower() for line in lines[1:])
        width = max((len(line) for line in lines), default=0)
        blocks.append(Block(start, small > 0.25 * max(1, len(lines) - 1) and width <= 160, width))
        start = blank
    return blocks
