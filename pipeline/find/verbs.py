"""Verb forms: stem and kind of form of a word, by its chain of suffixes.

The inventory of suffixes is that of the grammars (етістік: шақ, рай, есімше, көсемше, тұйық етістік). Whether a stem is a verb
at all is told by a table of stems, or by its paradigm: a verb is also seen with -ған, -ып and -ды.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.kazakh import BACK, FRONT
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.words import Words, words


class Form(Enum):
    """What a verb form does in its clause."""

    PAST = "құрылды"
    PRESENT = "құрылады"
    PARTICIPLE = "құрылған"
    HABITUAL = "құрылатын"
    CONVERB = "құрылып"
    LINKED = "құрыла"
    CONDITIONAL = "құрылса"
    CLAUSAL = "құрылғанда"
    NOMINAL = "құрылғанын"
    VERBAL_NOUN = "құрылу"


class Verb(NamedTuple):
    """A reading of a word: the stem before all endings (voice may be part of it) and the kind of form."""

    stem: str
    form: Form


NOUN_ENDING = (
    "(?:[лдт][ае]р)?(?:[ыі]?м[ыі]з|с?[ыі])?"
    "(?:[ндт][ыі]ң|[ғқ]а|[гк]е|н?[ае]|[ндт][ыі]|н|н?[дт][ае]н?|н[ае]н|[мбп]ен)?"
)
"""Plural, possession and case of a noun"""
_ENDINGS = {
    Form.PAST: "[дт][ыі]|[ыі]?пт[ыі]|[мбп][ае][қк](?:ш[ыі])?",
    Form.PRESENT: "(?:[аеяи]|й)д[ыі]|[ую]д[ае](?:м[ыі]н|м[ыі]з)?",
    Form.PARTICIPLE: "[ғқ]ан|[гк]ен",
    Form.HABITUAL: "(?:[аеяи]|й)т[ыі]н|[ую]ш[ыі]",
    Form.CONVERB: "[ыіи]?п",
    Form.LINKED: "[аейи]|[ғқ]алы|[гк]елі",
    Form.CONDITIONAL: "с[ае]",
    Form.CLAUSAL: "(?:[ғқ]ан|[гк]ен)(?:д[ае]|дықтан|діктен|[ыі]мен|ша|ше|нан|нен|[ғг][ае])|[ғқ]анша|[гк]енше",
    Form.NOMINAL: rf"(?:[ғқ]ан(?:дық|дығ)?|[гк]ен(?:дік|діг)?){NOUN_ENDING}",
    Form.VERBAL_NOUN: f"[ую]{NOUN_ENDING}",
}
_NEGATION = "(?:[мбп][ае])?"
_TAIL = [(form, re.compile(f"{_NEGATION}(?:{ending})")) for form, ending in _ENDINGS.items()]
_ANY_TAIL = regex.compile(rf"(?r)(?:{'|'.join(pattern.pattern for _, pattern in _TAIL)})")
"""Read from the end, so that a partial match is the end of a tail"""
_LONGEST = 14
"""Letters of the longest tail of endings that is tried"""
_SEEN, _SHARE = 12, 0.004
"""A form of a paradigm counts as seen from so often, or so large a share of the word it is to explain"""
_DERIVED = re.compile("..+(?:[лдт][ае](?:н|ндыр|ндір|стыр|стір)|[дт][ыі]р)(?:[ыі]л)?")
"""Ends in suffixes that make verbs of nouns or causatives of verbs: one form seen is enough"""
_VOICELESS = frozenset("пфкқтсшщчцхбвгд")


def readings(word: str) -> tuple[Verb, ...]:
    """Every way to part `word` (lower case) into a stem of two letters or more and a verb's endings, longest stem first; of
    басып-жаншылды the last part counts."""
    word = word.rpartition("-")[2]
    found: list[Verb] = []
    for cut in range(len(word) - 1, max(0, len(word) - _LONGEST - 1), -1):
        tail = word[cut:]
        forms = _forms(tail)
        if forms is None:
            break
        if forms:
            stems = tuple(_stems(word[:cut], tail))
            found.extend(Verb(stem, form) for form in forms for stem in stems)
    return tuple(found)


@lru_cache(1 << 13)
def _forms(tail: str) -> tuple[Form, ...] | None:
    """The forms that end in `tail`; None where no longer tail ends so either."""
    match = _ANY_TAIL.fullmatch(tail, partial=True)
    if not match or match.partial:
        return () if match else None
    return tuple(form for form, pattern in _TAIL if pattern.fullmatch(tail))


def _stems(base: str, tail: str) -> Iterator[str]:
    """Stems that may lie under `base` before `tail`: п, қ, к voiced before a vowel, ы and і dropped before у and и, йу as ю."""
    yield base
    last = base[-1]
    if tail[0] in "аеыіуо":
        if last in "бғг":
            yield base[:-1] + {"б": "п", "ғ": "қ", "г": "к"}[last]
        elif last == "у" and tail[0] in "ыі":
            yield base[:-1] + "п"
    if tail[0] in "уюи":
        yield base + ("ы" if _is_back(base) else "і")
    if tail[0] == "ю":
        yield base + "й"


def active(stem: str) -> tuple[str, ...]:
    """Stems of which `stem` may be the passive: құрыл → құр, қабылдан → қабылда."""
    if len(stem) < 4 or stem[-1] not in "лн":
        return ()
    short = stem[:-1]
    if short[-1] not in "ыі":
        return (short,)
    last = {"б": "п", "ғ": "қ", "г": "к"}.get(short[-2])
    return (short[:-1], short, short[:-2] + last) if last else (short[:-1], short)


def _is_back(stem: str) -> bool:
    for letter in reversed(stem):
        if letter in BACK:
            return True
        if letter in FRONT:
            return False
    return True


class Paradigms:
    """Tells verbs from nouns by the forms in which a stem is seen."""

    def __init__(self, counts: Words) -> None:
        self._counts = counts
        self._seen = lru_cache(1 << 13)(self._evidence)

    def is_verb(self, stem: str, word: str) -> bool:
        """Whether `stem`, with forms seen beside `word`, is a verb's."""
        if len(stem) < 3:
            return False
        least, enough = self._seen(stem)
        return enough or least >= max(_SEEN, _SHARE * self._counts.count(word))

    def _evidence(self, stem: str) -> tuple[float, bool]:
        """How often the rarest form of the paradigm of `stem` is seen, and whether it is enough that any is. Most stems are no
        verbs, and the first form that is too rare tells."""
        derived = _DERIVED.fullmatch(stem) is not None
        seen: list[float] = []
        for form in _paradigm(stem):
            seen.append(self._counts.count(form))
            if seen[-1] < _SEEN and not derived:
                break
        return min(seen), derived and max(seen) > 0


def _paradigm(stem: str) -> Iterator[str]:
    """Participle in -ған, past in -ды and converb in -ып of `stem`."""
    back, last = _is_back(stem), stem[-1]
    hard = last in _VOICELESS
    yield stem + (("қан" if hard else "ған") if back else ("кен" if hard else "ген"))
    yield stem + ("т" if hard else "д") + ("ы" if back else "і")
    if last in BACK or last in FRONT or last == "я":
        yield stem + "п"
    else:
        soft = {"п": "у" if len(stem) < 4 else "б", "қ": "ғ", "к": "г"}.get(last, last)
        yield stem[:-1] + soft + ("ып" if back else "іп")


@per_lexicon
def paradigms(lexicon: Lexicon) -> Paradigms:
    """The test of paradigms over the counts of `lexicon`."""
    return Paradigms(words(lexicon))
