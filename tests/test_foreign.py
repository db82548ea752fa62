"""Passages in other languages that are marked, and the many things that look like them and are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon import Lexicon, LexiconError, read_table
from pipeline.mend.foreign import ForeignWord
from pipeline.mend.languages import foreign
from pipeline.mend.passages import passages
from pipeline.mend.tokens import tokens
from pipeline.read.document import Document
from pipeline.record import from_json, to_json
from pipeline.run import process

LEXICON = Lexicon()
KAZAKH = "Бұл құжат тұрақты жұмыс тобының ұсынысы бойынша құрылған, {} деген еңбекте айтылады. Қазақ халқының тарихы терең."
RUSSIAN_MODEL = "Казак халкынын тарихы туралы бул енбекте когамдык озгерстер карастырылады, {} деген енбек бар. Ол жакында шыкты."


def marked(text: str) -> list[tuple[str, str]]:
    found = list(passages(text, (), LEXICON))
    assert all(text[passage.start : passage.end] == passage.text for passage in found)
    return [(passage.text, passage.language) for passage in found]


@pytest.mark.parametrize("row", LEXICON.rows(ForeignWord), ids=lambda row: f"{row.language}-{row.word}")
def test_each_word_tells_its_example(row: ForeignWord) -> None:
    ((text, language),) = marked(KAZAKH.format(f"«{row.example}»"))
    assert language == row.language and text == row.example


@pytest.mark.parametrize("frame", [KAZAKH, RUSSIAN_MODEL])
@pytest.mark.parametrize(
    ("passage", "language"),
    [
        ("Настоящая работа посвящена истории казахского ханства и его отношениям с соседними государствами", "ru"),
        ("Соглашение о создании Содружества Независимых", "ru"),
        ("О мерах по реализации", "ru"),
        ("Собрание узаконений и распоряжений правительства", "ru"),
        ("The Treaty on European Union was signed at Maastricht on 7 February 1992", "en"),
        ("Geschichte der Mongolen und Reisen durch Asien", "de"),
        ("Turkestan Reconstructed", "und-Latn"),
        ("Qazaqstannyñ qysqaşa tarihy", "und-Latn"),
        ("Les invasions mongoles et leurs suites", "fr"),
    ],
)
def test_a_passage_is_told(frame: str, passage: str, language: str) -> None:
    assert marked(frame.format(f"«{passage}»")) == [(passage, language)]


@pytest.mark.parametrize(
    "passage",
    [
        "экономикалық интеграция, конституция, федерация, декларация, ратификация, юрисдикция",
        "республика парламенті ратификациялаған конвенция, протокол, меморандум",
        "президент, премьер-министр, депутат, сенатор, прокурор", "Литва, Латвия, Эстония, Молдова, Грузия, Армения",
        "Дмитрий Медведев, Владимир Путин, Борис Ельцин", "Горбачев пен Ельцин", "Ван Гог, Винсент", "«Известия»",
        "«Правда» газеті", "«Times»", "«Le Monde»дан", "Дж. Р. Р. Толкин", "J. R. R.", "A. B. Smith", "IBM", "NATO",
        "IBM, NATO, OPEC", "XVIII, XIX", "XX ғасыр, XXI ғасыр",
        "www.government.kz", "https://adilet.zan.kz/kaz/docs", "info@mail.kz", "file.name.txt",
        "CO2", "A4, B5",
        "x + y", "pH", "a, b, c", "vitamin C", "Windows-та", "и с о в", "не бар, не жоқ", "ол да, бұл да", "как", "Ю Эс Ньюс",
        "освещение", "только", "ЮНЕСКО, ЮНИСЕФ", "РСФСР, БКСР, УКСР", "М.С.Горбачев, Б.Н.Ельцин",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", [KAZAKH, RUSSIAN_MODEL])
def test_what_only_looks_foreign_is_not_marked(frame: str, passage: str) -> None:
    assert marked(frame.format(passage)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Казакстан Республикасынын Президентi халыкаралык уйымдар мен мемлекеттер арасындагы кел1с1мдерге кол койды.",
        "Енд1 б1з тарихи деректерд1 зерттеп, когамнын дамуы туралы кортынды жасаймыз, ол ушш уакыт керек.",
        "Ведомствога карасты косторынных, тенесЯрелен алайца, бульнт колу оных внерине, этика болёминйн ага лаборанты.",
        "Мугалём эр! устаз, эр! инноватор. Трапеция тар зд! болады. Ресми малЁметке Караганды кошед!.",
        "", "\f", "1991", "Толық сөйлем. \f Екінші бет.",
    ],
)  # fmt: skip
def test_kazakh_read_by_the_russian_model_is_not_russian(text: str) -> None:
    assert marked(text) == []


def test_a_passage_stays_in_its_paragraph_and_on_its_page() -> None:
    first, second = "Соглашение о создании Содружества", "О введении национальной валюты"
    page = KAZAKH.format("бұл") + f"\n{first}\n{second}\nҚазақ халқының тарихы терең."
    assert marked(page + "\f" + page) == [(first, "ru"), (second, "ru")] * 2


def test_the_record_says_it_and_its_schema_knows_it() -> None:
    record = process(Document(KAZAKH.format("«Treaty of Rome»")), "a.txt", LEXICON)
    assert [(it.text, it.language) for it in record.foreign] == [("Treaty of Rome", "en")]
    assert from_json(to_json(record)) == record


@pytest.mark.parametrize("row", ["на\tru\t2\tна пороге", "на\tkk\t1\tна пороге", "-остями\tru\t1\tностями"])
def test_a_wrong_row_is_refused(row: str, tmp_path: Path) -> None:
    table = tmp_path / "foreign_words.tsv"
    table.write_text("word\tlanguage\tweight\texample\n" + row + "\n")
    with pytest.raises(LexiconError, match=r"foreign_words\.tsv:2"):
        read_table(table, ForeignWord)


@pytest.mark.parametrize(
    ("passage", "strange"),
    [
        ("Собрание узаконений и распоряжений правительства", True), ("О мерах по реализации", True),
        ("Історія української держави", True), ("Treaty of Rome", True),
        ("Хүн бүр төрж мэндлэхдээ эрх чөлөөтэй, адилхан нэр төртэй байдаг", True),
        ("Тамоми одамон озод ба аз лиҳози шарафу ҳуқуқ", True),
        ("Ведомствога кдрасты косторынных", False), ("тенесЯрелен алайца телену паст", False),
        ("Дмитрий Медведев мен Рафаэль Надаль", False), ("Литва, Латвия, Эстония", False), ("деформация, ратификация", False),
        ("атакты тенниещиер", False),
    ],
)  # fmt: skip
def test_only_what_is_surely_foreign_is_kept_from_repair(passage: str, strange: bool) -> None:
    text = RUSSIAN_MODEL.format(passage)
    page = tokens(text)
    words = passage.replace(",", "").split()
    inside = [odd for token, odd in zip(page, foreign(page, LEXICON), strict=True) if token.text in words]
    assert set(inside) == {strange}


@pytest.mark.parametrize(
    "passage",
    [
        "Монгол улсын түүх эртний түүхтэй. Энэ ном Улаанбаатар хотод хэвлэгдсэн. Манай орны ард түмэн чөлөөтэй амьдарч байна.",
        "Тамоми одамон озод ба аз лиҳози шарафу ҳуқуқ ба ҳам баробар ба дунё меоянд.",
        "Окуучулар мектепте эне тилинде окушат жана жазышат. Биздин өлкөбүздө көп улуттун өкүлдөрү жашайт.",
    ],
)
@pytest.mark.parametrize("frame", ["{}", KAZAKH])
def test_passages_in_other_cyrillic_languages_are_left_alone(frame: str, passage: str) -> None:
    assert process(Document(frame.format(f"«{passage}»")), "x", LEXICON).repairs == ()
