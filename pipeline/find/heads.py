"""The words that say what kind of instrument is named, wherever they stand and however they are inflected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

import regex

from pipeline.find.gazetteer import fold
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import TreatyKind


class HeadRow(Row, frozen=True):
    """A head word: bare and possessed nominative, the stems of its forms, and what it must stand beside to name a treaty.

    `setting`: any; name (a place or a known treaty); organisation (an organisation, a place or a known treaty); interstate (a
    title in a sentence about states or their organisations: at home the word is for domestic papers); known (only a known
    treaty: the word has other uses).
    """

    table: ClassVar[str] = "treaty_heads.tsv"
    key: ClassVar[tuple[str, ...]] = ("head",)
    head: str
    possessed: str
    stems: tuple[str, ...]
    kind: TreatyKind
    setting: Literal["any", "name", "organisation", "interstate", "known"]
    example: str


class Head(NamedTuple):
    """A head word at `[start, end)`, ending and all."""

    start: int
    end: int
    row: HeadRow
    plural: bool
    possessed: bool
    case: str

    @property
    def possessed_name(self) -> str:
        return self.row.possessed if self.possessed else self.row.head


_PLURAL = "[лдт][ае]р"
_CASE = (
    "[ндт]ын|[ндт]ин|[гк][ае]|н?[ае]|[ндт][ыи]|н|(?:н?д|т)[ае]н?|н[ае]н|[мбп]ен(?:ен)?|(?:н?д|т)[ае]г[ыи](?:н[ыи]|н[ае]н)?"
)


@per_lexicon
def _pattern(lexicon: Lexicon) -> tuple[regex.Pattern[str], dict[str, HeadRow]]:
    """One pattern for every form of every head, over folded lower-case text."""
    rows = {fold(stem): row for row in lexicon.rows(HeadRow) for stem in row.stems}
    stems = "|".join(sorted(map(regex.escape, rows), key=len, reverse=True))
    return regex.compile(rf"(?<![\w-])(?P<stem>{stems})(?P<plural>{_PLURAL})?(?P<owner>с?[ыи])?(?P<case>{_CASE})?(?![\w-])"), rows


def heads(text: str, lexicon: Lexicon) -> Iterator[Head]:
    """Every head word of `text`, in order."""
    pattern, rows = _pattern(lexicon)
    folded = fold(text).lower()
    if len(folded) != len(text):
        folded = "".join(fold(letter).lower()[0] for letter in text)
    for match in pattern.finditer(folded):
        row = rows[match["stem"]]
        if len(match["stem"]) < 4 and text[match.start() : match.end("stem")].lower() != match["stem"]:
            continue  # ақты is not акті
        yield Head(match.start(), match.end(), row, bool(match["plural"]), bool(match["owner"]), match["case"] or "")
