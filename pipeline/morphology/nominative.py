"""What a word is called: without its case ending, and by choice without possessive and plural endings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log
from typing import ClassVar

from pipeline.kazakh import NEUTRAL
from pipeline.lexicon import Lexicon, Row
from pipeline.morphology.analysis import UNVOICED, analyse
from pipeline.morphology.suffixes import (
    BACK,
    FRONT,
    PLAIN,
    Chain,
    Stem,
    endings,
    endings_of_abbreviation,
    harmony_of,
    last_sound,
)
from pipeline.words import words


class NameEnding(Row, frozen=True):
    """The end of names that looks like a case ending and is none."""

    ending: str
    example: str
    table: ClassVar[str] = "name_endings.tsv"
    key: ClassVar[tuple[str, ...]] = ("ending",)


CASES = frozenset(("genitive", "dative", "accusative", "locative", "ablative", "instrumental"))
SHORT = 3
"""Letters that the root of a name must have: Армен is not Ар with an ending"""


def nominative(word: str, lexicon: Lexicon, *, possessive: bool = False, plural: bool = False) -> str:
    """`word` without its case ending; with the flags also without possessive and plural endings.

    What it cuts is a true ending: Астана and Орта stay. Where the stem is not known, the counts of its other forms decide, and
    where there are none, the form of the ending.
    """
    bare = _without_case(word, lexicon)
    if possessive:
        bare = _without(bare, ("poss.3", "poss.1sg", "poss.1pl", "poss.2sg", "poss.2pl"), lexicon)
    return _without(bare, ("plural",), lexicon) if plural else bare


def _without_case(word: str, lexicon: Lexicon) -> str:
    if not word:
        return word
    head, hyphen, tail = word.rpartition("-")
    if hyphen and head and (head.isupper() or head[-1].isdigit()):
        cuts = [chain[-1].text for chain in endings_of_abbreviation(tail, lexicon) if chain[-1].name in CASES]
        return word[: -len(max(cuts, key=len))].rstrip("-") if cuts else word
    if hyphen:
        return head + hyphen + _without_case(tail, lexicon)
    readings = analyse(word, lexicon)
    if readings and readings[0].category == "pronoun":
        return readings[0].stem.capitalize() if word[:1].isupper() else readings[0].stem
    if not readings or word[:1].isupper():
        chain = _by_evidence(word, lexicon)
        if chain is not None:
            return _cut(word, chain)
    if not readings:
        return _cut(word, _by_form(word.lower(), lexicon))
    return word if word[:1].isupper() and len(readings[0].stem) < SHORT else _cut(word, readings[0].suffixes)


def _cut(word: str, chain: Chain) -> str:
    if not chain or chain[-1].name not in CASES:
        return word
    name = word[: -len(chain[-1].text)]
    return name[:-1] if name.endswith("скі") and name[0].isupper() else name  # Минскіде: і only helps to say the ending


def _by_evidence(word: str, lexicon: Lexicon) -> Chain | None:
    """The best reading of `word` by the counts of its root in the cases; None where no root is seen in any."""
    best, found = 0.0, None
    for root, chain in _roots(word.lower(), lexicon):
        if len(root) < SHORT and word[:1].isupper():
            continue
        attested = _attested(root, word[:1].isupper(), lexicon)
        score = log(attested) + endings(lexicon).share("noun", chain) / 2 + 20 if attested else 0.0
        if score > best:
            best, found = score, chain
    return found


def _roots(word: str, lexicon: Lexicon) -> Iterator[tuple[str, Chain]]:
    """`word` as an unknown noun, and every noun that it may be the case of."""
    yield word, ()
    for at in range(2, len(word)):
        root = word[:at]
        for harmony in _harmonies(root):
            for chain in endings(lexicon).chains(Stem("noun", harmony, PLAIN, last_sound(root)), word[at:]):
                if chain[-1].name in CASES and all(piece.name in CASES | {"plural", "poss.3"} for piece in chain):
                    yield root, chain


def _attested(root: str, name: bool, lexicon: Lexicon) -> float:
    """Times the noun `root` was seen in the cases; for a `name`, with a capital, by the share that it has there."""
    counts, last = words(lexicon), last_sound(root)
    found = [_case_endings(Stem("noun", harmony, PLAIN, last), lexicon) for harmony in _harmonies(root)]
    seen = [form for ending in frozenset().union(*found) if counts.count(form := root + ending)]
    total = sum(map(counts.count, seen))
    capital = sum(map(counts.capitalised, seen)) if name else total
    return capital * capital / total if total else 0.0


@lru_cache(maxsize=1 << 10)
def _case_endings(stem: Stem, lexicon: Lexicon) -> frozenset[str]:
    """The endings of all cases right after `stem`."""
    after = endings(lexicon).after(stem).values()
    return frozenset(piece.text for pieces in after for piece, _ in pieces if piece.name in CASES)


def _harmonies(root: str) -> tuple[int, ...]:
    """The harmony of an unknown noun's suffixes: loan words and surnames may have either (Назарбаевтың, Медведевтің, Йоркте)."""
    told = harmony_of(root)
    return (BACK, FRONT) if told is None or set(root) & NEUTRAL or root.endswith(("ев", "ов", "к", "г", "ль")) else (told,)


def _by_form(word: str, lexicon: Lexicon) -> Chain:
    """The reading of a word of which nothing is known: a case after the shortest root of four letters or more."""
    if word.endswith(tuple(row.ending for row in lexicon.rows(NameEnding))):
        return ()
    for root, chain in _roots(word, lexicon):
        if len(root) > SHORT and len(chain) == 1 and not _may_be_of_the_root(chain[0].text, root):
            return chain
    return ()


def _may_be_of_the_root(ending: str, root: str) -> bool:
    """Whether what looks like a locative is as often the end of a name: Невада, Уганда."""
    return ending == "да" and root.endswith(("а", "ә", "и", "ан", "ин", "ун")) and not root.endswith("стан")


def _without(word: str, names: tuple[str, ...], lexicon: Lexicon) -> str:
    """`word` without its last suffix if that is one of `names`, its stem as a dictionary has it."""
    for reading in analyse(word, lexicon):
        if reading.suffixes and reading.suffixes[-1].name in names:
            shorter = word[: -len(reading.suffixes[-1].text)]
            if len(reading.suffixes) == 1 and len(reading.stem) >= len(shorter):
                return shorter[:-1] + reading.stem[len(shorter) - 1 :]
            return shorter[:-1] + UNVOICED[shorter[-1]] if shorter[-1] in "ғг" else shorter
    return word
