"""Persons: with initials or patronymic, by a title, by one name that is known, or by two words that are seen as names alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import dropwhile, pairwise
from typing import ClassVar, Literal

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import CASES, Case, Named, form_of, nominative
from pipeline.find.organisations import ends_organisation, own_names
from pipeline.find.places import of_a_place, places
from pipeline.find.states import states
from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.morphology import nominative as bare_noun
from pipeline.record import Participant
from pipeline.words import is_name, words


class Title(Row, frozen=True):
    """A word before or after a person's name that is not part of it."""

    table: ClassVar[str] = "titles.tsv"
    key: ClassVar[tuple[str, ...]] = ("title",)
    title: str
    place: Literal["before", "after", "both"]


class Person(Row, frozen=True):
    """A person known by one name (Абылай, Кенесары); a `surname` may follow a given name (Мұстафа Шоқай)."""

    table: ClassVar[str] = "persons.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    surname: Literal["", "yes"] = ""

    def __post_init__(self) -> None:
        if not self.name[:1].isupper():
            raise ValueError(f"{self.name!r} must begin with a capital")


_SURNAME = r"\p{Lu}[\p{Ll}’']+(?:-\p{Lu}\p{Ll}+)?"
_INITIALS = regex.compile(
    rf"(?<!\w)(?:(?:\p{{Lu}}\p{{Ll}}?\.\s?){{1,2}}\s?{_SURNAME}|\p{{Lu}}\s\p{{Lu}}\p{{Ll}}+(?:[оеё]в|ин|баев)\p{{Ll}}{{0,4}})(?!\w)"
)
_FULL = regex.compile(
    rf"(?<![\w.«\"])\p{{Lu}}\p{{Ll}}+\s(?:\p{{Lu}}\p{{Ll}}+\s)?\p{{Lu}}\p{{Ll}}*(?:ұлы|қызы|тегі|[оеё]в|[оеё]ва|ский|ин|ина|баев|баева|вич|вна)"
    rf"(?:{'|'.join(e for _, e in CASES)})?(?!\w)"
)
_NUMERAL_KING = regex.compile(rf"(?<!\w)[IVXІХV]+\s{_SURNAME}(?!\w)")
_KING_NUMERAL = regex.compile(rf"(?<!\w){_SURNAME}\s[IVXІХ]+(?!\w)(?!\s(?:ғ|съез|сессия|пленум|том|бөлім|дәреже|ғасыр|кезең))")
_NUMERAL = re.compile(r"[IVXІХ](?!\w)")
_SPACE = regex.compile(r"\s")
_MOSTLY = 0.5
"""Share of capitalised uses from which a word is a name"""
_AT_TIMES = 0.1
"""Share from which one is where it stands before the surname it is known with"""
_LONGEST = 3
"""Words of a name without initials"""
_FEW, _PART, _LARGE_PART = 4, 0.02, 0.1
"""Times, and share of the rarer word's uses, that words of one name stand together; the share where each may be a person's name
alone, as two khans have their clans and lists in common"""
_WORD = f"[{LETTERS.upper()}][{LETTERS}]+"
_CYRILLIC = re.compile(f"(?!.*[дт](?:ағы|егі)){_WORD}(?:-{_WORD})?")


@per_lexicon
def _titles(lexicon: Lexicon) -> tuple[frozenset[str], tuple[str, ...]]:
    """Those that stand before a name, and those that stand after."""
    rows = lexicon.rows(Title)
    return (
        frozenset(row.title for row in rows if row.place in ("before", "both")),
        tuple(row.title for row in rows if row.place in ("after", "both")),
    )


@per_lexicon
def _persons(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.name for row in lexicon.rows(Person))


@per_lexicon
def _surnames(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row.name for row in lexicon.rows(Person) if row.surname)


@lru_cache(8)
def _known(persons: frozenset[str], surnames: frozenset[str]) -> frozenset[str]:
    """Names by which a person may be called alone."""
    return persons | surnames


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
    start, end = tokens[0].start, tokens[-1].end
    numbered = _NUMERAL.search(text, start, end)
    for match in _KING_NUMERAL.finditer(text, start, end) if numbered else ():
        name = match.group().split()[0]
        if name not in places(lexicon) and is_name(name.lower(), lexicon, _MOSTLY) and nominative(name, lexicon)[0] == name:
            yield Named(*match.span(), Participant(match.group(), "person", None), "nominative")
    for pattern in (_INITIALS, _FULL, _NUMERAL_KING) if numbered else (_INITIALS, _FULL):
        for match in pattern.finditer(text, start, end):
            begins = _past_title(match, tokens[0], lexicon) if pattern is _FULL else match.start()
            if begins is None:
                continue
            begins = _known_within(text, begins, match.end(), lexicon)
            printed = text[begins : match.end()]
            name, case = form_of(printed, _persons(lexicon)) or nominative(printed, lexicon)
            if pattern is not _NUMERAL_KING or _is_part_of_name(name.split()[-1], lexicon):
                yield Named(begins, match.end(), Participant(name, "person", None), case)


def _known_within(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a known name of several words begins in `text[start:end]` (Төрағасы Си Цзиньпин), else `start`."""
    for space in _SPACE.finditer(text, start, end):
        if " " in text[space.end() : end] and form_of(text[space.end() : end], _persons(lexicon)):
            return space.end()
    return start


def _past_title(match: regex.Match[str], opening: Token, lexicon: Lexicon) -> int | None:
    """Where the name begins: past a title (Президенті Нұрсұлтан Назарбаев) and past the first word of the sentence where that is
    no name (Кейін Назар Төреқұлов), None where one word is left, the last is a place (Мұстафа Шоқай Берлинге) or two persons are
    named (Рональд Рейган Горбачевпен)."""
    printed = match.group().split()
    bare = [nominative(word, lexicon)[0] for word in printed]
    if bare[-1] in places(lexicon) or not _surnames(lexicon).isdisjoint(bare[:-1]):
        return None
    opens = match.start() == opening.start and not _opens_name(printed[0].lower(), bare[1].lower(), lexicon)
    left = list(dropwhile(lambda word: _is_title(word.lower(), lexicon), printed[opens:]))
    return match.end() - len(" ".join(left)) if len(left) > 1 else None


def _opens_name(first: str, second: str, lexicon: Lexicon) -> bool:
    """Whether the first word of a sentence is seen as a name, be it a common noun too (Қайрат Рысқұлбеков)."""
    if is_name(first, lexicon, _MOSTLY):
        return True
    return is_name(first, lexicon, _AT_TIMES) and _stand_together(first, second, _LARGE_PART, lexicon)


def _is_title(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` is a title, be it somebody's (президенті)."""
    before = _titles(lexicon)[0]
    return word in before or bare_noun(word, lexicon, possessive=True) in before


def _by_title(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> Iterator[Named]:
    before, after = _titles(lexicon)
    known, known_places = _known(_persons(lexicon), frozenset(surnames)), places(lexicon)
    first_words = _first_words(lexicon)
    row = [t for t in tokens if t.kind is Kind.WORD]
    for index, token in enumerate(row):
        if not token.capital:
            continue
        printed = text[token.start : token.end]
        whole = _known_name(text, row[index : index + _LONGEST], lexicon) if printed in first_words else None
        if whole:
            yield whole
            continue
        form = form_of(printed, known)
        if (not form and not _CYRILLIC.fullmatch(printed)) or len(printed) < 3:
            continue
        first, last = _full_name(text, row, index, surnames, lexicon) if form else (index, index)
        titled = index > 0 and row[index - 1].lower in before
        title = row[last + 1].lower if last + 1 < len(row) else ""
        may_be_titled = title.startswith(after)  # a word under a case ending begins with its nominative
        if not form and not ((titled or may_be_titled) and (token.proper or is_name(token.lower, lexicon, _MOSTLY))):
            continue
        name, case = form if form and last == index else _nominative(text, row[last], known, lexicon)
        name = text[row[first].start : row[last].start] + name
        if (case == "nominative" and of_a_place(title, lexicon)) if form else name in known_places:
            continue
        title, title_case = nominative(title, lexicon) if may_be_titled else ("", case)
        if title in after and case == "nominative":
            yield Named(row[first].start, row[last + 1].end, Participant(name, "person", None), title_case)
        elif form or titled:
            yield Named(row[first].start, row[last].end, Participant(name, "person", None), case)


def _nominative(text: str, token: Token, known: Set[str], lexicon: Lexicon) -> tuple[str, Case]:
    printed = text[token.start : token.end]
    return form_of(printed, known) or nominative(printed, lexicon)


def _full_name(text: str, row: Sequence[Token], at: int, surnames: Set[str], lexicon: Lexicon) -> tuple[int, int]:
    """The first and the last word of the name that the known name `row[at]` is the whole or a part of."""
    first = last = at
    while first > max(0, at - _LONGEST + 1) and _are_one_name(text, row[first - 1], row[first], surnames, lexicon):
        first -= 1
    stop = min(len(row), first + _LONGEST)
    while last + 1 < stop and _are_one_name(text, row[last], row[last + 1], surnames, lexicon):
        last += 1
    return first, last


def _are_one_name(text: str, given: Token, following: Token, surnames: Set[str], lexicon: Lexicon) -> bool:
    """Whether `following` goes on with the name that `given` begins: a surname after what is seen as a name and is no title, or
    two words that stand together so often that they are one person's."""
    printed = text[given.start : given.end]
    if not (given.capital and following.capital and given.end + 1 == following.start and _CYRILLIC.fullmatch(printed)):
        return False
    surnames = surnames | _surnames(lexicon)
    if printed in surnames or not _may_be_given(printed, given, lexicon) or not _may_be_named_so(text, following, lexicon):
        return False
    persons = _persons(lexicon) | surnames
    second = _nominative(text, following, persons, lexicon)[0]
    if second in surnames:
        return True
    return _stand_together(given.lower, second.lower(), _LARGE_PART if {printed, second} <= persons else _PART, lexicon)


def _may_be_given(printed: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether the word may begin a name: it has no case ending, and is neither a title nor the name of anything else."""
    before, after = _titles(lexicon)
    if len(printed) < 3 or token.lower in before or token.lower in after or not _is_part_of_name(printed, lexicon):
        return False
    if not token.proper and not words(lexicon).capitalised(token.lower):
        return False  # the first word of a sentence, of which nothing is known
    whole = printed in _persons(lexicon) or nominative(printed, lexicon)[1] == "nominative"
    return whole and not states(printed, lexicon)


def _may_be_named_so(text: str, token: Token, lexicon: Lexicon) -> bool:
    printed = text[token.start : token.end]
    return bool(_CYRILLIC.fullmatch(printed)) and token.lower not in _titles(lexicon)[1] and _is_part_of_name(printed, lexicon)


def _stand_together(first: str, second: str, share: float, lexicon: Lexicon) -> bool:
    counts = words(lexicon)
    most, seen = min(counts.count(first), counts.count(second)), counts.pair(first, second)
    return max(_FEW, share * most) <= seen <= 1.1 * most  # a pair seen more often than its words is a chance of the fingerprints


def _known_name(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Named | None:
    """The person of several words (Галдан Церен) with whose name `tokens` begin."""
    for width in range(len(tokens), 1, -1):
        form = form_of(text[tokens[0].start : tokens[width - 1].end], _persons(lexicon))
        if form:
            return Named(tokens[0].start, tokens[width - 1].end, Participant(form[0], "person", None), form[1])
    return None


def likely_people(text: str, tokens: Sequence[Token], taken: Sequence[Named], lexicon: Lexicon) -> Iterator[Named]:
    """Persons whom only two or three words with capitals name (Чжан Цянь), none of them seen as anything but a name; not all of
    those that overlap one of `taken`."""
    capitals: list[Token] = []
    for token in (*tokens, None):
        if token is not None and token.capital and _CYRILLIC.fullmatch(text, token.start, token.end):
            capitals.append(token)
        elif capitals:
            if any(not any(n.start < b.end and a.start < n.end for n in taken) for a, b in pairwise(capitals)):
                yield from _in_capitals(text, capitals, lexicon)
            capitals = []


def _in_capitals(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Named]:
    """The persons whom `tokens`, words with capitals in a row, name; each name ends at the first word with a case ending."""
    run: list[Token] = []
    for token in (*tokens, None):
        if token is tokens[-1] and not run:
            break
        joined = token is not None and (not run or run[-1].end + 1 == token.start)
        if token is not None and joined and _is_part_of_name(text[token.start : token.end], lexicon):
            run.append(token)
            if nominative(text[token.start : token.end], lexicon)[1] == "nominative":
                continue
        if 1 < len(run) <= _LONGEST:
            name, case = nominative(text[run[0].start : run[-1].end], lexicon)
            yield Named(run[0].start, run[-1].end, Participant(name, "person", None), case)
        run = []


def _is_part_of_name(printed: str, lexicon: Lexicon) -> bool:
    if ends_organisation(printed, lexicon):
        return False
    bare = nominative(printed, lexicon)[0]
    return bare not in places(lexicon) and bare not in own_names(lexicon) and is_name(bare.lower(), lexicon, _MOSTLY)
