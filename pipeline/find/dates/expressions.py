"""The grammar of date expressions: each function reads one construction at a token and says what it found and where it stops.

Kazakh dates run from the large to the small («ХХ ғасырдың 90-жылдарының басында», «1991 жылғы 8 желтоқсанда»), so a reading is
a first part and what narrows it (`years`, `days`); here they lean on each other and join into periods.
"""

from __future__ import annotations

import regex

from pipeline.find.dates.anaphora import Refer
from pipeline.find.dates.days import (
    between,
    read_day_month,
    read_day_of_month,
    read_later_day,
    read_month,
    read_shared_season,
    with_day_word,
    with_part,
)
from pipeline.find.dates.edtf import Period, Point, Value
from pipeline.find.dates.numeric import bare_year, numeric
from pipeline.find.dates.reader import Found, Reader
from pipeline.find.dates.years import DURATION, read_century, read_year, with_rest

_NUMERALS = frozenset({"cardinal", "ordinal"})
_ABOUT = ("~", "≈")
_OPENED = regex.compile(r"\s+(?:дейін|шейін)")
_DEICTIC = regex.compile(r"(?:бұдан|осыдан)\s+(?:\p{L}+\s+)?$", regex.I)
_FROM_IT = regex.compile(r"(?:одан|содан)\s+$", regex.I)
_CLAUSE = regex.compile(r"(?:[,;–—(]|\b(?:ал|бірақ|және))\s+$")
_EXACT = regex.compile(r"дәл\s+$", regex.I)


def expression(r: Reader, i: int) -> Found | None:
    """The longest date expression that starts at token `i`."""
    role, form = r.tokens[i].role, r.forms[i]
    if (role == "word" and form not in r.known.openings) or (role == "mark" and form not in _ABOUT):
        return None
    before = r.phrase(i, "approximate")
    about = before is not None or form in _ABOUT
    found = _single(r, before[1] if before else i + 1 if about else i)
    if not found:
        return None
    found = _joined(r, found) or found
    after = r.phrase(found.stop, "approximate_after")
    if after and not DURATION.match(r.following(after[1])):
        found = found._replace(stop=after[1], case=after[0].case)
    if about or after:
        found = found._replace(value=_approximate(found.value))
    return found


def _approximate(value: Value) -> Value:
    if isinstance(value, Point):
        return value._replace(approximate=True)
    return Period(_approximate(value.first), value.last and _approximate(value.last))  # type: ignore[arg-type]


def _single(r: Reader, i: int) -> Found | None:
    """The expression that starts at token `i`, read as what this token can open."""
    if i >= len(r.tokens):
        return None
    match r.tokens[i].role:
        case "word":
            opens = r.opens(i)
            return _in_words(r, i, opens) if opens else None
        case "number":
            return _in_figures(r, i) if "." in r.forms[i] else _numbered(r, i)
        case "numeric":
            return _in_figures(r, i)
        case "roman":
            return read_century(r, i, False)
    return None


def _in_figures(r: Reader, i: int) -> Found | None:
    point = numeric(r, i)
    if not point:
        return None
    value, stop = point
    short = value.first.short if isinstance(value, Period) else value.short
    return with_day_word(r, Found(value, stop, refer=Refer("digits") if short else None))


def _in_words(r: Reader, i: int, opens: frozenset[str]) -> Found | None:
    """The expression at `i` that begins with a word which `opens` phrases in those roles."""
    if "era" in opens and (era := r.phrase(i, "era")):
        return read_century(r, era[1], era[0].value == "before") or read_year(r, era[1], str(era[0].value))
    found = read_century(r, i, False) if "past" in opens else None
    if not found and not opens.isdisjoint(_NUMERALS):
        found = _counted(r, i)
    if not found and "month" in opens:
        found = read_month(r, i, Point("year"))
    if not found and "refer" in opens:
        found = _referring(r, i)
    if not found and "season" in opens:
        found = read_shared_season(r, i)
    if not found and "unit" in opens:
        found = _part_alone(r, i)
    if not found and "shift" in opens and (shift := r.phrase(i, "shift")):
        found = Found(Point("day"), shift[1], refer=Refer("shift", "day", int(shift[0].value)))
    return found


def _numbered(r: Reader, i: int) -> Found | None:
    """The expression that begins with the figure at `i`: what it counts is told by a word, or it is a bare year."""
    if not r.number(i):
        return None
    told = any([token.role == "word" for token in r.tokens[i + 1 :]])
    return (_counted(r, i) if told else None) or _bare_year(r, i)


def _counted(r: Reader, i: int) -> Found | None:
    """An expression that begins with a number."""
    return read_century(r, i, False) or read_year(r, i, None) or read_day_month(r, i, Point("year")) or _relative(r, i)


def _bare_year(r: Reader, i: int) -> Found | None:
    found = bare_year(r, i)
    return Found(*found) if found else None


def _referring(r: Reader, i: int) -> Found | None:
    """«сол жылдың шілдесінде», «келесі көктемде», «осы айдың 9-ында», «келесі күні», «соңғы күні»"""
    refer = r.phrase(i, "refer")
    if not refer:
        return None
    meaning, at = refer
    if (season := r.meaning(at, "season")) and season.case == "loc" and meaning.value in {"same", "next"}:
        point = Point("month", month=int(season.value))
        return Found(point, at + 1, season.case, refer=Refer("shift", "year", int(meaning.value == "next")))
    unit = r.meaning(at, "unit")
    if not unit or unit.value == "star" or not (unit.possessed or unit.case not in {"nom", "dat", "acc", "ins"} or unit.plural):
        return None
    kind = str(meaning.value)
    if kind in {"first", "last"}:
        return Found(Point("day"), at + 1, unit.case, refer=Refer(kind, "day")) if unit.value == "day" else None  # type: ignore[arg-type]
    amount = {"same": 0, "next": 1, "previous": -1}[kind]
    if unit.plural and (amount or unit.value != "year"):
        return None
    name = "decade" if unit.plural else str(unit.value)
    found = Found(Point("year"), at + 1, unit.case, refer=Refer("shift", name, amount))  # type: ignore[arg-type]
    if name == "year":
        return with_rest(r, found)
    if name == "month" and unit.case == "gen" and (day := read_day_of_month(r, at + 1, Point("month"))):
        return day._replace(refer=found.refer)
    return found if name == "day" or unit.case != "gen" else with_part(r, found)


def _part_alone(r: Reader, i: int) -> Found | None:
    """«Жыл соңында» where a clause opens: of the year spoken of just before"""
    unit = r.meaning(i, "unit")
    part = r.phrase(i + 1, "part") if unit and unit.value == "year" and unit.case in {"nom", "gen"} and not unit.plural else None
    if not unit or unit.possessed or not part or part[0].case not in {"loc", "dat", "abl"}:
        return None
    opens = r.tokens[i].start == r.begin or _CLAUSE.search(r.preceding(i))
    if not opens or part[0].value not in {"start", "mid", "end"}:
        return None
    return Found(Point("year"), part[1], part[0].case, part[0].value, Refer("near"))  # type: ignore[arg-type]


def _relative(r: Reader, i: int) -> Found | None:
    """«бір жылдан соң», «екі күн бұрын», but not «бұдан 500 жыл бұрын», which counts from the day of writing"""
    number = r.number(i)
    unit = r.meaning(number.stop, "unit") if number and not number.ordinal else None
    if not number or not unit or unit.value in {"star", "millennium"} or unit.plural or unit.possessed:
        return None
    later, earlier = r.phrase(number.stop + 1, "later"), r.phrase(number.stop + 1, "earlier")
    if not (later or earlier) or number.value > 100 or _DEICTIC.search(r.preceding(i)):
        return None
    from_it = _FROM_IT.search(r.preceding(i)) is not None
    exact = _EXACT.search(r.preceding(i)) is not None
    passed = later is not None and (from_it or r.form(number.stop + 1) not in {"соң", "кейін"})  # «екі жыл өткенде»
    if later and (unit.case == "abl" or (unit.case == "nom" and passed)):
        return Found(Point("year"), later[1], refer=Refer("shift", unit.value, number.value, exact))  # type: ignore[arg-type]
    if earlier and unit.case == "nom":
        return Found(Point("year"), earlier[1], refer=Refer("shift", unit.value, -number.value, exact))  # type: ignore[arg-type]
    return None


def _joined(r: Reader, first: Found) -> Found | None:
    """«A – B», «A-дан B-ға» дейін, «A мен B аралығында»"""
    if isinstance(first.value, Period) or r.ends(first.stop):
        return None
    dashed = r.dash(first.stop)
    anded = r.meaning(first.stop, "and") is not None
    if not dashed and not anded and first.case != "abl":
        return None
    since = first.case == "abl" and r.meaning(first.stop, "from") is not None  # «1928 жылдан бастап 1940 жылға дейін»
    at = first.stop + 1 if dashed or anded or since else first.stop
    if (now := r.phrase(at, "now")) and first.value.year is not None and not anded:
        return _until_now(r, first, now[1], dashed)
    second = (read_later_day(r, at, first.value) if first.case == "abl" else None) or _single(r, at)
    if not second or isinstance(second.value, Period):
        return None
    part = between(r, second.stop)
    stop, case = (part[1], part[0].case) if part else (second.stop, second.case)
    if anded and not part and not between(r, stop - 1):
        return None
    if not anded and not dashed and not part and not between(r, stop - 1) and not (case == "dat" and r.meaning(stop, "until")):
        return None
    end = _inheriting(second, first.value)
    if end is None or not _in_order(first.value, end):
        return None
    return first._replace(value=Period(first.value, end), stop=stop, case=case, mod=None)


def _until_now(r: Reader, first: Found, stop: int, dashed: bool) -> Found | None:
    """«1991 ж. – қазіргі кезең аралығын», «1991 жылдан бүгінгі күнге» дейін"""
    part = between(r, stop)
    if not dashed and not _OPENED.match(r.following(stop)):
        return None
    return first._replace(value=Period(first.value, None), stop=part[1] if part else stop, mod=None)  # type: ignore[arg-type]


def _inheriting(second: Found, first: Point) -> Point | None:
    point = second.value
    assert isinstance(point, Point)
    if second.refer is None or point.year is not None:
        return point
    return point._replace(year=first.year) if second.refer.kind in {"year", "month"} else None


def _in_order(first: Point, last: Point) -> bool:
    if first.year is None or last.year is None:
        return first.year is last.year
    end = last.year + 99 if last.unit == "century" else last.year
    return (first.year, first.month or 0, first.day or 0) <= (end, last.month or 12, last.day or 31)
