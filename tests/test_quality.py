"""What is said of the repaired text: the words that look damaged and were left, and the words that do not."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.mend.quality import quality, unknown
from pipeline.read.document import Document
from pipeline.run import process
from pipeline.text import Edit, Text

LEXICON = Lexicon()
AROUND = "Қазақ хандығының құрылуы туралы деректер {} әртүрлі қолжазбаларда сақталған, оларды ғалымдар зерттеп келеді."


def suspects(word: str) -> list[str]:
    return [suspect.text for suspect in quality(Text.of(AROUND.format(word)), (), LEXICON).suspect]


@pytest.mark.parametrize("word", ["мемл8кет", "ҚабЫЛДаған", "кезендершщ", "тари^ы", "кәрсетілгш", "еліміздің1н"])
def test_damaged_words_are_suspect(word: str) -> None:
    assert suspects(word) == [word]


@pytest.mark.parametrize(
    "word",
    ["дерек", "1986", "12-сінде", "XVIII", "ХІХ", "ТМД", "ТМД-ның", "СІМК-нің", "БҰҰ", "ҚазМұнайГаз", "Лукашенко", "Черняев",
     "Шелленберг", "Беловеж", "Treaty of Rome", "интеграцияланды", "мүше-мемлекеттер", "а", "№ 5", "(мақала)", "құрлықаралық"],
)  # fmt: skip
def test_sound_words_names_numbers_and_abbreviations_are_not(word: str) -> None:
    assert suspects(word) == []


def test_a_russian_passage_is_neither_unknown_nor_suspect() -> None:
    passage = "Настоящая работа посвящена истории казахского ханства и его отношениям с соседними государствами."
    assert unknown(AROUND.format("бар") + " " + passage, (), LEXICON) == []


def test_offsets_are_into_the_repaired_text_on_every_page() -> None:
    text = "Бүл" + AROUND.format("бар") + "\f" + AROUND.format("мемл8кет")
    found = quality(Text.of(text).apply("normalise", [Edit(3, 3, " ", "space")]), (text.index("\f") + 2,), LEXICON)
    assert [text[s.start - 1 : s.end - 1] for s in found.suspect] == ["мемл8кет"]


def test_counts_and_score() -> None:
    text = Text.of("каласында мемл8кет бар еді").apply("repair", [Edit(0, 9, "қаласында", "к→қ", 0.9)])
    found = quality(text, (), LEXICON)
    assert (found.tokens, found.repaired, found.unknown, len(found.suspect)) == (4, 1, 1, 1)
    assert found.score == pytest.approx(1 - (1 + 0.1) / 4)


@pytest.mark.parametrize("text", ["", "\f", "   ", "12 345", "!!!"])
def test_nothing_to_doubt_is_trusted(text: str) -> None:
    assert quality(Text.of(text), (), LEXICON).score == 1


def test_a_change_of_another_stage_is_no_repair() -> None:
    assert quality(Text.of("бар  еді").apply("normalise", [Edit(3, 5, " ", "spaces")]), (), LEXICON).repaired == 0


def test_the_record_says_what_was_left() -> None:
    record = process(Document(AROUND.format("хщшъртт")), "a.txt", LEXICON)
    assert [record.text[s.start : s.end] for s in record.quality.suspect] == ["хщшъртт"] and record.quality.score < 1
