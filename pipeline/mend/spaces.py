"""Words that were glued together and words that were torn apart, told by what the parts and the whole are worth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from pipeline.lexicon import Lexicon
from pipeline.mend.detector import sound
from pipeline.mend.judge import Judge
from pipeline.mend.tokens import Token, letters
from pipeline.text import Edit
from pipeline.words import words

GLUED, TORN = 11.0, 8.0
"""-log of how often OCR loses a space, and puts one into a word"""
PART, SHORT_PART = 100.0, 20_000.0
"""Times a part of a glued word must have been seen, and a part of two or three letters"""
WHOLE = 30.0
"""Times a torn word must have been seen whole"""
_CAPITAL = regex.compile(r"\p{L}\p{Ll}{2,}(?=\p{Lu}\p{Ll}{2,}$)")


def glued(page: Sequence[Token], judge: Judge, lexicon: Lexicon) -> Iterator[Edit]:
    """A space into each word of `page` that is two: at a capital inside it (`кеңесіДостастық`), or where both parts are common
    and the whole is not (`уақытішінде`)."""
    for token in page:
        if not token.text.isalpha() or len(token.text) < 6 or sound(token.lower, lexicon):
            continue
        capital = _CAPITAL.match(token.text)
        if capital:
            left, right = capital.group().lower(), token.lower[capital.end() :]
            if sound(left, lexicon) and (len(left) > 3 or sound(right, lexicon)):
                yield Edit(token.start + capital.end(), token.start + capital.end(), " ", "glued-at-capital", 0.95)
        elif token.text[1:].islower():
            at, gain = _cut(token.lower, judge, lexicon)
            if gain > 0:
                yield Edit(token.start + at, token.start + at, " ", "glued", 1 - math.exp(-1 - gain))


def _cut(word: str, judge: Judge, lexicon: Lexicon) -> tuple[int, float]:
    """Where `word` is best cut in two, and by how much that beats the best reading of it as one word."""
    judgement = judge.judge(word)
    whole = max([judgement.own, *(reading.score for reading in judgement.readings[:1])])
    best, gain = 0, -math.inf
    for at in range(2, len(word) - 1):
        left, right = word[:at], word[at:]
        if all(words(lexicon).count(part) >= (PART if len(part) > 3 else SHORT_PART) for part in (left, right)):
            score = judge.prior(left) + judge.prior(right) + judge.affinity(left, right) - GLUED
            if score - whole > gain:
                best, gain = at, score - whole
    return best, gain


def torn(text: str, page: Sequence[Token], judge: Judge, lexicon: Lexicon) -> Iterator[Edit]:
    """No space between the parts of a word that was torn apart (`мүше- мемлекеттер`, `меди цина`)."""
    last = -1
    for before, after in pairwise(page):
        between = text[before.end : after.start]
        if before.start <= last or not after.text.islower() or letters(before.text) < 2:
            continue
        if between == "- ":
            edit = _with_hyphen(before, after, lexicon)
        elif between == " ":
            edit = _without(before, after, judge, lexicon)
        else:
            continue
        if edit:
            last = after.start
            yield edit


def _with_hyphen(before: Token, after: Token, lexicon: Lexicon) -> Edit | None:
    whole, hyphenated = before.lower + after.lower, f"{before.lower}-{after.lower}"
    if words(lexicon).count(whole) >= WHOLE and not (sound(before.lower, lexicon) and sound(after.lower, lexicon)):
        return Edit(before.end, after.start, "", "torn-at-hyphen", 0.95)
    if words(lexicon).count(hyphenated) or sound(hyphenated, lexicon):
        return Edit(before.end + 1, after.start, "", "space-after-hyphen", 0.95)
    return None


def _without(before: Token, after: Token, judge: Judge, lexicon: Lexicon) -> Edit | None:
    whole = before.lower + after.lower
    if words(lexicon).count(whole) < WHOLE or (sound(before.lower, lexicon) and sound(after.lower, lexicon)):
        return None
    apart = judge.prior(before.lower) + judge.prior(after.lower) + judge.affinity(before.lower, after.lower)
    gain = judge.prior(whole) - TORN - apart
    return Edit(before.end, after.start, "", "torn", 1 - math.exp(-1 - gain)) if gain > 0 else None
