"""The treaties that are known: their names and aliases, and which of them a mention means."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import regex
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import TreatyKind
from pipeline.words import words

_FOLD = str.maketrans("әғқңөұүһіёӘҒҚҢӨҰҮҺІЁ–—‑−", "агкноуухиеАГКНОУУХИЕ----")
_GLOSS = regex.compile(r"\s*\([^()]*\)")
QUOTES = "«»\"“”„‟"
_QUOTES = regex.compile(f"[{QUOTES}]")
_EDTF = regex.compile(r"-?\d{3}[\dX](-\d\d(-\d\d)?)?~?")
_YEAR = regex.compile(r"-?\d{4}")
_BETWEEN = " арасындагы "
"""As `plain` writes it"""
CLOSE = 90
"""Least similarity, of 100, at which a damaged name is taken for a known one"""


class TreatyRow(Row, frozen=True):
    """One treaty. `date` is when it was signed, or adopted where it was not signed; `parties` those who made it, empty where
    they are many; `note` says what was checked and what is doubtful."""

    table: ClassVar[str] = "treaties.tsv"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: str
    name: str
    kind: TreatyKind
    aliases: tuple[str, ...] = ()
    date: str | None = None
    parties: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not regex.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise ValueError(f"id {self.id!r} must be of a-z, 0-9 and single hyphens")
        if self.date and not all(_EDTF.fullmatch(part) for part in self.date.split("/")):
            raise ValueError(f"date {self.date!r} is not EDTF")
        for party in self.parties:
            if party.isascii() and not regex.fullmatch("[A-Z]{2}", party):
                raise ValueError(f"party {party!r} is neither a two-letter code nor a Kazakh name")


def fold(text: str) -> str:
    """`text` without what OCR loses: the marks of Kazakh letters and the shape of dashes. Length and offsets stay."""
    return text.translate(_FOLD)


@lru_cache(1 << 10)
def plain(name: str) -> str:
    """`name` for comparing: folded, lower case, without quotation marks and bracketed glosses, single spaces."""
    return " ".join(_QUOTES.sub("", _GLOSS.sub("", fold(name).lower())).split())


class Gazetteer:
    """Known names by their plain form."""

    def __init__(self, rows: list[TreatyRow]) -> None:
        self.rows: dict[str, list[TreatyRow]] = {}
        for row in rows:
            for name in dict.fromkeys(plain(name) for name in (row.name, *row.aliases)):
                self.rows.setdefault(name, []).append(row)
        self.longest = max((name.count(" ") + 1 for name in self.rows), default=0)
        titles = [name.split(" ")[:-1] for name in self.rows]
        self.ends = {" ".join(title[at:]) for title in titles for at in range(len(title))}
        """What may stand before the head word of a name: its last words, one or more"""
        self._last_words = "".join({f"{' '.join(name.split(' ')[-2:])}\n" for name in self.rows})
        self.acronyms = {name: row for row in rows for name in row.aliases if is_acronym(name)}

    def may_end(self, letters: str, head: str) -> bool:
        """Whether a known name may end in these letters of a word and the head word after it, both plain."""
        return f"{letters} {head}\n" in self._last_words


def is_acronym(name: str) -> bool:
    """Capitals, with a number or not: ЯҚТШ, СШҚ-1."""
    return bool(regex.fullmatch(r"\p{Lu}{2,}(?:[-–]\d+)?", name))


@per_lexicon
def gazetteer(lexicon: Lexicon) -> Gazetteer:
    """The gazetteer of `lexicon`."""
    return Gazetteer(lexicon.rows(TreatyRow))


def identify(name: str, kind: str, date: str | None, parties: tuple[str, ...], lexicon: Lexicon) -> str | None:
    """The id of the one known treaty that `name` (nominative) of `kind` can mean, or None where there is doubt.

    `date` and `parties` are the mention's own: a treaty of another year is not meant, nor, where the name says between whom it
    is, one of other states.
    """
    known = gazetteer(lexicon)
    candidates = known.rows.get(plain(name)) or [row for row in _damaged(plain(name), known, lexicon) if row.kind == kind]
    between, _, title = plain(name).rpartition(_BETWEEN)
    if between and not candidates:
        candidates = [row for row in known.rows.get(title, ()) if set(row.parties) == set(parties)]
    fitting = {row.id for row in candidates if _may_be_of(row.date, date)}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _may_be_of(known: str | None, said: str | None) -> bool:
    years = _YEAR.findall(known or ""), _YEAR.findall(said or "")
    return not all(years) or bool(set(years[0]) & set(years[1]))


def _damaged(name: str, known: Gazetteer, lexicon: Lexicon) -> list[TreatyRow]:
    """Rows of the known name that `name` is a damaged print of: words differ by a letter or two and are not words themselves."""
    found = process.extractOne(name, known.rows.keys(), scorer=Levenshtein.normalized_similarity, score_cutoff=CLOSE / 100)
    if found is None:
        return []
    ours, theirs = name.split(), found[0].split()
    same_shape = len(ours) == len(theirs) and regex.findall(r"\d+", name) == regex.findall(r"\d+", found[0])
    if not same_shape or not all(_is_damage(a, b, lexicon) for a, b in zip(ours, theirs, strict=True) if a != b):
        return []
    return known.rows[found[0]]


def _is_damage(word: str, meant: str, lexicon: Lexicon) -> bool:
    return len(word) > 3 and Levenshtein.distance(word, meant) <= 2 and words(lexicon).count(word) == 0
