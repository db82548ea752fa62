"""The words that say what kind of instrument is named, wherever they stand and however they are inflected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple

import regex
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from pipeline.find.gazetteer import fold
from pipeline.lexicon import Lexicon, Row, per_lexicon
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
_SPACE = regex.compile(r"\s")
_STRETCH, _KEPT = 1 << 16, 1 << 19
"""Characters of a text that are read at a time, and of the chunks that are remembered"""
_KAZAKH = tuple(zip("әғқңөұүһіё", fold("әғқңөұүһіё"), strict=True))
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


def damaged_heads(text: str, lexicon: Lexicon) -> Iterator[Head]:
    """Words of `text` that no list holds and that are a letter or two from a form of a head word (келісімлі), and words that a
    poor reading makes of one, as `doubtful`; in order."""
    misread = _misread(lexicon)
    for match in _WORD.finditer(text):
        head = misread.head(match.group().lower())
        if head:
            yield head._replace(start=match.start(), end=match.end())


def all_heads(text: str, lexicon: Lexicon) -> list[Head]:
    """The head words of `text`, and after them the damaged ones, each in order."""
    chunks = _chunks(lexicon)
    found = [(damaged, head) for start, end in _stretches(text) for damaged, head in chunks.heads(text, start, end)]
    return [head for _, head in sorted(found, key=lambda item: (item[0], item[1].start))]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """`text` in parts of some size, cut at spaces."""
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + _STRETCH)
        end = space.start() if space else len(text)
        yield start, end
        start = end


class _Chunks:
    """Where head words stand among the chunks of a text, which are what stands between spaces. Most chunks recur, and only those
    not seen before are read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._misread = lexicon, _misread(lexicon)
        self._stems = sorted({fold(stem) for row in lexicon.rows(HeadRow) for stem in row.stems})
        self._silent: set[str] = set()
        self._telling: dict[str, list[tuple[bool, Head]]] = {}
        self._kept = 0

    def heads(self, text: str, start: int, end: int) -> Iterator[tuple[bool, Head]]:
        """The head words of `text[start:end]`, each with whether it is damaged."""
        if self._kept > _KEPT:
            self._silent.clear()
            self._telling.clear()
            self._kept = 0
        chunks = set(text[start:end].split()) - self._silent
        unseen = chunks.difference(self._telling)
        if unseen:
            self._read(unseen)
        for chunk in filter(self._telling.__contains__, chunks):
            for at in _standing(chunk, text, start, end):
                for damaged, head in self._telling[chunk]:
                    yield damaged, head._replace(start=at + head.start, end=at + head.end)

    def _read(self, unseen: set[str]) -> None:
        """Learns which of `unseen` hold head words."""
        lines = "\n".join((*unseen, ""))
        for chunk in {*self._with_stem(lines), *self._with_damage(lines)}:
            found = [(False, head) for head in heads(chunk, self._lexicon)]
            found += [(True, head) for head in damaged_heads(chunk, self._lexicon)]
            if found:
                self._telling[chunk] = found
        self._silent |= unseen.difference(self._telling)
        self._kept += len(lines)

    def _with_stem(self, lines: str) -> Iterator[str]:
        """Those of `lines` in which a stem stands; one may come twice."""
        folded = lines.lower()
        for letter, plain in _KAZAKH:
            folded = folded.replace(letter, plain)
        if len(folded) != len(lines):  # a letter whose small form is two: offsets differ
            yield from lines.split("\n")
            return
        for stem in self._stems:
            at = folded.find(stem)
            while at >= 0:
                end = folded.find("\n", at)
                yield lines[lines.rfind("\n", 0, at) + 1 : end]
                at = folded.find(stem, end)

    def _with_damage(self, lines: str) -> Iterator[str]:
        """Those of `lines` in which a damaged head word stands; one may come twice."""
        damaged = self._misread.of(set(map(str.lower, _WORD.findall(lines))))
        for match in _WORD.finditer(lines) if damaged else ():
            if match.group().lower() in damaged:
                yield lines[lines.rfind("\n", 0, match.start()) + 1 : lines.find("\n", match.end())]


def _standing(chunk: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where `chunk` stands between spaces in `text[start:end]`."""
    at = text.find(chunk, start, end)
    while at >= 0:
        after = at + len(chunk)
        if (at == start or text[at - 1].isspace()) and (after == end or text[after].isspace()):
            yield at
        at = text.find(chunk, after, end)


@per_lexicon
def _chunks(lexicon: Lexicon) -> _Chunks:
    return _Chunks(lexicon)


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
        self.head = lru_cache(1 << 14)(self._head)
        self._about_as_long = lru_cache(1 << 7)(self._of_length)

    def _read(self, word: str) -> Head | None:
        match = self._pattern.fullmatch(fold(word))
        return _head(match, self._rows) if match else None

    def of(self, words: set[str]) -> set[str]:
        """Those of `words`, in lower case, that are damaged forms of head words: most are listed, and so none."""
        unlisted = [word for word, count in zip(words, map(self._counts.count, words), strict=True) if not count]
        return set(filter(self.head, (*unlisted, *(words & self._words.keys()))))

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
