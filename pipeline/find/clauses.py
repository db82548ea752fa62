"""A sentence as its clauses are read: words, marks, dates and treaty mentions in a row, what stands in brackets set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

import regex

from pipeline.record import Date, Sentence, Treaty


class Kind(Enum):
    """What a token is; a QUOTE is a quotation or title in quotation marks, taken whole."""

    WORD = 1
    MARK = 2
    DATE = 3
    TREATY = 4
    QUOTE = 5


class Token(NamedTuple):
    """`[start, end)` of the document; `lower` is the text in lower case; `thing` the date or treaty; `inside` brackets;
    `proper` where it has a capital though it does not begin the sentence."""

    start: int
    end: int
    lower: str
    kind: Kind
    thing: Date | Treaty | None = None
    inside: bool = False
    proper: bool = False


_PIECE = regex.compile(r"(?P<word>\p{Lu}+\(\p{Ll}\)\p{Lu}+|\w+(?:[-‑'’]\w+)*)|(?P<mark>[^\w\s])")
_QUOTED = regex.compile(r'«[^«»]*(?:«[^«»]*»[^«»]*)*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"')
_BRACKETED = regex.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\][]*\]|(?<!\w)/[^/\n]{1,200}/")
_SPEECH = regex.compile(r"(?i)\s\w*(?:\w[дт][ыі]|[ғқ]ан|[гк]ен|[ае]й?д[ыі]|м[ыі]з|емес|жоқ|керек)\s*[.!?…]*\W$")
"""Ends in a verb: direct speech, whose words are read as any others"""
_WHOLE = regex.compile(r"\s*\((?P<all>[^()]*(?:\([^()]*\)[^()]*)*)\)[\s.!?]*")


def tokens(text: str, sentence: Sentence, dates: Sequence[Date], treaties: Sequence[Treaty]) -> list[Token]:
    """The tokens of `sentence`. `dates` and `treaties` are those inside it; of nested treaties the outermost is taken, and a
    date inside a treaty's title is part of the title."""
    start, end = sentence.start, sentence.end
    whole = _WHOLE.fullmatch(text, start, end)
    if whole:
        start, end = whole.span("all")
    things = _outermost([*treaties, *dates])
    brackets = [m.span() for m in _BRACKETED.finditer(text, start, end) if not _cuts(m.span(), things)]
    quotes = [m.span() for m in _QUOTED.finditer(text, start, end) if _is_title(m, things)]
    things = [thing for thing in things if not any(s <= thing.start < e for s, e in quotes)]
    found: list[Token] = []
    at = start
    for thing_start, thing_end, thing in _atoms(things, quotes):
        found.extend(_plain(text, at, thing_start))
        kind = Kind.DATE if isinstance(thing, Date) else Kind.TREATY if isinstance(thing, Treaty) else Kind.QUOTE
        found.append(Token(thing_start, thing_end, text[thing_start:thing_end].lower(), kind, thing))
        at = thing_end
    found.extend(_plain(text, at, end))
    return [token._replace(inside=any(s <= token.start < e for s, e in brackets)) for token in found] if brackets else found


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _PIECE.finditer(text, start, end):
        kind = Kind.WORD if match["word"] else Kind.MARK
        proper = match.start() > start and match.group()[0].isupper()
        yield Token(match.start(), match.end(), match.group().lower(), kind, proper=proper)


def _outermost(things: Sequence[Date | Treaty]) -> list[Date | Treaty]:
    """Those that do not lie in another, in order."""
    kept: list[Date | Treaty] = []
    for thing in sorted(things, key=lambda t: (t.start, -t.end)):
        if not kept or thing.start >= kept[-1].end:
            kept.append(thing)
    return kept


def _atoms(
    things: Sequence[Date | Treaty], quotes: Sequence[tuple[int, int]]
) -> list[tuple[int, int, Date | Treaty | None]]:
    """Things and quotations in order."""
    return sorted([(t.start, t.end, t) for t in things] + [(s, e, None) for s, e in quotes], key=lambda atom: atom[:2])


def _is_title(quote: regex.Match[str], things: Sequence[Date | Treaty]) -> bool:
    """Whether a quotation is read whole: it is no direct speech and no treaty's own title."""
    named = any(thing.start == quote.start() for thing in things)
    return not named and not _cuts(quote.span(), things) and not _SPEECH.search(quote.group())


def _cuts(span: tuple[int, int], things: Sequence[Date | Treaty]) -> bool:
    """Whether a pair of brackets lies inside a thing (old and new style) or cuts through it."""
    return any(thing.start < span[1] and span[0] < thing.end and not span[0] <= thing.start <= thing.end <= span[1]
               for thing in things)  # fmt: skip
