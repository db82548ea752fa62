"""Days, months, and the parts of any stretch of time."""

from __future__ import annotations

from typing import get_args

from pipeline.find.dates.anaphora import Refer
from pipeline.find.dates.edtf import Period, Point, Value, is_real
from pipeline.find.dates.reader import Found, Reader
from pipeline.find.dates.words import Meaning
from pipeline.record import Mod

_ORDINALS = ("бірінші", "екінші", "үшінші", "төртінші")


def with_part(r: Reader, found: Found) -> Found:
    """With the part of it that is named next: «басында», «екінші жартысынан», «ішінде»."""
    if part := r.phrase(found.stop, "part"):
        if part[0].value == "" and part[0].case == "nom":
            return found
        mod = part[0].value if part[0].value in get_args(Mod) else None
        return found._replace(stop=part[1], case=part[0].case, mod=mod)  # type: ignore[arg-type]
    return _numbered_part(r, found) or found


def _numbered_part(r: Reader, found: Found) -> Found | None:
    """«2-жартысында», «II жартысы», «1-ші ширегінде»: as if the number were spelled."""
    number = r.century_number(found.stop)
    if not number or number.value > 4:
        return None
    at = number.stop + 1 if r.hyphen(number.stop) else number.stop
    spelled = next((m for m in r.known.meanings.get(f"{_ORDINALS[number.value - 1]} {r.form(at)}", ()) if m.role == "part"), None)
    return found._replace(stop=at + 1, case=spelled.case, mod=spelled.value or None) if spelled else None  # type: ignore[arg-type]


def between(r: Reader, i: int) -> tuple[Meaning, int] | None:
    """«аралығында», «арасында», «тоғысында»: what stands before it is one period."""
    part = r.phrase(i, "part")
    return part if part and part[0].value == "between" else None


def _month_at(r: Reader, i: int) -> Meaning | None:
    """A month in small letters: with a capital it is a name («Қазан төңкерісі», «8 Наурыз көшесі»), but where a sentence
    opens with «Маусым айында», «Тамыздың 29-ында»."""
    month = r.meaning(i, "month")
    if not month or r.tokens[i].text[0].islower():
        return month
    following = r.meaning(i + 1, "unit")
    opening = r.tokens[i].start == r.begin and ((following and following.value == "month") or month.case == "gen")
    return month if opening else None


def read_day_month(r: Reader, i: int, year: Point) -> Found | None:
    """«8 желтоқсанда», «7–8 желтоқсанда», «23 ақпан – 2 наурыз», «2 (14) қарашада», «25 қыркүйекте (7 қазанда)»"""
    first = r.number(i)
    if not first or not 1 <= first.value <= 31 or (first.digits == 0 and not first.ordinal):
        return None
    stop, last, newer = first.stop, first, False
    joined = r.meaning(stop, "and") is not None or r.mark(stop, ",")
    if (r.dash(stop) and (second := r.number(stop + 1))) or (joined and (second := r.number(stop + 1)) and second.value <= 31):
        stop, last = second.stop, second
    elif r.mark(stop, "(/") and (second := r.number(stop + 1)):
        stop, last, newer = second.stop + (1 if r.mark(second.stop, ")") else 0), second, True
    at = stop + 1 if r.hyphen(stop) else stop
    month = _month_at(r, at)
    if not month:
        return None
    days = [_day(year, int(month.value), number.value) for number in (first, last)]
    if not all(is_real(day) for day in days) or (last is not first and first.value >= last.value):
        return None
    refer = Refer("year") if year.year is None and not r.deictic(i) else None
    found = Found(days[1], at + 1, month.case, refer=refer)
    if joined and last is not first:
        if part := between(r, at + 1):
            return found._replace(value=Period(*days), stop=part[1], case=part[0].case)
        return found._replace(value=days[0], stop=first.stop, case="nom")
    if last is not first and not newer:
        found = found._replace(value=Period(*days))
    found = _second_style(r, found) or _to_other_month(r, found, year) or found
    found = with_day_word(r, _with_year(r, found))
    return with_part(r, found) if between(r, found.stop) else found


def _day(year: Point, month: int, day: int) -> Point:
    return year._replace(unit="day", month=month, day=day)


def _second_style(r: Reader, found: Found) -> Found | None:
    """Old and new style: «25 қыркүйекте (7 қазанда)», whichever comes first; the later is the new style."""
    if not r.mark(found.stop, "(") or not isinstance(found.value, Point):
        return None
    year = found.value._replace(unit="year", month=None, day=None)
    at = _past_style(r, found.stop + 1)
    number = r.number(at)
    if number and (unit := r.unit(number.stop)) and unit[0].value == "year" and number.digits == 4:
        year, at = Point("year", number.value), unit[1]
        number = r.number(at)
    month = _month_at(r, number.stop) if number else None
    if not number or not month:
        return None
    stop = _past_style(r, number.stop + 1)
    if not r.mark(stop, ")"):
        return None
    other = _day(year, int(month.value), number.value)
    later = max(found.value, other, key=lambda day: (day.year or 0, day.month or 0, day.day or 0))
    return found._replace(value=later, stop=stop + 1)


def _past_style(r: Reader, i: int) -> int:
    """Past «ескіше», «жаңа стиль бойынша»."""
    style = r.phrase(i, "style")
    return style[1] if style else i


def _to_other_month(r: Reader, found: Found, year: Point) -> Found | None:
    """«23 ақпан – 2 наурыз аралығында»: the end shares the year."""
    if not r.dash(found.stop) or not isinstance(found.value, Point) or found.case != "nom":
        return None
    number = r.number(found.stop + 1)
    month = _month_at(r, number.stop) if number else None
    if not number or not month or r.number(number.stop + 1):
        return None
    end = _day(year, int(month.value), number.value)
    if not is_real(end) or (end.month or 0) <= (found.value.month or 0):
        return None
    return found._replace(value=Period(found.value, end), stop=number.stop + 1, case=month.case)


def _with_year(r: Reader, found: Found) -> Found:
    """«21 қаңтар 2000 ж.»: the year behind, as in newspapers and documents."""
    at = found.stop + 1 if r.mark(found.stop, ",") else found.stop
    number = r.number(at)
    if not found.refer or found.case != "nom" or not number or number.digits != 4 or not 1000 <= number.value <= 2100:
        return found
    unit = r.unit(number.stop)
    stop = unit[1] if unit and unit[0].value == "year" else number.stop
    value = found.value
    if isinstance(value, Period):
        value = Period(value.first._replace(year=number.value), value.last and value.last._replace(year=number.value))
    elif not is_real(value := value._replace(year=number.value)):
        return found
    return Found(value, stop, unit[0].case if unit else "nom")


def with_day_word(r: Reader, found: Found) -> Found:
    """«29 тамыз күні», «12 сәуір жұлдызында», «26.08.1920 ж.»"""
    unit = r.unit(found.stop)
    if unit and unit[0].value in {"day", "star"} and unit[0].case != "gen":
        return found._replace(stop=unit[1], case=unit[0].case)
    in_figures = r.tokens[found.stop - 1].role == "numeric"
    if unit and unit[0].value == "year" and in_figures:
        return found._replace(stop=unit[1], case=unit[0].case)
    return found


def read_month(r: Reader, i: int, year: Point, bare: bool = True) -> Found | None:
    """«желтоқсан айында», «шілденің 2-сінде», «сәуір–маусым», «сәуірдің аяғында»"""
    month = _month_at(r, i)
    if not month:
        return None
    if bare and r.deictic(i):
        return None
    refer = Refer("month") if bare else None
    point = year._replace(unit="month", month=int(month.value))
    if month.case == "gen" and (found := read_day_of_month(r, i + 1, point)):
        found = _second_style(r, found) or found
        return found._replace(refer=Refer("year") if refer else None)
    stop, value, case = i + 1, point, month.case
    spoken: Value = value
    if r.dash(stop) and (other := _month_at(r, stop + 1)) and int(other.value) > int(month.value):
        spoken, stop, case = Period(point, point._replace(month=int(other.value))), stop + 2, other.case
    unit = r.meaning(stop, "unit")
    named = unit is not None and unit.value == "month"
    if unit and named:
        stop, case = stop + 1, unit.case
    found = Found(spoken, stop, case, refer=Refer("year") if refer and (named or case == "rel") else refer)
    result = with_part(r, _with_year(r, found))
    alone = bare and not named and result == found and result.refer is not None
    if alone and (month.possessed or case not in {"loc", "rel", "abl", "dat"} or not r.meaning(i, "alone")):
        return None
    return result


def read_day_of_month(r: Reader, i: int, month: Point) -> Found | None:
    """After a month or «айдың»: «9-ында», «12 жұлдызында», «21–23-інде»"""
    first = r.number(i)
    if not first or first.digits == 0:
        return None
    stop, last = first.stop, first
    if r.dash(stop) and (second := r.number(stop + 1)):
        stop, last = second.stop, second
    days = [month._replace(unit="day", day=number.value) for number in (first, last)]
    if not all(is_real(day) for day in days):
        return None
    suffix = r.meaning(stop + 1, "suffix") if r.hyphen(stop) else None
    unit = r.unit(stop + 1 if r.hyphen(stop) else stop)
    if suffix:
        stop, case = stop + 2, suffix.case
        if case == "nom" and (unit := r.unit(stop)) and unit[0].value in {"day", "star"}:
            stop, case = unit[1], unit[0].case
    elif unit and unit[0].value in {"day", "star"}:
        stop, case = unit[1], unit[0].case
    else:
        return None
    return Found(days[0] if last is first else Period(*days), stop, case)
