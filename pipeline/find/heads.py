"""The words that say what kind of instrument is named, wherever they stand and however they are inflected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import regex
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.find.beginnings import Beginnings
from pipeline.find.gazetteer import fold
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.page import words_on
from pipeline.morphology.rivals import Misreading
from pipeline.record import TreatyKind
from pipeline.words import words


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
    doubtful: bool = False
    """Whether it is a word of its own that may be a head word misread (жартысын, half, for жарғысын)"""

    @property
    def possessed_name(self) -> str:
        return self.row.possessed if self.possessed else self.row.head


_WORD = regex.compile(r"(?<![\w-])\p{L}{5,}(?![\w-])")
_CHUNK = regex.compile(r"(?<![\w-])[\w-]{1,60}+(?![\w-])")
_TELLING, _LONG = 5, 9
"""Letters of the shortest stem that damage is looked for in, and of a word in which two may be wrong"""
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
        if len(match["stem"]) < 4 and text[match.start() : match.end("stem")].lower() != match["stem"]:
            continue  # ақты is not акті
        yield _head(match, rows)


@lru_cache(1 << 12)
def head_in(word: str, lexicon: Lexicon) -> Head | None:
    """The first head word of `word`."""
    return next(heads(word, lexicon), None)


def _head(match: regex.Match[str], rows: dict[str, HeadRow]) -> Head:
    owned, plural = bool(match["owner"]), bool(match["plural"])
    return Head(match.start(), match.end(), rows[match["stem"]], plural, owned, match["case"] or "")


def damaged_heads(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> Iterator[Head]:
    """Words of `text[start:end]` that no list holds and that are a letter or two from a form of a head word (келісімлі), and
    words that a poor reading makes of one, as `doubtful`; in order."""
    misread = _misread(lexicon)
    for match in _WORD.finditer(text, start, len(text) if end is None else end + 1):  # one more to see that the last word ends
        head = misread.head(match.group().lower())
        if head:
            yield head._replace(start=match.start(), end=match.end())


def all_heads(text: str, lexicon: Lexicon) -> list[Head]:
    """The head words of `text`, and after them the damaged ones, each in order."""
    found = [head._replace(start=at + head.start, end=at + head.end) for at in _beginnings(lexicon).places(text)
             if (chunk := _CHUNK.match(text, at)) and (head := head_in(chunk[0], lexicon))]  # fmt: skip
    damaged = {head.start: head for start, end in _may_be_damaged(text, lexicon)
               for head in damaged_heads(text, lexicon, start, end)}  # fmt: skip
    return [*found, *(damaged[at] for at in sorted(damaged))]


def _may_be_damaged(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where words stand in `text` that no list holds, and some that a poor reading makes of head words."""
    for start, found, known in words_on(text, lexicon):
        for at in np.flatnonzero(~known.listed).tolist():
            yield start + found.starts[at], start + found.ends[at]
    for at in _misread(lexicon).beginnings.places(text):
        if word := _WORD.match(text, at):
            yield word.span()


@per_lexicon
def _beginnings(lexicon: Lexicon) -> Beginnings:
    return Beginnings(stems={stem for row in lexicon.rows(HeadRow) for stem in row.stems})


class _Misread:
    """What damaged words are forms of head words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._counts = words(lexicon)
        self._pattern, self._rows = _pattern(lexicon)
        stems = {stem for row in lexicon.rows(HeadRow) for stem in row.stems if len(stem) >= _TELLING}
        seen = (form for stem in sorted(stems) for form in self._counts.trie.iterkeys(stem) if self._counts.count(form))
        self._forms = {form: head for form in seen if (head := self._read(form))}
        self._folded = {fold(form): head for form, head in self._forms.items()}
        self._words = {word: head for form, head in self._forms.items() for word in _misreadings_of(form, lexicon)
                       if self._counts.count(word) and not self._read(word)}  # fmt: skip
        self.beginnings = Beginnings(self._words)
        self.head = lru_cache(1 << 14)(self._head)
        self._about_as_long = lru_cache(1 << 7)(self._of_length)

    def _read(self, word: str) -> Head | None:
        match = self._pattern.fullmatch(fold(word))
        return _head(match, self._rows) if match else None

    def _head(self, word: str) -> Head | None:
        """The head word of which `word`, in lower case, is a damaged form."""
        if word in self._words:
            return self._words[word]._replace(doubtful=True)
        if len(word) <= _TELLING or self._counts.count(word) or self._read(word):
            return None
        most = 1 if len(word) < _LONG else 2
        choices = self._about_as_long(len(word), most)
        found = process.extractOne(fold(word), choices, scorer=Levenshtein.distance, score_cutoff=most)
        return self._folded[found[0]] if found else None

    def _of_length(self, length: int, most: int) -> list[str]:
        """The forms, folded, whose length differs from `length` by `most` at most."""
        return [form for form in self._folded if abs(len(form) - length) <= most]


@per_lexicon
def _misread(lexicon: Lexicon) -> _Misread:
    return _Misread(lexicon)


def _misreadings_of(form: str, lexicon: Lexicon) -> Iterator[str]:
    """`form` with one letter read as another that looks like it."""
    for row in lexicon.rows(Misreading):
        for at, letter in enumerate(form):
            if letter in row.meant:
                yield form[:at] + row.letter + form[at + 1 :]
