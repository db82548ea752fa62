"""The earliest and the latest day of an EDTF value, for range queries.

Method: EDTF (ISO 8601-2:2019, levels 1 and 2), the part of it that this project writes: days, months, years, seasons and their
like (-21 to -41), X for a digit or a part that is not known, years before our era, ~ ? and %, intervals with open ends. Days are
proleptic Gregorian, years astronomical (0000 is 1 BC), as ISO 8601 has them.
"""

from __future__ import annotations

from typing import NamedTuple

import regex


class Day(NamedTuple):
    """A day of any era, in calendar order."""

    year: int
    month: int
    day: int

    @property
    def iso(self) -> str:
        """`1991-12-08`; years before our era with a minus and four digits."""
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    @property
    def number(self) -> int:
        """Days since the eve of 0001-01-01, as `datetime.date.toordinal` counts them, on into the years before it."""
        before = self.year - 1
        months = sum(days_in(self.year, month) for month in range(1, self.month))
        return before * 365 + before // 4 - before // 100 + before // 400 + months + self.day


Bounds = tuple[Day | None, Day | None]
NO_BOUNDS: Bounds = (None, None)
OPEN_START, OPEN_END = Day(-9999, 1, 1), Day(9999, 12, 31)
"""What `../1991` and `1991/..` are bounded by, so that a range query finds them"""

_DATE = regex.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?")
_UNSURE = regex.compile(r"[~?%]")
# Seasons and other divisions of a year: first and last month. A winter has a place at both ends of its year.
_DIVISIONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 12), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
              37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12)}  # fmt: skip


def bounds(edtf: str) -> Bounds:
    """First and last day that `edtf` can mean; none for what has no place in time (`XXXX-11-18`) or is no EDTF of ours."""
    start, slash, end = _UNSURE.sub("", edtf).partition("/")
    if not slash:
        return _date(start)
    first = OPEN_START if start == ".." else _date(start)[0]
    last = OPEN_END if end == ".." else _date(end)[1]
    return (first, last) if first and last and first <= last else NO_BOUNDS


def days_in(year: int, month: int) -> int:
    """Length of a month in the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _date(text: str) -> Bounds:
    match = _DATE.fullmatch(text)
    if match is None or match["year"].endswith("XXXX"):
        return NO_BOUNDS
    year, month, day = match["year"], match["month"] or "XX", match["day"] or "XX"
    low, high = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
    months = _range(month, 1, 12) if month not in map(str, _DIVISIONS) else _DIVISIONS[int(month)]
    if months is None or (int(month.replace("X", "1")) > 12 and match["day"]):
        return NO_BOUNDS
    firsts, lasts = _range(day, 1, days_in(low, months[0])), _range(day, 1, days_in(high, months[1]))
    if firsts is None or lasts is None:
        return NO_BOUNDS
    return Day(low, months[0], firsts[0]), Day(high, months[1], lasts[1])


def _range(digits: str, least: int, most: int) -> tuple[int, int] | None:
    """Least and greatest number that `digits` can stand for within the limits, or None where there is none."""
    low, high = max(least, int(digits.replace("X", "0"))), min(most, int(digits.replace("X", "9")))
    return (low, high) if low <= high else None
