"""The judge: what a word was, by a noisy channel with a prior of counts, and how sure that is.

score(form) = log P(form) - cost(word | form) + context; the word itself is a candidate like any other, so a sound word is one
whose own score no other form reaches.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.lexicon import Lexicon
from pipeline.mend.candidates import candidates
from pipeline.mend.channel import Alignment, Channel
from pipeline.words import words

SEEN = 9e7
"""Sum of the counts and of three times those of non-fiction, which is what theses are made of"""
MARGIN, WIDE = 7.0, 9.0
"""Readings that fall this far behind the best are dropped; a page that adapts its channel weighs those within the wider margin"""
COMMON = 200.0
"""Count from which the spelling of a form is not asked"""
UNKNOWN = 4.0
"""-log of the share of words that no list holds"""
LUCK = 3.0
"""How much likelier the letters may make a reading than its frequency and shape: of the right readings 0.3 % are luckier"""
KEPT = 8
PUNCTUATED = 5.0
"""-log of the chance that the mark behind a word is one, on a page of the Russian model, which reads і as marks"""


class Reading(NamedTuple):
    """A form that a word may have been, its score (a log probability up to a constant), what of the page it is read from (the
    word, or the word and the mark behind it) and how, and what the form is worth by itself: log P(form)."""

    form: str
    score: float
    ocr: str
    prior: float
    alignment: Alignment


class Judgement(NamedTuple):
    """What the judge made of a word: its readings, best first, and the score of the word as it stands."""

    word: str
    own: float
    readings: tuple[Reading, ...]

    def better(self, by: float = 0.0) -> Reading | None:
        """The best reading, where its score is ahead of the word's own by more than `by`."""
        return self.readings[0] if self.readings and self.readings[0].score > self.own + by else None


class Judge:
    """Judges words of one kind of damage: `channel` says what it does to letters. A judge that learned from a `teacher` weighs
    anew the readings that the teacher thinks of."""

    def __init__(self, lexicon: Lexicon, channel: Channel, teacher: Judge | None = None) -> None:
        self.channel = channel
        self.lexicon = lexicon
        self._words = words(lexicon)
        self._near = candidates(lexicon).near
        self._thinks: Callable[[str, str], list[Reading]] = teacher._thinks if teacher else lru_cache(1 << 14)(self._readings)
        self._weighs = self._reweighed if teacher else self._thinks
        self.prior: Callable[[str], float] = teacher.prior if teacher else lru_cache(1 << 15)(self._prior)
        self._chance: Callable[[str], tuple[float, float]] = teacher._chance if teacher else lru_cache(1 << 14)(self._chance_of)
        self._judged = lru_cache(1 << 13)(self._judge)

    def _prior(self, form: str) -> float:
        """log P(form): its share of all words, or of the words that no list holds, whose spelling then decides."""
        count = self._words.count(form) + 3 * self._words.nonfiction(form)
        if count > COMMON:
            return math.log(count / SEEN)
        unlisted = -UNKNOWN - self._words.spelling(form)
        return max(unlisted, math.log(count / SEEN)) if count else unlisted

    def judge(self, word: str, tail: str = "") -> Judgement:
        """Readings of `word` (lower case), with `tail` as a letter of it where that reads better."""
        return self._judged(word, tail)

    def _judge(self, word: str, tail: str) -> Judgement:
        own = self._own(word, tail)
        readings = self._weighs(word, tail)
        least = max([own, *(reading.score for reading in readings[:1])]) - MARGIN
        return Judgement(word, own, tuple(reading for reading in readings[:KEPT] if reading.score >= least))

    def _own(self, word: str, tail: str) -> float:
        return self.prior(word) - self.channel.same(word) - (PUNCTUATED if tail else 0.0)

    def _readings(self, word: str, tail: str) -> list[Reading]:
        """Readings of a word, best first, those behind by the wider margin left out."""
        best = self._own(word, tail)
        worth = LUCK - math.log(SEEN)
        readings = []
        for form, likely in self._near(word):
            if likely + worth < best:
                break
            prior = self.prior(form)
            limit = prior - best + WIDE
            if form == word or limit < 0:
                continue
            read = self._read_as(word, tail, form, limit)
            if read and read[0] < limit:
                cost, ocr, alignment = read
                readings.append(Reading(form, prior - cost, ocr, prior, alignment))
                best = max(best, prior - cost)
        readings.sort(key=lambda reading: -reading.score)
        return readings

    def _read_as(self, word: str, tail: str, form: str, limit: float) -> tuple[float, str, Alignment] | None:
        """How cheaply `form` is read as `word`, or as `word` and `tail`; None where both surely cost more than `limit`."""
        found = []
        for ocr, marked in ((word, PUNCTUATED), (word + tail, 0.0)) if tail else ((word, 0.0),):
            if alignment := self.channel.align(ocr, form, limit):
                found.append((self.channel.cost(alignment) + marked, ocr, alignment))
        return min(found, default=None)

    def _reweighed(self, word: str, tail: str) -> list[Reading]:
        cost = self.channel.cost
        readings = [reading._replace(score=reading.prior - cost(reading.alignment)) for reading in self._thinks(word, tail)]
        readings.sort(key=lambda reading: -reading.score)
        return readings

    def context(self, before: str, form: str, after: str) -> float:
        """How much better `form` fits its neighbours than chance: log ratios of smoothed pair counts."""
        return self.affinity(before, form) + self.affinity(form, after)

    def affinity(self, first: str, second: str) -> float:
        """log of how much oftener `second` follows `first` than chance has it."""
        if not first or not second:
            return 0.0
        expected, chance = self._chance(second)
        seen = self._words.pair(first, second)
        total = self._words.count(first) if first[0] != "<" else FRAMES
        return math.log((seen + expected) / (total + SMOOTH)) - chance

    def _chance_of(self, word: str) -> tuple[float, float]:
        """How often chance has `word` in `SMOOTH` pairs, and the logarithm of its share of them."""
        expected = SMOOTH * math.exp(self.prior(word))
        return expected, math.log(expected / SMOOTH)


SMOOTH = 3000.0
"""Pairs that are made up by chance before those seen decide"""
FRAMES = 4e6
"""About how often a sentence starts, a number or a mark stands, in the texts counted"""
