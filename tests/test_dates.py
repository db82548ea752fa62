"""Dates: the answer is drawn into the text as `[expression|EDTF]` or `[expression|EDTF mod]`."""

from pathlib import Path

import pytest
import regex
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.find.dates import dates
from pipeline.find.dates.reader import roman
from pipeline.find.dates.tokens import cutter
from pipeline.find.dates.words import DateWord, Month, Numeral, declined
from pipeline.find.sentences import sentences
from pipeline.lexicon import Lexicon
from pipeline.record import Date

LEXICON = Lexicon()
DRAWN = regex.compile(r"\[([^|\[\]]+)\|([^\]]+)\]")



def found(text: str) -> list[Date]:
    return dates(text, sentences(text, LEXICON), LEXICON)


def wanted(drawn: str) -> tuple[str, list[tuple[str, str]]]:
    """The plain text and its `(expression, value)`s."""
    values = []
    for expression, value in DRAWN.findall(drawn):
        if value.startswith("="):
            values += [(part.rpartition(":")[0], part.rpartition(":")[2]) for part in value[1:].split(";")]
        else:
            values.append((expression, value))
    return DRAWN.sub(r"\1", drawn), values


def lines(name: str) -> list[str]:
    """The cases of `cases/NAME`."""
    text = (Path(__file__).parent / "cases" / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("drawn", lines("dates.txt"))
def test_dates_as_drawn(drawn: str) -> None:
    text, values = wanted(drawn)
    assert [(date.text, f"{date.edtf} {date.mod or ''}".strip()) for date in found(text)] == values
    for date in found(text):
        parse_edtf(date.edtf)


@pytest.mark.parametrize("text", lines("no_dates.txt"))
def test_what_is_no_date(text: str) -> None:
    assert [date.text for date in found(text)] == []


@pytest.mark.parametrize("row", [row for table in (Month, Numeral, DateWord) for row in LEXICON.rows(table)],
                         ids=lambda row: getattr(row, "word", None) or row.form)  # fmt: skip
def test_rows(row: Month | Numeral | DateWord) -> None:
    last = found(row.example)[-1]
    assert last.edtf == row.edtf
    if isinstance(row, DateWord) and row.role == "part":
        assert (last.mod or "") == row.value.removesuffix("between").removesuffix("within")


EXAMPLES = [row.example for table in (Month, DateWord) for row in LEXICON.rows(table)]
MARKS = [" – ", "(", ")", "1", "31 ", "сол ", "мен ", ". ", "\n", "XX ", "-", "басында ", "мен жазында", ", ақпан және"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(EXAMPLES + MARKS), max_size=6))
def test_every_value_is_edtf_and_in_order(pieces: list[str]) -> None:
    text = " ".join(pieces)
    at = 0
    for date in found(text):
        assert date.start >= at and text[date.start : date.end] == date.text
        for side in date.edtf.split("/"):  # the library cannot read -06XX/-05XX whole
            assert side == ".." or parse_edtf(side)
        at = date.end


NOISE = ["1", "1. ", "XV", "(", "сол ", "бір ", "1990-", "1990 ж. ", "А", "- 1 ", "5 мамыр – ", "1, ", "1990 және ", "мың "]


@pytest.mark.parametrize("piece", NOISE)
def test_noise_is_read_without_harm(piece: str) -> None:
    for date in found(piece * 500):
        parse_edtf(date.edtf)


@pytest.mark.parametrize(("numeral", "value"), [("XVIII", 18), ("ХVІІІ", 18), ("ХІХ", 19), ("Х1Х", 19), ("ХУІІІ", 18), ("ХҮ", 15),
                                                ("IV", 4), ("XX", 20), ("IIX", None), ("ХХХХ", None), ("VX", None)])  # fmt: skip
def test_roman_numerals_in_either_script(numeral: str, value: int | None) -> None:
    assert roman(numeral) == value


@pytest.mark.parametrize(("stem", "forms"), [
    ("желтоқсан", "желтоқсанда желтоқсанның желтоқсанға желтоқсаннан желтоқсаны желтоқсанында желтоқсанынан желтоқсанындағы"),
    ("қыркүйек", "қыркүйекте қыркүйектің қыркүйекке қыркүйегі қыркүйегінде қыркүйегіндегі"),
    ("шілде", "шілдеде шілденің шілдеге шілдеден шілдесі шілдесінде"),
    ("тамыз", "тамызда тамыздың тамызбен тамызын"), ("август", "августта августтан августы"),
    ("сентябрь", "сентябрьде сентябрінде сентябрьдің"), ("ғасыр", "ғасырда ғасырдың ғасыры ғасырында ғасырындағы"),
])  # fmt: skip
def test_case_endings(stem: str, forms: str) -> None:
    made = {form for form, _, _ in declined(stem)}
    assert set(forms.split()) <= made


def test_text_without_blanks_is_not_read_to_its_end_at_every_figure() -> None:
    for text in ("1991құрылды" * 1000, "ғасырқ1" * 1000, "100." * 1000):
        assert sum(len(word) for _, word in cutter(LEXICON)._anchors(text)) < 100 * len(text)
