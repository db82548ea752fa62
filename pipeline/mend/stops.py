"""Stops that a scan put in or misread, where the words on both sides tell.

«әлеуметтік. жағдайы» has a speck, «ұстап. тамақ» a comma with its tail lost, «жасасты, Оның» a stop with a tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import regex

from pipeline.abbreviations import abbreviations
from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon
from pipeline.read.document import Document
from pipeline.sought import sought
from pipeline.text import Edit, Text, settle
from pipeline.words import words

STOP = regex.compile(r"(?<=(?<![\p{L}\d.-])(?<word>\p{Cyrillic}{4,}))\.(?= (?<next>\p{Ll}{2,}))")
COMMA = regex.compile(r"(?<=(?<![\p{L}\d.-])(?<word>\p{Ll}{3,})),(?= (?<next>\p{Lu}\p{Ll}+)(?![\p{L}-]))")
GLUED = sought(
    rf"[^\0-03-@\[-\xbf«»–—…{LETTERS}](?<=[^\W\d_A-Z{LETTERS.upper()}].)",
    r"(?<=(?<!\S)(?<word>\p{Ll}{3,}))(?=(?<next>\p{Lu}\p{Ll}+)(?![\p{L}-])|[12]\d{3} жыл)",
)
LAST = "(?:(?<=[дт][ыі] )|(?<=(?:мес|кен|рек) ))"
"""The last letters of the forms of VERB, before a space"""
LOST = sought(
    rf" (?=[^\W\d_a-z{LETTERS}]){LAST}",
    rf" (?<=(?<!\S)(?<word>\p{{Ll}}{{3,}}) ){LAST}(?=(?<next>\p{{Lu}}\p{{Ll}}+)(?![\p{{L}}-]))",
)
FINITE = re.compile(r"(?:[дт][ыі]|м[ыі][зн]|с[ыі][зң]|[қкғг][ае]н|м[ае][қк]|емес|бар|жоқ|екен|еді|керек)\Z")
"""How a verb that ends a sentence ends; other words end so too, and are left in doubt"""
VERB = re.compile(
    r"(?:[аейи]д[ыі]|[^ау](?:ылды|ілді)|лд?[ае]нд[ыі]|[лр](?:ынды|інді)"
    r"|болды|берді|қойды|келді|[еөк]тті|шықты|емес|екен|керек)\Z"
)
"""Endings that hardly any word but a finite verb has: `-ды` and `-ті` alone are case endings too"""
CONVERB = re.compile(r"(?:[аеуыійрлқ]п|[мбп][ае]й|с[ае])\Z")
"""How a verb ends that ends a clause and not a sentence: a comma stands after it (көсемше, шартты рай)"""
KNOWN, KNOWN_SHORT = 20, 10_000
"""Times seen from which a word is known, and one of two letters"""
NAMED = 0.05
"""Share of capitalised uses inside a sentence up to which a word is no name"""


def stray_stops(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A full stop inside a sentence, before a small letter: a speck, or a comma after a clause."""
    for m in STOP.finditer(text):
        word, following = m["word"].lower(), m["next"]
        if not _known(word, lexicon) or not _known(following, lexicon) or f"{word}." in abbreviations(lexicon):
            continue
        seen_together = words(lexicon).pair(word, following) > 0
        if CONVERB.search(word) and not seen_together:
            yield Edit(m.start(), m.end(), ",", "stop-for-comma", 0.9)
        elif seen_together or not FINITE.search(word):
            yield Edit(m.start(), m.end(), "", "stray-stop", 0.9)


def commas_for_stops(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A comma after a finite verb and before a capital that is no name is a full stop misread."""
    for m in COMMA.finditer(text):
        if FINITE.search(m["word"]) and _known(m["word"], lexicon) and _opens(m["next"], lexicon):
            yield Edit(m.start(), m.end(), ".", "comma-for-stop", 0.9)


def lost_stops(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A full stop that is missing between a finite verb and a capital that is no name."""
    for m in LOST.finditer(text):
        if VERB.search(m["word"]) and _known(m["word"], lexicon) and _opens(m["next"], lexicon):
            yield Edit(m.start(), m.start(), ".", "lost-stop", 0.85)


def glued_sentences(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A word glued to the capital or the year that opens the next sentence; the stop that was lost is put back after a verb."""
    for m in GLUED.finditer(text):
        if _known(m["word"], lexicon) and (not m["next"] or _known(m["next"].lower(), lexicon)):
            stop = ". " if VERB.search(m["word"]) else " "
            yield Edit(m.start(), m.start(), stop, "glued-sentences", 0.95)


def _opens(word: str, lexicon: Lexicon) -> bool:
    """Whether the capitalised word is no name, so that its capital must open a sentence."""
    seen, form = words(lexicon), word.lower()
    return _known(form, lexicon) and seen.capitalised(form) <= NAMED * seen.count(form)


def _known(word: str, lexicon: Lexicon) -> bool:
    return words(lexicon).count(word) >= (KNOWN if len(word) > 2 else KNOWN_SHORT)


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    steps = (stray_stops, commas_for_stops, glued_sentences, lost_stops)
    return settle(Text.of(text.current), [partial(step, lexicon=lexicon) for step in steps]).as_edits()
