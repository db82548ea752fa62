"""Damaged words and what they were; sound words, names, numbers and other languages, which stay."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Lexicon
from pipeline.mend import repair
from pipeline.mend.languages import foreign
from pipeline.mend.page import judges
from pipeline.mend.tokens import in_case_of, tokens
from pipeline.read.document import Box, Document
from pipeline.text import Text

LEXICON = Lexicon()
LOST_MARKS = "Бүл қүжат түрақты жүмыс тобының мүндай үсынысы бойынша қүрылған қүқықтық негіздерге сүйенеді, {}."
RUSSIAN_MODEL = "Казак халкынын тарихы туралы бул енбекте когамдык озгерстер мен мэдениет мэселелер карастырылады, {}."
SOUND = "Қазақ хандығының құрылуы туралы деректер әртүрлі қолжазбаларда сақталған, оларды ғалымдар зерттеп келеді, {}."


def mended(text: str) -> str:
    before = Text.of(text)
    return before.apply("repair", repair.edits(before, Document(text), LEXICON)).current


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("қүқық", "құқық"), ("бүрын", "бұрын"), ("каласында", "қаласында"), ("жоне", "және"), ("мэселе", "мәселе"),
        ("мсмлекет", "мемлекет"), ("болтан", "болған"), ("емір", "өмір"), ("үйымдар", "ұйымдар"), ("Үлттық", "Ұлттық"),
    ],
)  # fmt: skip
def test_lost_marks_come_back(damaged: str, right: str) -> None:
    assert mended(LOST_MARKS.format(damaged)).endswith(f" {right}.")


@pytest.mark.parametrize(
    ("damaged", "right"),
    [("казак", "қазақ"), ("журтына", "жұртына"), ("келшт", "келіпті"), ("тургын", "тұрғын"), ("жылдарда", "жылдарда"),
     ("угарлык", None), ("т!л", "тіл")],
)  # fmt: skip
def test_the_russian_model_is_undone(damaged: str, right: str | None) -> None:
    if right:
        assert mended(RUSSIAN_MODEL.format(damaged)).endswith(f" {right}.")


@pytest.mark.parametrize(
    "word",
    ["ролі", "Россия", "бұрыңғы", "Черняев", "Горбачевтің", "ТМД-ның", "XVIII", "ХІХ", "1986", "12-сінде", "Нұрмағанбетов",
     "Шелленберг", "www.kaz.kz", "интеграцияланды", "шамалардан", "Моңғолиядағы", "қос", "тұр", "түр", "ән", "ең", "он"],
)  # fmt: skip
def test_sound_text_stays(word: str) -> None:
    text = SOUND.format(word)
    assert mended(text) == text


@pytest.mark.parametrize(("read_with", "right"), [(0.4, "өнімінің"), (0.95, "әнімінің"), (None, "әнімінің")])
def test_a_word_that_was_poorly_read_needs_less_to_be_changed(read_with: float | None, right: str) -> None:
    text = Text.of(LOST_MARKS.format("әнімінің"))
    at = text.raw.index("әнімінің")
    document = Document(text.raw, boxes=(Box(at, at + 9, 0, 0, 9, 9, read_with),))
    assert text.apply("repair", repair.edits(text, document, LEXICON)).current.endswith(f" {right}.")


def test_the_authors_spelling_stays_on_a_damaged_page() -> None:
    assert mended(LOST_MARKS.format("халықтың атқарар ролі зор")).endswith("атқарар ролі зор.")


@pytest.mark.parametrize(
    "passage",
    [
        "Настоящая работа посвящена истории казахского ханства и его отношениям с соседними государствами.",
        "The Treaty on European Union was signed at Maastricht on 7 February 1992.",
        "«Собрание узаконений и распоряжений правительства», Петербург, 1868",
    ],
)
def test_other_languages_stay(passage: str) -> None:
    assert mended(LOST_MARKS.format(passage)).endswith(passage + ".")


def test_a_russian_passage_is_told_from_kazakh_in_russian_letters() -> None:
    kazakh, russian = RUSSIAN_MODEL.format("казак"), "Настоящая работа посвящена истории казахского ханства"
    page = tokens(kazakh + " " + russian)
    assert foreign(page, LEXICON) == [token.start >= len(kazakh) for token in page]


def test_a_rule_is_named_by_its_confusions() -> None:
    text = Text.of(LOST_MARKS.format("каласында"))
    rules = {edit.text: edit.rule for edit in repair.edits(text, Document(text.raw), LEXICON)}
    assert rules["құжат"] == "ү→ұ" and rules["қаласында"] == "к→қ"


@pytest.mark.parametrize(("form", "word", "cased"), [("қала", "Кала", "Қала"), ("бұұ", "БҮҮ", "БҰҰ"), ("қала", "кала", "қала")])
def test_capitals_are_kept(form: str, word: str, cased: str) -> None:
    assert in_case_of(form, word) == cased


def test_a_judge_says_what_a_word_may_have_been() -> None:
    judgement = judges(LEXICON)["kazakh"].judge("каласында")
    assert judgement.readings[0].form == "қаласында" and judgement.readings[0].score > judgement.own


@pytest.mark.parametrize(
    ("damaged", "right"),
    [("кеңесіДостастық", "кеңесі Достастық"), ("уақытішінде", "уақыт ішінде"), ("мүше- мемлекеттер", "мүше-мемлекеттер"),
     ("қолқойдыКелесі", "қол қойды Келесі"), ("үйымдастырадыКелесі", "үйымдастырады Келесі"),
     ("және|Экономикалық", "және Экономикалық"), ("бойынша*шакырылып", "бойынша шакырылып"), ("жүрді^өзі", "жүрді өзі"),
     ("www|site", "www|site"), ("файл_аты", "файл_аты"), ("eGov", "eGov"), ("АтаМекен", "АтаМекен"), ("МакГрегор", "МакГрегор"),
     ("ҚазТрансОйл", "ҚазТрансОйл"), ("т*л", "тіл"), ("ме^пекеттер:", "мемлекеттер:"), ("үйымМүшелері", "үйымМүшелері"),
     ("қала- ларда", "қалаларда"), ("медицина", "медицина"), ("ҚазМұнайГаз", "ҚазМұнайГаз"),
     ("ауыл шаруашылығы", "ауыл шаруашылығы")],
)  # fmt: skip
def test_spaces_come_and_go_with_the_words(damaged: str, right: str) -> None:
    assert mended(LOST_MARKS.format(damaged)).endswith(f" {right}.")


@pytest.mark.parametrize(
    "word",
    ["себептенде", "радиожүргізушімен", "кондоминиумдарды", "МакГрегор", "ықпалшаралар", "Эспаньола", "гамакты"],
)
def test_on_a_sound_page_rare_words_are_the_author_s(word: str) -> None:
    assert mended(SOUND.format(word)) == SOUND.format(word)
