"""The words dates are made of.

The tables hold dictionary forms; case endings are added by rule (vowel harmony and assimilation of consonants, as in any
grammar of Kazakh), so that `желтоқсан` covers `желтоқсанындағы`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple

from pipeline.kazakh import VOWELS
from pipeline.lexicon import Lexicon, Row, per_lexicon

Case = Literal["nom", "gen", "dat", "acc", "loc", "abl", "ins", "rel"]


class Month(Row, frozen=True):
    """A month or season by its number in EDTF (1 to 12, 21 to 24). `alone` says whether it can be a date without a day, year or
    the word ай («майдан» is a front line, «көкек» a cuckoo). `example` is read as `edtf`. `homonym` is another thing the
    bare word names, and one that is counted («үш қазан», three cauldrons)."""

    table: ClassVar[str] = "months.tsv"
    key: ClassVar[tuple[str, ...]] = ("word",)
    word: str
    number: int
    kind: Literal["native", "loan", "season"]
    alone: Literal["yes", "opening", "no"]
    example: str
    edtf: str
    homonym: str = ""


class Numeral(Row, frozen=True):
    table: ClassVar[str] = "numerals.tsv"
    key: ClassVar[tuple[str, ...]] = ("word",)
    word: str
    value: int
    ordinal: str
    example: str
    edtf: str


class DateWord(Row, frozen=True):
    """A word or phrase that has a part to play in dates."""

    table: ClassVar[str] = "date_words.tsv"
    key: ClassVar[tuple[str, ...]] = ("form", "role")
    form: str
    role: Literal["unit", "short", "part", "approximate", "approximate_after", "era", "refer", "shift", "later", "earlier", "now",
                  "and", "until", "deictic", "style", "calendar", "past", "kind", "from"]  # fmt: skip
    example: str
    edtf: str
    value: str = ""


class Meaning(NamedTuple):
    """What a form can be: its role, value, case, and whether it is plural or possessed."""

    role: str
    value: str | int
    case: Case = "nom"
    plural: bool = False
    possessed: bool = False
    homonym: bool = False


class Vocabulary(NamedTuple):
    """Meanings of forms (one to four words), and what is asked of them again and again."""

    meanings: dict[str, tuple[Meaning, ...]]
    in_role: defaultdict[str, dict[str, Meaning]]
    """by role, then by form"""
    lengths: defaultdict[str, dict[str, tuple[int, ...]]]
    """by role, then by first word: of how many words the forms are that it opens, the longest first"""
    openings: dict[str, frozenset[str]]
    """by first word: the roles of the forms it opens"""
    centuries: frozenset[str]
    """words for units of a hundred years and more"""


_LONG = frozenset({"century", "millennium"})
_VOICELESS = frozenset("кқпстфхцчшщ")
_VOICING = {"к": "г", "қ": "ғ", "п": "б"}
_ENDINGS: dict[Case, str] = {
    "gen": "ның нің дың дің тың тің", "dat": "ға ге қа ке", "acc": "ны ні ды ді ты ті", "loc": "да де та те",
    "abl": "дан ден тан тен нан нен", "rel": "дағы дегі тағы тегі",
}  # fmt: skip


def declined(stem: str, possessed: bool = False) -> Iterator[tuple[str, Case, bool]]:
    """Forms of `stem` with their case, and whether they are possessed (3rd person); `possessed` says that `stem` already is."""
    plain = stem.removesuffix("ь")
    if not possessed:
        yield from ((form, case, False) for form, case in _cases(stem))
        owned = (plain[:-1] + _VOICING.get(plain[-1], plain[-1])) if plain[-1] not in VOWELS else plain + "с"
        plain = owned + _harmonic(stem, "ы")
    for form, case in _cases(plain, pronominal=True):
        yield form, case, True


def _cases(stem: str, pronominal: bool = False) -> Iterator[tuple[str, Case]]:
    last, vowel = stem[-1], stem[-1] in VOWELS
    voiceless = last in _VOICELESS
    hard = "т" if voiceless else "д"
    a = _harmonic(stem, "а")
    y = _harmonic(stem, "ы")
    locative = f"{stem}нд{a}" if pronominal else f"{stem}{hard}{a}"
    yield stem, "nom"
    yield f"{stem}{'н' if vowel or last in 'мнң' else hard}{y}ң", "gen"
    yield f"{stem}н{a}" if pronominal else f"{stem}{_harmonic(stem, 'қ' if voiceless else 'ғ')}{a}", "dat"
    yield f"{stem}н" if pronominal else f"{stem}{'н' if vowel else hard}{y}", "acc"
    yield locative, "loc"
    yield f"{stem}{'н' if pronominal or last in 'мнң' else hard}{a}н", "abl"
    yield f"{stem}{'п' if voiceless else 'б' if last in 'зж' else 'м'}ен", "ins"
    yield f"{locative}{_harmonic(stem, 'ғ')}{y}", "rel"


def _harmonic(stem: str, letter: str) -> str:
    """`letter` of an ending, given for back vowels, as the last vowel of `stem` wants it."""
    front = stem.endswith("ь") or next((c in "әөүіеэию" for c in reversed(stem) if c in VOWELS), False)
    return {"а": "е", "ы": "і", "ғ": "г", "қ": "к"}[letter] if front else letter


def _other_harmony(stem: str, form: str) -> str:
    """`form` with an ending of the other harmony: writers differ on loans (февральде, февральда)."""
    kept = next((k for k, (a, b) in enumerate(zip(stem, form, strict=False)) if a != b), min(len(stem), len(form)))
    swap = str.maketrans("аығқеігк", "еігкаығқ")
    return form[:kept] + form[kept:].translate(swap)


def _plural(stem: str) -> str:
    link = "л" if stem[-1] in VOWELS or stem[-1] in "рйу" else "т" if stem[-1] in _VOICELESS else "д"
    return f"{stem}{link}{_harmonic(stem, 'а')}р"


@per_lexicon
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """All forms of the words of dates."""
    meanings: dict[str, tuple[Meaning, ...]] = {}
    for form, meaning in _entries(lexicon):
        if meaning not in meanings.get(form, ()):
            meanings[form] = (*meanings.get(form, ()), meaning)
    in_role: defaultdict[str, dict[str, Meaning]] = defaultdict(dict)
    lengths: defaultdict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    openings: dict[str, frozenset[str]] = {}
    for form, found in meanings.items():
        first, count = form.split()[0], len(form.split())
        for meaning in found:
            in_role[meaning.role].setdefault(form, meaning)
            known = lengths[meaning.role].get(first, ())
            lengths[meaning.role][first] = tuple(sorted({count, *known}, reverse=True))
        openings[first] = openings.get(first, frozenset()) | {meaning.role for meaning in found}
    centuries = frozenset(form for role in ("unit", "short") for form, m in in_role[role].items() if m.value in _LONG)
    return Vocabulary(meanings, in_role, lengths, openings, centuries)


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for month in lexicon.rows(Month):
        yield from _month_forms(month)
    for numeral in lexicon.rows(Numeral):
        yield numeral.word, Meaning("cardinal", numeral.value)
        yield numeral.ordinal, Meaning("ordinal", numeral.value)
        if numeral.value <= 30:
            yield from ((form, Meaning("day_word", numeral.value, case)) for form, case, owned in declined(numeral.word) if owned)
    for row in lexicon.rows(DateWord):
        yield from _forms(row)
    for form, case in _suffixes():
        yield form, Meaning("suffix", "", case)
    for form in ("ғы", "гі"):
        yield form, Meaning("suffix", "", "rel")
    for form in _ORDINAL_ENDINGS.split():
        yield form, Meaning("ordinal_suffix", "")
    for form, unit in (("жылғы", "year"), ("айғы", "month"), ("күнгі", "day")):
        yield form, Meaning("unit", unit, "rel")
    for form, case, _ in declined("тоқсан"):
        yield form, Meaning("quarter", "", case)


def _month_forms(month: Month) -> Iterator[tuple[str, Meaning]]:
    role = "season" if month.kind == "season" else "month"
    for form, case, owned in declined(month.word):
        yield form, Meaning(role, month.number, case, possessed=owned, homonym=bool(month.homonym))
        if month.kind == "loan":
            yield _other_harmony(month.word, form), Meaning(role, month.number, case, possessed=owned)
        if month.alone != "no":
            yield form, Meaning("alone", month.alone)
    if role == "season":
        ending = _harmonic(month.word, "қ" if month.word[-1] in _VOICELESS else "ғ") + _harmonic(month.word, "ы")
        yield month.word + ending, Meaning(role, month.number, "rel")


_ORDINAL_ENDINGS = "інші ыншы нші ншы ші шы сыншы"


def _forms(row: DateWord) -> Iterator[tuple[str, Meaning]]:
    if row.role in {"part", "approximate_after", "now"} and row.form != "жуық":
        head, _, last = row.form.rpartition(" ")
        owned = row.role != "now"
        for form, case, possessed in declined(last, possessed=owned):
            yield f"{head} {form}".strip(), Meaning(row.role, row.value, case, possessed=possessed)
    elif row.role == "unit":
        for form, case, owned in declined(row.form):
            yield form, Meaning("unit", row.value, case, possessed=owned)
        for form, case, owned in declined(_plural(row.form)):
            yield form, Meaning("unit", row.value, case, True, owned)
    else:
        yield row.form, Meaning(row.role, row.value)


def _suffixes() -> Iterator[tuple[str, Case]]:
    """Case endings as they stand after a number and a hyphen: 9-ында, 2-сінде, 1917-ден."""
    for y in "ыі":
        for form, case in _cases(y, pronominal=True):
            yield form, case
            yield f"с{form}", case
    for case, endings in _ENDINGS.items():
        for ending in endings.split():
            yield ending, case
