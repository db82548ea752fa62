"""Sentences: the answer is drawn into the text, `|` where one ends and the next begins."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.abbreviations import Abbreviation
from pipeline.find.headings import Heading
from pipeline.find.sentences import SentenceStart, sentences
from pipeline.lexicon import Lexicon

LEXICON = Lexicon()


def drawn(text: str) -> str:
    found, at = [], 0
    for sentence in sentences(text, LEXICON):
        found.append(text[at : sentence.start] + "|" if at else text[: sentence.start])
        found.append(sentence.text)
        at = sentence.end
    return "".join([*found, text[at:]])


def squeezed(text: str) -> str:
    return " ".join(text.replace("|", " | ").split())


def cases() -> list[str]:
    text = (Path(__file__).parent / "cases" / "sentences.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [line.replace("\\n", "\n").replace("\\f", "\f") for line in lines]


@pytest.mark.parametrize("text", cases())
def test_sentences_end_where_drawn(text: str) -> None:
    assert squeezed(drawn(text.replace("|", ""))) == squeezed(text)


@pytest.mark.parametrize("row", LEXICON.rows(Heading), ids=lambda row: row.word)
def test_heading_rows(row: Heading) -> None:
    assert row.word in row.example.lower()
    assert squeezed(drawn(row.example.replace("|", ""))) == squeezed(row.example)


@pytest.mark.parametrize("row", LEXICON.rows(Abbreviation), ids=lambda row: row.form)
def test_abbreviation_rows(row: Abbreviation) -> None:
    assert row.form in row.example.lower()
    assert squeezed(drawn(row.example.replace("|", ""))) == squeezed(row.example)


@pytest.mark.parametrize("row", LEXICON.rows(SentenceStart), ids=lambda row: row.word)
def test_start_rows(row: SentenceStart) -> None:
    assert squeezed(drawn(row.example.replace("|", ""))) == squeezed(row.example)


def test_wrapped_lines_are_not_sentences() -> None:
    text = (
        "Қазақ хандығының құрылуы халқымыздың тарихындағы\nбетбұрыс болды. Ол кезде Керей мен\nЖәнібек сұлтандар бастаған\n"
        "тайпалар Әбілқайыр ханнан бөлініп, Жетісуға\nқарай көшті. Моғолстан билеушісі Есенбұға\nоларды жақсы қабылдады."
    )
    assert [s.text.replace("\n", " ") for s in sentences(text, LEXICON)] == [
        "Қазақ хандығының құрылуы халқымыздың тарихындағы бетбұрыс болды.",
        "Ол кезде Керей мен Жәнібек сұлтандар бастаған тайпалар Әбілқайыр ханнан бөлініп, Жетісуға қарай көшті.",
        "Моғолстан билеушісі Есенбұға оларды жақсы қабылдады.",
    ]


def test_a_numbered_heading_in_a_wrapped_block_stands_alone() -> None:
    text = (
        "2.1 Суармалы егіншілік пен су құқығы\nСырдария бойындағы арықтар ертеден ортақ меншік болған.\n"
        "Су мұрабтың қадағалауымен кезекпен\nбөлінді, ал арық қазуға әр\nауылдан адам шығарылды. Проф.\nӘ.Х. Марғұлан сипаттады."
    )
    assert [s.text.split()[0] for s in sentences(text, LEXICON)] == ["2.1", "Сырдария", "Су", "Проф."]


@settings(deadline=None)
@given(st.text(alphabet="абҚҒ.!?… \n«»\"()[]/1XV-–,;:\tт", max_size=120))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    at = 0
    for sentence in sentences(text, LEXICON):
        assert sentence.start >= at and not text[at : sentence.start].strip()
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        at = sentence.end
    assert not text[at:].strip()
