"""Reading numbers, units and phrases off a run of tokens."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.find.dates.anaphora import Refer
from pipeline.find.dates.edtf import Value
from pipeline.find.dates.tokens import Token
from pipeline.find.dates.words import Case, Meaning, Vocabulary
from pipeline.record import Mod

_ROMAN_LOOKALIKES = str.maketrans({"Х": "X", "І": "I", "У": "V", "Ү": "V", "Ш": "III", "П": "II", "1": "I", "l": "I"})
_DASHES = "-–—‑−"
_NOTHING: frozenset[str] = frozenset()
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


class Found(NamedTuple):
    """What was read: up to which token, in which case, and what it leans on."""

    value: Value
    stop: int
    case: Case = "nom"
    mod: Mod | None = None
    refer: Refer | None = None


class Number(NamedTuple):
    value: int
    stop: int
    ordinal: bool
    digits: int
    """how many digits it is written with; 0 for words"""


class Reader:
    """One run of tokens of `text`, with the vocabulary it is read by; `begin` is where the sentence begins."""

    __slots__ = ("_numbers", "_units", "begin", "centuries", "forms", "known", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], known: Vocabulary, begin: int) -> None:
        self.text, self.tokens, self.known, self.begin = text, tokens, known, begin
        self.forms = [token.form for token in tokens]
        self.centuries = not known.centuries.isdisjoint(self.forms)
        """whether any word says that centuries or millennia are spoken of"""
        self._numbers: dict[int, Number | None] = {}
        self._units: dict[int, tuple[Meaning, int] | None] = {}

    def ends(self, i: int) -> bool:
        """Does the run end before `i`?"""
        return i >= len(self.forms)

    def form(self, i: int) -> str:
        return self.forms[i] if i < len(self.forms) else ""

    def deictic(self, i: int) -> bool:
        """Does the expression at `i` count from the day of writing: «ағымдағы жылғы 6 тамызда», «биыл қаңтарда»?"""
        back = i - 1 if i and self.meaning(i - 1, "unit") else i
        return back > 0 and self.meaning(back - 1, "deictic") is not None

    def opens(self, i: int) -> frozenset[str]:
        """The roles of the phrases that the token at `i` can open."""
        return self.known.openings.get(self.forms[i], _NOTHING)

    def meaning(self, i: int, role: str) -> Meaning | None:
        """What the word at `i` means in `role`."""
        return self.known.in_role[role].get(self.forms[i]) if i < len(self.forms) else None

    def phrase(self, i: int, role: str) -> tuple[Meaning, int] | None:
        """The longest phrase in `role` that starts at `i`, and where it stops."""
        for length in self.known.lengths[role].get(self.forms[i], ()) if i < len(self.forms) else ():
            words = self.forms[i : i + length]
            if len(words) == length and (meaning := self.known.in_role[role].get(" ".join(words))):
                return meaning, i + length
        return None

    def calendar(self, i: int) -> bool:
        """Does a word before `i` say that another calendar counts: «хижраның 1116 жылы», «хижра бойынша 1116 жылы»?"""
        return any((found := self.phrase(back, "calendar")) and found[1] == i for back in range(max(0, i - 3), i))

    def mark(self, i: int, marks: str) -> bool:
        return i < len(self.forms) and self.forms[i] in marks

    def dash(self, i: int) -> bool:
        return i < len(self.forms) and self.forms[i] in _DASHES

    def hyphen(self, i: int) -> bool:
        """Is the token at `i` a dash that joins its neighbours without spaces?"""
        return self.dash(i) and self.glued(i) and self.glued(i + 1)

    def glued(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].glued

    def number(self, i: int) -> Number | None:
        """A number in digits («80», «80-інші») or words («мың тоғыз жүз тоқсан бірінші»)."""
        if i not in self._numbers:
            self._numbers[i] = self._number(i) if i < len(self.forms) else None
        return self._numbers[i]

    def _number(self, i: int) -> Number | None:
        token = self.tokens[i]
        if token.role != "number":
            return self._spelled(i)
        if len(token.text) > 4 or not token.text.isdigit():
            return None
        ordinal = self.hyphen(i + 1) and self.meaning(i + 2, "ordinal_suffix") is not None
        return Number(int(token.text), i + 3 if ordinal else i + 1, ordinal, len(token.text))

    def _spelled(self, i: int) -> Number | None:
        total = current = 0
        stop = i
        while ordinal_or_cardinal := self.meaning(stop, "cardinal") or self.meaning(stop, "ordinal"):
            value = int(ordinal_or_cardinal.value)
            if value == 1000 and not total:
                total, current = max(current, 1) * 1000, 0
            elif value == 100 and current < 10:
                current = max(current, 1) * 100
            elif value < 100 and current % (100 if value >= 10 else 10) == 0:
                current += value
            else:
                break
            stop += 1
            if ordinal_or_cardinal.role == "ordinal":
                return Number(total + current, stop, True, 0)
        return Number(total + current, stop, False, 0) if stop > i else None

    def century_number(self, i: int) -> Number | None:
        """«XVIII» in either script, «18», «он сегізінші»; a hyphen before the unit is passed over."""
        number = self.number(i)
        if number is None and i < len(self.tokens) and self.tokens[i].role == "roman":
            value = roman(self.tokens[i].text)
            suffix = self.hyphen(i + 1) and self.meaning(i + 2, "ordinal_suffix") is not None
            number = Number(value, i + 3 if suffix else i + 1, True, 0) if value else None
        return number if number and 1 <= number.value <= 21 else None

    def unit(self, i: int) -> tuple[Meaning, int] | None:
        """A unit of time, in full («жылдың») or short («ж.», «ғ.-дан»), and where it stops."""
        if i not in self._units:
            self._units[i] = self._unit(i)
        return self._units[i]

    def _unit(self, i: int) -> tuple[Meaning, int] | None:
        if self.meaning(i, "kind") and (year := self.meaning(i + 1, "unit")) and year.value == "year":
            return year, i + 2  # «2001/2002 оқу жылында»
        if full := self.meaning(i, "unit"):
            return full, i + 1
        short = self.meaning(i, "short")
        if not short:
            return None
        stop = i + 1
        if self.hyphen(stop) and (suffix := self.meaning(stop + 1, "suffix")) and self.form(i) in {"ж", "ғ"}:
            return Meaning("unit", short.value, suffix.case), stop + 2  # «ХІХ ғ-да», «1991 ж-ғы»
        if self.mark(stop, ".") and self.glued(stop):
            stop += 1
        elif len(self.tokens[i].text) < 2 and not self._undotted(i):
            return None
        plural = short.value == "years"
        meaning = Meaning("unit", "year" if plural else short.value, "nom", plural)
        if self.hyphen(stop) and (suffix := self.meaning(stop + 1, "suffix")):
            return meaning._replace(case=suffix.case), stop + 2
        return meaning, stop

    def _undotted(self, i: int) -> bool:
        """Is the short unit at `i` one without its dot: «1998 ж 5 мамырда»?"""
        return self.form(i) == "ж" and i > 0 and self.tokens[i - 1].role == "number" and len(self.tokens[i - 1].text) == 4

    def following(self, stop: int, length: int = 24) -> str:
        """The text after the token before `stop`."""
        end = self.tokens[stop - 1].end
        return self.text[end : end + length]

    def preceding(self, i: int, length: int = 80) -> str:
        start = self.tokens[i].start
        return self.text[max(0, start - length) : start]


def roman(numeral: str) -> int | None:
    """The value of a roman numeral, its letters from either alphabet; None if it is not well formed."""
    latin = numeral.translate(_ROMAN_LOOKALIKES)
    values = [_ROMAN_VALUES.get(letter, 0) for letter in latin]
    total = sum(-v if v < max(values[k:]) else v for k, v in enumerate(values))
    return total if 0 not in values and _to_roman(total) == latin else None


def _to_roman(number: int) -> str:
    pieces = []
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        pieces.append(letters * (number // value))
        number %= value
    return "".join(pieces)
