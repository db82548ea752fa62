"""First and last day of what is written as EDTF."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.write.edtf_bounds import Day, bounds

CASES = {
    "1991-12-08": ("1991-12-08", "1991-12-08"),
    "1986-12": ("1986-12-01", "1986-12-31"),
    "1992-02": ("1992-02-01", "1992-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "1993": ("1993-01-01", "1993-12-31"),
    "198X": ("1980-01-01", "1989-12-31"),
    "17XX": ("1700-01-01", "1799-12-31"),
    "1XXX": ("1000-01-01", "1999-12-31"),
    "-03XX": ("-0399-01-01", "-0300-12-31"),
    "-0300": ("-0300-01-01", "-0300-12-31"),
    "0000": ("0000-01-01", "0000-12-31"),
    "1465~": ("1465-01-01", "1465-12-31"),
    "1465?": ("1465-01-01", "1465-12-31"),
    "1916-21": ("1916-03-01", "1916-05-31"),
    "1916-22": ("1916-06-01", "1916-08-31"),
    "1916-23": ("1916-09-01", "1916-11-30"),
    "1916-24": ("1916-01-01", "1916-12-31"),
    "1991-12-07/1991-12-08": ("1991-12-07", "1991-12-08"),
    "1986/1989": ("1986-01-01", "1989-12-31"),
    "17XX/18XX": ("1700-01-01", "1899-12-31"),
    "-03XX/0552": ("-0399-01-01", "0552-12-31"),
    "1465~/1466~": ("1465-01-01", "1466-12-31"),
    "1991/..": ("1991-01-01", "9999-12-31"),
    "../1991": ("-9999-01-01", "1991-12-31"),
    "1991-XX-18": ("1991-01-18", "1991-12-18"),
    "1991-12-XX": ("1991-12-01", "1991-12-31"),
    "1991-12-2X": ("1991-12-20", "1991-12-29"),
    "1991-1X": ("1991-10-01", "1991-12-31"),
}
NONE = ["XXXX-11-18", "XXXX", "XXXX-11", "-XXXX", "", "/", "..", "1991/", "/1991", "XXXX-11-18/XXXX-11-20", "1991-13",
        "1991-02-30", "1991-00", "1991-12-32", "1991-21-05", "91", "1991-1-1", "1992/1991", "1991/1992/1993",
        "желтоқсан", "1991-12-08T10:00",
        "1991'; DROP TABLE dates; --"]  # fmt: skip


@pytest.mark.parametrize(("edtf", "expected"), CASES.items())
def test_bounds(edtf: str, expected: tuple[str, str]) -> None:
    first, last = bounds(edtf)
    assert first and last and (first.iso, last.iso) == expected
    assert first.number <= last.number


@pytest.mark.parametrize("edtf", NONE)
def test_no_place_in_time_has_no_bounds(edtf: str) -> None:
    assert bounds(edtf) == (None, None)


@given(st.dates())
def test_a_day_is_its_own_bounds_and_counts_as_the_standard_library_does(day: date) -> None:
    assert bounds(day.isoformat()) == (Day(day.year, day.month, day.day),) * 2
    assert Day(day.year, day.month, day.day).number == day.toordinal()


@given(st.integers(-9999, 9998))
def test_years_before_our_era_go_on_without_a_gap(year: int) -> None:
    assert Day(year + 1, 1, 1).number - Day(year, 12, 31).number == 1


@given(st.text(alphabet="0123456789X-/.~?% ", max_size=24))
def test_anything_has_bounds_in_order_or_none(text: str) -> None:
    first, last = bounds(text)
    assert (first is None) == (last is None) and (first is None or (last is not None and first <= last))
