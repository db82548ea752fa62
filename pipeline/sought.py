"""What is looked for in a text by a sign that is quick to find, so that most of the text is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

import regex

from pipeline.kazakh import LETTERS

Place = TypeVar("Place", re.Match[str], regex.Match[str])
RARE = re.compile(rf"[^{LETTERS}{LETTERS.upper()}0-9 \n.,;:!?…()«»\"/%№–—-]")
"""A character that most lines do not have"""
AFTER_SPACE = re.compile(r" (?:(?<=[(«] )(?![ \n\f])|(?=([^\w«(\"“№–—-])))")
"""A space between an opening mark and what it opens, or before what mostly follows no space"""


class Sought(NamedTuple):
    """A pattern and the sign that stands where every match of it begins.

    `re` skims a text for a sign that begins with one literal or one class of characters; it matches no more than one character,
    so that none hides another, and what must stand around it is looked ahead or behind for. `is_rare`: the sign is one character
    that RARE knows, whatever stands around it.
    """

    sign: re.Pattern[str]
    pattern: regex.Pattern[str]
    is_rare: bool

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches of the pattern in `text`: those that its own `finditer` gives."""
        if self.is_rare and not holds(text, self.sign):
            return
        end = 0
        for place in self.sign.finditer(text):
            if place.start() >= end and (match := self.pattern.match(text, place.start())):
                end = match.end()
                yield match


def around(
    text: str, places: Iterable[Place], begun: regex.Pattern[str], whole: regex.Pattern[str]
) -> Iterator[tuple[regex.Match[str], Place]]:
    """The matches of `whole` round `places`, each with the first place in it; `begun` reads back to where a match begins."""
    end = 0
    for place in places:
        if place.start() < end or not (first := begun.match(text, end, place.end())):
            continue
        if word := whole.match(text, first.start()):
            end = word.end()
            yield word, place


def sought(sign: str, pattern: str, is_rare: bool = False) -> Sought:
    """The pattern and its sign compiled."""
    return Sought(re.compile(sign), regex.compile(pattern), is_rare)


def holds(text: str, sign: re.Pattern[str]) -> bool:
    """Whether one of the characters of `text` that RARE knows is `sign`."""
    return any(map(sign.match, _rare(text)))


@lru_cache(maxsize=1)
def _rare(text: str) -> frozenset[str]:
    return frozenset(RARE.findall(text))


@lru_cache(maxsize=1)
def after_spaces(text: str) -> frozenset[str]:
    """The marks, stops and spaces that stand right behind a space in `text`; the empty string for a space that an opening
    bracket or quotation mark stands before."""
    return frozenset(AFTER_SPACE.findall(text))
