"""Stops that a scan put in or misread, where the words on both sides tell.

«әлеуметтік. жағдайы» has a speck, «ұстап. тамақ» a comma with its tail lost, «жасасты, Оның» a stop with a tail.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.find.sentences import Abbreviation
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.text import Edit
from pipeline.words import words

STOP = regex.compile(r"(?<=(?<![\p{L}\d.-])(?<word>\p{Cyrillic}{4,}))\.(?= (?<next>\p{Ll}{2,}))")
COMMA = regex.compile(r"(?<=(?<![\p{L}\d.-])(?<word>\p{Ll}{3,})),(?= (?<next>\p{Lu}\p{Ll}+)(?![\p{L}-]))")
FINITE = regex.compile(r"(?:[дт][ыі]|м[ыі][зн]|с[ыі][зң]|[қкғг][ае]н|м[ае][қк]|емес|бар|жоқ|екен|еді|керек)\Z")
"""How a verb that ends a sentence ends; other words end so too, and are left in doubt"""
CONVERB = regex.compile(r"(?:[аеуыійрлқ]п|[мбп][ае]й|с[ае])\Z")
"""How a verb ends that ends a clause and not a sentence: a comma stands after it (көсемше, шартты рай)"""
KNOWN = 20
"""Times seen from which a word is known"""
NAMED = 0.05
"""Share of capitalised uses inside a sentence up to which a word is no name"""


def stray_stops(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A full stop inside a sentence, before a small letter: a speck, or a comma after a clause."""
    for m in STOP.finditer(text):
        word, following = m["word"].lower(), m["next"]
        if not _known(word, lexicon) or not _known(following, lexicon) or f"{word}." in _abbreviations(lexicon):
            continue
        seen_together = words(lexicon).pair(word, following) > 0
        if CONVERB.search(word) and not seen_together:
            yield Edit(m.start(), m.end(), ",", "stop-for-comma", 0.9)
        elif seen_together or not FINITE.search(word):
            yield Edit(m.start(), m.end(), "", "stray-stop", 0.9)


def commas_for_stops(text: str, lexicon: Lexicon) -> Iterator[Edit]:
    """A comma after a finite verb and before a capital that is no name is a full stop misread."""
    for m in COMMA.finditer(text):
        word, following, seen = m["word"], m["next"].lower(), words(lexicon)
        no_name = _known(following, lexicon) and seen.capitalised(following) <= NAMED * seen.count(following)
        if FINITE.search(word) and _known(word, lexicon) and no_name:
            yield Edit(m.start(), m.end(), ".", "comma-for-stop", 0.9)


def _known(word: str, lexicon: Lexicon) -> bool:
    return words(lexicon).count(word) >= KNOWN


@per_lexicon
def _abbreviations(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.form.lower() for row in lexicon.rows(Abbreviation))
