"""States in running text: a sentence, and what of it is a state. Half of the table names no state."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.find.states import StateRow, states
from pipeline.lexicon import Lexicon, LexiconError, read_table

LEXICON = Lexicon()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Қазақстан Республикасы мен Қытай Халық Республикасы арасы", "Қазақстан Республикасы=KZ Қытай Халық Республикасы=CN"),
        ("АҚШ-тың, КСРО-ның және ҚХР-мен", "АҚШ=US КСРО=SU ҚХР=CN"),
        ("Украинамен, Беларусьпен және Молдовадағы", "Украина=UA Беларусь=BY Молдова=MD"),
        ("Совет Одағына қарасты Қазақ КСР-інде", "Совет Одағы=SU Қазақ КСР=KZ"),
        ("РКФСР мен Бұхара Халық Кеңес Республикасы", "РКФСР=RU Бұхара Халық Кеңес Республикасы=None"),
        ("Цин империясы Жоңғар хандығын талқандады", "Цин империясы=CN Жоңғар хандығы=None"),
        ("Австрия-Венгриямен соғыс", "Австрия-Венгрия=None"),
        ("Гвинея-Бисау мен Гвинеяда", "Гвинея-Бисау=GW Гвинея=GN"),
        ("еліміздің ұстанымы", "еліміз=KZ"),
        ("қазақ-қытай шекарасы", "Қазақстан=KZ* Қытай=CN*"),
        ("Кеңес–герман шарты", "КСРО=SU* Германия=DE*"),
        ("қазақстандық батальон", "Қазақстан=KZ*"),
        ("ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ТӘУЕЛСІЗДІГІ", "Қазақстан Республикасы=KZ"),
        ("Қазақстан\nРеспубликасында", "Қазақстан Республикасы=KZ"),
    ],
)
def test_states(text: str, expected: str) -> None:
    found = states(text, LEXICON)
    assert " ".join(f"{state.name}={state.iso}{'*' * state.adjective}" for state in found) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Шығыс Қазақстан облысының орталығы",
        "«Егемен Қазақстан» газеті",
        "қазақ халқы мен орыс тілі",
        "қазақ-мұсылман мектебі",
        "Кубань казактары",
        "Малика ханым",
        "Чадыр-Лунга қаласы",
        "Жапон теңізі мен Үнді мұхиты",
        "Ішкі Моңғолияның малшылары",
        "Шығыс Қытай теңізі",
        "орта ғасырлық түрік жазбалары",
        "палау мен шай",
        "Кеңес мәжілісі",
    ],
)
def test_no_state(text: str) -> None:
    assert states(text, LEXICON) == []


def test_every_name_and_alias_is_found_whole() -> None:
    for row in LEXICON.rows(StateRow):
        for name in (row.name, *row.aliases):
            assert [(s.start, s.end, s.name, s.iso) for s in states(f"{name}, ", LEXICON)] == [(0, len(name), name, row.iso)]


def test_a_bad_code_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "states.tsv"
    table.write_text("name\tiso\nҚазақстан\tkaz\n", "utf-8")
    with pytest.raises(LexiconError, match=r"states\.tsv:2.*two-letter"):
        read_table(table, StateRow)
