"""Shortenings with their dots, as the sentence splitter, the stages and the spaCy tokenizer know them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pipeline.lexicon import Lexicon, Row, per_lexicon


class Abbreviation(Row, frozen=True):
    """A shortening with its dots. `ends`: `no`, it never ends a sentence; `starter`, only before a word of
    `sentence_starts.tsv`; `yes`, before any capital. `expansion` says to the reader of the table what it is short for, and no
    code reads it. `example` has `|` where sentences part."""

    table: ClassVar[str] = "abbreviations.tsv"
    key: ClassVar[tuple[str, ...]] = ("form",)
    form: str
    ends: Literal["no", "starter", "yes"]
    expansion: str
    example: str

    def __post_init__(self) -> None:
        if not self.form.endswith(".") or " " in self.form or self.form != self.form.lower():
            raise ValueError(f"{self.form}: write it in small letters, without spaces, with its last dot")


@per_lexicon
def abbreviations(lexicon: Lexicon) -> frozenset[str]:
    """The shortenings that are known, in small letters, with their dots."""
    return frozenset(row.form for row in lexicon.rows(Abbreviation))
