"""Dates in figures alone: 26.08.1920, 26.VIII.1920, and bare years in brackets and bibliography."""

from __future__ import annotations

import regex

from pipeline.find.dates.edtf import Period, Point, is_real
from pipeline.find.dates.reader import Reader, roman

# A bare year is a date where it is all a bracket holds, follows the place of publication, or stands between the dashes of a
# reference.
_BRACKET = regex.compile(r"(?<![A-Za-z])[(\[](?:\p{Lu}[^()\[\]\d]{0,60},?\s|[^()\[\]\d]{0,40}[,;]\s)?$")
_PLACE = regex.compile(r"\p{Lu}[\p{L}.-]+(?:\s?:\s[^\n:;()\d]{2,60})?,\s$")
_REFERENCE = regex.compile(r"\.\s?[-–—]\s$")
# «(1739, 1751, 1879)»
_LISTED = regex.compile(r"(?<![A-Za-z])(?:[(\[](?:1[1-9]|20)\d\d,\s(?:\d{4},\s)*|[(\[])$")
_LISTED_END = regex.compile(r"(?:,\s(?:1[1-9]|20)\d\d)*+[)\]]")
# «шеткі мерзімдері: 1867–1918»
_LABELLED = regex.compile(r"(?:мерзім|жыл|кезең|уақыт)\p{L}*:\s$")
_BRACKET_END = regex.compile(r"\s?(?:[)\];]|:\s?\d|,\s(?:\p{L}|\d+(?:[-–]\d+)?[-\s]?[бс]))")
_CHRONICLE_END = regex.compile(r"\s[-–—]\s")
_SEPARATOR = regex.compile(r"[./-]\s?")
_BEFORE_DASH = regex.compile(r"\.\s?[-–—]")
_PLACE_END = regex.compile(r"\.\s?[-–—]|\.?\s*$|\s?[)\];]")


def numeric(r: Reader, i: int) -> tuple[Point | Period, int] | None:
    """A day in figures, day first or year first, with the month in figures or in a roman numeral."""
    token = r.tokens[i]
    if token.role == "number":
        return _shortened(r, i)
    if token.role != "numeric":
        return None
    parts = _SEPARATOR.split(token.text)
    if len(parts[0]) == 4:
        parts.reverse()
    month = int(parts[1]) if parts[1].isdigit() else roman(parts[1])
    point = Point("day", int(parts[2]), month or 0, int(parts[0]))
    return (point, i + 1) if 1000 <= int(parts[2]) <= 2100 and is_real(point) else None


def _shortened(r: Reader, i: int) -> tuple[Point | Period, int] | None:
    """«03.1921 ж.», «09.2006–08.2007 ж.», «(24.09.93)»: without day or century, where it fills a bracket or stands before «ж.»"""
    first = _in_figures(r, i)
    if not first:
        return None
    last = _in_figures(r, i + 2) if r.dash(i + 1) else None
    stop = i + 3 if last else i + 1
    unit = r.unit(stop)
    alone = r.preceding(i, 1) in {"(", "["} and r.following(stop, 1) in {")", "]"}
    if not (alone or (unit and unit[0].value == "year")):
        return None
    if not last:
        return first, stop
    ordered = first.unit == last.unit and first.short == last.short and (first.year, first.month) < (last.year, last.month)
    return (Period(first, last), stop) if ordered else None


def _in_figures(r: Reader, i: int) -> Point | None:
    """«03.1921», «24.09.93»"""
    parts = r.form(i).split(".")
    if [len(part) for part in parts] not in ([2, 4], [2, 2, 2]) or not all(part.isdigit() for part in parts):
        return None
    day, month, year = [None, *map(int, parts)][-3:]
    point = Point("day" if day else "month", year, month, day, short=len(parts) == 3)
    return point if is_real(point) and (point.short or 1000 <= (year or 0) <= 2100) else None


def bare_year(r: Reader, i: int) -> tuple[Point | Period, int] | None:
    """«(1949)», «(1905–11)», «(Алматы, 1947)», «Алматы: Ғылым, 1995. –», «Егемен Қазақстан. – 1994. – 13 желтоқсан»"""
    first = r.number(i)
    if not first or first.digits not in {3, 4} or first.ordinal or not 100 <= first.value <= 2100:
        return None
    stop, last = first.stop, None
    if r.dash(stop) and (last := r.number(stop + 1)):
        if last.digits == 2:
            last = last._replace(value=first.value // 100 * 100 + last.value)
        if not first.value < last.value <= 2100 or last.ordinal:
            return None
        stop = last.stop
    if first.digits == 3 and not last:
        return None
    before, after = r.preceding(i), r.following(stop)
    opens = r.tokens[i].start == r.begin and _CHRONICLE_END.match(after)  # «1480–1510 — Бұрындық хан билік құрды»
    bracketed = _BRACKET.search(before) and _BRACKET_END.match(after)
    listed = first.digits == 4 and _LISTED.search(before) and _LISTED_END.match(after)
    labelled = last and _LABELLED.search(before)
    if opens or bracketed or listed or labelled or (_PLACE.search(before) and _PLACE_END.match(after)):
        value = Point("year", first.value)
        return (Period(value, Point("year", last.value)) if last else value), stop
    if not last and first.digits == 4 and (dated := _with_day(r, first.value, stop)):
        return dated
    if not last and _REFERENCE.search(before) and _BEFORE_DASH.match(after):
        return Point("year", first.value), stop
    return None


def _with_day(r: Reader, year: int, stop: int) -> tuple[Point, int] | None:
    """«1994. – 13 желтоқсан», «1994, 13 желтоқсан», as newspapers are cited"""
    at = stop + 2 if r.mark(stop, ".") and r.dash(stop + 1) else stop + 1 if r.mark(stop, ".,") else None
    day = r.number(at) if at else None
    month = r.meaning(day.stop, "month") if day else None
    if not day or not month or month.case != "nom":
        return None
    point = Point("day", year, int(month.value), day.value)
    return (point, day.stop + 1) if is_real(point) else None
