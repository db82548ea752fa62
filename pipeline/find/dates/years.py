"""Centuries, decades and years, and what narrows a year."""

from __future__ import annotations

from typing import NamedTuple

import regex

from pipeline.find.dates.anaphora import Refer
from pipeline.find.dates.days import between, read_day_month, read_month, read_season, with_part
from pipeline.find.dates.edtf import Period, Point, century, millennium
from pipeline.find.dates.reader import Found, Number, Reader
from pipeline.find.dates.words import Meaning

_SINCE = regex.compile(r"\s+(?:бастап|бері)")
# «2500 жыл бұрын», «1500 жылдан астам» are lengths of time.
DURATION = regex.compile(r"\s+(?:бұрын|бойы|толды|толған|өт(?:ті|кен)|астам|аса\b|артық|уақыт|мерзім|тарих)")


def read_century(r: Reader, i: int, before: bool) -> Found | None:
    """«XVIII ғасырдың 30-жылдары», «б.з.б. VII–V ғасырларда», «ХІХ ғ. екінші жартысында»"""
    if past := r.phrase(i, "past"):
        return _past_century(r, past[1])
    if not r.centuries:
        return None
    number = r.century_number(i)
    if not number:
        return None
    stop, second, later = number.stop, None, before
    if r.dash(stop):
        era = r.phrase(stop + 1, "era")  # «б.з.б. III – б.з. I ғғ.»
        later = era[0].value == "before" if era else before
        if second := r.century_number(era[1] if era else stop + 1):
            stop = second.stop
    joined = r.meaning(stop, "and") if not second else None
    if joined and (other := r.century_number(stop + 1)) and (unit := _century_unit(r, other.stop)):
        if part := between(r, unit[1]):
            return Found(Period(century(number.value, before), century(other.value, before)), part[1], part[0].case)
        return Found(century(number.value, before), stop)
    unit = _century_unit(r, stop)
    if not unit or _counts(r, number, unit, before):
        return None
    make = millennium if unit[0].value == "millennium" else century
    point = make(number.value, before)
    if second:
        return with_part(r, Found(Period(point, make(second.value, later)), unit[1], unit[0].case))
    if unit[0].value == "century" and not before and (found := _decade(r, unit[1], (point.year or 0))):
        return found
    return with_part(r, Found(point, unit[1], unit[0].case))


def _past_century(r: Reader, i: int) -> Found | None:
    """«өткен ғасырдың 90-жылдары»: the twentieth, for who writes since 2000"""
    unit = _century_unit(r, i)
    if not unit or unit[0].value != "century" or unit[0].plural:
        return None
    found = _decade(r, unit[1], 1900) or with_part(r, Found(century(20), unit[1], unit[0].case))
    return found._replace(refer=Refer("past", "century"))


def _counts(r: Reader, number: Number, unit: tuple[Meaning, int], before: bool) -> bool:
    """Does the number say how many centuries: «үш ғасырдан астам», «2 ғасыр бұрын», «3 ғасырға созылды»?"""
    if number.ordinal or before or r.tokens[number.stop - 1].role == "roman" or r.hyphen(number.stop):
        return False
    if number.digits and _SINCE.match(r.following(unit[1])):
        return False
    lasting = number.value <= 10 and unit[0].case in {"nom", "dat", "acc", "abl"} and not unit[0].possessed
    return number.digits == 0 or (lasting and not unit[0].plural) or DURATION.match(r.following(unit[1])) is not None


def _century_unit(r: Reader, i: int) -> tuple[Meaning, int] | None:
    unit = r.unit(i + 1 if r.hyphen(i) else i)
    return unit if unit and unit[0].value in {"century", "millennium"} else None


class Years(NamedTuple):
    """«1917», «1917–1920», «209 – б.з. 93»: its numbers, the last year's era, and where it stops."""

    first: Number
    last: Number | None
    era: str | None
    stop: int


def _numbers(r: Reader, i: int, era: str | None) -> Years | None:
    first = r.number(i)
    if not first:
        return None
    if r.dash(first.stop) or r.mark(first.stop, "/"):
        other = r.phrase(first.stop + 1, "era")
        if last := r.number(other[1] if other else first.stop + 1):
            return Years(first, last, str(other[0].value) if other else era, last.stop)
    return Years(first, None, era, first.stop)


def read_year(r: Reader, i: int, era: str | None) -> Found | None:
    """«1917 жылы», «1917–1920 жж.», «1930-жылдардың басында», «мың тоғыз жүз тоқсан бірінші жылдың»"""
    years = _numbers(r, i, era)
    if not years:
        return None
    if not era and (found := _decade(r, i, 0) or _two_digits(r, years)):
        return found
    number, second, _, stop = years
    if r.meaning(stop, "and") or r.mark(stop, ","):
        return _listed_year(r, years, era)
    unit = r.unit(stop + 1 if r.hyphen(stop) else stop)
    if not unit and era and number.digits and (second or number.digits > 2):
        return _period(years, era, Found(_years(number.value, era), stop))
    if not unit and not second:
        return _suffixed_year(r, number)
    if not unit or unit[0].value != "year" or not _is_year(r, number, unit, era) or r.calendar(i):
        return None
    found = _period(years, era, Found(_years(number.value, era), unit[1], unit[0].case))
    return found and (with_part(r, found) if second else with_rest(r, found))


def _period(years: Years, era: str | None, found: Found) -> Found | None:
    """`found` as the period of `years`, if they are two; None where they run backwards."""
    if not years.last:
        return found
    last = years.last.value if era == "before" else _full(years.first.value, years.last.value)
    value = Period(_years(years.first.value, era), _years(last, years.era))
    return found._replace(value=value) if (value.first.year or 0) < (value.last.year or 0) else None  # type: ignore[union-attr]


def _two_digits(r: Reader, years: Years) -> Found | None:
    """«37-жылы», «32–33-жылдары», «отыз жетінші жылы», «86-ның желтоқсаны»: the century is that of the date spoken of."""
    number, second, _, stop = years
    if not (number.digits == 2 or (number.ordinal and number.digits == 0 and 20 < number.value < 100)):
        return None
    point, refer, hyphen = Point("year", number.value, short=True), Refer("digits"), r.hyphen(stop)
    if hyphen and not second and (suffix := r.meaning(stop + 1, "suffix")):
        found = Found(point, stop + 2, suffix.case, refer=refer)
        narrowed = with_rest(r, found) if suffix.case == "gen" else found
        return narrowed if narrowed.stop > found.stop and narrowed.mod is None else None
    unit = r.unit(stop + 1 if hyphen else stop)
    if not unit or unit[0].value != "year" or unit[0].plural is not (second is not None):
        return None
    if second:
        whole = second.digits == 2 and second.value > number.value and (hyphen or unit[0].possessed or r.form(unit[1] - 1) == ".")
        period = Period(point, point._replace(year=second.value))
        return with_part(r, Found(period, unit[1], unit[0].case, refer=refer)) if whole else None
    told = unit[0].possessed or unit[0].case != "nom" if hyphen or number.ordinal else r.form(stop) == "жылы"
    return with_rest(r, Found(point, unit[1], unit[0].case, refer=refer)) if told else None


def _suffixed_year(r: Reader, number: Number) -> Found | None:
    """A year that bears the ending itself: «1952-ден» бастап, «1986-ның желтоқсанында»."""
    suffix = r.meaning(number.stop + 1, "suffix") if r.hyphen(number.stop) else None
    if not suffix or number.digits != 4 or not 1000 <= number.value <= 2100:
        return None
    found = Found(Point("year", number.value), number.stop + 2, suffix.case)
    if suffix.case == "loc":
        return found  # «1985-те басылды»
    if suffix.case == "abl":
        return found if _SINCE.match(r.following(found.stop)) else None
    narrowed = with_rest(r, found) if suffix.case == "gen" else found
    return narrowed if narrowed.stop > found.stop and narrowed.mod is None else None


def _years(number: int, era: str | None) -> Point:
    return Point("year", 1 - number if era == "before" else number)


def _full(first: int, second: int) -> int:
    """The second year of a range, its century put before it where only two digits are printed: 1941–45."""
    return first // 100 * 100 + second if second < 100 <= first else second


def _listed_year(r: Reader, years: Years, era: str | None) -> Found | None:
    """«1993 және 1994 жылдар аралығында» is a period; without аралығында each year, or period of years, stands alone."""
    number = years.first
    if number.digits not in {3, 4} and not era:
        return None
    at, last = years.stop, years
    while r.meaning(at, "and") or r.mark(at, ","):
        following = _numbers(r, at + 1, era)
        if not following or following.first.digits != number.digits:
            break
        at, last = following.stop, following
    unit = r.unit(at + 1 if r.hyphen(at) else at)
    if last is years or not unit or unit[0].value != "year" or not 1000 <= number.value <= 2100:
        return None
    if not unit[0].plural and not unit[0].possessed and unit[0].case != "rel":
        return None
    if not years.last and (part := between(r, unit[1])) and last.first.value > number.value:
        return Found(Period(_years(number.value, era), _years(last.first.value, era)), part[1], part[0].case)
    return _period(years, era, Found(_years(number.value, era), years.stop))


def _is_year(r: Reader, number: Number, unit: tuple[Meaning, int], era: str | None) -> bool:
    """Is the number before the unit a year, and not how many years?"""
    meaning, stop = unit
    if era:
        return number.value > 0
    if number.digits == 0:
        return number.ordinal and 1000 <= number.value <= 2100
    if not 1 <= number.value <= 2100 or number.digits < 3:
        return False
    word = r.tokens[stop - 1].form
    if number.digits == 3:
        if r.form(number.stop) in {"г", "в"}:
            return False  # «250 г. ұн»
        return word in {"жылы", "жылғы", "жылдың", "."} or meaning.plural or _SINCE.match(r.following(stop)) is not None
    return not (word in {"жыл", "жылдан", "жылға"} and DURATION.match(r.following(stop)))


def _decade(r: Reader, i: int, start: int) -> Found | None:
    """«90-жылдардың», «1970–1980-жылдары», «сексенінші жылдар», after a century also «20–40-жж.», «екінші онжылдығында»"""
    number = r.number(i) or _outermost(r, i)
    if not number:
        return None
    stop, second = number.stop, None
    if r.dash(stop) and (second := r.number(stop + 1)):
        stop = second.stop
    hyphen = r.hyphen(stop)
    unit = r.unit(stop + 1 if hyphen else stop)
    if not unit:
        return None
    if unit[0].value == "decade" and start and not unit[0].plural and number.ordinal and number.value <= 10:
        return with_part(r, Found(Point("decade", start + (number.value - 1) * 10), unit[1], unit[0].case))
    last = second or number
    marked = hyphen or last.ordinal or not second or number.value < 100
    values = [number.value, _full(number.value, last.value)]
    if unit[0].value != "year" or not unit[0].plural or not marked or any(value % 10 for value in values):
        return None
    if number.digits == 3 or values[0] > 2100 or (values[0] < 10 and not start) or (100 <= values[0] < 1000):
        return None
    refer = None if start or values[0] >= 100 else Refer("century", "century")
    first, end = (Point("decade", start + value if value < 100 else value) for value in values)
    if second and values[0] >= values[1]:
        return None
    return with_part(r, Found(Period(first, end) if second else first, unit[1], unit[0].case, refer=refer))


def _outermost(r: Reader, i: int) -> Number | None:
    """«алғашқы онжылдығында», «соңғы онжылдығында»"""
    unit = r.meaning(i + 1, "unit")
    place = {"алғашқы": 1, "соңғы": 10}.get(r.form(i))
    return Number(place, i + 1, True, 0) if place and unit and unit.value == "decade" else None


def with_rest(r: Reader, found: Found) -> Found:
    """A year with the day, month, season or part that follows it."""
    assert isinstance(found.value, Point)
    if r.ends(found.stop):
        return found
    after = found.stop + 1 if r.mark(found.stop, ",") else found.stop  # «1916 ж., 25 маусымда»
    if inner := read_day_month(r, after, found.value) or read_month(r, found.stop, found.value, bare=False):
        return inner._replace(refer=found.refer)
    if season := read_season(r, found.stop, found.value):
        return season._replace(refer=found.refer)
    if (number := r.century_number(found.stop)) and number.value <= 4 and (number.ordinal or r.hyphen(number.stop)):
        at = number.stop + 1 if r.hyphen(number.stop) else number.stop
        quarter = r.meaning(at, "quarter")
        if quarter and quarter.case != "nom":
            point = found.value._replace(unit="month", month=32 + number.value)
            return found._replace(value=point, stop=at + 1, case=quarter.case)
    return with_part(r, found)
