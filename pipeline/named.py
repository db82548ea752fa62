"""Organisations as their table names them: the finders look for them, the repair for their acronyms."""

from __future__ import annotations

from typing import ClassVar, Literal

from pipeline.lexicon import Row


class Organisation(Row, frozen=True):
    """`name` is an organisation's own name, a `polity`'s, which in the locative is a place, or, as a `head`, the common noun that
    ends such names (кеңес, партия), or, as a `not`, an acronym that is no organisation. `aliases` are its acronyms and other
    names, each given out as printed, but where `means` says what is given out (Достастық means ТМД)."""

    table: ClassVar[str] = "organisations.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    kind: Literal["name", "polity", "head", "not"] = "name"
    aliases: tuple[str, ...] = ()
    means: str = ""
