"""Persons: with initials or patronymic, by a title, by one name that is known, or by two words that are seen as names alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import ClassVar, Literal

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import CASES, Named, form_of, nominative
from pipeline.find.organisations import ends_organisation, own_names
from pipeline.find.places import places
from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import Participant
from pipeline.words import is_name


class Title(Row, frozen=True):
    """A word before or after a person's name that is not part of it."""

    table: ClassVar[str] = "titles.tsv"
    key: ClassVar[tuple[str, ...]] = ("title",)
    title: str
    place: Literal["before", "after", "both"]


class Person(Row, frozen=True):
    """A person known by one name (Абылай, Кенесары)."""

    table: ClassVar[str] = "persons.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str


_SURNAME = r"\p{Lu}[\p{Ll}’']+(?:-\p{Lu}\p{Ll}+)?"
_INITIALS = regex.compile(
    rf"(?<!\w)(?:(?:\p{{Lu}}\p{{Ll}}?\.\s?){{1,2}}\s?{_SURNAME}|\p{{Lu}}\s\p{{Lu}}\p{{Ll}}+(?:[оеё]в|ин|баев)\p{{Ll}}{{0,4}})(?!\w)"
)
_FULL = regex.compile(
    rf"(?<![\w.«\"])\p{{Lu}}\p{{Ll}}+\s(?:\p{{Lu}}\p{{Ll}}+\s)?\p{{Lu}}\p{{Ll}}*(?:ұлы|қызы|тегі|[оеё]в|[оеё]ва|ский|ин|ина|баев|баева)"
    rf"(?:{'|'.join(e for _, e in CASES)})?(?!\w)"
)
_NUMERAL_KING = regex.compile(rf"(?<!\w)[IVXІХV]+\s{_SURNAME}(?!\w)")
_KING_NUMERAL = regex.compile(rf"(?<!\w){_SURNAME}\s[IVXІХ]+(?!\w)(?!\s(?:ғ|съез|сессия|пленум|том|бөлім|дәреже|ғасыр|кезең))")
_MOSTLY = 0.5
"""Share of capitalised uses from which a word is a name"""
_LONGEST = 3
"""Words of a name without initials"""
_WORD = f"[{LETTERS.upper()}][{LETTERS}]+"
_CYRILLIC = regex.compile(f"(?!.*[дт](?:ағы|егі)){_WORD}(?:-{_WORD})?")


@per_lexicon
def _titles(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    rows = lexicon.rows(Title)
    return (
        frozenset(row.title for row in rows if row.place in ("before", "both")),
        frozenset(row.title for row in rows if row.place in ("after", "both")),
    )


@per_lexicon
def _persons(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.name for row in lexicon.rows(Person))


@per_lexicon
def _first_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(name.split()[0] for name in _persons(lexicon) if " " in name)


def surnames(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The surnames that `text` prints with initials somewhere, and that may stand alone elsewhere."""
    return frozenset(nominative(match.group(), lexicon)[0].split(".")[-1].strip() for match in _INITIALS.finditer(text))


def people(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> list[Named]:
    """Persons whom the sentence of `tokens` surely names; `surnames` are known from elsewhere in the text."""
    return [*_by_form(text, tokens, lexicon), *_by_title(text, tokens, surnames, lexicon)]


def _by_form(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Named]:
    for match in _KING_NUMERAL.finditer(text, tokens[0].start, tokens[-1].end):
        name = match.group().split()[0]
        if name not in places(lexicon) and is_name(name.lower(), lexicon, _MOSTLY) and nominative(name, lexicon)[0] == name:
            yield Named(*match.span(), Participant(match.group(), "person", None), "nominative")
    for pattern in (_INITIALS, _FULL, _NUMERAL_KING):
        for match in pattern.finditer(text, tokens[0].start, tokens[-1].end):
            start = _past_adverb(match, tokens[0], lexicon) if pattern is _FULL else match.start()
            if start is None:
                continue
            start = _known_within(text, start, match.end(), lexicon)
            printed = text[start : match.end()]
            name, case = form_of(printed, _persons(lexicon)) or nominative(printed, lexicon)
            if pattern is not _NUMERAL_KING or not ends_organisation(name.split()[-1], lexicon):
                yield Named(start, match.end(), Participant(name, "person", None), case)


def _known_within(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a known name of several words begins in `text[start:end]` (Төрағасы Си Цзиньпин), else `start`."""
    for space in regex.finditer(r"\s", text, pos=start, endpos=end):
        if " " in text[space.end() : end] and form_of(text[space.end() : end], _persons(lexicon)):
            return space.end()
    return start


def _past_adverb(match: regex.Match[str], opening: Token, lexicon: Lexicon) -> int | None:
    """Where the name begins: past the first word of the sentence where that is no name (Кейін Назар Төреқұлов), None where one
    word is left."""
    first, _, rest = match.group().partition(" ")
    if match.start() != opening.start or is_name(first.lower(), lexicon, _MOSTLY):
        return match.start()
    return match.start() + len(first) + 1 if " " in rest else None


def _by_title(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> Iterator[Named]:
    before, after = _titles(lexicon)
    known = _persons(lexicon) | surnames
    row = [t for t in tokens if t.kind is Kind.WORD]
    for index, token in enumerate(row):
        whole = _known_name(text, row[index : index + _LONGEST], lexicon)
        if whole:
            yield whole
            continue
        printed = text[token.start : token.end]
        form = form_of(printed, known)
        if (not form and not _CYRILLIC.fullmatch(printed)) or len(printed) < 3:
            continue
        name, case = form or nominative(printed, lexicon)
        if form:
            sure = True
        elif name in places(lexicon) or not (token.proper or is_name(token.lower, lexicon, _MOSTLY)):
            continue
        else:
            sure = bool(index and row[index - 1].lower in before)
        title, title_case = nominative(row[index + 1].lower, lexicon) if index + 1 < len(row) else ("", case)
        if title in after and case == "nominative":
            yield Named(token.start, row[index + 1].end, Participant(name, "person", None), title_case)
        elif sure:
            yield Named(token.start, token.end, Participant(name, "person", None), case)


def _known_name(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Named | None:
    """The person of several words (Галдан Церен) whose name begins the run of `tokens`."""
    if text[tokens[0].start : tokens[0].end] not in _first_words(lexicon):
        return None
    for width in range(len(tokens), 1, -1):
        form = form_of(text[tokens[0].start : tokens[width - 1].end], _persons(lexicon))
        if form:
            return Named(tokens[0].start, tokens[width - 1].end, Participant(form[0], "person", None), form[1])
    return None


def likely_people(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Named]:
    """Persons whom only two or three words with capitals name (Чжан Цянь), none of them seen as anything but a name."""
    run: list[Token] = []
    for token in (*tokens, None):
        joined = token is not None and (not run or run[-1].end + 1 == token.start)
        if token is not None and joined and _is_part_of_name(text, token, lexicon):
            run.append(token)
            if nominative(text[token.start : token.end], lexicon)[1] == "nominative":
                continue
        if 1 < len(run) <= _LONGEST:
            name, case = nominative(text[run[0].start : run[-1].end], lexicon)
            yield Named(run[0].start, run[-1].end, Participant(name, "person", None), case)
        run = []


def _is_part_of_name(text: str, token: Token, lexicon: Lexicon) -> bool:
    printed = text[token.start : token.end]
    if token.kind is not Kind.WORD or not _CYRILLIC.fullmatch(printed):
        return False
    bare = nominative(printed, lexicon)[0]
    known = bare in places(lexicon) or bare in own_names(lexicon) or ends_organisation(printed, lexicon)
    return not known and is_name(bare.lower(), lexicon, _MOSTLY)
