"""The command line as a user meets it: what is read, what is refused, what is said, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import PAGE, finish, repair, start, written

from pipeline.cli.main import main
from pipeline.terminal import shown


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "b.txt").write_text(PAGE)
    (folder / "c.txt").write_text(PAGE)
    return folder


def test_a_folder_gives_one_file_for_each_input(corpus: Path) -> None:
    result = repair("corpus")
    assert result.exit_code == 0
    assert written("repaired") == {"a/b.txt.json", "c.txt.json"}
    record = json.loads(Path("repaired/a/b.txt.json").read_bytes())
    assert record["source"]["path"] == "a/b.txt"
    assert "2 files: 2 written" in result.stderr
    assert result.stdout == ""
    summary = json.loads(Path("repaired/.repair/run.json").read_text())
    assert {"files", "written", "skipped", "words", "repairs", "dates", "treaties", "events"} <= set(summary["counts"])


def test_a_file_goes_by_its_name(corpus: Path) -> None:
    assert repair("corpus/a/b.txt", "-o", "out").exit_code == 0
    assert written("out") == {"b.txt.json"}


def test_standard_input_goes_to_standard_output(corpus: Path) -> None:
    result = repair("-", stdin=PAGE.encode())
    assert result.exit_code == 0
    assert json.loads(result.stdout)["source"]["path"] == "-"
    assert not Path("repaired").exists()


@pytest.mark.parametrize("args", [["-", "corpus"], ["-", "-o", "out"]])
def test_standard_input_stands_alone(corpus: Path, args: list[str]) -> None:
    result = repair(*args, stdin=b"")
    assert result.exit_code == 2
    assert "standard input goes to standard output" in result.stderr


def test_a_verb_wins_over_a_path(corpus: Path) -> None:
    Path("schema").mkdir()
    Path("schema/x.txt").write_text(PAGE)
    assert repair("schema").stdout.startswith("{")
    assert repair("./schema").exit_code == 0
    assert written("repaired") == {"x.txt.json"}


def test_what_is_not_read_is_skipped_in_a_folder_and_fails_when_named(corpus: Path) -> None:
    (corpus / "picture.xyz").write_bytes(b"x")
    (corpus / ".hidden.txt").write_text(PAGE)
    (corpus / "~$thesis.docx").write_bytes(b"\x05Aidos" + bytes(156))
    (corpus / ".git").mkdir()
    (corpus / ".git" / "x.txt").write_text(PAGE)
    walked = repair("corpus")
    assert walked.exit_code == 0
    assert "corpus/picture.xyz: skipped, a type that is not read" in walked.stderr
    assert "hidden" not in walked.stderr and "thesis" not in walked.stderr
    assert written("repaired") == {"a/b.txt.json", "c.txt.json"}
    named = repair("corpus/picture.xyz", "corpus/c.txt", "-o", "named")
    assert named.exit_code == 1
    assert "corpus/picture.xyz: a type that is not read" in named.stderr and written("named") == {"c.txt.json"}


REFUSED = [
    (["nowhere"], "nowhere: no such file or folder"),
    (["nowhere", "corpus"], "nowhere: no such file or folder"),
    (["corpus", "-o", "corpus/out"], "the output lies inside the input"),
    (["corpus", "-o", "corpus"], "the output lies inside the input"),
    (["."], "repaired: the output lies inside the input"),
    (["corpus", "-o", "link/out"], "the output lies inside the input"),
    (["empty"], "empty: no readable files"),
    (["corpus", "other"], "would both be written to"),
    (["corpus", "clash"], "needs a folder"),
    (["corpus", "-o", "corpus/c.txt"], "the output lies inside the input"),
    (["other", "-o", "file"], "file: cannot be written to"),
    (["other", "--lexicons", "nowhere"], "nowhere: not a folder of tables"),
    (["other", "-j", "0"], "Invalid value for '-j'"),
    (["other", "--no-such-option"], "No such option"),
]


@pytest.mark.parametrize("args, said", REFUSED, ids=[" ".join(args) for args, _ in REFUSED])
def test_refused_before_anything_is_started(corpus: Path, args: list[str], said: str) -> None:
    for folder in ("empty", "other", "clash/c.txt.json"):
        Path(folder).mkdir(parents=True)
    Path("other/c.txt").write_text(PAGE)
    Path("clash/c.txt.json/d.txt").write_text(PAGE)
    Path("file").write_text("")
    Path("link").symlink_to("corpus")
    result = repair(*args)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not Path("repaired").exists() and not Path("corpus/out").exists()


@pytest.mark.parametrize("args, usage", [(["x", "-j", "0"], "repair"), (["x", "--help"], "repair"),
                                         (["load", "--x"], "repair load")])  # fmt: skip
def test_usage_names_the_command_as_it_is_called(args: list[str], usage: str) -> None:
    said = CliRunner().invoke(main, args, prog_name="repair").output
    assert said.startswith(f"Usage: {usage} [OPTIONS] ") and ("--help" in args or f"Try '{usage} --help' for help." in said)


def test_one_input_named_twice_is_done_once(corpus: Path) -> None:
    assert "1 file: 1 written" in repair("corpus/c.txt", "corpus/c.txt").stderr


def test_links(corpus: Path) -> None:
    (corpus / "a" / "up").symlink_to("..")
    (corpus / "self.txt").symlink_to("self.txt")
    (corpus / "broken.txt").symlink_to("nothing.txt")
    (corpus / "good.txt").symlink_to("c.txt")
    Path("elsewhere").mkdir()
    Path("elsewhere/d.txt").write_text(PAGE)
    (corpus / "linked").symlink_to("../elsewhere")
    result = repair("corpus")
    assert result.exit_code == 1
    assert "corpus/a/up: skipped, a link back to a folder it lies in" in result.stderr
    assert "corpus/self.txt: a link that leads round in circles; remove it" in result.stderr
    assert "corpus/broken.txt: a link to nothing; mend or remove it" in result.stderr
    assert written("repaired") == {"a/b.txt.json", "c.txt.json", "good.txt.json", "linked/d.txt.json"}


def test_permissions(corpus: Path) -> None:
    (corpus / "secret.txt").write_text(PAGE)
    (corpus / "secret.txt").chmod(0)
    for name, mode in (("closed", 0), ("listed", 0o444)):
        (corpus / name).mkdir()
        (corpus / name / "in.txt").write_text(PAGE)
        (corpus / name).chmod(mode)
    code, said = finish(start("corpus", user=True))
    (corpus / "closed").chmod(0o700)
    (corpus / "listed").chmod(0o700)
    assert code == 1
    assert "corpus/secret.txt: " in said and "corpus/closed: permission denied; allow it" in said
    assert "corpus/listed: permission denied; allow it" in said
    assert written("repaired") == {"a/b.txt.json", "c.txt.json"}


def test_an_output_that_may_not_be_written_is_refused(corpus: Path) -> None:
    Path("out").mkdir(mode=0o500)
    code, said = finish(start("corpus", "-o", "out", user=True))
    assert (code, "out: cannot be written to" in said) == (2, True), said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(corpus: Path) -> None:
    os.mkfifo(corpus / "pipe.txt")
    result = repair("corpus")
    assert result.exit_code == 1 and "corpus/pipe.txt: not a regular file" in result.stderr


BAD = [
    ("empty.txt", b"", "empty; written with empty text", 0),
    ("nul.txt", b"a\0b", "", 0),
    ("utf16.txt", PAGE.encode("utf-16"), "read as utf-16", 0),
]


@pytest.mark.parametrize("name, data, said, code", BAD, ids=[row[0] for row in BAD])
def test_bad_input(corpus: Path, name: str, data: bytes, said: str, code: int) -> None:
    (corpus / name).write_bytes(data)
    result = repair("corpus")
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert {"a/b.txt.json", "c.txt.json"} <= written("repaired")


NAMES = [b"two\nlines.txt", b"\xff\xfe.txt", b"quote\"'.txt", b"-dash.txt", "қазақ 😀.txt".encode(), b"\x1b[31mred.txt",
         b"a b.TXT", b"A B.TXT", b"noend", b"%2F.txt", b"n" * 246 + b".txt", b" .txt", b"end. .txt", b"~.txt",
         b"$HOME.txt", b"a\\b.txt", b"*?[x].txt", b"CON.txt", b"a.txt.json.txt", b"\xd0.txt", "\u202etxt.exe.txt".encode(),
         "\u0439.txt".encode(), "\u0438\u0306.txt".encode(), "\u00a0\u2028.txt".encode(), b"in\n\xff/a\tb.txt"]  # fmt: skip


def test_names_of_every_odd_kind(corpus: Path) -> None:
    folder = os.fsencode(corpus)
    for name in NAMES:
        file = Path(os.fsdecode(folder + b"/" + name))
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    result = repair("corpus")
    assert result.exit_code == 0, result.stderr
    assert {name + b".json" for name in NAMES} <= {os.fsencode(name) for name in written("repaired")}
    assert [line for line in result.stderr.split("\n") if not line.isprintable()] == []
    assert "corpus/two\\nlines.txt: empty" in result.stderr and "corpus/\\xff\\xfe.txt: empty" in result.stderr
    paths = {json.loads(Path("repaired", name).read_bytes())["source"]["path"] for name in written("repaired")}
    assert {"two\nlines.txt", "\\xff\\xfe.txt"} <= paths and len(paths) == len(written("repaired"))
    assert f"{len(paths)} unchanged" in repair("corpus").stderr


def test_a_name_too_long_for_its_output(corpus: Path) -> None:
    (corpus / ("n" * 251 + ".txt")).write_text(PAGE)
    result = repair("corpus")
    assert result.exit_code == 1 and "the name is too long once .json is added; shorten it" in result.stderr
    assert written("repaired") == {"a/b.txt.json", "c.txt.json"}


@pytest.mark.parametrize("raw, plain", [("a\nb", "a\\nb"), ("\udcff", "\\xff"), ("қала", "қала"), ("\x1b[0m", "\\x1b[0m")])
def test_shown_on_one_line(raw: str, plain: str) -> None:
    assert shown(raw) == plain


def test_a_wrong_table_is_refused(corpus: Path) -> None:
    import pipeline.run  # noqa: F401  (defines the row types)
    from pipeline.lexicon import Row

    tables = sorted({row.table for row in Row.__subclasses__()})
    if not tables:
        pytest.skip("no stage has a table yet")
    Path("mine").mkdir()
    Path("mine", tables[0]).write_text("no\tsuch\tcolumns\n")
    result = repair("corpus", "--lexicons", "mine")
    assert (result.exit_code, f"mine/{tables[0]}:1: " in result.stderr) == (2, True), result.stderr
    assert written("repaired") == set()


@pytest.mark.parametrize(("name", "said"), [
    ("treaty.tsv", "the nearest is treaties.tsv"), ("Treaties.TSV", "the nearest is treaties.tsv"), ("x.tsv", "the nearest is "),
    ("treaties.tsv", ""), ("notes.txt", ""), (".treaty.tsv", ""),
])  # fmt: skip
def test_a_table_whose_name_is_none_is_refused(corpus: Path, name: str, said: str) -> None:
    mine = corpus / "mine"
    mine.mkdir()
    (mine / name).write_text("id\tname\tkind\taliases\tdate\tparties\tnote\n")
    result = repair("-", "--lexicons", mine, stdin=b"")
    assert result.exit_code == (2 if said else 0), result.stderr
    assert not said or f"{mine / name}: no table has this name; {said}" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("args", [["-"], ["diff", "out"], ["explain", "казак"],
                                  ["fonts", "corpus/c.txt"], ["schema"], ["--help"]])  # fmt: skip
def test_a_full_standard_output_is_said(corpus: Path, args: list[str]) -> None:
    (corpus / "c.txt").write_text("Казак халкы 1995 жылы Астана каласында жиналды.")
    if args == ["diff", "out"]:
        repair("corpus", "-o", "out")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "pipeline", *args], stdin=(corpus / "c.txt").open(), stdout=full,
                              stderr=subprocess.PIPE, text=True, env=env)  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "repair: standard output: no space left on the disk; free some and run the "
                                                 "same command again\n")  # fmt: skip


def test_help_is_light(tmp_path: Path) -> None:
    code = "import sys; from pipeline.cli.main import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "--retry-failed" in done.stdout and "schema" in done.stdout
    assert not loaded & {"spacy", "numpy", "msgspec", "regex", "rich", "sqlite3", "pebble", "multiprocessing", "pipeline.run"}
