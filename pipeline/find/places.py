"""Places: cities, sites and lands, and the places that a stretch of text names in the locative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pipeline.find.clauses import Kind, Token
from pipeline.find.fitting import Fitting
from pipeline.find.names import form_of, nominative
from pipeline.find.states import states
from pipeline.find.triggers import inventory
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.words import is_name


class Place(Row, frozen=True):
    """A city, site or land where things happened; `aliases` are other spellings."""

    table: ClassVar[str] = "places.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    kind: Literal["city", "site", "land", "water", "generic"]
    aliases: tuple[str, ...] = ()


_NO_PART_OF_NAME = frozenset({"қаласы", "маңы", "түбі", "бойы"})
_MOSTLY = 0.5
"""Share of capitalised uses from which a word is a name"""
_LOCATIVE = ("да", "де", "та", "те")


@per_lexicon
def places(lexicon: Lexicon) -> dict[str, Place]:
    """The table by every printed name."""
    return {name: row for row in lexicon.rows(Place) for name in (row.name, *row.aliases)}


def of_a_place(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` (lower case) says what kind of place is named by the word before it (Қасым қаласына)."""
    known = places(lexicon).get(nominative(word, lexicon)[0].removesuffix("н"))
    return known is not None and known.kind == "generic"


def place(text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> str | None:
    """The place that tokens `first` to `last` name in the locative, in the nominative as printed; the last of several."""
    known_places = places(lexicon)
    for at in range(last, first - 1, -1):
        token = tokens[at]
        if token.kind is not Kind.WORD or not token.lower.endswith(_LOCATIVE):
            continue
        if not (token.capital or (at and text[tokens[at - 1].start].isupper())):
            continue  # neither a name nor what a name is of (Алматы қаласында)
        printed = text[token.start : token.end]
        whole = text[tokens[max(first, at - 1)].start : token.end]
        name, case = form_of(whole, known_places) or form_of(printed, known_places) or nominative(printed, lexicon)
        if case != "locative":
            continue
        known = known_places.get(name)
        if known and known.kind != "generic":
            return name
        owned = name.removesuffix("н")
        generic = known_places.get(owned.lower())
        if generic and generic.kind == "generic" and at and text[tokens[at - 1].start].isupper():
            named = text[tokens[at - 1].start : tokens[at - 1].end]
            return named if owned.lower() in _NO_PART_OF_NAME else f"{named} {owned}"
        unlisted = token.proper and len(name) > 2 and not name[:2].isupper() and is_name(name.lower(), lexicon, _MOSTLY)
        if unlisted and not states(name, lexicon) and not Fitting(tokens, inventory(lexicon)).event_noun(at):
            return name
    return None
