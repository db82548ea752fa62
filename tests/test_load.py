"""Records in a database: SQLite, and a PostgreSQL server that the tests start."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from records import corpus, record

from pipeline.cli.main import main
from pipeline.record import Record
from pipeline.write.load import load
from pipeline.write.sql import VERSION, Database, DatabaseError, connect, without_password
from pipeline.write.tables import columns, digest

Write = Callable[[list[Record]], Path]
ROOT = Path(__file__).parent.parent
COUNTS = {"documents": 4, "pages": 5, "furniture": 0, "sentences": 6, "repairs": 2, "suspects": 1, "dates": 3, "treaties": 2,
          "treaty_mentions": 4, "treaty_parties": 3, "events": 3, "participants": 6}  # fmt: skip


@pytest.fixture
def database(database_url: str):
    database = connect(database_url)
    yield database
    database.close()


def everything(database: Database) -> dict[str, list[tuple]]:
    """All rows of all tables, the database's own ids too: what is not written again keeps them."""
    order = {table: ", ".join(str(at + 1) for at in range(min(3, len(names)))) for table, names in columns().items()}
    return {table: database.query(f"SELECT * FROM {table} ORDER BY {order[table]}") for table in columns()}


def test_every_table_holds_what_the_records_say(database: Database) -> None:
    loaded = load(corpus(), database)
    assert (loaded.new, loaded.changed, loaded.unchanged) == (4, 0, 0)
    assert {table: len(rows) for table, rows in everything(database).items()} == COUNTS
    assert database.query("SELECT edtf, earliest, latest, earliest_day, sentence FROM dates WHERE path = 'b/екінші.txt'") == [
        ("1991-12-10", "1991-12-10", "1991-12-10", 727176, 1)
    ]
    assert database.query("SELECT number, page, raw FROM repairs ORDER BY path, number") == [(0, 1, "кол"), (0, 2, "каласында")]
    pages = database.query("SELECT number, repairs, suspects FROM pages WHERE path = 'b/екінші.txt' ORDER BY 1")
    assert pages == [(1, 0, 0), (2, 1, 1)]
    treaties = [treaty for (treaty,) in database.query("SELECT treaty FROM events ORDER BY path, number")]
    assert treaties == ["cis", "ұжымдық қауіпсіздік туралы шарт 1992-05-15", None]


def test_loading_again_changes_nothing(database: Database) -> None:
    load(corpus(), database)
    before = everything(database)
    loaded = load(corpus(), database)
    assert (loaded.new, loaded.changed, loaded.unchanged, sum(loaded.rows.values())) == (0, 0, 4, 0)
    assert everything(database) == before


def test_a_new_version_replaces_the_rows_of_its_document_alone(database: Database) -> None:
    load(corpus(), database)
    before = everything(database)
    new = record("a/бірінші.txt", "{1465~|1465 жылы} Қазақ хандығы құрылды.", version="2.0")
    loaded = load([new, *corpus()[1:]], database)
    assert (loaded.new, loaded.changed, loaded.unchanged) == (0, 1, 3)
    after = everything(database)
    for table in columns().keys() - {"documents", "treaties", "treaty_mentions"}:
        mine = [row for row in after[table] if new.source.path in row]
        assert [row for row in after[table] if row not in mine] == [row for row in before[table] if new.source.path not in row]
    assert database.query("SELECT edtf FROM dates WHERE path = ?", [new.source.path]) == [("1465~",)]
    assert database.query("SELECT treaty, mentions FROM treaties ORDER BY 1") == [
        ("cis", 1), ("ұжымдық қауіпсіздік туралы шарт 1992-05-18", 1)
    ]  # fmt: skip


def test_a_document_of_equal_input_repaired_otherwise_is_another_version(database: Database) -> None:
    (first, *_), again = corpus(), corpus()[0]
    again = replace(again, pipeline=replace(again.pipeline, version="9"))
    assert again.source == first.source and digest(again) != digest(first)
    load([first], database)
    assert load([again], database).changed == 1


_CRASH = """
import os, sys
sys.path[:0] = sys.argv[2:]
from records import record
from pipeline.write import load, sql
database = sql.connect(sys.argv[1])
insert = type(database).insert
type(database).insert = lambda self, table, rows: os._exit(9) if table == "events" else insert(self, table, rows)
load.load([record("a/бірінші.txt", "Жаңа мәтін.\\nЕкінші сөйлем."), record("жаңа.txt", "Жаңа.")], database)
"""


def test_a_crash_leaves_the_old_rows(database: Database, database_url: str) -> None:
    load(corpus(), database)
    before = everything(database)
    crash = subprocess.run([sys.executable, "-c", _CRASH, database_url, str(ROOT), str(ROOT / "tests")], capture_output=True)
    assert crash.returncode == 9, crash.stderr.decode()
    assert everything(database) == before


def test_a_failure_half_way_keeps_nothing_of_its_step(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = type(database).insert

    def failing(self: Database, table: str, rows: list[tuple]) -> None:
        insert(self, table, [(None, *row[1:]) for row in rows] if table == "repairs" else rows)

    monkeypatch.setattr(type(database), "insert", failing)
    with pytest.raises(DatabaseError, match="nothing of this step was kept"):
        load(corpus(), database)
    assert not any(everything(database).values())


SEARCH = {
    "sqlite": "SELECT path FROM sentences WHERE id IN (SELECT rowid FROM sentences_search (?)) ORDER BY 1",
    "postgresql": "SELECT path FROM sentences WHERE search @@ to_tsquery('simple', ?) ORDER BY 1",
}


@pytest.mark.parametrize(("word", "prefix", "found"), [
    ("ҰЖЫМДЫҚ", False, ["a/бірінші.txt", "c.txt"]),
    ("қаласында", False, ["b/екінші.txt"]),
    ("каласында", False, []),
    ("келісім", False, []),
    ("келісім", True, ["a/бірінші.txt", "b/екінші.txt"]),
    ("жаңа", False, []),
])  # fmt: skip
def test_full_text_search(database: Database, database_url: str, word: str, prefix: bool, found: list[str]) -> None:
    load(corpus(), database)
    kind = database_url.partition(":")[0]
    star = {"sqlite": "*", "postgresql": ":*"}[kind] if prefix else ""
    assert [path for (path,) in database.query(SEARCH[kind], [word + star])] == found
    load([record("c.txt", "Жаңа мәтін."), record("b/екінші.txt", "")], database)
    assert [path for (path,) in database.query(SEARCH[kind], ["жаңа"])] == ["c.txt"]


def test_rows_refer_to_rows_that_are_there(database: Database) -> None:
    load(corpus(), database)
    with pytest.raises(DatabaseError), database.transaction():
        database.many("DELETE FROM sentences WHERE path = ?", [("a/бірінші.txt",)])


HOSTILE = "'; DROP TABLE documents; -- \u202e=HYPERLINK(\"x\") <script>alert(1)</script> %s ? \\ \x1b[31m \x08"


def test_a_hostile_document_is_data(database: Database) -> None:
    hostile = record(f"{HOSTILE}.txt".replace("/", ""), f"{{1991'; DROP TABLE dates; --|{HOSTILE}}}")
    load([*corpus(), hostile], database)
    assert database.query("SELECT text FROM documents WHERE path = ?", [hostile.source.path]) == [(hostile.text,)]
    assert database.query("SELECT count(*) FROM documents") == [(5,)]
    assert database.query("SELECT earliest FROM dates WHERE path = ?", [hostile.source.path]) == [(None,)]


def test_a_sentence_beyond_all_measure_is_loaded(database: Database) -> None:
    long = record("ұзын.txt", " ".join(f"сөз{number}" for number in range(150_000)) + " " + "ү" * 5000)
    load([long], database)
    assert database.query("SELECT length(text) FROM sentences") == [(len(long.text),)]


def test_another_versions_tables_are_refused(database: Database, database_url: str) -> None:
    database.execute("UPDATE kazakh_repair SET version = '0'")
    with pytest.raises(DatabaseError, match=f"version 0, not {VERSION}; load into a new database"):
        connect(database_url)


def test_tables_of_somebody_else_are_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as other:
        other.execute("CREATE TABLE events (what TEXT)")
    with pytest.raises(DatabaseError, match="other tables called events"):
        connect(f"sqlite:///{tmp_path / 'x.db'}")


@pytest.mark.parametrize(("url", "reason"), [
    ("theses.db", "not a database URL"),
    ("mysql://me:secret@host/db", "not a database URL"),
    ("sqlite://theses.db", "not a database URL"),
    ("sqlite:///", "not a database URL"),
    ("sqlite:///no/such/folder/x.db", "no folder"),
    ("postgresql://me:secret@127.0.0.1:1/db", "check that the server runs"),
])  # fmt: skip
def test_a_database_that_cannot_be_used_is_explained(url: str, reason: str) -> None:
    with pytest.raises(DatabaseError, match=reason) as error:
        connect(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "thesis.txt"
    file.write_text("Бұл дерекқор емес. " * 50)
    with pytest.raises(DatabaseError, match="not a database"):
        connect(f"sqlite:///{file}")
    assert file.read_text().startswith("Бұл дерекқор емес.")


def test_a_password_is_not_shown() -> None:
    assert without_password("postgresql://me:secret@host/db") == "postgresql://me:***@host/db"
    assert without_password("postgresql://me@host/db") == "postgresql://me@host/db"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_what_is_no_result_is_named_and_left_out(results: Write, tmp_path: Path) -> None:
    folder = results(corpus())
    (folder / ".repair").mkdir()
    (folder / ".repair" / "ledger.json").write_text("{}")
    (folder / "notes.json").write_text("{}")
    (folder / "notes.txt").write_text("no JSON")
    (folder / "bad\u202ename\x1b[31m.json").write_bytes(b"\xff\x00")
    changed = (folder / "c.txt.json").read_bytes().replace("күшіне".encode(), "күшінe".encode(), 1)
    (folder / "c.txt.json").write_bytes(changed)
    copy = folder / "d.json"
    copy.write_bytes((folder / "таза.txt.json").read_bytes())
    code, said = run("load", folder, "--to", f"sqlite:///{tmp_path / 'x.db'}")
    assert code == 0
    assert "3 documents in" in said and "3 new, 0 changed, 0 as before" in said
    assert "notes.json: left out, not a result of repair" in said and "notes.txt" not in said and ".repair" not in said
    assert "c.txt.json: left out, changed since repair wrote it" in said
    assert "таза.txt was taken from" in said
    assert "bad\\u202ename\\x1b[31m.json" in said and "\u202e" not in said and "\x1b" not in said


def test_a_named_file_that_is_no_result_fails(tmp_path: Path, results: Write) -> None:
    results(corpus())
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schema_version": "1"}')
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert run("load", tmp_path / "repaired", wrong, "--to", url)[0] == 1
    assert run("load", wrong, "--to", url)[0] == 2
    assert run("load", tmp_path / "nowhere", "--to", url)[0] == 2
    assert run("load", tmp_path / "repaired", "--to", "nonsense")[0] == 2


def test_the_default_is_a_file_here(results: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = results(corpus())
    monkeypatch.chdir(tmp_path)
    assert run("load", folder)[0] == 0
    assert os.listdir(tmp_path).count("theses.db") == 1


def test_repair_and_load_in_one_go(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Бұл мәтін. Екінші сөйлем.")
    url = f"sqlite:///{tmp_path / 'x.db'}"
    for standing in ("1 new, 0 changed, 0 as before", "0 new, 0 changed, 1 as before"):
        code, said = run(tmp_path / "in", "-o", tmp_path / "out", "--to", url, "-j", 1)
        assert code == 0 and standing in said
    code, said = run(tmp_path / "in", "-o", tmp_path / "other", "--to", "nonsense")
    assert code == 2 and "not a database URL" in said and not (tmp_path / "other").exists()
