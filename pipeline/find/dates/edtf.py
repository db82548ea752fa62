"""Calendar times and how they are written: EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/).

Years are astronomical: 1 BCE is 0, 209 BCE is -208.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["millennium", "century", "decade", "year", "month", "day"]


class Point(NamedTuple):
    """A time of one precision. `year` is the first year of what `unit` names (BCE: the earliest but for its last digits);
    `month` is 1 to 12, or a season (21 to 24) or quarter (33 to 36); None is a part the text does not give."""

    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    short: bool = False
    """whether `year` is but the last two digits that «37-жылы» gives"""

    def known(self, unit: Unit) -> bool:
        """Is the part called `unit` known?"""
        if self.short:
            return False
        order: dict[str, int | None] = {"year": self.year, "month": self.month, "day": self.day}
        if unit in order:
            return order[unit] is not None and (unit != "year" or self.unit in {"year", "month", "day"})
        return self.year is not None


class Period(NamedTuple):
    """From one time to another; `last` None is open: until now."""

    first: Point
    last: Point | None


Value = Point | Period


def century(number: int, before: bool = False) -> Point:
    """The century of that number: 18 is 17XX; before our era 4 is -03XX."""
    return Point("century", 1 - number * 100 if before else (number - 1) * 100)


def millennium(number: int, before: bool = False) -> Point:
    return Point("millennium", 1 - number * 1000 if before else (number - 1) * 1000)


def is_real(point: Point) -> bool:
    """Is there such a month and day?"""
    if point.day is None:
        return point.month is None or 1 <= point.month <= 12 or 21 <= point.month <= 24 or 33 <= point.month <= 36
    if point.month is None:
        return 1 <= point.day <= 31
    if not 1 <= point.month <= 12:
        return False
    # A leap day is looked up by the Julian rule before 1918, so that old-style dates stand.
    year = point.year
    leap = year is None or isleap(year) or (year < 1919 and year % 4 == 0)
    return 1 <= point.day <= (29 if point.month == 2 and leap else monthrange(2001, point.month)[1])


def shifted(point: Point, unit: str, amount: int) -> Point | None:
    """`point` moved by `amount` units, known to the precision of `unit`; None where `point` does not know that unit."""
    if point.year is None:
        return None
    if unit == "day":
        if point.day is None or not 1 <= (point.month or 0) <= 12 or not 1 <= point.year <= 9999:
            return None
        try:
            moved = date(point.year, point.month or 1, point.day) + timedelta(days=amount)
        except (ValueError, OverflowError):
            return None
        return Point("day", moved.year, moved.month, moved.day)
    if unit == "month":
        if not 1 <= (point.month or 0) <= 12:
            return None
        months = point.year * 12 + (point.month or 1) - 1 + amount
        return Point("month", months // 12, months % 12 + 1)
    if unit == "year":
        return Point("year", point.year + amount) if point.known("year") else None
    width = {"decade": 10, "century": 100, "millennium": 1000}[unit]
    if point.year <= 0:
        return None
    return Point(unit, point.year // width * width + amount * width)  # type: ignore[arg-type]


_WIDTH = {"century": 100, "millennium": 1000}


def written(value: Value) -> str | None:
    """`value` as EDTF; None where nothing of it is known."""
    if isinstance(value, Point):
        return _point(value)
    first = value.first
    last = value.last
    if last is None:
        start = _point(first)
        return start and f"{start}/.."
    if first.unit == last.unit in _WIDTH and (first.year or 0) < 0:
        # A range of centuries or millennia that begins before our era is given in years.
        after = (last.year or 0) + _WIDTH[last.unit]
        first, last = Point("year", first.year), Point("year", after - 1 if (last.year or 0) < 0 else after)
    start, end = _point(first), _point(last)
    return f"{start}/{end}" if start and end else None


def _point(point: Point) -> str | None:
    if point.year is None and point.month is None and point.day is None:
        return None
    year = "XXXX" if point.year is None else f"-{-point.year:04d}" if point.year < 0 else f"{point.year:04d}"
    hidden = {"millennium": 3, "century": 2, "decade": 1}.get(point.unit, 0)
    if hidden:
        year = year[:-hidden] + "X" * hidden
    if point.short:
        year = "XX" + year[-2:]
    parts = [year]
    if point.month is not None or point.day is not None:
        parts.append("XX" if point.month is None else f"{point.month:02d}")
    if point.day is not None:
        parts.append(f"{point.day:02d}")
    if point.year is None and (point.month or 0) > 12:
        return None
    return "-".join(parts) + ("~" if point.approximate else "")
