"""Encodings told by what comes out of them, and mojibake put right, with what must stay as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.document import ReadError
from pipeline.read.encodings import decode
from pipeline.read.mojibake import undone
from pipeline.read.text import read_text

KAZAKH = ("1995 жылғы 30 тамызда бүкілхалықтық референдумда Қазақстан Республикасының Конституциясы қабылданды.",
          "Алматыда 1991 жылғы 21 желтоқсанда он бір мемлекеттің басшылары декларацияға қол қойды.",
          "«Егемен Қазақстан» газеті — елдегі ең көне басылымдардың бірі, ол 1919 жылы шыға бастады.",
          "БІРІНШІ ТАРАУ. Өңірлік ұйымдардың құрылуы және олардың міндеттері", "Әкім ұсынысты қолдады.")  # fmt: skip
RUSSIAN = ("Соглашение о создании Содружества Независимых Государств подписано 8 декабря 1991 года в Беловежской пуще.",
           "Устав Содружества был принят в Минске 22 января 1993 года, а вступил в силу через год — в 1994 году.",
           "Глава II. «Внешняя политика» и её задачи: № 5", "Яблоки уже созрели, и мы поехали в сад.")  # fmt: skip
RUSSIFIED = ("Казакстан Республикасынын Конституциясы 1995 жылы кабылданды, ол алты тараудан турады.",
             "Алматы каласында мемлекет басшыларынын кездесуи отти.")  # fmt: skip
NEIGHBOURS = (
    "Київ — столиця України, її найбільше місто; тут живе близько трьох мільйонів людей, а об'єднує їх Дніпро.",
    "Угоду підписано в Києві, вона набула чинності того ж дня. Її ратифікувала Верховна Рада.",
    "Београд је главни и највећи град Србије; његово ушће Саве у Дунав чувају тврђава и људи ћутљиви.",
    "Њему је Ђорђе дао књигу, џеп му је био пун љешника.",
    "Скопје е главен град на Македонија; ќе дојде и Ѓорѓи, а Његош ја напиша песната.",
    "Москва — столица России. Съезд объявил перерыв до 12 июня 1990 года.",
    "Қазақстан мен Украина арасындағы шарт Київ қаласында жасалды, оған Ющенко қол қойды, — деп жазды «Україна молода».",
    "Бишкекте 2018-жылы саммит болуп өттү, ага бардык өлкөлөрдүн башчылары катышты.",
    "Өфө — Башҡортостандың баш ҡалаһы, халҡы бер миллиондан ашыу.",
    "Le traité fut signé à Genève, où siégeaient déjà les délégués de l'été précédent.",
    "Мінск — сталіца Рэспублікі Беларусь, тут падпісаны Статут; яго ўхвалілі ўсе дзяржавы.",
)


def misread(text: str, *steps: str) -> str:
    """`text` as it looks after each step `wrong<right`: written in the right encoding, read in the wrong one."""
    for step in steps:
        wrong, right = step.split("<")
        text = "".join(_lenient(byte, wrong) for byte in text.encode(right))
    return text


def _lenient(byte: int, encoding: str) -> str:
    char = bytes([byte]).decode(encoding, "replace")
    return chr(byte) if char == "\ufffd" else char


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "kz1048",
                                      "ptcp154"])  # fmt: skip
@pytest.mark.parametrize("text", KAZAKH)
def test_kazakh(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16-le"])
@pytest.mark.parametrize("text", [*RUSSIAN, *RUSSIFIED])
def test_russian_and_kazakh_in_russian_letters(text: str, encoding: str) -> None:
    plain = "".join(char for char in text if char in "№" or char.encode(encoding, "ignore")).replace("№", "N")
    assert decode(plain.encode(encoding, "ignore"))[0] == plain


@pytest.mark.parametrize("text", [t for t in NEIGHBOURS if t.encode("cp1251", "replace").decode("cp1251") == t])
def test_cp1251_of_other_languages_is_not_taken_for_kazakh(text: str) -> None:
    assert decode(text.encode("cp1251")) == (text, "cp1251")


@pytest.mark.parametrize("steps", [
    ["cp1251<kz1048"], ["cp1251<ptcp154"], ["cp1251<utf-8"], ["cp1252<utf-8"], ["latin-1<utf-8"], ["cp1252<kz1048"],
    ["cp1251<utf-8", "cp1251<utf-8"], ["cp1251<kz1048", "cp1251<utf-8"],
])  # fmt: skip
@pytest.mark.parametrize("text", KAZAKH)
def test_mojibake_is_put_right(text: str, steps: list[str]) -> None:
    assert undone(misread(text, *steps))[0] == text


@pytest.mark.parametrize(("wrong", "right"), [("Ќазаќстан жјне Ресей", "Қазақстан және Ресей"), ("жјне", "және"),
                                              ("ќала", "қала"), ("ЌР Їкіметі", "ҚР Үкіметі")])  # fmt: skip
def test_short_mojibake_is_put_right(wrong: str, right: str) -> None:
    assert undone(wrong)[0] == right


def test_the_steps_are_named_in_the_encoding() -> None:
    assert decode(misread(KAZAKH[0], "cp1251<kz1048").encode()) == (KAZAKH[0], "utf-8+cp1251→kz1048")


@pytest.mark.parametrize("text", [*KAZAKH, *RUSSIAN, *RUSSIFIED, *NEIGHBOURS, "", "1991", "Ђ", "љ", "100 ‰, ±5 °C, µ", "ї"])
def test_what_is_no_mojibake_stays(text: str) -> None:
    assert undone(text) == (text, [])


def test_a_whole_page_of_neighbours_stays() -> None:
    page = "\n".join([*NEIGHBOURS, *KAZAKH, *RUSSIAN])
    assert undone(page) == (page, [])


def test_bytes_that_are_broken_are_counted() -> None:
    document = read_text(KAZAKH[0].encode() + b"\xd0 \0 " + KAZAKH[1].encode())
    assert (document.encoding, document.replaced) == ("utf-8", 2)
    assert document.raw.count("\ufffd") == 2


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x7fELF\x02\x01\x01" + bytes(57), bytes(range(128, 256)) * 3, b"\0" * 100])
def test_binary_is_refused_with_the_remedy(data: bytes) -> None:
    with pytest.raises(ReadError, match="save it as UTF-8"):
        read_text(data)


def test_a_long_line_is_read() -> None:
    line = " ".join([KAZAKH[0]] * 20_000)
    assert read_text(line.encode("kz1048")).raw == line


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_text(data)
    except ReadError as error:
        assert "run again" in str(error)
    else:
        document.raw.encode()
        assert "\0" not in document.raw


@given(st.text(alphabet="абвгқғңөүұіәАҚ .,-\n1«»", max_size=200))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert read_text(text.encode()).raw == text
