"""Confusions learned from a user's own pages take effect when they are laid over the shipped ones; peers see the same words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from running import repair

from pipeline.lexicon import Lexicon
from pipeline.measure.learn import confusions, word_pairs
from pipeline.measure.peers import golden, harmony, measured, word_by_word
from pipeline.mend.channel import NOTHING, Confusion
from pipeline.mend.page import judges

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def pairs(tmp_path: Path) -> tuple[Path, Path]:
    """The golden pages that have a damaged text, as two folders."""
    damaged, corrected = tmp_path / "damaged" / "a", tmp_path / "corrected" / "a"
    damaged.mkdir(parents=True)
    corrected.mkdir(parents=True)
    for page in GOLDEN.glob("*.damaged.txt"):
        name = page.name.replace(".damaged", "")
        shutil.copy(page, damaged / name)
        shutil.copy(GOLDEN / name, corrected / name)
    return damaged.parent, corrected.parent


def test_a_table_learned_from_folders_is_used(pairs: tuple[Path, Path], tmp_path: Path) -> None:
    assert repair("learn", *pairs, "-o", tmp_path / "own").exit_code == 0
    lexicon = Lexicon(tmp_path / "own")
    learned = {(row.gold, row.ocr): row.count / row.of for row in lexicon.rows(Confusion) if row.profile == "learned"}
    assert learned["қ", "к"] > 0.1
    before, after = judges(Lexicon())["kazakh"].channel, judges(lexicon)["kazakh"].channel
    for (gold, ocr), share in learned.items():
        pair = gold.replace(NOTHING, ""), ocr.replace(NOTHING, "")
        assert after.shares[pair] == max(share, before.shares.get(pair, 0))
    assert judges(lexicon)["russian"].channel.shares == judges(Lexicon())["russian"].channel.shares


def test_a_text_beside_itself_has_no_confusions() -> None:
    for marks in ("!", "|", ":", ";", "'", "’", "!..", "»!", "!»", "?!:", "''", "…;"):
        text = f"Шарт жасалды{marks} Оның мәні{marks} зор{marks} {marks}деді ол{marks} {marks}"
        assert confusions([(text, text)] * 3, "learned") == []
    assert list(word_pairs("т!л! ел|", "тілі елі.")) == [("т!л!", "тілі"), ("ел|", "елі")]


def test_what_was_learned_mends_what_was_left(tmp_path: Path) -> None:
    right = "Қорытынды жасалды. Жаңа заңдар қабылданды, оның мәні зор. Сонда барлық мәселелер қаралды және шешімдер жарияланды."
    damaged = right.replace("л", "ψ")
    (tmp_path / "d.txt").write_text(damaged)
    (tmp_path / "c.txt").write_text(right)
    assert repair("learn", tmp_path / "d.txt", tmp_path / "c.txt", "-o", tmp_path / "own").exit_code == 0
    before, after = (repair("explain", "маψдар", *more).stdout for more in ((), ("--lexicons", tmp_path / "own")))
    assert "changed: маψдар → малдар" in after and "changed: маψдар → малдар" not in before


def test_a_profile_of_russian_goes_to_its_own_channel(pairs: tuple[Path, Path], tmp_path: Path) -> None:
    assert repair("learn", *pairs, "-o", tmp_path / "own", "--profile", "russian").exit_code == 0
    assert judges(Lexicon(tmp_path / "own"))["kazakh"].channel.shares == judges(Lexicon())["kazakh"].channel.shares


def test_pages_that_do_not_go_together_are_named(pairs: tuple[Path, Path], tmp_path: Path) -> None:
    damaged, corrected = pairs
    (tmp_path / "empty").mkdir()
    cases = [
        ((damaged, corrected / "a" / "issyk.txt"), "one is a file, the other a folder"),
        ((damaged / "a" / "issyk.txt", corrected / "a" / "auezov.txt"), "are not the same text"),
        ((corrected / "a" / "issyk.txt", corrected / "a" / "issyk.txt"), "no letter of it was confused"),
        ((tmp_path / "empty", tmp_path / "empty"), "no files in it"),
    ]
    for paths, why in cases:
        said = repair("learn", *paths, "-o", tmp_path / "own")
        assert said.exit_code == 1 and why in said.stderr
    (corrected / "a" / "issyk.txt").unlink()
    said = repair("learn", damaged, corrected, "-o", tmp_path / "own")
    assert said.exit_code == 1 and f"{damaged}/a/issyk.txt: there is no {corrected}/a/issyk.txt" in said.stderr
    assert repair("learn", damaged, tmp_path / "nowhere", "-o", tmp_path / "own").exit_code == 2
    assert repair("learn", damaged, corrected, "-o", tmp_path / "own", "--profile", "#a").exit_code == 2
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("word", "ruled"),
    [("қүқық", "құқық"), ("бүрын", "бұрын"), ("үлт", "үлт"), ("күн", "күн"), ("түрік", "түрік"), ("мүше", "мүше")],
)
def test_the_harmony_rule(word: str, ruled: str) -> None:
    assert harmony(word) == ruled


def test_a_peer_sees_words_of_letters_and_nothing_else_changes() -> None:
    assert word_by_word(lambda word: "бар")("Жоқ, 12-ші т!л:\nЖОҚ") == "Бар, 12-бар т!л:\nБАР"


def test_the_golden_pages_are_measured() -> None:
    pages = list(golden())
    nothing, worse = measured(pages, lambda raw: raw)
    ruled, _ = measured(pages, word_by_word(harmony))
    assert len(pages) > 12 and worse == 0 and nothing.wer_cut == 0 < ruled.wer_cut
