"""What is certain without knowing the words: composed letters, look-alike letters, invisible marks, scan dirt, spaces.

Every step keeps to its line, so that what it does to a line does not hang on the lines around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial
from itertools import islice, product
from typing import ClassVar

import regex

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.read.document import Document
from pipeline.sought import sought
from pipeline.text import Edit, Step, Text, settle
from pipeline.words import words

LINE_END = regex.compile(r"\r\n?|[\n\v\x85\u2028\u2029\x1c-\x1e]")
FOREIGN_LINE_END = re.compile(r"[\r\v\x85\u2028\u2029\x1c-\x1e](?:(?<=\r)\n)?")
HYPHEN_MARKS = "\u00ad\u0002\ufffe"
"""Marks that PDF and word processors leave for a hyphen at a line end; there they are left to the layout stage"""
INVISIBLE = sought(
    rf"[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{HYPHEN_MARKS}\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]",
    rf"(?:[{HYPHEN_MARKS}](?![ \t]*\r?(?:[\n\f]|\Z))|(?<![\p{{L}}\d])[{HYPHEN_MARKS}]"
    r"|(?![\t\n\r\f\v\x1c-\x1e\x85\u0002])\p{Cc}|[\u200b\u2060\ufeff\ufff9-\ufffb]"
    r"|(?<![\p{Arabic}\p{Hebrew}\p{M}\p{So}])[\u200c-\u200f\u202a-\u202e\u2066-\u2069](?![\p{Arabic}\p{Hebrew}]))+",
)
MIXED = regex.compile(
    r"(?<![\p{Cyrillic}\p{Latin}])(?:\p{Cyrillic}++\p{Latin}|\p{Latin}++\p{Cyrillic})[\p{Cyrillic}\p{Latin}]*"
)
BESIDE_CYRILLIC = re.compile(
    r"[^\0-@\[-`{-~\u0400-\u052f«»–—“”„…](?:(?=[^\0-\u03ff])|(?<=[^\0-\u03ff].))", re.DOTALL
)
"""What can be a Latin letter beside a Cyrillic one"""
WORD_BEGUN = regex.compile(r"(?r)[\p{Cyrillic}\p{Latin}]+")
"""A word up to where it is looked for, read backwards"""
ROMAN = regex.compile(r"[IVXLCDMІХСМУ]+")
"""Roman numerals in either script or mixed"""
FOREIGN_STEM = regex.compile(r"\p{Latin}{2,}\p{Ll}*")
"""A Latin acronym with a Kazakh ending, as «PCтер»: it is Latin on purpose"""
TRIES = 64
"""Readings tried of one word whose Latin letters stand for more than one Cyrillic letter"""


class LookAlike(Row, frozen=True):
    """A letter foreign to Cyrillic and the Cyrillic letters it is taken for, the likeliest first."""

    table: ClassVar[str] = "lookalikes.tsv"
    key: ClassVar[tuple[str, ...]] = ("latin",)
    latin: str
    cyrillic: list[str]
    example: list[str]
    """A damaged word and the right one"""

    def __post_init__(self) -> None:
        if any(len(letter) != 1 for letter in [self.latin, *self.cyrillic]) or len(self.example) != 2:
            raise ValueError("one letter, one or more letters, and two words parted by |")


@per_lexicon
def _lookalikes(lexicon: Lexicon) -> dict[str, list[str]]:
    return {row.latin: row.cyrillic for row in lexicon.rows(LookAlike)}


def line_ends(text: str) -> Iterator[Edit]:
    """Line ends of every system become U+000A."""
    return (Edit(*m.span(), "\n", "line-end") for m in FOREIGN_LINE_END.finditer(text))


def invisible_marks(text: str) -> Iterator[Edit]:
    """Soft hyphens, zero-width and direction marks, byte order marks and control characters go."""
    return (Edit(*m.span(), "", "invisible-mark") for m in INVISIBLE.finditer(text))


def composition(text: str) -> Iterator[Edit]:
    """Letter and combining mark become one letter (NFC)."""
    if unicodedata.is_normalized("NFC", text):
        return
    for run in regex.finditer(r"\S+", text):
        composed = unicodedata.normalize("NFC", run[0])
        if composed == run[0]:
            continue
        clusters = [(m.span(), unicodedata.normalize("NFC", m[0]), m[0]) for m in regex.finditer(r"\X", run[0])]
        if "".join(new for _, new, _ in clusters) != composed:
            clusters = [((0, len(run[0])), composed, run[0])]
        yield from (Edit(run.start() + start, run.start() + end, new, "nfc") for (start, end), new, old in clusters if new != old)


def lookalikes(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """Latin letters in words that also hold Cyrillic ones, where every one of them has a Cyrillic double."""
    table = _lookalikes(lexicon)
    for word in _mixed(text):
        choices = [table.get(letter, [letter]) for letter in word[0]]
        readable = all(letter in table or regex.match(r"\p{Cyrillic}", letter) for letter in word[0])
        if not readable or ROMAN.fullmatch(word[0]) or (FOREIGN_STEM.fullmatch(word[0]) and word[0][:2].isupper()):
            continue
        readings = ["".join(letters) for letters in islice(product(*choices), TRIES)]
        best = max(readings, key=lambda reading: words(lexicon).count(reading.lower()))
        for at, (old, new) in enumerate(zip(word[0], best, strict=True), word.start()):
            if old != new:
                yield Edit(at, at + 1, new, "look-alike")


def _mixed(text: str) -> Iterator[regex.Match[str]]:
    """Words with letters of both scripts."""
    end = 0
    for place in BESIDE_CYRILLIC.finditer(text):
        if place.start() < end or not (begun := WORD_BEGUN.match(text, end, place.end())):
            continue
        if word := MIXED.match(text, begun.start()):
            end = word.end()
            yield word


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
    "[_^`~]", r"(?<mark>(?<=[\p{Cyrillic}.,;:])[_^`~]+(?!\S)|(?<!\S)(?:[_^`~]+(?=\p{Cyrillic})|[_^`]+(?=\d)))"
)
TABLE = regex.compile(r"\|(?:[^|\n]*[\p{L}\d][^|\n]*\|){2}|[_~*]{4}|(?:[*_~] ){2}[*_~]")
"""A line with cells between bars, a drawn line or a row of stars: no dirt in it"""
DRAWN = re.compile("[|_~*]")
NEAR = 200
"""Characters on either side in which the signs of a table are looked for"""


def dirt(text: str) -> Iterator[Edit]:
    """Marks of the scanner that stand alone or hang on a word's edge, and stray stops where no stop can be."""
    taken = 0
    for start, end in sorted(_dirt(text)):
        before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
        line = before[before.rfind("\n") + 1 :] + text[start:end] + after.partition("\n")[0]
        if start >= taken and not (DRAWN.search(line) and TABLE.search(line)):
            taken = end
            yield Edit(start, end, "", "scan-dirt", 0.95)


def _dirt(text: str) -> Iterator[tuple[int, int]]:
    if SPECK.search(text):
        yield from (m.span() for m in ALONE.finditer(text))
    if _begins_with_stop(text):
        yield from (m.span() for m in FIRST_STOP.finditer(text))
    for pattern in (SECOND_STOP, BETWEEN_WORDS, LONE_STOP, AT_WORD_EDGE):
        yield from (m.span("mark") for m in pattern.finditer(text))


def _begins_with_stop(text: str) -> bool:
    """Whether a line of `text` may begin with a stop."""
    return bool(LINE_OF_STOP.search("\n" + text.replace("\f", "\n")))


LINE = re.compile(r"[^\n\f]+")
JUNK = re.compile(rf"[{ALWAYS}£¢¤<>]")
NO_JUNK = regex.compile(r"\d|\p{L}{6}|(.)\1{2}|[^\S ]|\|[-: |]+\|")
"""Numbers, long words, drawn lines, cells: a line with these is not written off"""
STOPS_ALONE = re.compile(r"[.,;:'‘’]{1,3}")
KNOWN = 20
"""Times a short word has been seen that saves its line"""


def dirt_lines(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A line of marks and shreds without one word in it goes."""
    if not JUNK.search(text) and not _begins_with_stop(text):
        return
    for m in LINE.finditer(text):
        line, marks = m[0].strip(), len(JUNK.findall(m[0]))
        if STOPS_ALONE.fullmatch(line) or (marks and not NO_JUNK.search(line) and _shreds(line, marks, lexicon)):
            yield Edit(m.start(), m.end(), "", "dirt-line", 0.9)


def _shreds(line: str, marks: int, lexicon: Lexicon) -> bool:
    parts = regex.findall(r"\p{L}+", line)
    known = any(len(part) > 2 and words(lexicon).count(part.lower()) >= KNOWN for part in parts)
    return not known and (marks > 1 or not parts)


LONE_BRACKET = regex.compile(r"(?<=\p{L}{3}[.,]? +)\)(?= |[\n\f]|\Z)")
REACH = 400
"""Characters before a closing bracket within which it must have been opened"""


def unpaired_brackets(text: str) -> Iterator[Edit]:
    """A closing bracket that stands alone and was never opened is a speck."""
    for mark in LONE_BRACKET.finditer(text):
        before = text[max(0, mark.start() - REACH) : mark.start()]
        if before.rfind("(") <= before.rfind(")"):
            yield Edit(mark.start(), mark.end(), "", "scan-dirt", 0.9)


BRACKET_FOR_ONE = regex.compile(r"(?<=\p{Ll}{2} \d)\](?= \p{Ll}{3})")


def brackets_for_one(text: str) -> Iterator[Edit]:
    """A bracket that was never opened, right behind a digit inside a sentence, is a 1 (`келісімдерге 1] мемлекет`)."""
    for mark in BRACKET_FOR_ONE.finditer(text):
        before = text[max(0, mark.start() - REACH) : mark.start()]
        if before.rfind("[") <= before.rfind("]"):
            yield Edit(mark.start(), mark.end(), "1", "bracket-for-1", 0.9)


PAIRED = regex.compile(r"«[^«»]*»|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|‘[^‘’]*’|‚[^‚‘’]*[‘’]")
CURLED = regex.compile(r"(?<!\S)[“„](?=[\p{L}\d])[^“”„\n]{1,200}(?<=[\p{L}\d.,!?…])[“”](?![\p{L}\d])")
"""A quotation between curled marks, the last of which may be of either kind"""
ODD_QUOTE = re.compile("[“”„‘‚]")
QUOTE_AT_WORD = regex.compile(r"(?<!\S)[“„‘‚](?=\p{Cyrillic})|(?<=\p{Cyrillic}[.,]?)[”](?=[\s.,])")


def unpaired_quotes(text: str) -> Iterator[Edit]:
    """A quotation mark at a word, whose other half is missing in its paragraph, is a speck; not where the text quotes with
    such marks: a long quotation opens anew in each of its paragraphs and closes in the last."""
    if not ODD_QUOTE.search(text) or CURLED.search(text):
        return
    for block in regex.finditer(r"(?:[^\n]+\n?)+", text):
        if not ODD_QUOTE.search(block[0]):
            continue
        rest = PAIRED.sub(lambda m: "\0" * len(m[0]), block[0])
        if any(mark in rest for mark in '«»"'):
            continue
        for mark in QUOTE_AT_WORD.finditer(rest):
            yield Edit(block.start() + mark.start(), block.start() + mark.end(), "", "unpaired-quote", 0.9)


ODD_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SPACE_RUN = regex.compile(r"(?! \S)(?<=\S)[\p{Zs}\t]+(?=\S)")
SPACE_LAST = re.compile(r" (?:[\n\f]|\Z)")
TRAILING = regex.compile(r"[\p{Zs}\t]+(?=[\n\f]|\Z)")
BEFORE_STOP = sought(
    r" (?<! {2})(?= *[,;:.)])", r"(?<=[\p{L}\p{N})\]»\"%]) +(?=[,;:.)](?:[\s»\")]|\Z)|,\p{L}{2})(?![;:] +\p{Ll})"
)
AFTER_OPENING = sought(
    r" (?:(?<=[(«] )|(?<! {2})(?= *»))", r"(?<=[(«]) +(?=\S)| +(?=»)(?<=«[^«»\n]{0,300}[^«»\n ] +)"
)
AFTER_STOP = sought(
    r"[.!?…](?=[\w«])",
    r"[.!?…](?<=(?:\p{Ll}{3,}|\p{Ll}{2,}[»\")\]])\.|[\p{L}\d]\.?[)\]»/]\.|\p{L}{2}[!?…]|\p{L}\.\.\.)"
    r"(?=\p{Lu}(?:\p{Ll}|[ -]|\p{Lu}{2})|«\p{L}|(?<=\p{Ll}\.)\d)",
)
AFTER_COMMA = regex.compile(r"[,;:](?<=\p{Cyrillic}{2}[»\")]?.)(?=[«(]?\p{Cyrillic}{2})|[,;:](?<=\p{Cyrillic}{2}[»)].)(?=\d)")


def spaces(text: str) -> Iterator[Edit]:
    """Runs of spaces become one space; none at a line end."""
    odd = ODD_SPACE.search(text)
    if odd or "  " in text:
        for m in SPACE_RUN.finditer(text):
            one = "\t" if "\t" in m[0] else " "
            if m[0] != one:
                yield Edit(*m.span(), one, "space-run")
    if odd or SPACE_LAST.search(text):
        yield from (Edit(*m.span(), "", "space-at-line-end") for m in TRAILING.finditer(text))


def spaces_round_marks(text: str) -> Iterator[Edit]:
    """No space before a stop or inside brackets."""
    yield from (Edit(*m.span(), "", "space-before-stop") for m in BEFORE_STOP.finditer(text))
    yield from (Edit(*m.span(), "", "space-in-brackets") for m in AFTER_OPENING.finditer(text))


def spaces_after_stops(text: str) -> Iterator[Edit]:
    """A space between two sentences or two words that only a stop parts; initials, short abbreviations and addresses stay."""
    for m in AFTER_STOP.finditer(text):
        yield Edit(m.end(), m.end(), " ", "space-after-stop")
    for m in AFTER_COMMA.finditer(text):
        yield Edit(m.end(), m.end(), " ", "space-after-comma")


@per_lexicon
def _steps(lexicon: Lexicon) -> list[Step]:
    return [line_ends, invisible_marks, composition, partial(lookalikes, lexicon=lexicon),
            partial(dirt_lines, lexicon=lexicon), dirt, brackets_for_one, unpaired_brackets, unpaired_quotes, spaces,
            spaces_round_marks, spaces_after_stops]  # fmt: skip


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    return settle(Text.of(text.current), _steps(lexicon)).as_edits()
