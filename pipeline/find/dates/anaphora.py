"""What «сол жылы», «екі күн бұрын» and «18 қарашада» mean, from the dates that stand before them."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import Literal, NamedTuple

from pipeline.find.dates.edtf import Period, Point, Unit, Value, is_real, shifted

REACH = 6
"""Sentences back in which a date can lend its year to one that lacks it"""
_DATES_BACK = 40
NEAR = 2
"""Sentences back in which «келесі жылы» or a bare month finds the date it counts from"""


class Refer(NamedTuple):
    """How an expression leans on an earlier date: `shift` moves it by `amount` units, `first` and `last` take an end of a
    period, `year` lends its year, `month` its year to a month that needs one near, `century` its century to a decade, `digits`
    to a year of two digits; `past` counts from the day of writing («өткен ғасыр»), `near`
    is a year that must stand near («жыл соңында»)."""

    kind: Literal["shift", "first", "last", "year", "month", "century", "digits", "past", "near"]
    unit: Unit = "year"
    amount: int = 0
    exact: bool = False


class Seen(NamedTuple):
    """A date that was read: where, and whether it is in the foreground (not `cited`, in quotes or a bare year in brackets; not
    `aside`, in brackets or before a noun)."""

    sentence: int
    value: Value
    cited: bool
    aside: bool


def antecedent(seen: list[Seen], sentence: int, unit: Unit, reach: int) -> Value | None:
    """The date an anaphor in `sentence` leans on: the last that knows `unit`, one in the foreground of its sentence first."""
    near = takewhile(lambda date: date.sentence >= sentence - reach, islice(reversed(seen), _DATES_BACK))
    able = [date for date in near if _last(date.value).known(unit)]
    if not able:
        return None
    pool = [date for date in able if not date.cited] or able
    return next((date for date in pool if date.sentence == pool[0].sentence and not date.aside), pool[0]).value


def resolved(value: Value, refer: Refer, seen: list[Seen], sentence: int) -> Value | None:
    """`value` with what it lacks taken from an earlier date; as it is where none lends it; None where nothing is left."""
    reach = REACH if refer.kind in {"year", "century"} or (refer.kind == "shift" and refer.amount == 0) else NEAR
    if refer.kind == "past":
        written_since = any((_last(date.value).year or 0) >= 2000 for date in seen)
        return None if _last(value).unit == "century" and not written_since else value
    if refer.kind == "digits":
        spoken_of = antecedent(seen, sentence, "year", sentence) or antecedent(seen, sentence, "century", sentence)
        return _of_two_digits(value, spoken_of)
    source = antecedent(seen, sentence, refer.unit, reach)
    if refer.kind == "century":
        return _in_century(value, source)
    if source is None:
        return None if refer.kind in {"first", "last", "month"} or _is_empty(value) else value
    if refer.kind in {"first", "last"}:
        return (source.first if refer.kind == "first" else source.last) if isinstance(source, Period) else None
    if isinstance(source, Period) and isinstance(value, Point) and refer.unit == "decade" and refer.amount == 0:
        return source
    base = _last(source)
    moved = base if refer.amount == 0 and refer.kind not in {"shift", "near"} else shifted(base, refer.unit, refer.amount)
    if refer.exact and moved and base.day is not None and refer.unit in {"year", "month"}:
        same_day = moved._replace(unit="day", month=moved.month or base.month, day=base.day)
        moved = same_day if is_real(same_day) else moved
    if moved is None:
        return None if _is_empty(value) else value
    if isinstance(value, Period):
        return Period(_filled(value.first, moved), value.last and _filled(value.last, moved))
    return _filled(value, moved)


def _filled(point: Point, source: Point) -> Point:
    """`point` with its missing leading parts from `source`."""
    if point.year is not None:
        return point
    if _is_empty(point):
        return source
    if point.month is None and point.day is not None:
        return point._replace(year=source.year, month=source.month)
    return point._replace(year=source.year)


def _in_century(value: Value, source: Value | None) -> Value:
    """A decade of two digits in the century spoken of; in the 20th where none is, or where it would be of the 21st."""
    start = (_last(source).year or 1900) // 100 * 100 if source else 1900
    start = start if 0 < start < 1900 else 1900
    if isinstance(value, Period):
        return Period(_moved(value.first, start), value.last and _moved(value.last, start))
    return _moved(value, start)


def _of_two_digits(value: Value, source: Value | None) -> Value | None:
    """A year of two digits in the century that brings it nearest to the date spoken of; as it is where none is near."""
    year = _last(source).year if source else None
    if not year or year <= 0:
        return value
    if isinstance(value, Period):
        return Period(_nearest(value.first, year), value.last and _nearest(value.last, year))
    return _nearest(value, year)


def _nearest(point: Point, year: int) -> Point:
    near = (point.year or 0) + (year - (point.year or 0) + 50) // 100 * 100
    return point._replace(year=near, short=False)


def _moved(point: Point, years: int) -> Point:
    return point._replace(year=(point.year or 0) + years)


def _is_empty(value: Value) -> bool:
    return isinstance(value, Point) and value.year is None and value.month is None and value.day is None


def _last(value: Value) -> Point:
    return value if isinstance(value, Point) else value.last or value.first
