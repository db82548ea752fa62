"""Where sentences begin and end.

One pass over the places where a sentence could end: stops, line ends, a capital glued to a word, a word that only opens
sentences. Each place is decided by what stands on its two sides; what a philologist could correct is in `abbreviations.tsv`
and `sentence_starts.tsv`. A line break is evidence: where lines are wrapped it is a space, where they are not it ends a
sentence even if the stop was lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

import regex

from pipeline.abbreviations import Abbreviation
from pipeline.find.breaks import Block, Openings, blocks_of, enclosed, openings, places
from pipeline.find.headings import DIRT, Heading, section_end, topic_end
from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import Sentence


class SentenceStart(Row, frozen=True):
    """A word that has a capital only where a sentence begins."""

    table: ClassVar[str] = "sentence_starts.tsv"
    key: ClassVar[tuple[str, ...]] = ("word",)
    word: str
    example: str


class Rules(NamedTuple):
    abbreviations: dict[str, str]
    tails: frozenset[str]
    """the last three letters of the last words of abbreviations that are so long"""
    starts: frozenset[str]
    opening: Openings
    numbering: regex.Pattern[str]
    headed: regex.Pattern[str]
    titles: regex.Pattern[str]
    title_initials: frozenset[str]
    """the first two letters of titles"""


_CITATION = regex.compile(r"[^\S\n]*(?:\[\s?\d[^\[\]]{0,120}+\]|/\s?\d[^/\n]{0,40}+/)[.…]*")
_CHAIN = regex.compile(r"(?:(?<![\p{L}])\p{L}{1,8}\.\s?){0,4}(?<![\p{L}])\p{L}+\.$")
# «Ф. 64. Оп. 1», «64-қ., 1-т.»: parts of a reference.
_REFERENCE = regex.compile(r"\p{L}{1,2}\.\s?\d|\d+-\p{Ll}{1,3}\.,")
# «– Біз қару сатпаймыз, – деді елші»
_SPEECH = regex.compile(r"\s[-–—]\s?\p{Lu}[^\n]{3,300}?[\p{L}»][,!?…]\s?[-–—]\s(?:де(?:п|ді|йді|ген)|сұра|жауап|айт)")
_OPEN_ENDINGS = ("ың", "ің", "-", "–", "—", "ен", "және", "немесе", "яғни", "әрі")
_OPEN_LINE = regex.compile(r"(?:[ндт][ыі]ң|[-–—]|(?<!\p{L})(?:және|[мбп]ен|немесе|яғни|әрі))$")
_LIST_ITEM = regex.compile(r"[-–—•*]|\d{1,2}\)|\p{Ll}\)")
_INITIAL = regex.compile(r"(?<!\p{L})\p{Lu}\.?$")
_QUESTION = regex.compile(r"\p{Ll}+(?: \p{Ll}+)?\?")
_LETTERS = LETTERS + LETTERS.upper()
_OPENERS = "«“„\"'‘(["
_BEFORE_WORDS = _OPENERS + " "


def sentences(text: str, lexicon: Lexicon) -> list[Sentence]:
    """Sentences of `text`, in order, covering all that is not white space."""
    found, begin = [], 0
    for end in [*_boundaries(text, _rules(lexicon)), len(text)]:
        piece = text[begin:end]
        if inner := piece.strip():
            start = begin + len(piece) - len(piece.lstrip())
            found.append(Sentence(start, start + len(inner), inner))
        begin = end
    return found


@per_lexicon
def _rules(lexicon: Lexicon) -> Rules:
    starts = frozenset(row.word for row in lexicon.rows(SentenceStart))
    words = {kind: [row.word for row in lexicon.rows(Heading) if row.kind == kind] for kind in ("numbered", "title")}
    parts, titles = ("|".join(found) for found in words.values())
    figure = r"(?:\d[\d.]{0,7}|[IVXІХ]{1,5}|\p{L})"
    named = rf"(?:\p{{L}}+\s)?\p{{L}}+нш[іы]\s(?i:{parts})\.|№?\s?{figure}[- ]?(?i:{parts})\.|(?i:{parts})\s№?\s?{figure}\."
    titled = regex.compile(rf"(?i:{titles})(?=[^\S\n]?\p{{Lu}}\p{{Ll}})")
    headed = regex.compile(rf"\s*(?:\d+(?:\.\d+)+\.?|§\s?{figure}\.|{named})\s+\p{{Lu}}")
    numbering = regex.compile(rf"{figure}[.)]?\.|[§№]\s?{figure}\.|{named}")
    abbreviations: dict[str, str] = {row.form: row.ends for row in lexicon.rows(Abbreviation)}
    tails = frozenset(form.split(".")[-2][-3:] for form in abbreviations)
    title_initials = frozenset(word[:2] for word in words["title"])
    return Rules(abbreviations, tails, starts, openings(starts), numbering, headed, titled, title_initials)


def _boundaries(text: str, rules: Rules) -> Iterator[int]:
    brackets = enclosed(text)
    starts = [start for start, _ in brackets]
    blocks = blocks_of(text)
    block_starts = [block.start for block in blocks]
    begin = 0
    if heading := _heading(text, len(text) - len(text.lstrip()), True, rules):
        yield heading
        begin = heading
    for kind, at, end in places(text, rules.opening):
        if at < begin:
            continue
        inside = bisect_right(starts, at) - 1
        if inside >= 0 and at < brackets[inside][1]:
            if end > brackets[inside][1]:
                at = end - 1  # «[3, 41-б.].»: the stop that counts stands after the bracket
            elif not _closes(text, begin, brackets[inside], end):
                continue
        match kind:
            case "stop":
                cut = _after_stop(text, begin, at, end, rules)
            case "line":
                cut = _after_line(text, begin, at, end, blocks[bisect_right(block_starts, at) - 1], rules)
            case "glued":
                cut = at if _word_before(text, at)[:1].islower() and len(_word_before(text, at)) > 3 else None
            case _:
                cut = at
        if cut is not None:
            yield cut
            begin = cut
        opens_line = kind == "line"
        if (cut is not None or opens_line) and (heading := _heading(text, end if opens_line else begin, opens_line, rules)):
            yield heading
            begin = heading


def _heading(text: str, begin: int, opens_line: bool, rules: Rules) -> int | None:
    """Where the heading ends that opens at `begin` and is glued to the text after it."""
    if opens_line and text[begin : begin + 2].lower() in rules.title_initials and (title := rules.titles.match(text, begin)):
        return title.end()
    return (section_end(text, begin) if opens_line else None) or topic_end(text, begin)


def _closes(text: str, begin: int, bracket: tuple[int, int], end: int) -> bool:
    """Is the stop the last thing in a bracket that opened the sentence: «(Мұндай тағдыр көбіне ортақ болды.)»?"""
    return not text[begin : bracket[0]].strip() and end >= bracket[1]


def _after_stop(text: str, begin: int, at: int, end: int, rules: Rules) -> int | None:
    """Where the sentence ends if the stop at `[at, end)` ends it: after a citation that follows the stop."""
    if text[end - 1] == '"' and text[end : end + 1].isupper() and text.count('"', begin, end - 1) % 2 == 0:
        end -= 1  # «аз емес."Одақ" ұғымы»: the quotation mark opens what follows
    if text[at] == "." and not text[end : end + 2].lstrip()[:1].isalpha() and (citation := _CITATION.match(text, end)):
        end = citation.end()
    rest = text[end : end + 40]
    following = rest.lstrip()
    if not following:
        return end
    if rest[0] not in " \n" and (dirt := DIRT.match(rest)) and len(_word_before(text, at)) > 2:
        return end if _opens(text, begin, at, end, rest[dirt.end() :], rules) else None
    if rest[0] != following[0]:
        return end if _opens(text, begin, at, end, following, rules) else None
    return end if _glued_start(text, at, end, following) and _opens(text, begin, at, end, following, rules) else None


def _glued_start(text: str, at: int, end: int, following: str) -> bool:
    """«болатын.1991 жылдың», «кеңесі.Достастық», but not «2.1», «М.С.», «inform.KZ», «225.619»."""
    before = _word_before(text, at)
    if following[0].isdigit():
        return text[at] == "." and (len(before) > 2 or text[end - 1] in ")]»”\"/")
    ended = len(before) > 1 or text[end - 1] in ")]»”\"/" or end - at > 1 or text[at - 1] in ")]»”"
    return ended and (following[0].isupper() or following[0] in _OPENERS[:4])


def _opens(text: str, begin: int, at: int, end: int, following: str, rules: Rules) -> bool:
    """Can `following` open a sentence after the stop at `[at, end)`?"""
    bare = following.lstrip(_BEFORE_WORDS)
    first = bare[:1] or following[0]
    if following[0] in "-–—":
        called = text[at] in "!?" and following.lstrip("-–— «“\"")[:1].isupper() and "\n" not in text[end : end + 2]
        return called or _SPEECH.match(text, end) is not None
    if not (first.isupper() or first.isdigit()):
        return text[at] == "?" and _questions(following)
    if text[at] != ".":
        return text[end - 1] not in "»”\"’" or _quote_is_sentence(text, begin, end)
    if end - begin <= 24 and rules.numbering.fullmatch(text[begin:end].strip()):
        return False
    if "." in following and _REFERENCE.match(following):
        return False
    ends = _abbreviation(text, at, rules)
    if ends == "yes":
        return first.isupper() or first.isdigit()
    if ends == "starter":
        return bare[: len(bare) - len(bare.lstrip(_LETTERS))] in rules.starts
    return ends is None


def _questions(following: str) -> bool:
    """One bare question after another: «кім? не?»"""
    return _QUESTION.match(following) is not None


def _quote_is_sentence(text: str, begin: int, end: int) -> bool:
    """Is what the closing quotation mark closes a sentence, not a title: «Оян, қазақ!» inside a sentence is a title."""
    begin = max(begin, end - 400)
    opened = max(text.rfind(mark, begin, end - 1) for mark in "«“„\"‘")
    before = text[begin : max(opened, begin)].rstrip()
    return not before or before[-1] in ":–—-"


def _abbreviation(text: str, at: int, rules: Rules) -> str | None:
    """How the abbreviation whose last dot is at `at` ends sentences; None where no abbreviation stands there."""
    if text[max(0, at - 3) : at].isalpha() and at > 2 and text[at - 3 : at].lower() not in rules.tails:
        return None
    chain = _CHAIN.search(text[max(0, at - 24) : at + 1])
    if not chain:
        return None
    parts = "".join(chain.group().split()).lower().split(".")[:-1]
    for first in range(len(parts)):
        if ends := rules.abbreviations.get(".".join(parts[first:]) + "."):
            return ends
    return "starter" if len(parts[-1]) == 1 else None


def _after_line(text: str, begin: int, at: int, end: int, block: Block, rules: Rules) -> int | None:
    """`at` if the line break at `[at, end)` ends the sentence."""
    if end == len(text):
        return None
    first = text[end : end + 40].lstrip(_OPENERS)[:1] if text[end] in _OPENERS else text[end]
    last = text[at - 1 : at]
    if first.islower() or last == ",":
        return None
    if text.endswith(_OPEN_ENDINGS, max(0, at - 12), at) and _OPEN_LINE.search(text, max(0, at - 12), at):
        return None
    if (last in ";:" and _LIST_ITEM.match(text, end)) or _unfinished(text, at, rules):
        return None
    if block.wrapped and text.count("\n", at, end) == 1:
        line = at - text.rfind("\n", 0, at)
        if last != "." and text[end].isupper() and text.rfind("\n", 0, at) <= begin + 1 and rules.headed.match(text, begin):
            return at
        return at if line < 0.6 * block.width and last != "." else None
    return at


def _unfinished(text: str, at: int, rules: Rules) -> bool:
    """Does the line that ends at `at` end in an initial or in an abbreviation that never ends a sentence?"""
    end = text[max(0, at - 3) : at]
    if end.rstrip(".")[-1:].isupper() and _INITIAL.search(end):
        return True
    return text[at - 1 : at] == "." and _abbreviation(text, at - 1, rules) == "no"


def _word_before(text: str, at: int) -> str:
    window = text[max(0, at - 40) : at]
    return window[len(window.rstrip(_LETTERS)) :]
