"""Treaties in sentences of our own: what is named, what kind it is, what its nominative is, and what is no treaty at all."""

from __future__ import annotations

import pytest

from pipeline.find.gazetteer import TreatyRow, gazetteer, plain
from pipeline.find.heads import HeadRow
from pipeline.find.treaties import treaties
from pipeline.lexicon import Lexicon
from pipeline.record import Sentence, Treaty

LEXICON = Lexicon()


def found(text: str) -> list[Treaty]:
    return treaties(text, [Sentence(0, len(text), text)], [], LEXICON)


@pytest.mark.parametrize("row", LEXICON.rows(HeadRow), ids=lambda row: row.head)
def test_every_head_names_a_treaty_in_its_example(row: HeadRow) -> None:
    (treaty,) = found(row.example)
    assert treaty.kind == row.kind


@pytest.mark.parametrize("row", LEXICON.rows(TreatyRow), ids=lambda row: row.id)
def test_every_known_treaty_is_found_by_each_of_its_names(row: TreatyRow) -> None:
    for name in (row.name, *row.aliases):
        (outer, *_) = found(f"Кейін {name} маңызды болды.")
        assert outer.name.casefold() == name.casefold()
        assert outer.id == row.id or len(gazetteer(LEXICON).rows[plain(name)]) > 1
        assert outer.kind == row.kind or name != row.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1689 жылы Нерчинск шартына қол қойылды.", ["Нерчинск шарты=treaty"]),
        ("Оренбургте «Сауданы жеңілдету туралы» келісім жасалды.", ["Сауданы жеңілдету туралы келісім=agreement"]),
        ("Айғұн мен Пекин шарттары шекараны өзгертті.", ["Айғұн шарты=treaty", "Пекин шарты=treaty"]),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert [f"{treaty.name}={treaty.kind}" for treaty in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Шарттың 4-бабы көмек көрсетуді көздейді.",
        "Осы келісім бойынша тараптар кеңесіп тұрады.",
        "Еңбек шартын бұзуға болмайды.",
        "Президент үкіметті тарату туралы шешім қабылдады.",
    ],
)
def test_no_treaty(text: str) -> None:
    assert found(text) == []
