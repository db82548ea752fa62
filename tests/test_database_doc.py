"""The questions of DATABASE.md are asked as they stand there, of both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from records import corpus

from pipeline.write.load import load
from pipeline.write.sql import Database, connect
from pipeline.write.tables import columns

DOC = (Path(__file__).parent.parent / "DATABASE.md").read_text("utf-8")
NAMES = ["signings", "names", "week", "damaged", "disagreements"]
QUESTIONS = dict(zip(NAMES, regex.findall(r"(?s)```sql\n(.*?)```", DOC), strict=True))
ANSWERS = {
    "signings": [("1992-05-15", "Ұжымдық қауіпсіздік туралы шарт", "Қазақстан", "a/бірінші.txt"),
                 ("1992-05-15", "Ұжымдық қауіпсіздік туралы шарт", "Ресей", "a/бірінші.txt")],
    "names": [("Беловеж келісімі", 1, 1), ("Минск келісімі", 1, 1)],
    "week": [("1991-12-08", "signing", "1991 жылғы 8 желтоқсанда Беловеж келісіміне қол қойылды.", "a/бірінші.txt"),
             ("1991-12-10", "meeting", "Екі күннен соң Минск қаласында мекет жиналды.", "b/екінші.txt")],
    "damaged": [("b/екінші.txt", 0.8182, 1, 1, 11), ("a/бірінші.txt", 0.9474, 1, 0, 19), ("c.txt", 1.0, 0, 0, 6),
                ("таза.txt", 1.0, 0, 0, 4)],
    "disagreements": [("Беловеж келісімі", "1991-12-08", "a/бірінші.txt", "1991-12-18", "b/екінші.txt"),
                      ("Ұжымдық қауіпсіздік туралы шарт", "1992-05-15", "a/бірінші.txt", "1992-05-18", "c.txt")],
}  # fmt: skip


@pytest.fixture
def database(database_url: str):
    database = connect(database_url)
    load(corpus(), database)
    yield database
    database.close()


def test_the_five_questions_have_their_answers(database: Database) -> None:
    assert {name: database.query(question) for name, question in QUESTIONS.items()} == ANSWERS


def test_the_search_finds_words(database: Database, database_url: str) -> None:
    kind = "sqlite" if database_url.startswith("sqlite") else "postgresql"
    (question,) = regex.findall(rf"(?s)```{kind}\n(.*?)```", DOC)
    assert [path for path, _ in database.query(question)] == ["a/бірінші.txt", "c.txt"]


def test_every_table_is_described() -> None:
    assert {name for name in columns() if f"| `{name}` |" in DOC} == columns().keys()
