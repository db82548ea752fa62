"""Text cut into the tokens of dates, where it could hold one.

Most words are no words of dates, and end a run of tokens. So those that could make a date are sought by their first letters
over the whole text; only what stands round one is asked for its effect, by its form alone, and cut with care.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar

import regex

from pipeline.find.beginnings import Beginnings
from pipeline.find.dates.words import Vocabulary, vocabulary
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.record import Sentence

T = TypeVar("T")


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
_LONGEST = 120
"""Tokens in a run at most: no date is so long, and noise must not cost more than it is worth"""
_STANDING = frozenset({"month", "shift"})
"""Roles of words that could make a date alone"""
_LEANING = frozenset({"unit", "short", "season"})
"""Roles of words that make a date with other words"""
_COMPANY = frozenset({"era", "part", "quarter"})
"""Roles that make figures of one or two digits worth reading where no head does: «б.з.б. 20–45», «86-ның 1-тоқсаны»"""
_WORD = re.compile(r"[^\W\d_¹²³][^\W_¹²³]*|\d+(?:[.,]\d+)*")
_FIGURES = re.compile(r"\d(?:(?<!\d\d)(?=\d\d(?!\d\d)|\d\.\d\d\.)|(?<=[^\W\d_].))")
"""The first of three or four figures, of a date in figures, or one beside a letter, which may be a word that stands"""
_REACH = 24
"""Characters before a word that are first looked through for the words before it"""
_LONGEST_WORD = 64
"""Letters of a word that are looked at where it may make a date: no word of dates has so many, and in text without blanks each
figure would cost all that follows it"""
_TELLING = re.compile(r"(?<!\d)\d{3,4}(?!\d)|^\d\d\.\d\d\.\d\d$")
"""Figures that can be a year, or a date in themselves («24.09.93»)"""
_YEAR = re.compile(r"(?<!\d)[^\D3-9]\d{3}(?!\d)|^\d\d\.\d\d\.\d\d$")
"""Figures that can be a date without a word"""
_REMEMBERED = 1 << 15


class _Remembered(dict[str, T]):
    """What `judge` says of a word, asked once; all is forgotten when it is too much."""

    def __init__(self, judge: Callable[[str], T]) -> None:
        self.judge = judge

    def __missing__(self, word: str) -> T:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = said = self.judge(word)
        return said


class Cutter:
    """Cuts text into runs of tokens of `known`."""

    def __init__(self, known: Vocabulary) -> None:
        dotted = [form for form in known.meanings if "." in form]
        self.words = frozenset(word for form in known.meanings for word in form.split())
        self.standing = _words_of(_STANDING, known)
        self.heads = _words_of(_LEANING, known) | self.standing
        self.company = _words_of(_COMPANY, known)
        self.parts = self.words.union(*(form.split(".") for form in dotted))
        self.beginnings = frozenset(_plain(word[:_BEGINNING]) for word in self.parts)
        self.folded = {word.translate(_FOLD): word for word in sorted(self.words) if len(word) > 4}
        self.pattern = _pattern(dotted)
        self.effects_of_beginnings = _Remembered(self._effect_of_beginning)
        self.effects = _Remembered(self._effect)
        self._beginnings = Beginnings(self.heads | self.company)

    def _effect_of_beginning(self, beginning: str) -> Effect | None:
        """What all words do that begin so; None where it takes the whole word to tell."""
        foreign = beginning.isalpha() and beginning.strip(_ROMAN_LETTERS) and _plain(beginning) not in self.beginnings
        return "ends" if foreign else None

    def effect(self, word: str) -> Effect:
        """What `word` does to a run of tokens."""
        return self.effects_of_beginnings[word[:_BEGINNING]] or self.effects[word]

    def _effect(self, word: str) -> Effect:
        if not word.isalpha():
            if word[0].isalpha() or _YEAR.search(word):
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
        starts = [sentence.start for sentence in sentences]
        done = 0
        for at, word in self._anchors(text):
            index = bisect_right(starts, at) - 1
            least = at + len(word)
            if least <= done or index < 0 or at >= sentences[index].end:
                continue
            effect = self.effect(word)
            if effect != "stands" and (effect != "leans" or self._stands_apart(text, at, least)):
                continue
            sentence = sentences[index]
            runs, done = self._cut(text, self._begin(text, max(sentence.start, done), at), least, sentence)
            for run in runs:
                yield index, run

    def _anchors(self, text: str) -> Iterator[tuple[int, str]]:
        """Words of `text` among which are all that could make a date, in order, and where they begin."""
        figures = [_first_of_word(text, match.start()) for match in _FIGURES.finditer(text)]
        for at in sorted((*self._beginnings.places(text), *figures)):
            if word := _WORD.match(text, at, at + _LONGEST_WORD):
                yield at, word[0]

    def _stands_apart(self, text: str, start: int, end: int) -> bool:
        """Whether the words on both sides of `[start, end)` end a run, so that what leans on others makes no date."""
        around = _WORD.search(text, end), next(_words_back(text, 0, start), None)
        return all(word and self.effect(word[0]) == "ends" for word in around)

    def _begin(self, text: str, least: int, at: int) -> int:
        """Where the last word that ends a run ends in `text[least:at]`; `least` where none stands there."""
        return next((word.end() for word in _words_back(text, least, at) if self.effect(word[0]) == "ends"), least)

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


def _first_of_word(text: str, at: int) -> int:
    """Where the word begins that has a figure at `at`."""
    while at and text[at - 1].isalpha():
        at -= 1
    return at


def _words_back(text: str, least: int, at: int) -> Iterator[re.Match[str]]:
    """The words of `text[least:at]`, the last first."""
    reach = _REACH
    while at > least:
        since = max(least, at - reach)
        words = [*_WORD.finditer(text, since, at)][since > least :]  # the first may be cut
        yield from reversed(words)
        at, reach = (words[0].start(), reach) if words and since > least else (at, 2 * reach)
        if since == least:
            return


def _plain(word: str) -> str:
    """`word` in small letters, without the letters that damage takes."""
    return word.lower().translate(_FOLD)


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
