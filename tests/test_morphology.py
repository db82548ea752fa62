"""Kazakh morphology: paradigms, damage that must be refused, and names without their endings."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.morphology import analyse, nominative

LEXICON = Lexicon()

NOMINATIVES = """
конвенцияға конвенция, келісімін келісімі, Қытаймен Қытай, жарғысына жарғысы, Назарбаевтың Назарбаев, Алматыда Алматы,
Ресейдің Ресей, Беловежде Беловеж, кітабының кітабы, Грузиямен Грузия, КСРО-мен КСРО, ТМД-ның ТМД, БҰҰ-ға БҰҰ,
Шушкевичпен Шушкевич,
12-сінде 12-сі, мүше-мемлекеттің мүше-мемлекет, Украинада Украина, халқының халқы, декларацияны декларация, шартқа шарт,
балаларға балалар, Түркиядан Түркия, Женевада Женева, Әзірбайжанға Әзірбайжан, Кравчуктің Кравчук, үкіметтің үкімет,
Бішкекте Бішкек, Тәшкентте Тәшкент
"""
UNCUT = """
Астана Адам Отан Иран Сауран Орта Қазан Канада Уганда Варшава Армения Ленин Молдова Украина Қазақстан Жанна Армен Судан
Сұлтан Лондон Кармен Пәкістан жарғысы шарты мемлекеттер туралы арқылы
"""


@pytest.mark.parametrize("pair", NOMINATIVES.replace("\n", " ").split(","))
def test_the_case_ending_is_cut(pair: str) -> None:
    word, name = pair.split()
    assert nominative(word, LEXICON) == name


@pytest.mark.parametrize("word", UNCUT.split())
def test_what_is_no_case_ending_stays(word: str) -> None:
    assert nominative(word, LEXICON) == word


@pytest.mark.parametrize(
    ("word", "name"), [("келісімін", "келісім"), ("кітабының", "кітап"), ("халқымызға", "халық"), ("жүрегінде", "жүрек")]
)
def test_the_possessive_is_cut_on_request(word: str, name: str) -> None:
    assert nominative(word, LEXICON, possessive=True) == name
    assert nominative(word, LEXICON) != name


READINGS = [
    ("кітабымызда", "кітап", "poss.1pl locative"),
    ("халқының", "халық", "poss.3 genitive"),
    ("оқитындардың", "оқы", "present participle.present plural genitive"),
    ("қояды", "қой", "present predicate.3"),
    ("тауып", "тап", "converb"),
    ("мемлекеттердегі", "мемлекет", "plural locative attributive"),
]


@pytest.mark.parametrize(("word", "stem", "chain"), READINGS)
def test_a_word_is_read_as_its_stem_and_suffixes(word: str, stem: str, chain: str) -> None:
    best = analyse(word, LEXICON)[0]
    assert (best.stem, " ".join(best.chain)) == (stem, chain)


@pytest.mark.parametrize("word", ["", "-", "Алматы-", "ь"])
def test_what_is_no_word_has_no_ending(word: str) -> None:
    assert nominative(word, LEXICON) == word
