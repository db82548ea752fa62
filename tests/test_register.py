"""Mentions joined to treaties. Joining two treaties is worse than listing one twice, so most cases are of what stays apart."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from records import corpus, record

from pipeline.cli.main import main
from pipeline.record import Record
from pipeline.write.register import Mention, register, same_name, words

FRIENDSHIP = "Достық және ынтымақтастық туралы шарт"
SECURITY = "Ұжымдық қауіпсіздік туралы шарт"
Said = tuple[str, str | None, str, str | None, str]


def joined(*said: Said) -> list[list[int]]:
    """Which of the mentions (name, id, kind, date, parties), each of a document of its own, are one treaty."""
    found = [Mention(f"{at}.txt", 0, name, known, kind, date, frozenset(parties.split()))
             for at, (name, known, kind, date, parties) in enumerate(said)]  # fmt: skip
    register_ = register(found)
    assert register(random.Random(7).sample(found, len(found))) == register_
    return sorted(sorted(int(it.path[:-4]) for it in entry.mentions) for entry in register_.values())


ONE: list[tuple[Said, Said]] = [
    (("Беловеж келісімі", "cis", "agreement", "1991-12-08", ""), ("ТМД құру туралы келісім", "cis", "agreement", None, "")),
    (("Беловеж келісімі", "cis", "agreement", "1991-12-08", ""), ("Минск келісімі", "cis", "agreement", "1991-12-18", "")),
    (("Беловеж келісімі", "cis", "agreement", "1991-12-08", ""), ("Беловеж келісімі", None, "agreement", None, "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), (SECURITY.upper(), None, "treaty", None, "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), (SECURITY, None, "treaty", "1992-05", "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), (SECURITY, None, "treaty", "1992-05-18", "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), (SECURITY, None, "treaty", "1993-05-15", "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), ("Ұжымдық қауіпсізік туралы шарт", None, "treaty", "1992-05-15", "")),
    ((SECURITY, None, "treaty", "1992-05-15", ""), ("«Ұжымдық  қауіпсіздік туралы» шарт", None, "treaty", None, "")),
    ((FRIENDSHIP, None, "treaty", "1992-05-25", "KZ RU"), (FRIENDSHIP, None, "treaty", "1992", "KZ")),
    (("СШҚ-1", None, "treaty", "1991-07-31", ""), ("СШҚ-1", None, "treaty", None, "")),
    (("Келісім", None, "agreement", "1994-01-01", ""), ("Келісім", None, "agreement", "1994-01-01", "")),
]
TWO: list[tuple[Said, Said]] = [
    ((FRIENDSHIP, None, "treaty", "1992-05-25", ""), (FRIENDSHIP, None, "treaty", "1992-06-24", "")),
    ((FRIENDSHIP, None, "treaty", "1992-05-25", ""), (FRIENDSHIP, None, "treaty", "1998-07-06", "")),
    ((FRIENDSHIP, None, "treaty", "1992", ""), (FRIENDSHIP, None, "treaty", "1993", "")),
    ((FRIENDSHIP, None, "treaty", "1992-05", ""), (FRIENDSHIP, None, "treaty", "1992-06", "")),
    ((FRIENDSHIP, None, "treaty", "1992-05-25", "KZ RU"), (FRIENDSHIP, None, "treaty", "1992-05-25", "KZ UZ")),
    ((FRIENDSHIP, None, "treaty", None, "KZ RU"), (FRIENDSHIP, None, "treaty", None, "KZ UZ")),
    (("Алматы декларациясы", None, "declaration", "1991-12-21", ""), ("Алматы хаттамасы", None, "protocol", "1991-12-21", "")),
    (("Алматы декларациясы", None, "declaration", None, ""), ("Алматы декларациясы", None, "protocol", None, "")),
    (("СШҚ-1", None, "treaty", None, ""), ("СШҚ-2", None, "treaty", None, "")),
    (("Екінші хаттама II", None, "protocol", None, ""), ("Екінші хаттама I", None, "protocol", None, "")),
    (("Кедендік одақ туралы шарт", None, "treaty", None, ""), ("Кедендік кодекс туралы шарт", None, "treaty", None, "")),
    (("Ядролық қаруды таратпау туралы шарт", None, "treaty", None, ""),
     ("Ядролық қаруды тарату туралы шарт", None, "treaty", None, "")),
    (("Бірлікке келу туралы шарт", None, "treaty", None, ""), ("Бірлікке кету туралы шарт", None, "treaty", None, "")),
    (("Сауда туралы келісім", None, "agreement", "1994-04-15", ""),
     ("Еркін сауда туралы келісім", None, "agreement", "1994-04-15", "")),
    (("Беловеж келісімі", "cis", "agreement", None, ""), ("Беловеж келісімі", "other", "agreement", None, "")),
]


@pytest.mark.parametrize("pair", ONE)
def test_one_treaty(pair: tuple[Said, Said]) -> None:
    assert joined(*pair) == [[0, 1]]


@pytest.mark.parametrize("pair", TWO)
def test_two_treaties(pair: tuple[Said, Said]) -> None:
    assert joined(*pair) == [[0], [1]]


def test_what_could_be_either_of_two_is_neither() -> None:
    assert joined((FRIENDSHIP, None, "treaty", "1992-05-25", ""), (FRIENDSHIP, None, "treaty", "1998-07-06", ""),
                  (FRIENDSHIP, None, "treaty", None, "")) == [[0], [1], [2]]  # fmt: skip


@pytest.mark.parametrize("name", ["шарт", "келісім", "хартия"])
def test_a_bare_kind_word_names_nothing(name: str) -> None:
    assert joined((name, None, "treaty", None, ""), (name, None, "treaty", None, "")) == []


@pytest.mark.parametrize(("a", "b"), [
    ("қауіпсіздік", "қауіпсіздікке"), ("1991 жыл", "1992 жыл"), ("одақ", "одан"), ("а б", "а б в"),
])  # fmt: skip
def test_names_that_differ(a: str, b: str) -> None:
    assert not same_name(words(a), words(b))


def test_keys_differ_and_stay_short() -> None:
    long = "ұ" * 5000 + " туралы шарт"
    found = [Mention("a", 0, FRIENDSHIP, None, "treaty", "1992-05-25", frozenset({"KZ", "RU"})),
             Mention("a", 1, FRIENDSHIP, None, "treaty", "1992-05-25", frozenset({"KZ", "UZ"})),
             Mention("a", 2, FRIENDSHIP, None, "agreement", "1992-05-25", frozenset({"KZ", "UZ"})),
             Mention("a", 3, long, None, "treaty", None, frozenset())]  # fmt: skip
    assert len(register(found)) == 4 and max(map(len, register(found))) < 260


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_the_register_is_listed(results: Callable[[list[Record]], Path]) -> None:
    code, said = run("register", results(corpus()))
    assert code == 0
    assert "Беловеж келісімі: agreement, 1991-12-08, BY RU UA; 2 mentions in 2 documents" in said
    assert "named Беловеж келісімі (1), Минск келісімі (1)" in said
    assert "! 1991-12-18 in b/екінші.txt" in said
    _, as_json = run("register", results(corpus()), "--json", "--disagreements")
    first, second = map(json.loads, as_json.splitlines())
    assert first["treaty"] == "cis" and first["dates"] == {"1991-12-08": ["a/бірінші.txt"], "1991-12-18": ["b/екінші.txt"]}
    assert second["disagree"] and second["name"] == SECURITY


def test_a_folder_without_results_is_said(tmp_path: Path) -> None:
    code, said = run("register", tmp_path)
    assert code == 2 and "no results there; give the folder" in said


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_results_without_a_treaty_are_an_empty_table(results: Callable[[list[Record]], Path], options: tuple[str, ...]) -> None:
    code, said = run("register", results([record("a.txt", "Ол келді.")]), *options)
    assert (code, said) == (0, "repair register: no treaty was found in 1 document\n")


def test_a_named_file_that_is_left_out_is_a_failure_as_in_load(results: Callable[[list[Record]], Path]) -> None:
    folder = results(corpus())
    (folder / "wrong.json").write_text("{}")
    code, said = run("register", folder)
    assert code == 0 and "wrong.json: left out" in said
    code, said = run("register", folder, folder / "wrong.json")
    assert code == 1 and "Беловеж келісімі: agreement" in said
    assert run("load", folder, folder / "wrong.json", "--to", f"sqlite:///{folder.parent}/a.db")[0] == 1


def test_what_is_printed_turns_no_terminal(results: Callable[[list[Record]], Path]) -> None:
    evil = record("a\u202e\x9b31m.txt", "⟨x;treaty;1992;KZ|\u202eшарт \x1b[31m|шарт⟩ жасалды.")
    for options in ((), ("--json",)):
        code, said = run("register", results([evil]), *options)
        assert code == 0 and "шарт" in said
        assert said.replace("\n", "").isprintable()
    assert json.loads(said)["name"] == "\u202eшарт \x1b[31m"
