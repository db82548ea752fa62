"""What is certain without knowing the words: composed letters, look-alike letters, invisible marks, spaces; and scan dirt.

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
from pipeline.mend import dirt
from pipeline.read.document import Document
from pipeline.sought import after_spaces, around, holds, sought
from pipeline.text import Edit, Step, Text, settle
from pipeline.words import words

LINE_END = regex.compile(r"\r\n?|[\n\v\x85\u2028\u2029\x1c-\x1e]")
FOREIGN_LINE_END = sought(r"[\r\v\x85\u2028\u2029\x1c-\x1e]", r"\r\n?|[\v\x85\u2028\u2029\x1c-\x1e]", is_rare=True)
HYPHEN_MARKS = "\u00ad\u0002\ufffe"
"""Marks that PDF and word processors leave for a hyphen at a line end; there they are left to the layout stage"""
INVISIBLE = sought(
    rf"[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{HYPHEN_MARKS}\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]",
    rf"(?:[{HYPHEN_MARKS}](?![ \t]*\r?(?:[\n\f]|\Z))|(?<![\p{{L}}\d])[{HYPHEN_MARKS}]"
    r"|(?![\t\n\r\f\v\x1c-\x1e\x85\u0002])\p{Cc}|[\u200b\u2060\ufeff\ufff9-\ufffb]"
    r"|(?<![\p{Arabic}\p{Hebrew}\p{M}\p{So}])[\u200c-\u200f\u202a-\u202e\u2066-\u2069](?![\p{Arabic}\p{Hebrew}]))+",
    is_rare=True,
)
MIXED = regex.compile(
    r"(?<![\p{Cyrillic}\p{Latin}])(?:\p{Cyrillic}++\p{Latin}|\p{Latin}++\p{Cyrillic})[\p{Cyrillic}\p{Latin}]*"
)
MAYBE_LATIN = re.compile(r"[^\0-@\[-`{-~\u0400-\u052f«»–—“”„…№]")
BESIDE_CYRILLIC = re.compile(rf"{MAYBE_LATIN.pattern}(?:(?=[^\0-\u03ff])|(?<=[^\0-\u03ff].))", re.DOTALL)
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
    if holds(text, MAYBE_LATIN):
        yield from (word for word, _ in around(text, BESIDE_CYRILLIC.finditer(text), WORD_BEGUN, MIXED))


ODD_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SPACE_RUN = regex.compile(r"(?! \S)(?<=\S)[\p{Zs}\t]+(?=\S)")
TRAILING = regex.compile(r"[\p{Zs}\t]+(?=[\n\f]|\Z)")
BEFORE_STOP = sought(
    r" (?<! {2})(?= *[,;:.)])", r"(?<=[\p{L}\p{N})\]»\"%]) +(?=[,;:.)](?:[\s»\")]|\Z)|,\p{L}{2})(?![;:] +\p{Ll})"
)
AFTER_OPENING = sought(
    r" (?:(?<=[(«] )|(?<! {2})(?= *»))", r"(?<=[(«]) +(?=\S)| +(?=»)(?<=«[^«»\n]{0,300}[^«»\n ] +)"
)
AFTER_STOP = sought(
    r"[.!?…,;:](?=[\w«(])",
    r"[.!?…](?<=(?:\p{Ll}{3,}|\p{Ll}{2,}[»\")\]])\.|[\p{L}\d]\.?[)\]»/]\.|\p{L}{2}[!?…]|\p{L}\.\.\.)"
    r"(?=\p{Lu}(?:\p{Ll}|[ -]|\p{Lu}{2})|«\p{L}|(?<=\p{Ll}\.)\d)"
    r"|[,;:](?<=\p{Cyrillic}{2}[»\")]?.)(?=[«(]?\p{Cyrillic}{2})|[,;:](?<=\p{Cyrillic}{2}[»)].)(?=\d)",
)


def spaces(text: str) -> Iterator[Edit]:
    """Runs of spaces become one space; none at a line end."""
    odd = holds(text, ODD_SPACE)
    if odd or " " in after_spaces(text):
        for m in SPACE_RUN.finditer(text):
            one = "\t" if "\t" in m[0] else " "
            if m[0] != one:
                yield Edit(*m.span(), one, "space-run")
    if odd or text.endswith(" ") or not after_spaces(text).isdisjoint("\n\f"):
        yield from (Edit(*m.span(), "", "space-at-line-end") for m in TRAILING.finditer(text))


def spaces_round_marks(text: str) -> Iterator[Edit]:
    """No space before a stop or inside brackets."""
    if not after_spaces(text).isdisjoint(",;:.)"):
        yield from (Edit(*m.span(), "", "space-before-stop") for m in BEFORE_STOP.finditer(text))
    if not after_spaces(text).isdisjoint({"»", " ", ""}):
        yield from (Edit(*m.span(), "", "space-in-brackets") for m in AFTER_OPENING.finditer(text))


def spaces_after_stops(text: str) -> Iterator[Edit]:
    """A space between two sentences or two words that only a stop parts; initials, short abbreviations and addresses stay."""
    for m in AFTER_STOP.finditer(text):
        yield Edit(m.end(), m.end(), " ", "space-after-comma" if m[0] in ",;:" else "space-after-stop")


@per_lexicon
def _steps(lexicon: Lexicon) -> list[Step]:
    return [line_ends, invisible_marks, composition, partial(lookalikes, lexicon=lexicon),
            partial(dirt.dirt_lines, lexicon=lexicon), dirt.specks, dirt.brackets_for_one, dirt.unpaired_brackets,
            dirt.unpaired_quotes, spaces, spaces_round_marks, spaces_after_stops]  # fmt: skip


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    return settle(Text.of(text.current), _steps(lexicon)).as_edits()
