"""`repair triage` and `repair evaluate`, on files as a user has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.lexicon import Lexicon
from pipeline.measure.evaluate import Miss, evaluate, pairs
from pipeline.measure.triage import Damage, triage
from pipeline.read.document import Document

RIGHT = ("Бұл жылдары қазақ халқының тарихы туралы көптеген еңбектер жарық көрді. Ғалымдар өлкенің шаруашылығын, мәдениетін және "
         "саяси құрылысын зерттеді. Осы кезеңде алғашқы мектептер ашылып, газеттер шыға бастады.")  # fmt: skip
DAMAGED = RIGHT.replace("ұ", "ү").replace("қ", "к").replace("ғ", "г")
RUSSIAN = "В эти годы вышло много трудов по истории казахского народа, и учёные изучали хозяйство, культуру и строй края."


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_damaged_page_ranks_before_a_sound_one() -> None:
    whole, first, second, third = triage(Document(f"{RIGHT}\f{DAMAGED}\f{RUSSIAN}"), "a.pdf", Lexicon())
    assert (whole.page, first.page, second.page, third.page) == (None, 1, 2, 3)
    assert first.damaged == 0 and second.share > 0.2 and second.words == first.words
    assert third.words == 0
    assert whole.words == first.words + second.words and whole.damaged == second.damaged
    assert sorted([whole, first, second, third], key=lambda it: it.rank) == [second, whole, first, third]


@pytest.mark.parametrize("raw", ["", "1991 XIX ХХ", "т.б. А.", "\f\f"])
def test_what_has_no_words_has_no_damage(raw: str) -> None:
    assert all((it.words, it.damaged, it.share) == (0, 0, 0) for it in triage(Document(raw), "a.txt", Lexicon()))


def test_a_page_too_short_to_tell_ranks_last() -> None:
    assert Damage("a", 1, 3, 3, ()).rank > Damage("a", 2, 500, 1, ()).rank


def test_triage_lists_the_worst_first_and_changes_nothing(tmp_path: Path) -> None:
    folder = files(tmp_path / "in", good=RIGHT, deep__bad=DAMAGED)
    (folder / "notes.xyz").write_bytes(b"\x00\x01")
    code, said = run("triage", folder)
    assert code == 0 and said.index("deep/bad.txt") < said.index("good.txt")
    assert "notes.xyz: left out" in said
    assert sorted(path.name for path in folder.rglob("*")) == ["bad.txt", "deep", "good.txt", "notes.xyz"]
    _, lines = run("triage", folder / "good.txt", "--json")
    assert [json.loads(line)["page"] for line in lines.splitlines()] == [None, 1]


def test_triage_of_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    files(tmp_path, good=RIGHT)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, said = run("triage", tmp_path)
    assert code == 1 and "broken.pdf: " in said and "good.txt" in said
    assert run("triage", tmp_path / "nowhere")[0] == 2


def test_what_came_out_wrong_is_counted() -> None:
    score, misses = evaluate("бүл тарих сол біз дін елі", "бұл тарык сол біз дін елі", "бұл тарих сол біздің елі")
    assert (score.wrong, score.fixed, score.broken) == (2, 1, 1)
    assert misses == {Miss("тарих", "тарык", True): 1, Miss("біздің", "біз дін", False): 1}


@pytest.mark.parametrize("text", ["", "бұл", "«бұл» – тарих\fбет"])
def test_a_right_text_left_alone_has_no_misses(text: str) -> None:
    score, misses = evaluate(text, text, text)
    assert not misses and not any(score[2:])


def test_files_are_paired_by_path_then_by_bare_name() -> None:
    def listed(*names: str) -> dict[str, Path]:
        return {name: Path(name) for name in names}

    damaged, corrected = listed("a/x.pdf", "a/y.txt", "z.pdf", "z.txt", "q.pdf"), listed("a/x.txt", "a/y.txt", "z.txt", "b/q.txt")
    found, alone = pairs(damaged, corrected)
    assert {name: str(right) for name, _, right in found} == {"a/x.pdf": "a/x.txt", "a/y.txt": "a/y.txt", "z.txt": "z.txt"}
    assert alone == ["z.pdf", "q.pdf", "b/q.txt"]


def test_evaluate_two_folders_and_two_files(tmp_path: Path) -> None:
    damaged = files(tmp_path / "damaged", deep__a=DAMAGED, b=RIGHT, alone=RIGHT)
    corrected = files(tmp_path / "corrected", deep__a=RIGHT, b=RIGHT)
    code, said = run("evaluate", damaged, corrected, "--json")
    assert code == 1 and "alone.txt: left out, only one of the folders has it" in said
    rows = {row["path"]: row for row in map(json.loads, (line for line in said.splitlines() if line.startswith("{")))}
    assert rows.keys() == {"deep/a.txt", "b.txt", "all"}
    assert rows["b.txt"]["wer"] == rows["b.txt"]["broken"] == 0
    assert rows["deep/a.txt"]["wer"] < rows["deep/a.txt"]["wer_before"] and rows["deep/a.txt"]["fixed"] > 0
    assert rows["all"]["words"] == rows["b.txt"]["words"] + rows["deep/a.txt"]["words"]
    code, said = run("evaluate", damaged / "b.txt", corrected / "b.txt")
    assert code == 0 and "0.00% ->  0.00%" in said and "worst words" not in said


@pytest.mark.parametrize(("damaged", "corrected", "reason"), [
    ("damaged", "corrected/b.txt", "two files or two folders"),
    ("damaged", "empty", "no readable files"),
    ("damaged", "other", "no file of one has its like"),
    ("damaged", "nowhere", "does not exist"),
])  # fmt: skip
def test_wrong_use_is_explained(tmp_path: Path, damaged: str, corrected: str, reason: str) -> None:
    files(tmp_path, damaged__b=RIGHT, corrected__b=RIGHT, other__c=RIGHT)
    (tmp_path / "empty").mkdir()
    code, said = run("evaluate", tmp_path / damaged, tmp_path / corrected)
    assert code == 2 and reason in said
