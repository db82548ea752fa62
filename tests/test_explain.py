"""`repair explain`: what was seen, weighed and decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import repair

from pipeline.lexicon import Lexicon
from pipeline.measure.explain import explain
from pipeline.read.document import Document
from pipeline.run import REPAIR, process, steps

LEXICON = Lexicon()
PAGE = "Бүл қүжат түрақты жүмыс тобының мүндай үсынысы бойынша қүрылған қүқықтық негіздерге сүйенеді, Минск каласында."
CLEAN = "Қазақ хандығының құрылуы туралы деректер қолжазбаларда сақталған. Treaty of Rome 1957 жылы жасалды."


def test_a_word_by_itself_is_judged_by_lost_marks() -> None:
    said = repair("explain", "каласында")
    assert said.exit_code == 0
    assert "к→қ" in said.stdout and "changed: каласында → қаласында" in said.stdout and "runner-up" in said.stdout


def test_scores_add_up_and_say_the_decision() -> None:
    (it,) = explain("каласында", Document(PAGE), LEXICON)
    assert it.candidates[0].form == "каласында" and it.candidates[1].form == "қаласында"
    for candidate in it.candidates:
        assert candidate.score == pytest.approx(candidate.prior - candidate.cost + candidate.context)
    for candidate in it.candidates[1:]:
        assert sum(rule.cost for rule in candidate.rules) <= candidate.cost + 1e-6
    made = {repair.raw: repair for repair in process(Document(PAGE), "-", LEXICON).repairs}["каласында"]
    assert it.confidence is not None and round(it.confidence, 4) == made.confidence and made.rule in it.decision


@pytest.mark.parametrize(("word", "printed"), [("түңғыш", "тұңғыш"), ("сонғы", "соңғы")])
def test_a_word_that_is_changed_in_a_later_round_is_explained_there(word: str, printed: str) -> None:
    page = Document((Path(__file__).parent / "golden" / "university.damaged.txt").read_text("utf-8"))
    seen = [text.current for name, text, _ in steps(page, LEXICON) if name == REPAIR]
    assert word in seen[1]  # the first round leaves it
    (it,) = explain(word, page, LEXICON)
    (made,) = (repair for repair in process(page, "-", LEXICON).repairs if repair.raw == word)
    assert made.text == printed and it.decision.startswith(f"changed: {word} → {printed} by {made.rule} ({made.confidence:.3f})")
    assert seen[1][it.start : it.start + len(word)] == word


@pytest.mark.parametrize(
    ("word", "why"),
    [("деректер", "the page is not damaged"), ("Rome", "another language"), ("1957", "a number")],
)
def test_what_is_left_says_why(word: str, why: str) -> None:
    (it,) = explain(word, Document(CLEAN), LEXICON)
    assert it.decision.startswith("left: ") and why in it.decision


def test_each_place_of_a_word_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGE + "\f" + PAGE)
    said = repair("explain", "ҚҮЖАТ", "--in", file, "--json")
    first, second = map(json.loads, said.stdout.splitlines())
    assert first["word"] == second["word"] == "қүжат" and first["start"] < second["start"] and first["profile"] == "kazakh"


def test_a_word_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(CLEAN)
    assert (repair("explain", "жоқ", "--in", file).exit_code, repair("explain", "...").exit_code) == (1, 1)
    assert "no such word" in repair("explain", "жоқ", "--in", file).stderr
    assert repair("explain", "жоқ", "--in", tmp_path / "none.txt").exit_code == 2
    assert repair("explain", "жоқ", "--lexicons", tmp_path / "none").exit_code == 2
