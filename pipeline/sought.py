"""Patterns that are looked for by a sign of them, so that most of a text is passed over quickly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import regex


class Sought(NamedTuple):
    """A pattern and the sign that stands where every match of it begins.

    `re` skims a text for a sign that begins with one literal or one class of characters; it matches no more than one character,
    so that none hides another, and what must stand around it is looked ahead or behind for.
    """

    sign: re.Pattern[str]
    pattern: regex.Pattern[str]

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches of the pattern in `text`: those that its own `finditer` gives."""
        end = 0
        for place in self.sign.finditer(text):
            if place.start() >= end and (match := self.pattern.match(text, place.start())):
                end = match.end()
                yield match


def sought(sign: str, pattern: str) -> Sought:
    return Sought(re.compile(sign), regex.compile(pattern))
