"""Results in other forms, read back by programs that others wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import conllu as conllu_reader
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from records import corpus, event, record

from pipeline.cli.main import main
from pipeline.record import Date, Record, Repair, Sentence, Treaty
from pipeline.write.conllu import conllu
from pipeline.write.flat import inert
from pipeline.write.tables import columns
from pipeline.write.tei import RELAX_NG, datable, tei

Write = Callable[[list[Record]], Path]
TEI = "{http://www.tei-c.org/ns/1.0}"
HOSTILE = '=HYPERLINK("http://x","y")\u202e <script>alert(1)</script> &amp; ]]> \x1b[31m | \\ "q"; DROP TABLE documents'


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def hostile() -> Record:
    it = record(
        "=cmd|' -C calc'!A0\u202e.txt",
        f"⟨x;treaty;1992-05-15;KZ|x|{HOSTILE}⟩ {{1992-05-15|{HOSTILE}}} [[{HOSTILE.replace('>', '')}>=1+1]]",
        event(0, "signing", "1992-05-15", f"KZ={HOSTILE}", treaty=HOSTILE, place=HOSTILE),
    )
    return replace(it, treaties=(replace(it.treaties[0], id=HOSTILE, name=HOSTILE),))


def test_jsonl_is_flat_and_joined(results: Write, tmp_path: Path) -> None:
    assert run("export", results(corpus()), "--format", "jsonl", "-o", tmp_path / "out")[0] == 0
    read = {table: [json.loads(line) for line in (tmp_path / "out" / f"{table}.jsonl").open("rb")] for table in columns()}
    assert {table: len(rows) for table, rows in read.items()}["participants"] == 6
    assert [list(row) == [column.name for column in columns()[table]] for table, rows in read.items() for row in rows]
    assert [row["treaty"] for row in read["treaties"]] == ["cis", "ұжымдық қауіпсіздік туралы шарт 1992-05-15"]
    assert [row["treaty"] for row in read["treaty_mentions"]].count("cis") == 2
    assert read["dates"][0]["earliest"] == "1991-12-08" and read["dates"][0]["anaphoric"] is False
    assert not list((tmp_path / "out").glob(".*"))


def test_parquet_says_the_same_as_jsonl(results: Write, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (extra `parquet`)")
    folder = results(corpus())
    for form in ("jsonl", "parquet"):
        assert run("export", folder, "--format", form, "-o", tmp_path / form)[0] == 0
    for table in columns():
        lines = [json.loads(line) for line in (tmp_path / "jsonl" / f"{table}.jsonl").open("rb")]
        assert parquet.read_table(tmp_path / "parquet" / f"{table}.parquet").to_pylist() == lines


def test_csv_is_read_back_and_holds_no_formula(results: Write, tmp_path: Path) -> None:
    assert run("export", results([*corpus(), hostile()]), "--format", "csv", "-o", tmp_path / "out")[0] == 0
    for table in columns():
        rows = list(csv.DictReader((tmp_path / "out" / f"{table}.csv").open(encoding="utf-8-sig", newline="")))
        assert all(None not in row and None not in row.values() for row in rows)
        assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@\t\r"]
    repairs = list(csv.DictReader((tmp_path / "out" / "repairs.csv").open(encoding="utf-8-sig", newline="")))
    assert "'=1+1" in [row["text"] for row in repairs] and "қол" in [row["text"] for row in repairs]


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-03XX", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1", "\n=1"])
def test_what_begins_like_a_formula_is_text(cell: str) -> None:
    assert inert(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["1991-12-08", "қол", "", "a=b", " =1", None, 5, -5, 0.5, "«-»"])
def test_other_cells_stay(cell: object) -> None:
    assert inert(cell) == cell


@given(st.text())
def test_one_apostrophe_off_gives_the_text_back(text: str) -> None:
    cell = inert(text)
    assert (cell[1:] if cell[:1] == "'" else cell) == text


def validated(record: Record) -> etree._Element:
    tree = etree.fromstring(tei(record))
    schema = etree.RelaxNG(etree.parse(str(RELAX_NG)))
    assert schema.validate(tree), schema.error_log
    return tree


def text_of(element: etree._Element, without: str) -> str:
    """The text of a TEI element with one side of every choice."""
    if element.tag == TEI + without:
        return ""
    parts = "\n" if element.tag == TEI + "lb" else element.text or ""
    return parts + "".join(text_of(child, without) + (child.tail or "") for child in element)


def body(tree: etree._Element) -> etree._Element:
    return tree.find(f"{TEI}text/{TEI}body/{TEI}ab")


def test_tei_holds_dates_names_corrections_and_events() -> None:
    tree = validated(corpus()[0])
    date = next(body(tree).iter(TEI + "date"))
    assert (date.get("when"), date.text) == ("1991-12-08", "1991 жылғы 8 желтоқсанда")
    name = next(body(tree).iter(TEI + "name"))
    assert (name.get("type"), name.get("key"), name.text) == ("treaty", "cis", "Беловеж келісіміне")
    choice = next(body(tree).iter(TEI + "choice"))
    assert (choice[0].tag, choice[0].text, choice[1].tag, choice[1].text) == (TEI + "sic", "кол", TEI + "corr", "қол")
    assert [it.get("corresp") for it in tree.iter(TEI + "event")] == ["#s0", "#s1"]
    assert [it.get("n") for it in body(validated(corpus()[1])).iter(TEI + "pb")] == ["1", "2"]


def test_tei_of_a_hostile_document_is_text() -> None:
    tree = validated(hostile())
    assert not list(tree.iter("{*}script"))
    assert text_of(body(tree), "sic") == hostile().text.replace("\x1b", "\ufffd")


@st.composite
def overlapping(draw: st.DrawFn) -> Record:
    """A record with changes, dates and names that overlap anyhow, over sentences and page breaks."""
    letters = st.text(alphabet="абқ \n", max_size=6)
    raw = text = ""
    repairs = []
    for _ in range(draw(st.integers(0, 6))):
        same, old, new = draw(letters), draw(letters), draw(letters)
        raw, text = raw + same, text + same
        if old != new:
            repairs.append(Repair(len(text), len(text) + len(new), new, len(raw), len(raw) + len(old), old, "repair", "a b", 0.5))
            raw, text = raw + old, text + new

    def spans(most: int) -> list[tuple[int, int]]:
        places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=most))
        return sorted({(min(it), max(it)) for it in places})

    base = record("a.txt", "")
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    return replace(
        base, raw=raw, text=text, repairs=tuple(repairs),
        sentences=tuple(Sentence(a, b, text[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=False)),
        dates=tuple(Date(a, b, text[a:b], "1991") for a, b in spans(4)),
        treaties=tuple(Treaty(a, b, text[a:b], "шарт", None, "treaty", None, ()) for a, b in spans(4)),
    )  # fmt: skip


@given(overlapping())
def test_tei_gives_text_and_raw_back_whatever_overlaps(record: Record) -> None:
    tree = validated(record)
    assert text_of(body(tree), "sic") == record.text
    assert text_of(body(tree), "corr") == record.raw
    whole = [it for it in body(tree).iter(TEI + "date") if not it.get("prev")]
    assert len(whole) == sum(it.start < it.end for it in record.dates)


@pytest.mark.parametrize(("edtf", "attributes"), [
    ("1991-12-08", {"when": "1991-12-08"}),
    ("-0300", {"when": "-0300"}),
    ("XXXX-11-18", {"when": "--11-18"}),
    ("198X", {"notBefore": "1980-01-01", "notAfter": "1989-12-31"}),
    ("1916-22", {"notBefore": "1916-06-01", "notAfter": "1916-08-31"}),
    ("1991-12-07/1991-12-08", {"from": "1991-12-07", "to": "1991-12-08"}),
    ("1991/..", {"from": "1991"}),
    ("../1991", {"to": "1991"}),
    ("17XX/18XX", {"notBefore": "1700-01-01", "notAfter": "1899-12-31"}),
    ("1465~", {"when": "1465", "cert": "medium"}),
    ("nonsense", {}),
])  # fmt: skip
def test_dates_as_tei_has_them(edtf: str, attributes: dict[str, str]) -> None:
    assert datable(edtf) == {**attributes, "when-custom": edtf}


@pytest.mark.parametrize("edtf", [None, "", "two words"])
def test_no_date_no_attributes(edtf: str | None) -> None:
    assert datable(edtf) == {}


def test_conllu_is_read_by_another_reader() -> None:
    first, second = conllu_reader.parse(conllu(corpus()[0]).decode())
    assert first.metadata["sent_id"] == "a/бірінші.txt#0" and first.metadata["text"] == corpus()[0].sentences[0].text
    assert [token["form"] for token in first][:5] == ["1991", "жылғы", "8", "желтоқсанда", "Беловеж"]
    assert first[0]["misc"] == {"Date": "B", "DateEDTF": "1991-12-08", "Start": "0", "End": "4"}
    assert first[4]["misc"]["Treaty"] == "B" and first[5]["misc"]["Treaty"] == "I"
    assert first[6]["misc"]["Raw"] == "кол" and first[-2]["misc"]["SpaceAfter"] == "No"
    assert len(second) == 12


@given(overlapping())
def test_conllu_tokens_are_where_they_say(record: Record) -> None:
    for sentence in conllu_reader.parse(conllu(record).decode()):
        for token in sentence:
            assert record.text[int(token["misc"]["Start"]) : int(token["misc"]["End"])] == token["form"]


def test_conllu_of_a_hostile_document_has_ten_columns() -> None:
    lines = conllu(hostile()).decode().split("\n")
    assert all(line.count("\t") == 9 for line in lines if line and not line.startswith("#"))
    assert len(conllu_reader.parse("\n".join(lines))) == 1


@pytest.mark.parametrize(("form", "ending"), [("tei", "xml"), ("conllu", "conllu")])
def test_a_file_for_each_document(results: Write, tmp_path: Path, form: str, ending: str) -> None:
    code, said = run("export", results([*corpus(), hostile()]), "--format", form, "-o", tmp_path / "out")
    assert code == 0 and "5 documents written" in said
    assert (tmp_path / "out" / f"a/бірінші.txt.{ending}").is_file()


def test_a_path_that_leads_out_of_the_folder_is_not_written(tmp_path: Path, results: Write) -> None:
    folder = results(corpus())
    evil = (folder / "c.txt.json").read_text().replace('"path": "c.txt"', '"path": "../../c.txt"')
    (folder / "c.txt.json").write_text(evil)
    code, said = run("export", folder, "--format", "tei", "-o", tmp_path / "deep" / "out")
    assert code == 0 and "leads out of the folder" in said and "3 documents" in said
    assert not (tmp_path / "c.txt.xml").exists()


def test_wrong_use_is_explained(tmp_path: Path, results: Write) -> None:
    folder = results(corpus())
    assert run("export", folder, "--format", "jsonl", "-o", folder / "flat")[0] == 2
    assert run("export", folder, "--format", "xlsx")[0] == 2
    (tmp_path / "empty").mkdir()
    assert run("export", tmp_path / "empty", "--format", "jsonl", "-o", tmp_path / "out")[0] == 2


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, results: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = results(corpus())
    assert run("export", folder, "--format", "jsonl", "-o", tmp_path / "out")[0] == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.write.flat.Jsonl.write", full)
    code, said = run("export", folder, "--format", "jsonl", "-o", tmp_path / "out")
    assert code == 2 and "No space left" in said
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
