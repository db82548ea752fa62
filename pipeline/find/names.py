"""Proper names in a sentence: what they are called in the nominative, and the case they stand in."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from pipeline import morphology
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.record import Participant

Case = Literal["nominative", "genitive", "dative", "accusative", "locative", "ablative", "instrumental", "relative"]


class Named(NamedTuple):
    """A participant or place at `[start, end)` and the case it stands in."""

    start: int
    end: int
    participant: Participant
    case: Case


CASES: tuple[tuple[Case, str], ...] = (
    ("relative", "(?:н?д|т)[ае]ғы|(?:н?д|т)[ае]гі"),
    ("genitive", "[ндт][ыі]ң"),
    ("ablative", "[дтн][ае]н"),
    ("instrumental", "[мбп]ен(?:ен)?"),
    ("locative", "н?[дт][ае]"),
    ("dative", "[ғқ]а|[гк]е|н[ае]"),
    ("accusative", "[ндт][ыі]"),
)
_CASE = regex.compile("|".join(f"(?P<{case}>{endings})" for case, endings in CASES))
_CLUSTER = regex.compile(r"[бвгджзкпстфхцчш]к$")
"""After such an end a vowel helps to say the ending (Минскіде)"""
_LONGEST_ENDING = 7
_ENDING = regex.compile(f".{{2,}}?-?(?:{_CASE.pattern})")
RELATIONAL = regex.compile(r".*[лдт][ыі][қк]", regex.S)
"""An adjective of what belongs to a place (қазақстандық)"""
_PATRONYMIC = regex.compile("(.+(?:ұлы|қызы))(?:на|не|н|ның|нің|нда|нан|мен)")
_NEXT_WORD = regex.compile(r"\s(\p{Ll}+)")
_PAIRED = regex.compile(r"[-–—]\p{L}+")
_OWNED = regex.compile(r".{3,}(?:с[ыі]|[ыі])(?:н|н[ыі]ң|н[ае]|нда|нде|нан|нен|мен)?")
_NOT_OWNED = regex.compile(r".*(?:д|тт|шт|ст|қт|кт|пт)[ыі]|келесі|өзі|бәрі|қазіргі|алғашқы|кейінгі|.*[ыі]нш[ыі]")
"""Past tenses and adjectives that end like a possessed noun"""
_GROUP = regex.compile(r"(?:басшы|өкіл|президент|үкімет|министр|ел|мемлекет|лидер|көшбасшы|әскер|билі|парламент|делегация|тарап)")
"""Nouns for those who act in a state's name"""


def nominative(name: str, lexicon: Lexicon) -> tuple[str, Case]:
    """A proper name without the case ending of its last word, and the case."""
    space = name.rfind(" ") + 1
    first, last = name[:space], name[space:]
    if not last[-1:].isalpha():
        return name, "nominative"
    bare, case = _nominatives(lexicon)(last)
    return first + bare, case


def form_of(printed: str, known: Container[str]) -> tuple[str, Case] | None:
    """The longest name of `known` that `printed` is a case of, and the case."""
    for cut in range(len(printed), max(1, len(printed) - _LONGEST_ENDING), -1):
        if printed[:cut] in known:
            ending = printed[cut:].lstrip("-")
            if not ending:
                return printed, "nominative"
            match = _CASE.fullmatch(ending) or (_CLUSTER.search(printed[:cut]) and _CASE.fullmatch(ending, 1))
            if match or ending == "н":
                return printed[:cut], next((case for case, _ in CASES if match and match[case]), "accusative")
    return None


@per_lexicon
def _nominatives(lexicon: Lexicon) -> Callable[[str], tuple[str, Case]]:
    """The nominative and case of a word; a text says the same names again and again."""

    def nominative_of(word: str) -> tuple[str, Case]:
        patronymic = _PATRONYMIC.fullmatch(word)
        bare = patronymic[1] if patronymic else morphology.nominative(word, lexicon)
        return bare, "nominative" if bare == word else ending_case(word)

    return lru_cache(1 << 12)(nominative_of)


def ending_case(word: str) -> Case:
    """The case that the ending of `word` shows, if it is a case ending."""
    match = _ENDING.fullmatch(word)
    return next((case for case, _ in CASES if match[case]), "nominative") if match else "nominative"


def case_in_phrase(text: str, end: int) -> Case:
    """Of a bare name that ends at `end`: it is a subject, unless it is part of another noun's name (Қазақстан шекарасы)."""
    following = _NEXT_WORD.match(text, end)
    word = following[1] if following else ""
    return "genitive" if _OWNED.fullmatch(word) and not _GROUP.match(word) and not _NOT_OWNED.fullmatch(word) else "nominative"


def case_of_next(text: str, end: int) -> Case:
    """The case of the noun after an adjective, or a pair of them, that ends at `end` (ауған-тәжік шекарасында)."""
    partner = _PAIRED.match(text, end)
    following = _NEXT_WORD.match(text, partner.end() if partner else end)
    case = ending_case(following[1]) if following else "relative"
    return "relative" if case in ("nominative", "genitive") else case


