"""Legacy fonts: Kazakh letters that sit on the code points of others, because a font once drew them there.

What a foreign letter stands for is decided once for the text, by the words that come of it: by the known profiles of `fonts.tsv`
first, and for letters that no profile explains by hill climbing over letter triples, the way substitution ciphers are solved
(J. Jakobsen, "A fast method for cryptanalysis of substitution ciphers", Cryptologia 19, 1995). A word that does not become Kazakh
is left: a Yakut or Ukrainian quotation keeps its letters. Nor is a letter learned whose place is not vacant: where the text has
its қ, a ҡ is Bashkir. Where a file says which font every run is in, each font is decided for by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from operator import itemgetter
from pathlib import Path
from typing import ClassVar, NamedTuple

import regex

from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, LexiconError, Row, per_lexicon, read_table
from pipeline.read.cipher import solved
from pipeline.read.document import Document
from pipeline.read.letters import chain
from pipeline.sought import around, sought
from pipeline.text import Edit, Text
from pipeline.words import words

LEARNED = "learned"
"""The profile of what was found out from the text itself"""
KNOWN, SURE = 0.8, 0.95
"""Confidence from which a profile's letter, and a learned one, is applied"""
FEWEST, RARE = 6, 3
"""Different words with a letter of no profile, from which it is learned: by itself, and beside others that are sure"""
MOST = 2 * len(LETTERS)
"""Signs that are learned at most: one for each letter, small and capital"""
SEEN = 5
"""Times from which a form counts as a word"""
RIGHT, WRONG = 0.85, 0.45
"""How many different words of a text are words of the lexicon under the right letter, and under the best of the wrong ones"""
TRUSTED = 4.0
"""Odds on a profile's letter before any word is looked at, and on a learned one where COMPANY others are sure"""
COMPANY = 3
ROUNDS = 6
"""Times the words vote at most"""
LIKELY = -3.0
"""Logarithm of the likelihood a letter from which a long word that was never seen counts as Kazakh"""

FOREIGN = sought(
    rf"[^\0-\x7f«»–—“”„…№{LETTERS}{LETTERS.upper()}]",
    rf"(?![{LETTERS}{LETTERS.upper()}])[\p{{Cyrillic}}\p{{Greek}}\p{{Co}}¥ƒ]|(?![A-Za-z])\p{{Latin}}",
    is_rare=True,
)
"""Letters that Kazakh and Russian are not written with"""
WORD = regex.compile(r"[\p{L}\p{M}\p{Co}¥]+")
WORD_BEGUN = regex.compile(r"(?r)[\p{L}\p{M}\p{Co}¥]+")
"""A word up to where it is looked for, read backwards"""
CYRILLIC = regex.compile(r"[\p{Cyrillic}\p{Co}]")

Held = Mapping[str, Counter[str]]
"""For each foreign letter, small, the words that hold it, and how often"""


class FontLetter(Row, frozen=True):
    """In the fonts of this profile `found` stands for `letter`; both small."""

    table: ClassVar[str] = "fonts.tsv"
    key: ClassVar[tuple[str, ...]] = ("profile", "found")
    profile: str
    found: str
    letter: str
    example: list[str]
    """A word as it is found and the right one"""

    def __post_init__(self) -> None:
        if len(self.found) != 1 or self.letter not in LETTERS or len(self.letter) != 1 or len(self.example) != 2:
            raise ValueError("one foreign letter, one small Kazakh letter, and two words parted by |")
        if "+" in self.profile or self.found not in self.example[0] or self.letter not in self.example[1]:
            raise ValueError("the example must hold both letters, and the profile no +")


class Reading(NamedTuple):
    """What `found` stands for in a text: `words` different words hold it, `known` of them become words of the lexicon."""

    profile: str
    found: str
    letter: str
    words: int
    known: int
    examples: tuple[str, ...]
    confidence: float

    @property
    def applied(self) -> bool:
        return bool(self.known) and self.confidence >= (SURE if self.profile == LEARNED else KNOWN)

    @property
    def rule(self) -> str:
        return f"{self.profile}:{self.found}→{self.letter}"


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`: a letter each, in words that become Kazakh by them."""
    found: list[Edit] = []
    for _, part in in_fonts(text, document):
        applied = {reading.found: reading for reading in readings(part, lexicon) if reading.applied}
        found += _replaced(part, applied, lexicon) if applied else []
    return found


def in_fonts(text: Text, document: Document) -> Iterator[tuple[str, str]]:
    """For each font of `document` in which foreign letters stand, `text.current` with line breaks for all that is in others.

    A word is in the font of its first foreign letter. Where the document knows no fonts, it is one without name.
    """
    if not document.fonts or not any(FOREIGN.finditer(text.current)):
        yield "", text.current
        return
    spans = [(text.from_raw(font.raw_start), text.from_raw(font.raw_end), font.name) for font in document.fonts]
    words_of: dict[str, list[tuple[int, int]]] = {}
    for word, letter in _foreign_words(text.current):
        *_, name = spans[max(0, bisect_right(spans, letter.start(), key=itemgetter(0)) - 1)]
        words_of.setdefault(name, []).append(word.span())
    for name in words_of:
        part = ["\n"] * len(text.current)
        kept = [(start, end) for start, end, font in spans if font == name]
        others = [span for font, found in words_of.items() if font != name for span in found]
        for start, end in [*kept, *words_of[name]]:
            part[start:end] = text.current[start:end]
        for start, end in others:
            part[start:end] = "\n" * (end - start)
        yield name, "".join(part)


def readings(text: str, lexicon: Lexicon) -> list[Reading]:
    """What the foreign letters of `text` stand for, the most frequent first; a letter without any reading is left out."""
    held = _held(text)
    if not held:
        return []
    found: dict[str, Reading] = {}
    for profile, table in _profiles(lexicon).items():
        for letter in table.keys() & held.keys():
            reading = _reading(profile, letter, held, table, lexicon)
            if letter not in found or reading.confidence > found[letter].confidence:
                found[letter] = reading
    table = {letter: reading.letter for letter, reading in found.items() if reading.applied}
    unknown = [letter for letter, seen in held.items() if letter not in table and len(seen) >= RARE][:MOST]
    if unknown:
        lower = text.lower()
        learned = _learned(held, unknown, table, lexicon)
        found |= {reading.found: reading for reading in learned if lower.count(reading.letter) <= lower.count(reading.found)}
    return sorted(found.values(), key=lambda reading: (-reading.words, reading.found))


def _learned(held: Held, unknown: Sequence[str], table: Mapping[str, str], lexicon: Lexicon) -> list[Reading]:
    """The unknown letters as their triples suggest, then as the words vote until no letter changes."""
    table = {**table, **solved(_spelled(held, unknown, table), unknown)}
    for _ in range(ROUNDS):
        votes = {letter: _votes(letter, held[letter], table, lexicon) for letter in unknown}
        better = {letter: max(cast, key=lambda one: (cast[one], one)) for letter, cast in votes.items() if cast}
        if all(table[letter] == new for letter, new in better.items()):
            break
        table |= better
    found = [_reading(LEARNED, letter, held, table, lexicon) for letter in unknown]
    if sum(reading.applied and reading.words >= FEWEST for reading in found) >= COMPANY:
        return [reading._replace(confidence=_confidence(reading.words, reading.known, TRUSTED)) for reading in found]
    return [reading for reading in found if reading.words >= FEWEST]


def _votes(found: str, seen: Counter[str], table: Mapping[str, str], lexicon: Lexicon) -> Counter[str]:
    """For how many words each letter makes the commonest word of the lexicon."""
    cast: Counter[str] = Counter()
    translated = str.maketrans({other: letter for other, letter in table.items() if other != found})
    for word in seen:
        form = word.translate(translated)
        count, letter = max((words(lexicon).count(form.replace(found, letter)), letter) for letter in LETTERS)
        if count >= SEEN and len(form) > 1:
            cast[letter] += 1
    return cast


def _spelled(held: Held, unknown: Sequence[str], table: Mapping[str, str]) -> Counter[str]:
    """The words that hold unknown letters, the letters known by now put in."""
    known = str.maketrans({**table})
    return Counter({word.translate(known): times for letter in unknown for word, times in held[letter].items()})


def _held(text: str) -> dict[str, Counter[str]]:
    """For each foreign letter, small, the words that hold it and hold Cyrillic or private letters too."""
    held: dict[str, Counter[str]] = {}
    for word, _ in _foreign_words(text):
        if CYRILLIC.search(word[0]):
            for letter in {letter[0].lower() for letter in FOREIGN.finditer(word[0])}:
                held.setdefault(letter, Counter())[word[0].lower()] += 1
    return dict(sorted(held.items(), key=lambda item: (-item[1].total(), item[0])))


def _foreign_words(text: str) -> Iterator[tuple[regex.Match[str], regex.Match[str]]]:
    """The words of `text` that hold foreign letters, each with the first of them."""
    return around(text, FOREIGN.finditer(text), WORD_BEGUN, WORD)


@per_lexicon
def _profiles(lexicon: Lexicon) -> dict[str, dict[str, str]]:
    profiles: dict[str, dict[str, str]] = {}
    for row in lexicon.rows(FontLetter):
        profiles.setdefault(row.profile, {})[row.found] = row.letter
    return profiles


def _reading(profile: str, found: str, held: Held, table: Mapping[str, str], lexicon: Lexicon) -> Reading:
    """How `found` reads by `table`, and how sure that is: Bayes' rule over its words, a profile's letter trusted beforehand."""
    letters = str.maketrans({**table})
    become = {word: word.translate(letters) for word in held[found] if len(word) > 1}
    known = [word for word, form in become.items() if words(lexicon).count(form) >= SEEN]
    examples = tuple(f"{word}→{become[word]}" for word in sorted(known, key=lambda word: (-held[found][word], word))[:3])
    confidence = _confidence(len(become), len(known), 1.0 if profile == LEARNED else TRUSTED)
    return Reading(profile, found, table[found], len(become), len(known), examples, confidence)


def _confidence(become: int, known: int, odds: float) -> float:
    evidence = log(odds) + known * log(RIGHT / WRONG) + (become - known) * log((1 - RIGHT) / (1 - WRONG))
    return 1 / (1 + exp(min(50.0, -evidence)))


def _replaced(text: str, applied: Mapping[str, Reading], lexicon: Lexicon) -> Iterator[Edit]:
    table = str.maketrans({found: reading.letter for found, reading in applied.items()})
    capitals = _capitals(text, applied)
    letters = {letter for letter in set(text) if letter.lower() in applied}
    for word, _ in _foreign_words(text):
        places = [at for at, letter in enumerate(word[0]) if letter in letters]
        if CYRILLIC.search(word[0]) and _is_kazakh(word[0].lower().translate(table), lexicon):
            for at in places:
                reading, found = applied[word[0][at].lower()], word[0][at]
                large = found.isupper() or found in capitals or (not found.islower() and _in_capitals(word[0]))
                letter = reading.letter.upper() if large else reading.letter
                yield Edit(word.start() + at, word.start() + at + 1, letter, reading.rule, round(reading.confidence, 4))


def _is_kazakh(form: str, lexicon: Lexicon) -> bool:
    """A word of the lexicon, or a long one whose letters stand together as in Kazakh."""
    return words(lexicon).count(form) >= SEEN or (len(form) > 4 and chain().likelihood(form)["kazakh"] > LIKELY * len(form))


def _capitals(text: str, applied: Mapping[str, Reading]) -> set[str]:
    """Signs without case that are capitals: of two for one letter, the one that more often begins a word."""
    signs = [found for found in applied if found == found.upper()]
    starts = Counter(word[0][0] for word in WORD.finditer(text)) if signs else Counter()
    share = {found: starts[found] / text.count(found) for found in signs}
    return {one for one in signs for other in signs if applied[one].letter == applied[other].letter and share[one] > share[other]}


def _in_capitals(word: str) -> bool:
    return not any(letter.islower() for letter in word) and any(letter.isupper() for letter in word)


def profile(found: Sequence[Reading], name: str, table: Path) -> tuple[str, int]:
    """The table of fonts in the file `table`, if there is one, with the learned letters that are sure as the profile `name`;
    and how many they are.

    Raises LexiconError where nothing is to be added, or where the table there or the name is wrong.
    """
    sure = [reading for reading in found if reading.profile == LEARNED and reading.applied]
    if not sure:
        raise LexiconError("nothing was learned that is sure enough to save; known profiles are there already")
    rows = read_table(table, FontLetter) if table.exists() else {}
    for reading in sure:
        rows[name, reading.found] = FontLetter(name, reading.found, reading.letter, reading.examples[0].split("→"))
    cells = [FontLetter.__struct_fields__, *((r.profile, r.found, r.letter, "|".join(r.example)) for r in rows.values())]
    return "".join("\t".join(row) + "\n" for row in cells), len(sure)
