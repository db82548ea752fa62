"""The endings of Kazakh words: suffixes as rows, which slot may follow which, and how each sounds after what stands before it.

`slots.tsv` is an automaton: a slot is where a word stands after a suffix and names the kinds of suffix that it takes.
`suffixes.tsv` holds the suffixes in a notation that leaves open what harmony and assimilation decide: A is а or е, Y ы or і,
Q қ or к, q ғ or г; G L N H D F M P are first consonants (see `FIRST`); `(x)` stands after consonants only, `[x]` after vowels
only.
Rules of harmony (үндестік заңы) and assimilation (ілгерінді ықпал) as in any grammar of Kazakh.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, Literal, NamedTuple

from pipeline.kazakh import LETTERS
from pipeline.lexicon import Lexicon, Row, per_lexicon

BACK, FRONT = 0, 1
PLAIN, HARD, SOFT, DROPPED, MELTED_Y, MELTED_J, ROUNDED = range(7)
"""How a stem is written in front of a suffix: as it is; as it is, but only before a consonant (кітап); voiced before a vowel
(кітаб-); without its last vowel before a vowel (халқ-); without ы or і before и or у (оқ- of оқы); without й before
я or ю (қо- of қой); with у for п before -ып (тау- of тап)."""

OPEN = frozenset("аәеоөұүыіэёя")
NASAL, BUZZ, GLIDE = frozenset("мнң"), frozenset("зж"), frozenset("йуию")
VOWEL_FIRST = frozenset("ыіаеу")
VOICED = {"п": "б", "қ": "ғ", "к": "г"}
FIRST = {
    # after a vowel, й у и ю, р, л, м н ң, з ж, all others
    "L": "лллддд" + "т",
    "N": "нддддд" + "т",
    "H": "ндддндт",
    "D": "ддддддт",
    "F": "ддддндт",
    "M": "мммммбп",
    "P": "ммммббп",
}
"""First consonant of a suffix by the sound before it"""
COLOURS = {"A": "ае", "Y": "ыі", "Q": "қк", "q": "ғг"}
RARE = -12.0
"""Share of what was never seen"""
FORM = re.compile(rf"(?:\[[{LETTERS}]+\]|\([AY]?[{LETTERS}]*\))*[{LETTERS}AYQqGLNHDFMP]*")


class Slot(Row, frozen=True):
    """Where a word stands: the kinds of suffix that may follow, and whether it may end here."""

    slot: str
    takes: tuple[str, ...] = ()
    final: bool = True
    table: ClassVar[str] = "slots.tsv"
    key: ClassVar[tuple[str, ...]] = ("slot",)


class Suffix(Row, frozen=True):
    """A suffix. `last`: the letters it may follow (all where empty); `example`: a word that ends in it."""

    name: str
    kind: str
    form: str
    to: str
    last: str = ""
    example: str = ""
    table: ClassVar[str] = "suffixes.tsv"
    key: ClassVar[tuple[str, ...]] = ("kind", "form")

    def __post_init__(self) -> None:
        if not FORM.fullmatch(self.form):
            raise ValueError(f"{self.form!r} is not in the notation of suffixes")


class Share(Row, frozen=True):
    """How often a word in `slot` takes `suffix`, as a natural logarithm; without `suffix`, how often it ends there."""

    slot: str
    share: float
    suffix: str = ""
    to: str = ""
    table: ClassVar[str] = "shares.tsv"
    key: ClassVar[tuple[str, ...]] = ("slot", "suffix", "to")


class Piece(NamedTuple):
    """A suffix as it stands in a word, and the slot it leads to."""

    name: str
    text: str
    to: str


class Stem(NamedTuple):
    """A stem as written before a suffix: its slot, harmony, way of writing, and the last sound of its dictionary form."""

    slot: str
    harmony: int
    writing: int
    last: str


Chain = tuple[Piece, ...]


def sound_class(last: str) -> int:
    """Which column of `FIRST` follows the sound `last`."""
    letter = last[-1:]
    if letter in OPEN:
        return 0
    if letter in GLIDE:
        return 1
    return 2 if letter == "р" else 3 if letter == "л" else 4 if letter in NASAL else 5 if letter in BUZZ else 6


def last_sound(word: str) -> str:
    """What decides the first sound of a suffix: the last letter but for a sign, and "ст" for words that end in it."""
    bare = word.rstrip("ьъ")
    return "ст" if bare.endswith("ст") else (bare or word)[-1:]


def harmony_of(text: str) -> int | None:
    """BACK or FRONT by the last vowel that tells; None where none does (у, и, ю and я inside a word do not)."""
    if text.endswith("я"):
        return BACK
    for letter in reversed(text):
        if letter in "аоұыё":
            return BACK
        if letter in "әөүіеэ":
            return FRONT
    return None


def harmony(word: str) -> Literal["back", "front", "mixed"] | None:
    """How the vowels of `word` agree, for weighing a reading (loan words and -мен may be mixed); None where no vowel tells."""
    letters = set(word.lower())
    back, front = bool(letters & set("аоұы")), bool(letters & set("әөүіе"))
    return "mixed" if back and front else "back" if back else "front" if front else None


@lru_cache(1 << 12)
def spelled(form: str, column: int, harmony: int) -> str:
    """`form` as it sounds after a sound of this `column` of `FIRST`."""
    if "[" in form:
        form = re.sub(r"\[(.*?)\]", r"\1" if column == 0 else "", form)
    if "(" in form:
        form = re.sub(r"\((.*?)\)", "" if column == 0 else r"\1", form)
    if form[0] == "G":
        form = ("Q" if column == 6 else "q") + form[1:]
    elif form[0] in FIRST:
        form = FIRST[form[0]][column] + form[1:]
    return "".join(COLOURS[c][harmony] if c in COLOURS else ("ғ", "г")[harmony] if c == "G" else c for c in form)


def joined(text: str, stem: Stem) -> str | None:
    """`text` as it is written after `stem`, None where that way of writing the stem does not take it."""
    first, last = text[0], stem.last[-1]
    match stem.writing:
        case writing if writing == HARD and first in VOWEL_FIRST:
            return None
        case writing if writing in (SOFT, DROPPED):
            return text if first in VOWEL_FIRST and not (last == "п" and text in ("ып", "іп") and stem.slot == "verb") else None
        case writing if writing == MELTED_Y:
            return "и" + text[1:] if first == "й" else text if first == "у" else None
        case writing if writing == MELTED_J:
            return {"а": "я", "у": "ю"}[first] + text[1:] if first in "ау" else None
        case writing if writing == ROUNDED:
            return text if text in ("ып", "іп") else None
    if (last == "й" and first in "ау") or (last in "ыі" and first in "йу"):
        return None
    if last == "и" and first in "ау":
        return {"а": "я", "у": "ю"}[first] + text[1:]
    return text


def _shapes(form: str, stem: Stem) -> list[str]:
    """How `form` may be written after `stem`; т after ст is often left out (коммунистер)."""
    text = joined(spelled(form, sound_class(stem.last), stem.harmony), stem)
    if not text:
        return []
    return [text, text[1:]] if stem.last == "ст" and text[0] == "т" and len(text) > 1 else [text]


class Endings:
    """The automaton of endings. What a slot takes is spelled out when first asked for, so nothing is built at start."""

    def __init__(self, slots: list[Slot], suffixes: list[Suffix], shares: list[Share]) -> None:
        self.slots = {slot.slot: slot for slot in slots}
        self.shares = {(row.slot, row.suffix, row.to): row.share for row in shares}
        kinds: dict[str, list[Suffix]] = {}
        for suffix in suffixes:
            kinds.setdefault(suffix.kind, []).append(suffix)
            if suffix.to not in self.slots:
                raise ValueError(f"{Suffix.table}: {suffix.name} leads to {suffix.to}, which is not a slot")
        self.takes = {slot.slot: [s for kind in slot.takes for s in kinds.get(kind, [])] for slot in slots}
        self.after = lru_cache(None)(self._after)
        self._known = lru_cache(1 << 14)(self._chains)

    def share(self, slot: str, chain: Chain) -> float:
        """How often a stem of `slot` has `chain`, as a natural logarithm."""
        total = 0.0
        for piece in chain:
            total += self.shares.get((slot, piece.name, piece.to), RARE)
            slot = piece.to
        return total + self.shares.get((slot, "", ""), RARE)

    def _after(self, stem: Stem) -> dict[str, list[tuple[Piece, Stem]]]:
        """By first letter: each suffix that `stem` takes, spelled out, and where it leads."""
        found: dict[str, list[tuple[Piece, Stem]]] = {}
        for suffix in self.takes[stem.slot]:
            if suffix.last and stem.last[-1] not in suffix.last:
                continue
            for shape in _shapes(suffix.form, stem):
                harmony = harmony_of(shape)
                to = Stem(suffix.to, stem.harmony if harmony is None else harmony, PLAIN, shape[-1])
                found.setdefault(shape[0], []).append((Piece(suffix.name, shape, suffix.to), to))
        return found

    def chains(self, stem: Stem, rest: str) -> tuple[Chain, ...]:
        """Every way to read `rest` as suffixes after `stem`."""
        return self._known(stem, rest) if not rest or rest[0] in self.after(stem) else ()

    def _chains(self, stem: Stem, rest: str) -> tuple[Chain, ...]:
        if not rest:
            return ((),) if self.slots[stem.slot].final and stem.writing in (PLAIN, HARD) else ()
        found: list[Chain] = []
        for piece, to in self.after(stem)[rest[0]]:
            if rest.startswith(piece.text):
                found += [(piece, *chain) for chain in self.chains(to, rest[len(piece.text) :])]
        return tuple(found)


@per_lexicon
def endings(lexicon: Lexicon) -> Endings:
    """The endings of `lexicon`. Raises LexiconError for a bad row."""
    return Endings(lexicon.rows(Slot), lexicon.rows(Suffix), lexicon.rows(Share))


def endings_of_abbreviation(ending: str, lexicon: Lexicon) -> tuple[Chain, ...]:
    """Readings of what follows the hyphen after an abbreviation or a number (ТМД-ның, 12-сінде), however that is read aloud."""
    stems = [Stem("noun", harmony, PLAIN, last) for last in ("а", "р", "л", "н", "з", "т") for harmony in (BACK, FRONT)]
    return tuple(chain for stem in stems for chain in endings(lexicon).chains(stem, ending))
