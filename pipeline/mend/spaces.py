"""Words that were glued together and words that were torn apart, told by what the parts and the whole are worth."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from pipeline.lexicon import Lexicon
from pipeline.mend.detector import sound
from pipeline.mend.judge import Judge
from pipeline.mend.search import LONGEST_WORD
from pipeline.mend.tokens import Token, Tokens, letters
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.text import Edit
from pipeline.words import words

GLUED, TORN = 9.0, 8.0
"""-log of how often OCR loses a space, and puts one into a word"""
BURST = 4.5
"""How much likelier a lost space is in a word that lost another"""
SHORT = 4.0
"""What it costs more to cut off a part of two or three letters: many write a particle together with its word"""
HALF = 3.0
"""What it costs more to take a part of a glued word for a damaged one"""
LEAST, LEAST_SHORT = 20.0, 20_000.0
"""Times a part of a glued word must have been seen, and a part of two or three letters"""
BOTH = 2.0
"""How much the pair counts may lift two parts above the likelier of them, at most"""
WHOLE = 30.0
"""Times a torn word must have been seen whole"""
_MARKED = regex.compile(r"(\p{L}\p{Ll}{2,})[*|^~](\p{L}\p{Ll}{2,})")
_CAPITAL = regex.compile(r"\p{L}\p{Ll}{2,}(?=\p{Lu}\p{Ll}{2,}$)")


def glued(page: Sequence[Token], judge: Judge, lexicon: Lexicon, *, only_at_capital: bool = False) -> Iterator[Edit]:
    """A space into each of the unsound words of a page that is two: at a capital inside it (`кеңесіДостастық`), at a mark
    (`және|Экономикалық`), or where both parts are common and the whole is not (`уақытішінде`)."""
    for token in page:
        if len(token.text) < 6 or (only_at_capital and token.text[1:].islower()):
            continue
        if not token.text.isalpha():
            marked = None if only_at_capital else _MARKED.fullmatch(token.text)
            if marked and all(_readable(part.lower(), judge, lexicon) for part in marked.groups()):
                yield Edit(token.start + marked.end(1), token.start + marked.start(2), " ", "mark-for-space", 0.9)
        elif token.text[1:].islower():
            at, gain = _cut(token.lower, judge, lexicon)
            if gain > 0:
                yield Edit(token.start + at, token.start + at, " ", "glued", 1 - math.exp(-1 - gain))
        elif capital := _CAPITAL.match(token.text):
            yield from _at_capital(token, capital.end(), judge, lexicon)


def _at_capital(token: Token, at: int, judge: Judge, lexicon: Lexicon) -> Iterator[Edit]:
    """A space where a capital in a word opens another: after a sound word, or after a damaged one or two glued ones
    (`қолқойдыКелесі`) where what it opens is sound."""
    left, right = token.lower[:at], token.lower[at:]
    begins_small = token.text[0].islower()
    opens = len(left) > 3 and sound(left, lexicon) and (begins_small or sound(right, lexicon))
    if not opens and begins_small and len(left) > 4 and words(lexicon).count(right) >= LEAST:
        inside, gain = _cut(left, judge, lexicon)
        if gain > -BURST:
            yield Edit(token.start + inside, token.start + inside, " ", "glued", 0.9)
        opens = gain > -BURST or bool(_damaged(left, judge))
    if opens:
        yield Edit(token.start + at, token.start + at, " ", "glued-at-capital", 0.95)


def _readable(part: str, judge: Judge, lexicon: Lexicon) -> bool:
    """Whether a part is a word as it stands or a damaged one."""
    return sound(part, lexicon) or bool(_damaged(part, judge))


def _cut(word: str, judge: Judge, lexicon: Lexicon) -> tuple[int, float]:
    """Where `word` is best cut in two, and by how much that beats the best reading of it as one word; of a word longer than
    any, the judge says nothing that a part could beat."""
    if len(word) > LONGEST_WORD:
        return 0, -math.inf
    judgement = judge.judge(word)
    whole = max([judgement.own, *(reading.score for reading in judgement.readings[:1])])
    gains, counts = [], words(lexicon)
    begun = set(map(len, counts.beginnings(word)))
    for at in range(2, len(word) - 1):
        left = _counted(word[:at], judge, lexicon) if at in begun else None
        right = _counted(word[at:], judge, lexicon) if word[at:] in counts.trie else None
        if not (left or right):
            continue
        least = whole + GLUED + (SHORT if min(at, len(word) - at) < 4 else 0.0) + (0.0 if left and right else HALF)
        if not _worth_more(left, right, least) or counts.begins(word[: at + 4]):
            continue
        if right and endings_of_abbreviation(right.form, lexicon):  # норвег|тердің is one word
            continue
        left, right = left or _damaged(word[:at], judge), right or _damaged(word[at:], judge)
        if left and right:
            gains.append((left.score + right.score + judge.affinity(left.form, right.form) - least, at))
    gain, at = max(gains, default=(-math.inf, 0))
    return at, gain


class Part(NamedTuple):
    """A part of a glued word: what it may be, and what that is worth."""

    form: str
    score: float


def _worth_more(left: Part | None, right: Part | None, least: float) -> bool:
    """Whether two parts, of which one is a word, can be worth more than `least`: both together are no likelier than either."""
    return any(part and part.score + BOTH > least for part in (left, right))


def _counted(part: str, judge: Judge, lexicon: Lexicon) -> Part | None:
    """A part that is a word as it stands."""
    if words(lexicon).count(part) >= (LEAST if len(part) > 3 else LEAST_SHORT):
        return Part(part, judge.prior(part))
    return None


def _damaged(part: str, judge: Judge) -> Part | None:
    """A part of five letters or more that is a damaged word."""
    if len(part) < 5:
        return None
    best = judge.judge(part).better()
    return Part(best.form, best.score) if best else None


def torn(text: str, page: Tokens, unsound: Iterable[int], judge: Judge) -> Iterator[Edit]:
    """No space between the parts of a word that was torn apart (`мүше- мемлекеттер`, `меди цина`). Two sound words are none,
    but where a hyphen stands between them; which words of the page are `unsound` is told by number."""
    lexicon, last, texts, behind, end = judge.lexicon, -1, page.texts, page.behind, len(page) - 1
    joints = {at for odd in unsound for at in (odd - 1, odd)}.union(_before_hyphens(text, page))
    for at in sorted(joints):
        between = behind[at] if 0 <= at < end else ""
        if between not in (" ", "- ") or at == last or not texts[at + 1].islower() or letters(texts[at]) < 2:
            continue
        before, after = texts[at].lower(), texts[at + 1]
        found = _without(before, after, judge, lexicon) if between == " " else _with_hyphen(before, after, lexicon)
        if found:
            last = at + 1
            rule, sure = found
            yield Edit(page.ends[at] + (rule == "space-after-hyphen"), page.starts[at + 1], "", rule, sure)


def _before_hyphens(text: str, page: Tokens) -> Iterator[int]:
    """The numbers of the words that a hyphen and a space follow."""
    hyphen = text.find("- ")
    while hyphen >= 0:
        at = bisect_left(page.ends, hyphen)
        if at < len(page) and page.ends[at] == hyphen:
            yield at
        hyphen = text.find("- ", hyphen + 2)


def _with_hyphen(before: str, after: str, lexicon: Lexicon) -> tuple[str, float] | None:
    """The rule by which what stands between two parts goes, and how sure that is."""
    whole, hyphenated = before + after, f"{before}-{after}"
    if words(lexicon).count(whole) >= WHOLE and not (sound(before, lexicon) and sound(after, lexicon)):
        return "torn-at-hyphen", 0.95
    if words(lexicon).count(hyphenated) or sound(hyphenated, lexicon):
        return "space-after-hyphen", 0.95
    return None


def _without(before: str, after: str, judge: Judge, lexicon: Lexicon) -> tuple[str, float] | None:
    whole, counts = before + after, words(lexicon)
    if whole not in counts.trie or counts.count(whole) < WHOLE or (sound(before, lexicon) and sound(after, lexicon)):
        return None
    apart = judge.prior(before) + judge.prior(after) + judge.affinity(before, after)
    gain = judge.prior(whole) - TORN - apart
    return ("torn", 1 - math.exp(-1 - gain)) if gain > 0 else None
