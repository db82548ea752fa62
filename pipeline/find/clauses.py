"""A sentence as its clauses are read: words, marks, dates and treaty mentions in a row, what stands in brackets set apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum
from operator import attrgetter

import msgspec
import regex

from pipeline.record import Date, Sentence, Treaty


class Kind(Enum):
    """What a token is; a QUOTE is a quotation or title in quotation marks, taken whole."""

    WORD = 1
    MARK = 2
    DATE = 3
    TREATY = 4
    QUOTE = 5


class Token(msgspec.Struct, frozen=True, gc=False):
    """`[start, end)` of the document; `lower` is the text in lower case; `thing` the date or treaty; `inside` brackets;
    `proper` where it has a capital though it does not begin the sentence, `capital` where it is a word that has one at all."""

    start: int
    end: int
    lower: str
    kind: Kind
    thing: Date | Treaty | None = None
    inside: bool = False
    proper: bool = False
    capital: bool = False


_PIECE = re.compile(r"(\s*)(?:(\w+(?:[-‑'’]\w+)*)|([^\w\s]))")
"""Space, then a word or a mark"""
_ANY_PIECE = regex.compile(r"(\s*)(?:(\p{Lu}+\(\p{Ll}\)\p{Lu}+|\w+(?:[-‑'’]\w+)*)|([^\w\s]))")
"""The same for every script and for БК(б)П; several times slower"""
_UNUSUAL = re.compile(r"[^\t\n -±´-¸º»¿-\u02ff\u0370-\u0482\u048a-\u0527\u2010-\u2027\u2030-\u203e\u20a0-\u20bf№]|\(\w\)")
"""What the two do not part alike"""
_ENCLOSES = re.compile(r'[(\[/«“„"]')
_QUOTED = regex.compile(r'«[^«»]*(?:«[^«»]*»[^«»]*)*»|“[^“”]*”|„[^„“”]*[“”]|"[^"]*"')
_BRACKETED = regex.compile(r"\((?:[^()]++|\([^()]*\))*\)|\[[^\][]*\]|(?<!\w)/[^/\n]{1,200}/")
_START = attrgetter("start")
_Pieces = re.Pattern[str] | regex.Pattern[str]
_SPEECH = regex.compile(
    r"\s(?!\p{Lu}\p{Ll})(?i:\w*(?:\w[дт][ыі]|[ғқ]ан|[гк]ен|[ае]й?д[ыі]|м[ыі]з|емес|жоқ|керек))\s*[.!?…]*\W$"
)
"""Ends in a verb, not in a name («Иван Грозныйды»): direct speech, whose words are read as any others"""
_WHOLE = regex.compile(r"\s*\((?P<all>[^()]*(?:\([^()]*\)[^()]*)*)\)[\s.!?]*")


def tokens(text: str, sentence: Sentence, dates: Sequence[Date], treaties: Sequence[Treaty]) -> list[Token]:
    """The tokens of `sentence`. `dates` and `treaties` are those inside it; of nested treaties the outermost is taken, and a
    date inside a treaty's title is part of the title."""
    start, end = sentence.start, sentence.end
    things = _outermost([*treaties, *dates])
    if not _ENCLOSES.search(text, start, end):
        return _row(text, start, end, [(t.start, t.end, t) for t in things])
    whole = _WHOLE.fullmatch(text, start, end)
    if whole:
        start, end = whole.span("all")
    brackets = [m.span() for m in _BRACKETED.finditer(text, start, end) if not _cuts(m.span(), things)]
    quotes = [m.span() for m in _QUOTED.finditer(text, start, end) if _is_title(m, things)]
    things = [thing for thing in things if not any(s <= thing.start < e for s, e in quotes)]
    row = _row(text, start, end, _atoms(things, quotes))
    for opened, closed in brackets:
        for at in range(bisect_left(row, opened, key=_START), bisect_left(row, closed, key=_START)):
            row[at] = msgspec.structs.replace(row[at], inside=True)
    return row


def _row(text: str, start: int, end: int, atoms: Sequence[tuple[int, int, Date | Treaty | None]]) -> list[Token]:
    """The tokens of `text[start:end]`; `atoms` are its things and quotations, taken whole."""
    pieces: _Pieces = _ANY_PIECE if _UNUSUAL.search(text, start, end) else _PIECE
    found: list[Token] = []
    at = start
    for thing_start, thing_end, thing in atoms:
        found += _plain(text, at, thing_start, pieces)
        kind = Kind.DATE if isinstance(thing, Date) else Kind.TREATY if isinstance(thing, Treaty) else Kind.QUOTE
        found.append(Token(thing_start, thing_end, text[thing_start:thing_end].lower(), kind, thing))
        at = thing_end
    return found + _plain(text, at, end, pieces)


def _plain(text: str, start: int, end: int, pieces: _Pieces) -> list[Token]:
    found: list[Token] = []
    at = start
    for space, word, mark in pieces.findall(text, start, end):
        at += len(space)
        if word:
            capital = word[0].isupper()
            found.append(Token(at, at + len(word), word.lower(), Kind.WORD, None, False, capital and at > start, capital))
            at += len(word)
        else:
            found.append(Token(at, at + 1, mark.lower(), Kind.MARK))
            at += 1
    return found


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
