"""Days, months, and the parts of any stretch of time."""

from __future__ import annotations

from typing import get_args

import regex

from pipeline.find.dates.anaphora import Refer
from pipeline.find.dates.edtf import Period, Point, Value, is_real
from pipeline.find.dates.reader import Found, Number, Reader
from pipeline.find.dates.words import Case, Meaning
from pipeline.record import Mod

_NOUN = regex.compile(r"\s+(?!күн|жұлдыз|қарсаң|түн|кеш|таң|ара(?:сы|лығы)|мерзім|сағат|(?:[мбп]ен|және|де[пй])\b)\p{Ll}")
_OPENED = regex.compile(r"(?:[,;:–—(]|(?<!\p{L})(?:ал|және|бірақ|[мбп]ен))\s+$")
_MODS = frozenset(get_args(Mod))
_ORDINALS = ("бірінші", "екінші", "үшінші", "төртінші")


def with_part(r: Reader, found: Found) -> Found:
    """With the part of it that is named next: «басында», «екінші жартысынан», «ішінде»."""
    if r.ends(found.stop):
        return found
    if part := r.phrase(found.stop, "part"):
        if part[0].value == "within" and part[0].case == "nom":
            return found
        mod = part[0].value if part[0].value in _MODS else None
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


def _month_at(r: Reader, i: int, numbered: bool = False) -> Meaning | None:
    """A month in small letters: with a capital it is a name («Қазан төңкерісі», «8 Наурыз көшесі»), but after a year and a day
    (`numbered`) or where a sentence opens with «Маусым айында», «Тамыздың 29-ында», «Қарашада»."""
    month = r.meaning(i, "month")
    if not month or numbered or r.tokens[i].text[0].islower():
        return month
    following = r.meaning(i + 1, "unit")
    opening = r.tokens[i].start == r.begin and ((following and following.value == "month") or month.case in {"gen", "loc"})
    return month if opening else None


def _days(r: Reader, i: int) -> tuple[Number, Number, int] | None:
    """The first and last of «8», «7–8», «5-тен 8», and where they stop."""
    first = r.number(i)
    if not first or not 1 <= first.value <= 31 or (first.digits == 0 and not first.ordinal):
        return None
    suffix = r.meaning(first.stop + 1, "suffix") if r.hyphen(first.stop) else None
    after = first.stop + 2 if suffix and suffix.case == "abl" else first.stop + 1 if r.dash(first.stop) else 0
    last = r.number(after) if after else None
    return (first, last, last.stop) if last else (first, first, first.stop)


def read_day_month(r: Reader, i: int, year: Point) -> Found | None:
    """«8 желтоқсанда», «7–8 желтоқсанда», «5, 6 және 8 мамырда», «23 ақпан – 2 наурыз», «2 (14) қарашада»"""
    days = _days(r, i)
    if not days:
        return None
    first, last, own = days
    stop, listed, newer = own, 1, None
    if first is last and r.mark(stop, "(/") and (newer := r.number(stop + 1)):
        last, stop = newer, newer.stop + (1 if r.mark(newer.stop, ")") else 0)
    end = last
    while (r.meaning(stop, "and") or r.mark(stop, ",")) and (more := _days(r, stop + 1)) and more[0].value > end.value:
        end, stop, listed = more[1], more[2], listed + 1
    at = stop + 1 if r.hyphen(stop) else stop
    month = _month_at(r, at, year.year is not None)
    if not month or (r.hyphen(first.stop) and r.meaning(first.stop + 1, "suffix") and month.case != "dat"):
        return None
    points = [_day(year, int(month.value), number.value) for number in (first, last, end)]
    if not all(is_real(day) for day in points) or (last is not first and first.value >= last.value):
        return None
    value: Value = points[1] if newer or last is first else Period(*points[:2])
    found = Found(value, at + 1, month.case, refer=Refer("year") if year.year is None and not r.deictic(i) else None)
    if listed > 1:
        part = between(r, at + 1)
        if part and listed == 2 and last is first:
            return found._replace(value=Period(points[0], points[2]), stop=part[1], case=part[0].case)
        return found._replace(stop=own, case="nom")
    found = _second_style(r, found) or _to_other_month(r, found, year) or found
    found = with_day_word(r, _with_year(r, found))
    counted = first.digits == 0 or (month.case == "nom" and found.stop == at + 1 and _NOUN.match(r.following(found.stop)))
    if found.refer and month.homonym and counted:
        return None  # «3 қазан ет», «12 қараша үй», «екінші маусымда»
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
    in_figures = "." in r.tokens[found.stop - 1].text or r.tokens[found.stop - 1].role == "numeric"
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
        if unit.case == "gen" and spoken is point and (found := read_day_of_month(r, stop, point)):
            return found._replace(refer=Refer("year") if refer else None)
    found = Found(spoken, stop, case, refer=Refer("year") if refer and (named or case == "rel") else refer)
    result = with_part(r, _with_year(r, found))
    alone = bare and not named and result == found and result.refer is not None
    listed = i > 1 and r.meaning(i - 2, "month") is not None and (r.mark(i - 1, ",") or r.meaning(i - 1, "and") is not None)
    if alone and not listed and (month.possessed or case not in {"loc", "rel", "abl", "dat"} or not _can_stand_alone(r, i)):
        return None
    return result


def read_season(r: Reader, i: int, year: Point) -> Found | None:
    """After a year: «көктемінде», «жаз айларында», «көктем–жаз айларында», «күз бен қыста», «күзінің соңында»"""
    season = r.meaning(i, "season")
    if not season:
        return None
    point = year._replace(unit="month", month=int(season.value))
    value: Value = point
    stop, case, plain = i + 1, season.case, season.case == "nom" and not season.possessed
    if r.dash(stop) and (other := r.meaning(stop + 1, "season")) and int(other.value) > int(season.value):
        value, stop, case = Period(point, point._replace(month=int(other.value))), stop + 2, other.case
        plain = other.case == "nom" and not other.possessed
    unit = r.meaning(stop, "unit")
    if plain and unit and unit.value == "month" and unit.case != "nom":
        return with_part(r, Found(value, stop + 1, unit.case))
    return with_part(r, Found(value, stop, case)) if not plain or r.tokens[i].text.islower() else None


def read_shared_season(r: Reader, i: int) -> Found | None:
    """The second of two seasons of one year: «1918 жылдың көктемі мен жазында»"""
    first = r.meaning(i - 2, "season") if i > 2 and r.meaning(i - 1, "and") else None
    if not first or not (r.meaning(i - 3, "unit") or r.mark(i - 3, ".")):
        return None
    found = read_season(r, i, Point("year"))
    return found and found._replace(refer=Refer("year"))


def _can_stand_alone(r: Reader, i: int) -> bool:
    """Is the month at `i` a date by itself? «Қазанда» where a clause opens, but not «етті қазанда пісірді», «жаңа маусымда»."""
    alone = r.meaning(i, "alone")
    if alone and alone.value == "opening":
        return r.tokens[i].start == r.begin or _OPENED.search(r.preceding(i)) is not None
    return alone is not None


def read_day_of_month(r: Reader, i: int, month: Point) -> Found | None:
    """After a month or «айдың»: «9-ында», «12 жұлдызында», «21–23-інде»"""
    first = r.number(i)
    if spelled := _spelled_day(r, i, first):
        return Found(month._replace(unit="day", day=spelled[0]), spelled[1], spelled[2])
    if not first or first.digits == 0:
        return None
    stop, last = first.stop, first
    if r.dash(stop) and (second := r.number(stop + 1)):
        stop, last = second.stop, second
    points = [month._replace(unit="day", day=number.value) for number in (first, last)]
    if not all(is_real(day) for day in points):
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
    return Found(points[0] if last is first else Period(*points), stop, case)


def _spelled_day(r: Reader, i: int, tens: Number | None) -> tuple[int, int, Case] | None:
    """«тоғызында», «жиырма бірінде», «отызы күні»: the day, where it stops, and its case."""
    ten = tens.value if tens and tens.value in {10, 20, 30} and tens.digits == 0 and not tens.ordinal else 0
    at = tens.stop if tens and ten else i
    last = r.meaning(at, "day_word")
    unit = r.meaning(at + 1, "unit")
    named = unit is not None and unit.value in {"day", "star"}
    if not last or ten + int(last.value) > 31 or (ten and int(last.value) > 9) or (last.case == "nom" and not named):
        return None
    return ten + int(last.value), at + 2 if named else at + 1, unit.case if unit and named else last.case


def read_later_day(r: Reader, i: int, first: Point) -> Found | None:
    """The end of «сәуірдің 15-інен 20-сына дейін», «16 желтоқсаннан 17-сіне қараған түні»: it shares the month."""
    number = r.number(i)
    suffix = r.meaning(number.stop + 1, "suffix") if number and r.hyphen(number.stop) else None
    if not number or not suffix or suffix.case != "dat" or first.day is None or number.value <= first.day:
        return None
    point = first._replace(day=number.value)
    return Found(point, number.stop + 2, "dat") if is_real(point) else None
