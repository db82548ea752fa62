"""Who takes part: states, persons and organisations named in a stretch of text, and the places where it happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import ClassVar, Literal, NamedTuple

import regex

from pipeline import morphology
from pipeline.find.clauses import Kind, Token
from pipeline.find.states import states
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import Participant
from pipeline.words import words


class Organisation(Row, frozen=True):
    """`name` is an organisation's own name or, as a `head`, the common noun that ends such names (кеңес, партия), or, as a `not`,
    an acronym that is no organisation. `aliases` are its acronyms and other names, each given out as printed,
    but where `means` says what is given out (Достастық means ТМД)."""

    table: ClassVar[str] = "organisations.tsv"
    key: ClassVar[tuple[str, ...]] = ("name",)
    name: str
    kind: Literal["name", "head", "not"] = "name"
    aliases: tuple[str, ...] = ()
    means: str = ""


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
_ENDING = regex.compile(".{2,}?-?(?:" + "|".join(f"(?P<{case}>{endings})" for case, endings in _CASES) + ")")
_PATRONYMIC = regex.compile("(.+(?:ұлы|қызы))(?:на|не|н|ның|нің|нда|нан|мен)")
_POSSESSED = regex.compile(
    "(?P<plural>[лдт][ае]р)?(?P<owned>с?[ыі])?(?:(?P<genitive>[нд][ыі]ң|т[ыі]ң)|(?P<relative>н?[дт][ае]ғ[ыі]|н?[дт][ае]гі)"
    "|(?P<locative>н?[дт][ае])|(?P<ablative>[нд][ае]н|т[ае]н)|(?P<instrumental>[мбп]ен)|(?P<dative>н[ае]|[ғқ]а|[гк]е)"
    "|(?P<accusative>[ндт][ыі]|н))?"
)
_NOMINATIVE: Case = "nominative"
_CAPITAL = regex.compile(r"\p{Lu}")
_ROMAN = regex.compile(r"[IVXІХV]+")
_NUMBERED = regex.compile(r"\d+-\p{L}+")
_SURNAME = r"\p{Lu}[\p{Ll}’']+(?:-\p{Lu}\p{Ll}+)?"
_INITIALS = regex.compile(
    rf"(?<!\w)(?:(?:\p{{Lu}}\p{{Ll}}?\.\s?){{1,2}}\s?{_SURNAME}|\p{{Lu}}\s\p{{Lu}}\p{{Ll}}+(?:[оеё]в|ин|баев)\p{{Ll}}{{0,4}})(?!\w)"
)
_FULL = regex.compile(
    rf"(?<![\w.«\"])\p{{Lu}}\p{{Ll}}+\s(?:\p{{Lu}}\p{{Ll}}+\s)?\p{{Lu}}\p{{Ll}}*(?:ұлы|қызы|тегі|[оеё]в|[оеё]ва|ский|ин|ина|баев|баева)"
    rf"(?:{'|'.join(e for _, e in _CASES)})?(?!\w)"
)
_NUMERAL_KING = regex.compile(rf"(?<!\w)[IVXІХV]+\s{_SURNAME}(?!\w)")
_ACRONYM = regex.compile(
    r"(?<![\w.-])(?P<name>\p{Lu}{2,}(?:-\d+)?|(?:\p{Lu}\p{Ll}{1,4})+\p{Lu}{2,})(?:-(?P<ending>\p{Ll}+))?(?!\w)"
)
_STOPS_NAME = regex.compile(
    r".{2,}(?:н?[дт][ае]|[дт][ае]н|[мбп]ен|[ғқ]ан|[гк]ен|[аей]т[ыі]н|[дт][ае]ғы|[дт][ае]гі|[ғқ]а|[гк]е|[ыі]н[ае]|[ыі]п)|сәйкес|ал|мен|пен"
    r"|бен|және|бірақ|бұл|осы|сол|оның|атты|деген|атындағы|бірі|сондай-ақ|бойынша|туралы|жөніндегі|үшін|кейін|соң|бастап|дейін|ретінде"
)
_NEXT_WORD = regex.compile(r"\s(\p{Ll}+)")
_OWNED = regex.compile(r".{3,}(?:с[ыі]|[ыі])(?:н|н[ыі]ң|н[ае]|нда|нде|нан|нен|мен)?")
_NOT_OWNED = regex.compile(r".*(?:д|тт|шт|ст|қт|кт|пт)[ыі]|келесі|өзі|бәрі|қазіргі|алғашқы|кейінгі|.*[ыі]нш[ыі]")
"""Past tenses and adjectives that end like a possessed noun"""
_GROUP = regex.compile(r"(?:басшы|өкіл|президент|үкімет|министр|ел|мемлекет|лидер|көшбасшы|әскер|билі|парламент|делегация|тарап)")
"""Nouns for those who act in a state's name"""
_LONGEST_NAME = 7
_MOSTLY = 0.5
"""Share of capitalised uses from which a word is a name"""
_RELATIONAL = regex.compile(r".*[лдт][ыі][қк]", regex.S)
_FOUNDED = regex.compile(r"\s+құру(?!\w)")
_NAMED_AFTER = regex.compile(r"\s*(?:\([^()]*\)\s*)?(?:атында|атын|алаң|көше|даңғыл)")


def nominative(name: str, lexicon: Lexicon) -> tuple[str, Case]:
    """A proper name without the case ending of its last word, and the case."""
    first, last = name[: name.rfind(" ") + 1], name[name.rfind(" ") + 1 :]
    patronymic = _PATRONYMIC.fullmatch(last)
    bare = patronymic[1] if patronymic else morphology.nominative(last, lexicon)
    return first + bare, "nominative" if bare == last else ending_case(last)


def ending_case(word: str) -> Case:
    """The case that the ending of `word` shows, if it is a case ending."""
    match = _ENDING.fullmatch(word)
    return next((case for case, _ in _CASES if match[case]), "nominative") if match else "nominative"


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


def surnames(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The surnames that `text` prints with initials somewhere, and that may stand alone elsewhere."""
    return frozenset(nominative(match.group(), lexicon)[0].split(".")[-1].strip() for match in _INITIALS.finditer(text))


def participants(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> list[Named]:
    """The participants that the sentence of `tokens` names, in order and disjoint: of two that overlap the longer."""
    if not tokens:
        return []
    start, end = tokens[0].start, tokens[-1].end
    people = list(_people(text, tokens, surnames, lexicon))
    found = [*_organisations(text, tokens, people, lexicon), *people, *_states(text, start, end, lexicon)]
    kept: list[Named] = []
    surest = sorted(found, key=lambda n: (n.start - n.end, n.participant.kind != "state", n.start))
    for named in (*surest, *_pairs_of_names(text, tokens, lexicon)):
        if not any(named.start < other.end and other.start < named.end for other in kept):
            kept.append(named)
    return sorted(named for named in kept if not _is_only_named(text, named, tokens))


def _is_only_named(text: str, named: Named, tokens: Sequence[Token]) -> bool:
    """Whether the text speaks of something else: what is to be founded, what bears a person's name, the title of a work."""
    if named.participant.kind == "person" and _NAMED_AFTER.match(text, named.end):
        return True
    titled = any(t.kind is Kind.QUOTE and t.start <= named.start and named.end <= t.end for t in tokens)
    return titled or bool(_FOUNDED.match(text, named.end))


def _states(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Named]:
    stretch = text[start:end]
    for state in states(stretch, lexicon):
        printed = stretch[state.start : state.end]
        if (state.adjective and _RELATIONAL.fullmatch(printed)):
            continue
        rest = printed[len(state.name) :] if printed.startswith(state.name) else printed
        case = ending_case("ххх" + rest.lstrip("-") if rest != printed else printed.split()[-1])
        if state.adjective:
            case = _case_of_next(text, start + state.end)
        elif case == "nominative":
            case = _case_in_phrase(text, start + state.end)
        yield Named(start + state.start, start + state.end, Participant(state.name, "state", state.iso), case)
    for match in regex.finditer(r"(?i)\bеліміз(\w*)", stretch):
        case = ending_case("ххх" + match[1])
        yield Named(start + match.start(), start + match.end(), Participant("Қазақстан", "state", "KZ"), case)


def _case_in_phrase(text: str, end: int) -> Case:
    """Of a bare name that ends at `end`: it is a subject, unless it is part of another noun's name (Қазақстан шекарасы)."""
    following = _NEXT_WORD.match(text, end)
    word = following[1] if following else ""
    return "genitive" if _OWNED.fullmatch(word) and not _GROUP.match(word) and not _NOT_OWNED.fullmatch(word) else "nominative"


def _case_of_next(text: str, end: int) -> Case:
    """The case of the noun after an adjective that ends at `end` (ауған-тәжік шекарасында)."""
    following = _NEXT_WORD.match(text, end)
    case = ending_case(following[1]) if following else "relative"
    return "relative" if case == "nominative" else case


def _people(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> Iterator[Named]:
    start, end = tokens[0].start, tokens[-1].end
    before, after = _titles(lexicon)
    for pattern in (_INITIALS, _FULL, _NUMERAL_KING):
        for match in pattern.finditer(text, start, end):
            name, case = nominative(match.group(), lexicon)
            if pattern is not _NUMERAL_KING or not _heads(lexicon).fullmatch(name.split()[-1]):
                yield Named(*match.span(), Participant(name, "person", None), case)
    row = [t for t in tokens if t.kind is Kind.WORD]
    known = _persons(lexicon) | surnames
    for index, token in enumerate(row):
        printed = text[token.start : token.end]
        if not _CAPITAL.match(printed) or len(printed) < 3 or printed.isupper():
            continue
        name, case = nominative(printed, lexicon)
        previous = row[index - 1].lower if index else ""
        following = row[index + 1].lower if index + 1 < len(row) else ""
        title, title_case = nominative(following, lexicon)
        if title in after and case == "nominative" and name not in _places(lexicon):
            yield Named(token.start, row[index + 1].end, Participant(name, "person", None), title_case)
        elif name in known or (previous in before and name not in _places(lexicon)):
            yield Named(token.start, token.end, Participant(name, "person", None), case)


def _pairs_of_names(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Named]:
    """Persons whom only two words with capitals name (Чжан Цянь)."""
    for one, two in pairwise(tokens):
        if one.kind is two.kind is Kind.WORD and one.end + 1 == two.start and two.proper and _are_names(text, one, two, lexicon):
            name, case = nominative(text[one.start : two.end], lexicon)
            yield Named(one.start, two.end, Participant(name, "person", None), case)


def _are_names(text: str, one: Token, two: Token, lexicon: Lexicon) -> bool:
    """Whether two words with capitals are a person's names: seen in capitals or nowhere, of no place or organisation."""
    printed = [text[t.start : t.end] for t in (one, two)]
    bare = [nominative(word, lexicon)[0] for word in printed]
    known = {*_places(lexicon), *_names(lexicon)}
    return (
        printed[0] == bare[0] and not any(word in known or word.isupper() or "-" in word for word in bare)
        and not _heads(lexicon).fullmatch(printed[1]) and all(_is_name(word.lower(), lexicon) for word in bare)
    )  # fmt: skip


def _organisations(text: str, tokens: Sequence[Token], people: Sequence[Named], lexicon: Lexicon) -> Iterator[Named]:
    heads = _heads(lexicon)
    for index, token in enumerate(tokens):
        if token.kind is not Kind.WORD:
            continue
        printed = text[token.start : token.end]
        match = heads.fullmatch(printed)
        if match and not _is_bare(text, tokens, index, match, lexicon):
            first = _name_begins(text, tokens, index, people, lexicon)
            if first is not None and first < index:
                yield _of_head(text, tokens, first, index, match)
                continue
        yield from _own_name(text, tokens, index, lexicon)


def _is_bare(text: str, tokens: Sequence[Token], index: int, match: regex.Match[str], lexicon: Lexicon) -> bool:
    """Whether the head noun at `index` ends no name: a common noun without possession (бірлестікке), or before one possessed."""
    if match["owned"] or match["head"].isupper() or tokens[index].proper:
        return False
    before = tokens[index - 1] if index else tokens[index]
    adjective = _RELATIONAL.fullmatch(before.lower) or (before.proper and not _is_name(before.lower, lexicon))
    return bool(match["plural"]) or not adjective or _case_in_phrase(text, tokens[index].end) != "nominative"


def _name_begins(
    text: str, tokens: Sequence[Token], head: int, people: Sequence[Named], lexicon: Lexicon
) -> int | None:
    """The token where the name that ends in `head` begins: the leftmost with a capital in its noun phrase, or a quotation."""
    if head and tokens[head - 1].kind is Kind.QUOTE:
        return head - 1
    first: int | None = head
    for at in range(head - 1, max(-1, head - 1 - _LONGEST_NAME), -1):
        token = tokens[at]
        if token.kind is not Kind.WORD or token.inside != tokens[head].inside or _stops_name(text, token, lexicon):
            break
        person = next((p for p in people if p.start <= token.start < p.end), None)
        if person:
            return next(i for i, t in enumerate(tokens) if t.end > person.start) if person.case == "genitive" else first
        ended = _heads(lexicon).fullmatch(token.lower)
        if ended and ended["owned"] and not ended["genitive"] and _CAPITAL.match(text, tokens[at + 1].start):
            break
        if _CAPITAL.match(text, token.start) or _NUMBERED.fullmatch(token.lower):
            first = at
    return first


def _stops_name(text: str, token: Token, lexicon: Lexicon) -> bool:
    """Whether no name goes on to the left over this word: a conjunction, a verb, a noun in a case other than the genitive."""
    if token.proper:
        return nominative(text[token.start : token.end], lexicon)[1] not in ("nominative", "genitive")
    return bool(_STOPS_NAME.fullmatch(token.lower))


def _is_name(word: str, lexicon: Lexicon) -> bool:
    """Whether `word`, in lower case, is mostly seen with a capital."""
    counts = words(lexicon)
    return counts.capitalised(word) >= _MOSTLY * counts.count(word)


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


def _own_name(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Iterator[Named]:
    """An organisation with a name of its own, or an acronym, at token `index`."""
    token, names = tokens[index], _names(lexicon)
    printed = text[token.start : token.end]
    acronym = _ACRONYM.fullmatch(text, token.start, token.end)
    if acronym:
        name = acronym["name"]
        row = names.get(name)
        if _ROMAN.fullmatch(name) or (row and row.kind == "not") or (row is None and len(name) < 3):
            return
        if (token.inside and row is None) or _follows_bracket(tokens, index):
            return
        case = ending_case("ххх" + acronym["ending"]) if acronym["ending"] else _case_in_phrase(text, token.end)
        yield Named(token.start, token.end, Participant(name, "organisation", None), case)
        return
    if not _CAPITAL.match(printed):
        return
    for width in (4, 3, 2, 1):
        if any(t.kind is not Kind.WORD for t in tokens[index : index + width]) or index + width > len(tokens):
            continue
        whole = text[token.start : tokens[index + width - 1].end]
        name, case = (whole, _NOMINATIVE) if whole in names else nominative(whole, lexicon)
        row = names.get(name)
        if row and row.kind == "name" and case != "locative":
            yield Named(token.start, tokens[index + width - 1].end, Participant(row.means or name, "organisation", None), case)
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
        name, case = nominative(text[token.start : token.end], lexicon)
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
