"""Who takes part: states, persons and organisations named in a stretch of text, and the places where it happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.states import states
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import Participant


class Organisation(Row, frozen=True):
    """`name` is an organisation's own name or, as a `head`, the common noun that ends such names (кеңес, партия), or, as a `not`,
    an acronym that is no organisation. `aliases` are its acronyms and other names, each given out as printed."""

    table: ClassVar[str] = "organisations.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    kind: Literal["name", "head", "not"] = "name"
    aliases: tuple[str, ...] = ()
    example: str = ""


class Title(Row, frozen=True):
    """A word before or after a person's name that is not part of it."""

    table: ClassVar[str] = "titles.tsv"
    key: ClassVar[tuple[str, ...]] = ("title",)
    title: str
    place: Literal["before", "after", "both"]
    example: str = ""


class Place(Row, frozen=True):
    """A city, site or land where things happened; `aliases` are other spellings."""

    table: ClassVar[str] = "places.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    kind: Literal["city", "site", "land", "water", "generic"]
    aliases: tuple[str, ...] = ()


class Person(Row, frozen=True):
    """A person known by one name (Абылай, Кенесары)."""

    table: ClassVar[str] = "persons.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str


Case = Literal["nominative", "genitive", "dative", "accusative", "locative", "ablative", "instrumental", "relative"]


class Named(NamedTuple):
    """A participant or place at `[start, end)` and the case it stands in."""

    start: int
    end: int
    participant: Participant
    case: Case


_CASES: tuple[tuple[Case, str], ...] = (
    ("relative", "(?:н?д|т)[ае]ғы|(?:н?д|т)[ае]гі"),
    ("genitive", "[ндт][ыі]ң"),
    ("ablative", "[дтн][ае]н"),
    ("instrumental", "[мбп]ен(?:ен)?"),
    ("locative", "н?[дт][ае]"),
    ("dative", "[ғқ]а|[гк]е|н[ае]"),
    ("accusative", "[ндт][ыі]"),
)
_NOMINATIVE_SUFFIXES = regex.compile(
    "(?P<stem>.+?)-?(?:" + "|".join(f"(?P<{case}>{endings})" for case, endings in _CASES) + ")"
)
_POSSESSED = regex.compile(
    "(?P<plural>[лдт][ае]р)?(?P<owned>с?[ыі])?(?:(?P<genitive>[нд][ыі]ң|т[ыі]ң)|(?P<relative>н?[дт][ае]ғ[ыі]|н?[дт][ае]гі)"
    "|(?P<locative>н?[дт][ае])|(?P<ablative>[нд][ае]н|т[ае]н)|(?P<instrumental>[мбп]ен)|(?P<dative>н[ае]|[ғқ]а|[гк]е)"
    "|(?P<accusative>[ндт][ыі]|н))?"
)
_CAPITAL = regex.compile(r"\p{Lu}")
_ROMAN = regex.compile(r"[IVXІХV]+")
_NUMBERED = regex.compile(r"\d+-\p{L}+")
_SURNAME = r"\p{Lu}[\p{Ll}’']+(?:-\p{Lu}\p{Ll}+)?"
_INITIALS = regex.compile(rf"(?<!\w)(?:\p{{Lu}}\p{{Ll}}?\.\s?){{1,2}}\s?{_SURNAME}(?!\w)")
_FULL = regex.compile(
    rf"(?<![\w.«\"])\p{{Lu}}\p{{Ll}}+\s(?:\p{{Lu}}\p{{Ll}}+\s)?\p{{Lu}}\p{{Ll}}*(?:ұлы|қызы|тегі|[оеё]в|[оеё]ва|ский|ин|ина|баев|баева|"
    rf"дің|дыңұ)(?:{'|'.join(e for _, e in _CASES)})?(?!\w)"
)
_NUMERAL_KING = regex.compile(rf"(?<!\w)[IVXІХV]+\s{_SURNAME}(?!\w)")
_ACRONYM = regex.compile(r"(?<![\w.-])(?P<name>\p{Lu}{2,}(?:-\d+)?|\p{Lu}\p{Ll}{1,4}\p{Lu}{2,})(?:-(?P<ending>\p{Ll}+))?(?!\w)")
_STOPS_NAME = regex.compile(
    r".{2,}(?:н?[дт][ае]|[дт][ае]н|[мбп]ен|[ғқ]ан|[гк]ен|[аей]т[ыі]н|[дт][ае]ғы|[дт][ае]гі|[ғқ]а|[гк]е|[ыі]н[ае]|[ыі]п)|сәйкес|ал|мен|пен|бен|және|бірақ|бұл|осы|сол|оның|"
    r"атты|деген|атындағы|бірі|сондай-ақ|бойынша|туралы|жөніндегі|үшін|кейін|соң|бастап|дейін|ретінде"
)
_NEXT_WORD = regex.compile(r"\s(\p{Ll}+)")
_OWNED = regex.compile(r".{3,}(?:с[ыі]|[ыі])(?:н|н[ыі]ң|н[ае]|нда|нде|нан|нен|мен)?")
_GROUP = regex.compile(r"(?:басшы|өкіл|президент|үкімет|министр|ел|мемлекет|лидер|көшбасшы|әскер|билі|парламент|делегация|тарап)")
"""Nouns for those who act in a state's name"""
_LONGEST_NAME = 7
_RELATIONAL = regex.compile(r".*[лдт][ыі][қк]", regex.S)
_FOUNDED = regex.compile(r"\s+құру(?!\w)")
_NAMED_AFTER = regex.compile(r"\s*(?:\([^()]*\)\s*)?(?:атында|атын|алаң|көше|даңғыл)")


def nominative(word: str) -> tuple[str, Case]:
    """A proper name without its case ending, and the case."""
    match = _NOMINATIVE_SUFFIXES.fullmatch(word)
    if match is None or len(match["stem"]) < 3:
        return word, "nominative"
    stem: str = match["stem"]
    return stem, next(case for case, _ in _CASES if match[case])


@per_lexicon
def _names(lexicon: Lexicon) -> dict[str, Organisation]:
    """Organisations with a name of their own by each printed name."""
    return {name: row for row in lexicon.rows(Organisation) if row.kind != "head" for name in (row.name, *row.aliases)}


@per_lexicon
def _heads(lexicon: Lexicon) -> regex.Pattern[str]:
    """A head noun in any writing (одақ, одағ-) and what follows it."""
    forms = {form for row in lexicon.rows(Organisation) if row.kind == "head" for form in _writings(row.name)}
    return regex.compile(rf"(?i)(?P<head>{'|'.join(sorted(forms, key=len, reverse=True))})-?(?:{_POSSESSED.pattern})")


def _writings(noun: str) -> tuple[str, ...]:
    voiced = {"қ": "ғ", "к": "г", "п": "б"}.get(noun[-1])
    return (noun, noun[:-1] + voiced) if voiced else (noun,)


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
def _places(lexicon: Lexicon) -> dict[str, Place]:
    return {name: row for row in lexicon.rows(Place) for name in (row.name, *row.aliases)}


def participants(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Named]:
    """The participants that the sentence of `tokens` names, in order and disjoint: of two that overlap the longer."""
    if not tokens:
        return []
    start, end = tokens[0].start, tokens[-1].end
    people = list(_people(text, tokens, lexicon))
    found = [*_organisations(text, tokens, people, lexicon), *people, *_states(text, start, end, lexicon)]
    kept: list[Named] = []
    for named in sorted(found, key=lambda n: (n.start - n.end, n.participant.kind != "state", n.start)):
        if _FOUNDED.match(text, named.end) or (named.participant.kind == "person" and _NAMED_AFTER.match(text, named.end)):
            continue
        if not any(named.start < other.end and other.start < named.end for other in kept):
            kept.append(named)
    return sorted(kept)


def _states(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Named]:
    stretch = text[start:end]
    for state in states(stretch, lexicon):
        printed = stretch[state.start : state.end]
        if (state.adjective and _RELATIONAL.fullmatch(printed)):
            continue
        rest = printed[len(state.name) :] if printed.startswith(state.name) else printed
        case = nominative("ххх" + rest.lstrip("-"))[1] if rest != printed else nominative(printed.split()[-1])[1]
        if state.adjective:
            case = "relative"
        elif case == "nominative":
            case = _case_in_phrase(text, start + state.end)
        yield Named(start + state.start, start + state.end, Participant(state.name, "state", state.iso), case)
    for match in regex.finditer(r"(?i)\bеліміз(\w*)", stretch):
        case = nominative("ххх" + match[1])[1]
        yield Named(start + match.start(), start + match.end(), Participant("Қазақстан", "state", "KZ"), case)


def _case_in_phrase(text: str, end: int) -> Case:
    """Of a bare name that ends at `end`: it is a subject, unless it is part of another noun's name (Қазақстан шекарасы)."""
    following = _NEXT_WORD.match(text, end)
    if not following or _GROUP.match(following[1]) or not _OWNED.fullmatch(following[1]):
        return "nominative"
    return "genitive"


def _people(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Named]:
    start, end = tokens[0].start, tokens[-1].end
    before, after = _titles(lexicon)
    for pattern in (_INITIALS, _FULL, _NUMERAL_KING):
        for match in pattern.finditer(text, start, end):
            name, case = nominative(match.group())
            if pattern is not _NUMERAL_KING or not _heads(lexicon).fullmatch(name.split()[-1]):
                yield Named(*match.span(), Participant(name, "person", None), case)
    words = [t for t in tokens if t.kind is Kind.WORD]
    for index, token in enumerate(words):
        printed = text[token.start : token.end]
        if not _CAPITAL.match(printed) or len(printed) < 3 or printed.isupper():
            continue
        name, case = (printed, "nominative") if printed in _persons(lexicon) else nominative(printed)
        previous = words[index - 1].lower if index else ""
        following = words[index + 1].lower if index + 1 < len(words) else ""
        title, title_case = (following, "nominative") if following in after else nominative(following)
        if title in after and case == "nominative" and name not in _places(lexicon):
            yield Named(token.start, words[index + 1].end, Participant(name, "person", None), title_case)  # type: ignore[arg-type]
        elif name in _persons(lexicon) or (previous in before and name not in _places(lexicon)):
            yield Named(token.start, token.end, Participant(name, "person", None), case)


def _organisations(text: str, tokens: Sequence[Token], people: Sequence[Named], lexicon: Lexicon) -> Iterator[Named]:
    heads, names = _heads(lexicon), _names(lexicon)
    for index, token in enumerate(tokens):
        if token.kind is not Kind.WORD:
            continue
        printed = text[token.start : token.end]
        match = heads.fullmatch(printed)
        if match and not _is_bare(text, tokens, index, match):
            first = _name_begins(text, tokens, index, heads, people)
            if first is not None and first < index:
                yield _of_head(text, tokens, first, index, match)
                continue
        yield from _own_name(text, tokens, index, names)


def _is_bare(text: str, tokens: Sequence[Token], index: int, match: regex.Match[str]) -> bool:
    """Whether the head noun at `index` ends no name: a common noun without possession (бірлестікке), or before one possessed."""
    if match["owned"] or match["head"].isupper():
        return False
    before = tokens[index - 1].lower if index else ""
    return bool(match["plural"]) or not _RELATIONAL.fullmatch(before) or _case_in_phrase(text, tokens[index].end) != "nominative"


def _name_begins(
    text: str, tokens: Sequence[Token], head: int, heads: regex.Pattern[str], people: Sequence[Named]
) -> int | None:
    """The token where the name that ends in `head` begins: the leftmost with a capital in its noun phrase, or a quotation."""
    if head and tokens[head - 1].kind is Kind.QUOTE:
        return head - 1
    first: int | None = head
    for at in range(head - 1, max(-1, head - 1 - _LONGEST_NAME), -1):
        token = tokens[at]
        if token.kind is not Kind.WORD or token.inside != tokens[head].inside or _STOPS_NAME.fullmatch(token.lower):
            break
        person = next((p for p in people if p.start <= token.start < p.end), None)
        if person:
            return next(i for i, t in enumerate(tokens) if t.end > person.start) if person.case == "genitive" else first
        ended = heads.fullmatch(token.lower)
        if ended and ended["owned"] and not ended["genitive"] and _CAPITAL.match(text, tokens[at + 1].start):
            break
        if _CAPITAL.match(text, token.start) or _NUMBERED.fullmatch(token.lower):
            first = at
    return first


def _of_head(text: str, tokens: Sequence[Token], first: int, head: int, match: regex.Match[str]) -> Named:
    case: Case = next((case for case, _ in _CASES if match[case]), "nominative")
    noun = match["head"] + (match["plural"] or "") + (match["owned"] or "")
    if not match["owned"]:
        noun = match["head"]
        if noun[-1] in "ғгб":
            noun = noun[:-1] + {"ғ": "қ", "г": "к", "б": "п"}[noun[-1]]
    start, end = tokens[first].start, tokens[head].end
    name = regex.sub(r"[«»“”\"]", "", text[start : tokens[head].start] + noun)
    return Named(start, end, Participant(name, "organisation", None), case)


def _own_name(text: str, tokens: Sequence[Token], index: int, names: dict[str, Organisation]) -> Iterator[Named]:
    """An organisation with a name of its own, or an acronym, at token `index`."""
    token = tokens[index]
    printed = text[token.start : token.end]
    acronym = _ACRONYM.fullmatch(text, token.start, token.end)
    if acronym:
        name = acronym["name"]
        row = names.get(name)
        if _ROMAN.fullmatch(name) or (row and row.kind == "not") or (row is None and len(name) < 3):
            return
        if (token.inside and row is None) or _follows_bracket(tokens, index):
            return
        case = nominative("ххх" + acronym["ending"])[1] if acronym["ending"] else _case_in_phrase(text, token.end)
        yield Named(token.start, token.end, Participant(name, "organisation", None), case)
        return
    if not _CAPITAL.match(printed):
        return
    for width in (4, 3, 2, 1):
        if index + width > len(tokens):
            continue
        whole = text[token.start : tokens[index + width - 1].end]
        for name, case in dict.fromkeys(((whole, "nominative"), nominative(whole))):
            row = names.get(name)
            if row and row.kind == "name":
                yield Named(token.start, tokens[index + width - 1].end, Participant(name, "organisation", None), case)
                return


def _follows_bracket(tokens: Sequence[Token], index: int) -> bool:
    """Whether the acronym stands alone in brackets after what it is short for."""
    return index > 0 and tokens[index - 1].lower == "(" and tokens[index + 1 : index + 2] != [] and tokens[index + 1].lower == ")"


def place(text: str, tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> str | None:
    """The place that tokens `first` to `last` name in the locative, in the nominative as printed; the last of several."""
    places = _places(lexicon)
    for at in range(last, first - 1, -1):
        token = tokens[at]
        if token.kind is not Kind.WORD:
            continue
        name, case = nominative(text[token.start : token.end])
        if case != "locative":
            continue
        known = places.get(name)
        if known and known.kind != "generic":
            return name
        if name.lower().endswith("н"):
            name = name[:-1]
        generic = places.get(name.lower())
        if generic and generic.kind == "generic" and at and _CAPITAL.match(text, tokens[at - 1].start):
            named = text[tokens[at - 1].start : tokens[at - 1].end]
            return named if name.lower() == "қаласы" else f"{named} {name}"
    return None
