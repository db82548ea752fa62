"""States by their Kazakh names: today's, their forerunners and the polities of the past, under case endings.

An adjective counts as a state only where it is one of a pair ("қазақ-қытай шекарасы", "кеңес–герман шарты") or carries -лық
("қазақстандық"): alone it names a people or a language.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import ClassVar, NamedTuple

import marisa_trie
import regex

from pipeline.kazakh import WORD
from pipeline.lexicon import Lexicon, Row, per_lexicon

DASH = "-–—‑"
CASE_ENDING = (
    "(?:[ндт][ыі]ң|[ғқ]а|[гк]е|[нае]|н[ае]|[ндт][ыі]|[дт][ае]н?|нд[ае]|н[ае]н|[мбп]ен"
    "|(?:н?д|т)[ае]ғы|(?:н?д|т)[ае]гі)"
)
"""The case endings of a noun, possessed or not, with -дағы; harmony is not asked for, as foreign names waver"""
RELATIONAL_ENDING = "(?:[лдт][ыі][қк])"


class State(NamedTuple):
    """A state named at `[start, end)`, case ending and all. `name` is the nominative of what is printed; `iso` its present
    ISO 3166-1 alpha-2 code, SU for the USSR, None for a polity without one heir; `adjective` where it stands as one."""

    start: int
    end: int
    name: str
    iso: str | None
    adjective: bool = False


class StateRow(Row, frozen=True):
    """`aliases`: other names and short forms; `adjectives`: what stands in a pair; `lookalikes`: longer names of other things."""

    table: ClassVar[str] = "states.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    iso: str | None = None
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if self.iso is not None and not (len(self.iso) == 2 and self.iso.isascii() and self.iso.isupper()):
            raise ValueError(f"{self.iso!r} is not a two-letter code")
        for name in (self.name, *self.aliases, *self.adjectives, *self.lookalikes):
            if len(name) < 2:
                raise ValueError(f"{name!r} must have two letters or more")
        for adjective in self.adjectives:
            if adjective != adjective.lower():
                raise ValueError(f"adjective {adjective!r} must be in lower case")


class _Form(NamedTuple):
    name: str
    iso: str | None
    use: str
    """name, adjective (of a pair), relational (needs -лық) or lookalike"""


_RUN = re.compile(WORD)
_INSIDE_WORD = regex.compile(r"\w")
"""A digit or letter of another script before a run of letters"""
_LONGEST = 80
_ENDINGS = {
    "name": regex.compile(rf"(?i:[{DASH}]?{CASE_ENDING}|[{DASH}]с?[ыі]{CASE_ENDING}?)?(?!\w)"),
    "lookalike": regex.compile(rf"(?i:[{DASH}]?{CASE_ENDING})?(?!\w)"),
    "relational": regex.compile(rf"{RELATIONAL_ENDING}{CASE_ENDING}?(?!\w)"),
    "adjective": regex.compile(r"(?!\w)"),
}
_BETWEEN_A_PAIR = regex.compile(rf"\s?[{DASH}]\s?")


@per_lexicon
def _forms(lexicon: Lexicon) -> tuple[marisa_trie.Trie, dict[str, list[_Form]], frozenset[str]]:
    """Every printed nominative, what it may be, and its two or three first letters: most words begin otherwise."""
    forms: dict[str, list[_Form]] = {}
    for row in lexicon.rows(StateRow):
        for name in (row.name, *row.aliases):
            form = _Form(name, row.iso, "name")
            for printed in {name, name[0].upper() + name[1:], name.upper()}:
                forms.setdefault(printed, []).append(form)
            if name != name.upper() and " " not in name:
                forms.setdefault(name.lower(), []).append(_Form(name, row.iso, "relational"))
                forms.setdefault(name, []).append(_Form(name, row.iso, "relational"))
        for adjective in row.adjectives:
            for printed in {adjective, adjective.capitalize()}:
                forms.setdefault(printed, []).append(_Form(row.name, row.iso, "adjective"))
        for name in row.lookalikes:
            forms.setdefault(name, []).append(_Form(name, row.iso, "lookalike"))
    return marisa_trie.Trie(forms), forms, frozenset(printed[:3] for printed in forms)


def states(text: str, lexicon: Lexicon) -> list[State]:
    """The states named in `text` (any stretch of it), in order and disjoint; offsets into `text`."""
    found = _candidates(text, lexicon)
    pairs = {
        index
        for left, right in pairwise(range(len(found)))
        if _BETWEEN_A_PAIR.fullmatch(text, found[left][0].end, found[right][0].start)
        for index in (left, right)
    }
    return [state for index, (state, use) in enumerate(found) if use != "adjective" or index in pairs]


def _candidates(text: str, lexicon: Lexicon) -> list[tuple[State, str]]:
    """Every form found, with its use; an adjective may still turn out to stand alone."""
    trie, forms, first_letters = _forms(lexicon)
    flat = text.replace("\n", " ")
    found: list[tuple[State, str]] = []
    at = 0
    for anchor in _RUN.finditer(flat):
        start = anchor.start()
        if start < at or not (flat[start : start + 3] in first_letters or flat[start : start + 2] in first_letters):
            continue
        if start and _INSIDE_WORD.match(flat, start - 1):
            continue
        longest = _longest(flat, start, trie, forms)
        if longest is None:
            continue
        end, form = longest
        at = end
        if form.use != "lookalike":
            found.append((State(start, end, form.name, form.iso, form.use != "name"), form.use))
    return found


def _longest(text: str, start: int, trie: marisa_trie.Trie, forms: dict[str, list[_Form]]) -> tuple[int, _Form] | None:
    """The longest form that begins at `start` and ends, with its ending, at a word boundary."""
    for printed in sorted(trie.prefixes(text[start : start + _LONGEST]), key=len, reverse=True):
        for form in forms[printed]:
            ending = _ENDINGS[form.use].match(text, start + len(printed))
            if ending:
                return ending.end(), form
    return None
