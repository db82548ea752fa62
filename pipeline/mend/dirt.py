"""What a scan puts on the page beside letters: specks, strokes, stray stops, brackets and quotation marks without their half."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from pipeline.lexicon import Lexicon
from pipeline.sought import after_spaces, holds, sought
from pipeline.text import Edit
from pipeline.words import words

ALWAYS = r"|_~^\\¦¬`{}‹›"
"""Marks that never stand alone in prose"""
SPECK = re.compile(f"[{ALWAYS}]")
ALONE = regex.compile(rf"(?<!\S)[\p{{P}}\p{{S}}]{{1,4}}+(?!\S)(?<=[{ALWAYS}]\S{{0,3}})")
LINE_OF_STOP = re.compile(r"\n[^\S\n]*[.,;:!?'‘’)/]")
FIRST_STOP = regex.compile(r"(?:(?<=[\n\f] *)|\A *)(?:[.,;:!?'’)]{1,2}|/)(?= +\p{Lu}?\p{Ll})")
SECOND_STOP = sought(r" (?=[.,;:!?'‘’])", r" (?<=[.,;:!?…][»\")\]]? +)(?<mark>[.,;:!?'‘’]{1,2})(?!\S)")
BETWEEN_WORDS = sought(
    " (?=[<>='‘’*£¢¤])",
    r" (?<=\p{L}{3}[,.;:]? +)(?<mark>[<>='‘’*£¢¤](?= +\p{L}{2})|[<>=*](?= *(?:[\n\f]|\Z)))",
)
LONE_STOP = sought(r" (?=\.)", r" (?<=\p{Ll}{4} +)(?<mark>\.(?: [.,;:'|]+)*)(?=[ \n]+\p{Ll}{2})")
"""A stop with spaces on both sides in the middle of a sentence"""
AT_WORD_EDGE = sought(
    "[_^`~]", r"(?<mark>(?<=[\p{Cyrillic}.,;:])[_^`~]+(?!\S)|(?<!\S)(?:[_^`~]+(?=\p{Cyrillic})|[_^`]+(?=\d)))",
    is_rare=True,
)
BEHIND_SPACE = frozenset(".,;:!?'‘’<>=*£¢¤")
"""What SECOND_STOP, BETWEEN_WORDS and LONE_STOP find begins with"""
TABLE = regex.compile(r"\|(?:[^|\n]*[\p{L}\d][^|\n]*\|){2}|[_~*]{4}|(?:[*_~] ){2}[*_~]")
"""A line with cells between bars, a drawn line or a row of stars: no dirt in it"""
DRAWN = re.compile("[|_~*]")
BAR = re.compile(r"(?<!\S)\|(?!\S)")
NEAR = 200
"""Characters on either side in which the signs of a table are looked for"""


def specks(text: str) -> Iterator[Edit]:
    """Marks of the scanner that stand alone or hang on a word's edge, and stray stops where no stop can be."""
    taken = 0
    for start, end in sorted(_specks(text)):
        before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
        line = before[before.rfind("\n") + 1 :] + text[start:end] + after.partition("\n")[0]
        if start >= taken and not (DRAWN.search(line) and (TABLE.search(line) or _is_row(text, start))):
            taken = end
            yield Edit(start, end, "", "scan-dirt", 0.95)


def _is_row(text: str, place: int) -> bool:
    """Whether the line round `place` is of a table without outer bars: two bars or more, as many as in a neighbouring line. One
    bar in line after line is the rule between two columns."""
    before, after = text[max(0, place - 2 * NEAR) : place], text[place : place + 2 * NEAR]
    bars = [_bars(line) for line in (before + after).split("\n")]
    at = before.count("\n")
    return bars[at] > 1 and bars[at] in (*bars[max(0, at - 1) : at], *bars[at + 1 : at + 2])


def _bars(line: str) -> int:
    """How many bars part the cells of a line, each of which says something."""
    cells = BAR.split(line)
    return len(cells) - 1 if all(any(map(str.isalnum, cell)) for cell in cells) else 0


def _specks(text: str) -> Iterator[tuple[int, int]]:
    if holds(text, SPECK):
        yield from (m.span() for m in ALONE.finditer(text))
    matches = (FIRST_STOP.match(text, at) for at in _first_stops(text))
    yield from (m.span() for m in matches if m)
    yield from (m.span("mark") for m in AT_WORD_EDGE.finditer(text))
    if not after_spaces(text).isdisjoint(BEHIND_SPACE):
        yield from (m.span("mark") for pattern in (SECOND_STOP, BETWEEN_WORDS, LONE_STOP) for m in pattern.finditer(text))


def _first_stops(text: str) -> Iterator[int]:
    """Where stops begin lines of `text`; 0 for the first line, whatever spaces stand before it."""
    for m in LINE_OF_STOP.finditer("\n" + text.replace("\f", "\n")):
        yield m.end() - 2 if m.start() else 0


JUNK = re.compile(rf"[{ALWAYS}£¢¤<>]")
NO_JUNK = regex.compile(r"\d|\p{L}{6}|(.)\1{2}|[^\S ]|\|[-: |]+\|")
"""Numbers, long words, drawn lines, cells: a line with these is not written off"""
STOPS_ALONE = re.compile(r"(?!\.\.\.)[.,;:'‘’]{1,3}")
"""Three dots alone say that something was left out"""
KNOWN = 20
"""Times a short word has been seen that saves its line"""


def dirt_lines(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A line of marks and shreds without one word in it goes."""
    lines, end = text.replace("\f", "\n"), -1
    junk = [m.start() for m in JUNK.finditer(text)] if holds(text, JUNK) else []
    for place in sorted([*junk, *_first_stops(text)]):
        if place <= end:
            continue
        start, end = lines.rfind("\n", 0, place) + 1, _end(lines, place)
        line = text[start:end].strip()
        marks = len(JUNK.findall(line))
        shreds = marks and not NO_JUNK.search(line) and _shreds(line, marks, lexicon)
        if STOPS_ALONE.fullmatch(line) or (shreds and not _is_row(text, place)):
            yield Edit(start, end, "", "dirt-line", 0.9)


def _end(lines: str, place: int) -> int:
    """Where the line that holds `place` ends."""
    found = lines.find("\n", place)
    return found if found >= 0 else len(lines)


def _shreds(line: str, marks: int, lexicon: Lexicon) -> bool:
    parts = regex.findall(r"\p{L}+", line)
    known = any(len(part) > 2 and words(lexicon).count(part.lower()) >= KNOWN for part in parts)
    return not known and (marks > 1 or not parts)


LONE_BRACKET = regex.compile(r"(?<=\p{L}{3}[.,]? +)\)(?= |[\n\f]|\Z)")
REACH = 400
"""Characters before a closing bracket within which it must have been opened"""


def unpaired_brackets(text: str) -> Iterator[Edit]:
    """A closing bracket that stands alone and was never opened is a speck."""
    return (Edit(*mark.span(), "", "scan-dirt", 0.9) for mark in _unopened(text, LONE_BRACKET, "("))


BRACKET_FOR_ONE = regex.compile(r"(?<=\p{Ll}{2} \d)\](?= \p{Ll}{3})")


def brackets_for_one(text: str) -> Iterator[Edit]:
    """A bracket that was never opened, right behind a digit inside a sentence, is a 1 (`келісімдерге 1] мемлекет`)."""
    return (Edit(*mark.span(), "1", "bracket-for-1", 0.9) for mark in _unopened(text, BRACKET_FOR_ONE, "["))


def _unopened(text: str, closing: regex.Pattern[str], opening: str) -> Iterator[regex.Match[str]]:
    """The brackets that `closing` finds and before which none is open."""
    for mark in closing.finditer(text):
        before = text[max(0, mark.start() - REACH) : mark.start()]
        if before.rfind(opening) <= before.rfind(mark[0]):
            yield mark


PAIRED = regex.compile(r"«[^«»]*»|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|‘[^‘’]*’|‚[^‚‘’]*[‘’]")
CURLED = regex.compile(r"(?<!\S)[“„](?=[\p{L}\d])[^“”„\n]{1,200}(?<=[\p{L}\d.,!?…])[“”](?![\p{L}\d])")
"""A quotation between curled marks, the last of which may be of either kind"""
QUOTE_AT_WORD = sought("[“„‘‚”]", r"(?<!\S)[“„‘‚](?=\p{Cyrillic})|(?<=\p{Cyrillic}[.,]?)[”](?=[\s.,])", is_rare=True)


def unpaired_quotes(text: str) -> Iterator[Edit]:
    """A quotation mark at a word, whose other half is missing in its paragraph, is a speck; not where the text quotes with
    such marks: a long quotation opens anew in each of its paragraphs and closes in the last."""
    if not any(QUOTE_AT_WORD.finditer(text)) or CURLED.search(text):
        return
    for block in regex.finditer(r"(?:[^\n]+\n?)+", text):
        rest = PAIRED.sub(lambda m: "\0" * len(m[0]), block[0])
        if any(mark in rest for mark in '«»"'):
            continue
        for mark in QUOTE_AT_WORD.finditer(rest):
            yield Edit(block.start() + mark.start(), block.start() + mark.end(), "", "unpaired-quote", 0.9)
