"""What a reader decided holds on every later run: where it was decided, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import record
from running import repair

from pipeline.mend.decisions import Decision, Decisions, DecisionsError, Place, read_decisions, units
from pipeline.record import from_json, text_of, to_json
from pipeline.text import Edit, Text
from pipeline.write.diff import unified, word_lines

RAW = "Шартка Минск каласында кол қойды. Бұл кол емес.\nТағы да Минск каласында\nкол алысты.Ол кетті."
PAIRS = {"Шартка": "Шартқа", "каласында": "қаласында", "кол": "қол"}


def mended(raw: str = RAW) -> Text:
    """`raw` as a pipeline that knows `PAIRS`, joins lines and parts sentences would leave it."""
    edits = [Edit(at, at + len(old), new, f"{old}→{new}", 0.9) for old, new in PAIRS.items() for at in found(raw, old)]
    text = Text.of(raw).apply("repair", edits)
    text = text.apply("layout", [Edit(at, at + 1, " ", "line-join") for at in found(text.current, "\n")])
    return text.apply("normalise", [Edit(at + 1, at + 1, " ", "space-after-stop") for at in found(text.current, ".О")])


def found(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def decided(text: Text, *decisions: Decision, path: str = "a.txt") -> str:
    reader = Decisions(decisions)
    after = text.apply("decision", reader.edits(text, path))
    assert Text.of(after.raw).apply("", after.as_edits()).current == after.current
    assert reader.unfit(after, path) == []
    assert Decisions(decisions).edits(after, path) == []
    return after.current


def test_units_are_words_and_bare_line_breaks() -> None:
    assert [(unit.raw, unit.text, unit.before, unit.after) for unit in units(mended())] == [
        ("Шартка", "Шартқа", "", "Минск каласында кол"),
        ("каласында", "қаласында", "Шартка Минск", "кол қойды Бұл"),
        ("кол", "қол", "Шартка Минск каласында", "қойды Бұл кол"),
        ("кол", "қол", "кол қойды Бұл", "емес Тағы да"),
        ("\n", " ", "Бұл кол емес", "Тағы да Минск"),
        ("каласында", "қаласында", "Тағы да Минск", "кол алысты Ол"),
        ("\n", " ", "да Минск каласында", "кол алысты Ол"),
        ("кол", "қол", "да Минск каласында", "алысты Ол кетті"),
        ("алысты.Ол", "алысты. Ол", "Минск каласында кол", "кетті"),
    ]


MENDED = mended().current
HERE = Place("кол қойды Бұл", "емес Тағы да")


@pytest.mark.parametrize(("decision", "old", "new"), [
    (Decision("кол", "қол", "reject", everywhere=True), "қол", "кол"),
    (Decision("кол", "қол", "rewrite", "көл", everywhere=True), "қол", "көл"),
    (Decision("кол", "қол", "reject", places=(HERE,)), "Бұл қол", "Бұл кол"),
    (Decision("кол", "қол", "rewrite", "көл", places=(HERE,)), "Бұл қол", "Бұл көл"),
    (Decision("кол", "қол", "rewrite", "", places=(HERE,)), "Бұл қол", "Бұл "),
    (Decision("\n", " ", "reject", everywhere=True, places=(Place("Бұл кол емес", "Тағы да Минск"),)), ". Тағы", ".\nТағы"),
    (Decision("алысты.Ол", "алысты. Ол", "reject", everywhere=True), "алысты. Ол", "алысты.Ол"),
    (Decision("Минск", "Минск", "rewrite", "Мәскеу", places=(Place("Шартка", "каласында кол қойды"),)), "Шартқа Минск",
     "Шартқа Мәскеу"),
    (Decision("кетті", "кетті", "rewrite", "келді", places=(Place("кол алысты Ол", ""),)), "кетті", "келді"),
    (Decision("кол", "қол", "accept", everywhere=True), "қол", "қол"),
    (Decision("кол", "көл", "reject", everywhere=True), "қол", "қол"),
])  # fmt: skip
def test_decision(decision: Decision, old: str, new: str) -> None:
    joins = decision.raw == "\n"
    expected = MENDED.replace("емес. Тағы", "емес.\nТағы").replace("қаласында қол а", "қаласында\nқол а") if joins else MENDED
    assert decided(mended(), decision) == (expected if joins else MENDED.replace(old, new))


@pytest.mark.parametrize("decision", [
    Decision("кол", "қол", "reject", places=(Place("кол қойды Бұл", "емес Тағы да", "other.txt"),)),
    Decision("Минск", "Минск", "rewrite", "Мәскеу", everywhere=True),
    Decision("ол", "ол", "rewrite", "бұл", places=(Place("Шартка Минск каласында", "қойды Бұл кол"),)),
])  # fmt: skip
def test_left_alone(decision: Decision) -> None:
    """Another document; a word that was not changed there; letters inside a word."""
    text = mended()
    assert Decisions([decision]).edits(text, "a.txt") == []


def test_one_place_wins_over_all() -> None:
    everywhere = Decision("кол", "қол", "reject", everywhere=True, places=(HERE,))
    here = Decision("кол", "қол", "rewrite", "көл", places=(HERE,))
    for order in ([everywhere, here], [here, everywhere]):
        assert decided(mended(), *order) == MENDED.replace("қол", "кол").replace("Бұл кол", "Бұл көл")


def test_accepted_change_stays_when_it_is_proposed_no_more() -> None:
    """Of newer versions too: only in the place where it was accepted."""
    accepted = Decision("кол", "қол", "accept", everywhere=True, places=(HERE,))
    assert decided(Text.of(RAW), accepted) == RAW.replace("Бұл кол", "Бұл қол")
    nothing = Text.of(RAW).apply("repair", [Edit(RAW.index("Бұл кол") + 4, RAW.index("Бұл кол") + 7, "көл", "о→ө")])
    assert decided(nothing, accepted) == RAW.replace("Бұл кол", "Бұл қол")


def test_context_not_offset() -> None:
    moved = "Кіріспе сөз.\n" + RAW.replace("Бұл кол", "Бұл\n  кол")
    reject = Decision("кол", "қол", "reject", places=(HERE,))
    assert "қойды. Бұл   кол емес" in decided(mended(moved), reject)


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("verdict", ["accept", "reject", "rewrite"])
def test_the_edge_of_the_text_is_part_of_a_place(at: int, verdict: str) -> None:
    text = mended(" ".join(["алысты.Ол"] * 4))
    unit = list(units(text))[at]
    decided(text, Decision(unit.raw, unit.text, verdict, "жаңа сөз", places=(Place(unit.before, unit.after, "a.txt"),)))


def test_what_no_longer_fits_is_said() -> None:
    gone = Decision("кол", "қол", "reject", places=(Place("кол қойды Бұл", "болды Тағы да", "a.txt"), HERE))
    text = mended()
    reader = Decisions([gone])
    after = text.apply("decision", reader.edits(text, "a.txt"))
    assert reader.unfit(after, "a.txt") == ["reject «кол» in «кол қойды Бұл … болды Тағы да»: not there any more"]
    assert reader.unfit(text, "a.txt")[0].endswith("another decision covers it")
    assert reader.unfit(after, "b.txt") == []


def test_decision_over_a_wider_change() -> None:
    """What is now one change over two words keeps what the reader said of one of them."""
    raw = "Минск каласында кол қойды"
    wide = Text.of(raw).apply("repair", [Edit(6, 19, "қаласында қол", "x")])
    reject = Decision("кол", "қол", "reject", places=(Place("Минск каласында", "қойды"),))
    assert decided(wide, reject) == raw


words = st.sampled_from(["кол", "қол", "Ол", "Минск", "каласында", "алысты.Ол", "\n", " ", ". ", "1992"])


@given(st.lists(words, max_size=30), st.data())
def test_any_decision_on_any_unit(pieces: list[str], data: st.DataObject) -> None:
    """Whatever is decided stands afterwards, replays exactly and asks for nothing more."""
    text = mended(" ".join(pieces))
    known = list(units(text))
    if not known:
        return
    unit = data.draw(st.sampled_from(known))
    verdict = data.draw(st.sampled_from(["accept", "reject", "rewrite"]))
    decision = Decision(unit.raw, unit.text, verdict, "жаңа сөз", places=(Place(unit.before, unit.after, "a.txt"),))
    decided(text, decision)


@pytest.mark.parametrize(("data", "said"), [
    (b"", "not a file of decisions"),
    (b"\xff", "not a file of decisions"),
    (b'{"decisions_version": "2", "decisions": []}', "not a file of decisions"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "perhaps"}]}', "perhaps"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "rewrite", "to": "a\\u0000"}]}', "control"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "rewrite", "to": "a\\f"}]}', "control"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "rewrite", "to": "\\ud800"}]}', "not a"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "accept", "where": 1}]}', "where"),
    (b'{"decisions_version": "1", "decisions": [{"raw": "a", "text": "b", "verdict": "accept", "everywhere": true},'
     b'{"raw": "a", "text": "b", "verdict": "reject", "everywhere": true}]}', "twice"),
])  # fmt: skip
def test_file_refused(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.json"
    file.write_bytes(data)
    with pytest.raises(DecisionsError, match=said):
        read_decisions(file)
    run = repair(file, "--decisions", file, "-o", tmp_path / "out")
    assert run.exit_code == 2 and str(file) in run.output and not (tmp_path / "out").exists()


def test_missing_file(tmp_path: Path) -> None:
    assert repair("apply", tmp_path / "none.json", tmp_path).exit_code == 2


PAGE = "Ол 1995 жылы 26 мамырда Минск каласында шартка кол қойды.Сол кездесу Алматы каласында өтті.\n"


def saved(folder: Path, *decisions: Decision) -> Path:
    file = folder / "decisions.json"
    said: dict[str, Any] = {"decisions_version": "1", "decisions": decisions}
    file.write_bytes(msgspec.json.encode(said))
    return file


def test_run_apply_and_ledger(tmp_path: Path) -> None:
    """A run with decisions writes what apply makes of a run without; without them everything is done again as before."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PAGE)
    minsk, gone = Place("26 мамырда Минск", "шартка кол қойды", "a.txt"), Place("жоқ", "жер", "a.txt")
    file = saved(tmp_path, Decision("каласында", "қаласында", "rewrite", "қалашығында", places=(minsk,)),
                 Decision("кол", "қол", "accept", everywhere=True, places=(gone, Place("ол", "", "b.txt"))))  # fmt: skip
    once, later = tmp_path / "once", tmp_path / "later"
    result = once / "a.txt.json"
    assert repair(tmp_path / "in", "-o", later, "-j", "1").exit_code == 0
    plain = (later / "a.txt.json").read_bytes()
    run = repair(tmp_path / "in", "-o", once, "-j", "1", "--decisions", file)
    assert run.exit_code == 0
    assert "1 decisions that hold no longer:" in run.output
    assert "a.txt: accept «кол» in «жоқ … жер»: not there any more" in run.output
    assert "decisions for 1 document that is not in this run: b.txt" in run.output
    decided = from_json(result.read_bytes())
    assert "Минск қалашығында шартқа қол қойды. Сол кездесу Алматы қаласында" in decided.text
    assert [it.rule for it in decided.repairs if "decision" in it.stage] == ["к→қ+decision"]
    assert decided.pipeline.config == {"decisions": read_decisions(file).sha256}
    assert repair("apply", file, later).exit_code == 0
    assert (later / "a.txt.json").read_bytes() == result.read_bytes()
    assert "1 unchanged" in repair(tmp_path / "in", "-o", once, "-j", "1", "--decisions", file).output
    assert "1 written" in repair(tmp_path / "in", "-o", once, "-j", "1").output
    assert result.read_bytes() == plain


MARKED = "Бір жол.\n[[кол>қол]] қойды.\nҮш.\nТөрт.\nБес.\nАлты.\nЖеті.\nСегіз.\nТоғыз.\n[[Он\n>Он ]]бір.\nСоңы."


def test_unified() -> None:
    assert list(unified(record("a.txt", MARKED))) == [
        "@@ -1,5 +1,5 @@", " Бір жол.", "-кол қойды.", "+қол қойды.", " Үш.", " Төрт.", " Бес.",
        "@@ -7,6 +7,5 @@", " Жеті.", " Сегіз.", " Тоғыз.", "-Он", "-бір.", "+Он бір.", " Соңы.",
    ]  # fmt: skip


def test_word_diff() -> None:
    assert list(word_lines(record("a.txt", MARKED))) == [
        "@@ -2 +2 @@", "[-кол-]{+қол+} қойды.", "@@ -10 +10 @@", "[-Он", "бір.-]{+Он бір.+}",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["а", "\n", "[[а\n>а ]]", "[[>\n]]", "[[а>]]", "б "]), max_size=25))
def test_unified_is_exact(pieces: list[str]) -> None:
    """Taking the minus lines out and putting the plus lines in turns the raw lines into the repaired ones."""
    made = record("a.txt", "".join(pieces))
    old, new = made.raw.split("\n"), made.text.split("\n")
    lines = list(unified(made))
    assert bool(lines) == bool(made.repairs)
    at = shift = 0
    for line in lines:
        if line.startswith("@@"):
            _, minus, plus, _ = line.split()
            at = int(minus[1:].split(",")[0]) - 1
            assert int(plus[1:].split(",")[0]) - 1 == at + shift
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        shift += {"+": 1, "-": -1}.get(line[0], 0)
    assert len(new) - len(old) == shift


def test_diff_is_safe_on_the_terminal(results: Any) -> None:
    folder = results([record("a\u202etxt.exe", "[[\u202eкол\x1b[31m>қол]]")])
    for words_too in ([], ["--words"]):
        said = repair("diff", folder, *words_too).output
        assert "\\u202e" in said and "\\x1b" in said
        assert not {"\u202e", "\x1b"} & set(said)


def test_what_is_no_result_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"a": 1}))
    for verb in (["diff"], ["apply", saved(tmp_path.parent / tmp_path.name)]):
        run = repair(*verb, tmp_path / "x.json")
        assert run.exit_code == 1 and "x.json" in run.output


def test_apply_leaves_what_nobody_decided(results: Any) -> None:
    made = record("a.txt", "Бұл [[кол>қол]] емес.")
    folder = results([made])
    repair("apply", saved(folder.parent, Decision("мол", "мөл", "reject", everywhere=True)), folder)
    after = from_json((folder / "a.txt.json").read_bytes())
    assert (after.text, after.repairs) == (made.text, made.repairs) and text_of(after) == text_of(made)
    assert to_json(after)
