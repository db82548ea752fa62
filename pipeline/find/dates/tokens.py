"""Text cut into the tokens of dates, where it could hold one.

Most words are no words of dates, and end a run of tokens. So each chunk of text between two spaces is first asked for its
bearing, by its form alone, which is remembered; only what stands round a chunk that could make a date is cut with care.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

import regex

from pipeline.find.dates.words import Vocabulary, vocabulary
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.record import Sentence


class Token(NamedTuple):
    """A number, word or mark at `[start, end)`; `glued` where nothing stands between it and the token before. `form` is the word
    in small letters, with the Kazakh letters that damage took («кыркүйек» is read as қыркүйек)."""

    start: int
    end: int
    text: str
    form: str
    role: Literal["number", "numeric", "roman", "word", "mark"]
    glued: bool


Effect = Literal["ends", "joins", "leans", "stands"]
"""What a word does to a run of tokens: it ends it, it is of it, it could make a date with others of it, or alone"""


class Bearing(NamedTuple):
    """What a chunk does to a run of tokens. `ended` is where in the chunk its last word ends that ends a run, `opened` where the
    last such word before its anchor; -1 if there is none. `effect` is that of its only word; None if it has none or many."""

    anchors: bool
    """whether it holds a word that could make a date"""
    ended: int
    opened: int
    effect: Effect | None


# With spaces where no line opens with it: «3.3. 1986 жылғы оқиға» is a heading.
_DAY_FIRST = (
    r"\d{1,2}\.(?:\d{1,2}|[IVXІХ]{1,4})\.\d{4}|\d\d\.\s\d\d\.\s\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?<!(?:\A|\n)\s*)\d{1,2}\.\s?(?:\d{1,2}|[IVXІХ]{1,4})\.\s?\d{4}"
)
_YEAR_FIRST = r"\d{4}-\d{2}-\d{2}|\d{4}\.\d{2}\.\d{2}"
_NUMERIC = rf"(?<![\d.,/-])(?:{_DAY_FIRST}|{_YEAR_FIRST})(?!\d|[.,/-]\d)"
_NUMBER = r"\d+(?:[.,]\d+)*+"
_ROMAN_LETTERS = "IІVXХУҮШПL1"
_ROMAN = rf"(?=\d*\p{{Lu}})[{_ROMAN_LETTERS}]{{1,8}}(?!\w)"
_FOLD = str.maketrans("қғңүұөәі", "кгнууоаи")
_BEGINNING = 4
"""Letters of a word by which most are told to be no words of dates"""
_AFTER_WORDS = ".,;:!?…)»”\""
_LONGEST = 120
"""Tokens in a run at most: no date is so long, and noise must not cost more than it is worth"""
_STANDING = frozenset({"month", "shift"})
"""Roles of words that could make a date alone"""
_LEANING = frozenset({"unit", "short", "season"})
"""Roles of words that make a date with other words"""
_COMPANY = frozenset({"era", "part", "quarter"})
"""Roles that make figures of one or two digits worth reading where no head does: «б.з.б. 20–45», «86-ның 1-тоқсаны»"""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_TELLING = re.compile(r"(?<!\d)\d{3,4}(?!\d)|^\d\d\.\d\d\.\d\d$")
"""Figures that can be a year, or a date in themselves («24.09.93»)"""
_YEAR = re.compile(r"(?<!\d)[012]\d{3}(?!\d)|^\d\d\.\d\d\.\d\d$")
"""Figures that can be a date without a word"""
_REMEMBERED = 50_000


_ENDING = [Bearing(False, length, -1, "ends") for length in range(32)]


class Cutter(dict[str, Bearing]):
    """Cuts text into runs of tokens of `known`; as a dictionary, it remembers the bearing of the chunks it has met."""

    def __init__(self, known: Vocabulary) -> None:
        dotted = [form for form in known.meanings if "." in form]
        self.words = frozenset(word for form in known.meanings for word in form.split())
        self.standing = _words_of(_STANDING, known)
        self.heads = _words_of(_LEANING, known) | self.standing
        self.company = _words_of(_COMPANY, known)
        self.parts = self.words.union(*(form.split(".") for form in dotted))
        self.beginnings = frozenset(word[:_BEGINNING].lower().translate(_FOLD) for word in self.parts)
        self.folded = {word.translate(_FOLD): word for word in sorted(self.words) if len(word) > 4}
        self.pattern = _pattern(dotted)

    def __missing__(self, chunk: str) -> Bearing:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = chunk.rstrip(_AFTER_WORDS)
        if self._is_foreign(word):
            bearing = _ENDING[len(word)] if len(word) < len(_ENDING) else Bearing(False, len(word), -1, "ends")
        else:
            bearing = self._bearing(chunk)
        self[chunk] = bearing
        return bearing

    def _is_foreign(self, word: str) -> bool:
        """Is `word` a word, and seen by its beginning to be none of dates?"""
        beginning = word[:_BEGINNING].lower().translate(_FOLD)
        return word.isalpha() and word[0] not in _ROMAN_LETTERS and beginning not in self.beginnings

    def _bearing(self, chunk: str) -> Bearing:
        ended = opened = -1
        anchors = False
        words = [*_WORD.finditer(chunk)]
        for word in words:
            effect = self._effect(word[0])
            if effect == "ends":
                ended = word.end()
            elif effect != "joins" and not anchors:
                anchors, opened = True, ended
        return Bearing(anchors, ended, opened, effect if len(words) == 1 else None)

    def _effect(self, word: str) -> Effect:
        if not word.isalpha():
            if not _FIGURES.fullmatch(word) or _YEAR.search(word):
                return "stands"
            return "leans" if _TELLING.search(word) else "joins"
        form = self.form(word)
        if form in self.standing:
            return "stands"
        if form in self.heads or form in self.company:
            return "leans"
        return "joins" if form in self.parts or not word.strip(_ROMAN_LETTERS) else "ends"

    def form(self, word: str) -> str:
        """`word` in small letters; a word of dates with the letters it has in the tables."""
        low = word.lower()
        return self.folded.get(low.translate(_FOLD), low) if low not in self.words and len(low) > 4 else low

    def runs(self, text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, list[Token]]]:
        """Runs of tokens that could hold a date, in order, each with the number of its sentence."""
        chunks = " ".join([sentence.text for sentence in sentences]).split(" ")
        bearings = [*map(self.__getitem__, chunks)]
        starts = [at + before for at, before in enumerate(accumulate(map(len, chunks), initial=0))]
        openings = [0, *accumulate([len(sentence.text) + 1 for sentence in sentences])]
        done = 0
        for at in _anchors(bearings):
            index = bisect_right(openings, starts[at]) - 1
            sentence, opening = sentences[index], openings[index]
            shift = sentence.start - opening  # from an offset into the chunks to one into the text
            if starts[at + 1] - 1 + shift <= done:
                continue
            first, offset = at, bearings[at].opened
            while offset < 0 and starts[first] > max(opening, done - shift):
                first -= 1
                offset = bearings[first].ended
            start = max(starts[first] + offset + shift, done) if offset >= 0 else max(sentence.start, done)
            runs, done = self._cut(text, start, starts[at + 1] - 1 + shift, sentence)
            for run in runs:
                yield index, run

    def _cut(self, text: str, start: int, least: int, sentence: Sentence) -> tuple[list[list[Token]], int]:
        """Runs of `text` from `start`, up to the first word from `least` on that ends a run; and where that is."""
        found: list[list[Token]] = []
        run: list[Token] = []
        before = start if start == sentence.start else -1
        for match in self.pattern.finditer(text, start, sentence.end):
            token = self._token(match, before)
            if token is None or len(run) >= _LONGEST:
                if self._is_worth_reading(run):
                    found.append(run)
                run = []
            if token is not None:
                run.append(token)
                before = token.end
            elif match.start() >= least:
                return found, match.end()
        return ([*found, run] if self._is_worth_reading(run) else found), sentence.end

    def _token(self, match: regex.Match[str], before: int) -> Token | None:
        """The token of `match`; None where it ends a run. `before` is where the token before it ends."""
        start, end = match.span()
        role, piece = match.lastgroup, match.group()
        form = piece
        if role == "word":
            form = self.form(piece)
            if form not in self.words:
                return None
        elif role == "other":
            return None
        elif role == "dotted":
            role, form = "word", piece.lower().replace(" ", "")
        elif role == "quoted":  # «2012 жылғы "06" қараша», as offices write
            role, piece = "number", piece[1:-1]
        return Token(start, end, piece, form, role, start == before)  # type: ignore[arg-type]

    def _is_worth_reading(self, run: list[Token]) -> bool:
        figures = friends = False
        for token in run:
            if token.role == "word":
                if token.form in self.heads or "." in token.form:
                    return True
                friends = friends or token.form in self.company
            elif token.role == "numeric" or (token.role == "number" and _TELLING.search(token.text)):
                return True
            elif token.role == "number":
                figures = True
        return figures and friends


def _anchors(bearings: list[Bearing]) -> Iterator[int]:
    """Which chunks could make a date: those with an anchor, but for a word that leans on others and stands between two that end
    the run."""
    for at in [at for at, bearing in enumerate(bearings) if bearing.anchors]:
        if bearings[at].effect != "leans" or {beside.effect for beside in bearings[at - 1 : at + 2 : 2]} != {"ends"}:
            yield at


@per_lexicon
def cutter(lexicon: Lexicon) -> Cutter:
    return Cutter(vocabulary(lexicon))


def _words_of(roles: frozenset[str], known: Vocabulary) -> frozenset[str]:
    """The words of the forms that have one of `roles`."""
    return frozenset(word for role in roles for form in known.in_role[role] for word in form.split())


def _pattern(dotted: list[str]) -> regex.Pattern[str]:
    """What cuts text into tokens; `dotted` are the forms that are one token with their dots (б.з.б.)."""
    forms = sorted(dotted, key=len, reverse=True)
    spelled = "|".join(regex.escape(form).replace(r"\.", r"\.\s?").removesuffix(r"\s?") for form in forms)
    initials = "".join({form[0] + form[0].upper() for form in forms})
    # Each kind is tried only where its first letter stands.
    return regex.compile(
        rf"(?=[\d«“\"])(?:(?P<numeric>{_NUMERIC})|(?P<quoted>[«“\"]\d{{1,2}}[»”\"])(?=\s\p{{Ll}})"
        rf"|(?P<number>(?<!\p{{L}}){_NUMBER})(?!\p{{L}}{{0,3}}\d))"
        rf"|(?=[{initials}])(?P<dotted>\b(?i:{spelled}))|(?=[{_ROMAN_LETTERS}])(?P<roman>\b{_ROMAN})"
        rf"|(?P<word>[\p{{L}}\d]+)|(?P<mark>[-–—‑−(),./~≈])|(?P<other>\S)"
    )
