"""The judge: what a word was, by a noisy channel with a prior of counts, and how sure that is.

score(form) = log P(form) - cost(word | form) + context; the word itself is a candidate like any other, so a sound word is one
whose own score no other form reaches. The confidence is a logistic regression over a few named features of the scores
(`lexicons/weights.tsv`), fitted on pages whose right text is known.
"""

from __future__ import annotations

import math
from typing import ClassVar, NamedTuple

from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.mend.candidates import candidates
from pipeline.mend.channel import Channel
from pipeline.words import words

SEEN = 9e7
"""Sum of the counts and of three times those of non-fiction, which is what theses are made of"""
MARGIN = 7.0
"""Readings that fall this far behind the best are dropped"""
COMMON = 200.0
"""Count from which the spelling of a form is not asked"""
UNKNOWN = 4.0
"""-log of the share of words that no list holds"""
KEPT = 8
PUNCTUATED = 5.0
"""-log of the chance that the mark behind a word is one, on a page of the Russian model, which reads і as marks"""


class Weight(Row, frozen=True):
    """One weight of the confidence, by the name of its feature."""

    table: ClassVar[str] = "weights.tsv"
    key: ClassVar[tuple[str, ...]] = ("feature",)

    feature: str
    weight: float
    meaning: str


class Reading(NamedTuple):
    """A form that a word may have been, its score (a log probability up to a constant), and what of the page it is read from:
    the word, or the word and the mark behind it."""

    form: str
    score: float
    ocr: str


class Judgement(NamedTuple):
    """What the judge made of a word: its readings, best first, and the score of the word as it stands."""

    word: str
    own: float
    readings: tuple[Reading, ...]


class Judge:
    """Judges words of one kind of damage: `channel` says what it does to letters."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.channel = channel
        self._words = words(lexicon)
        self._near = candidates(lexicon).near
        self._judged: dict[tuple[str, str], Judgement] = {}

    def prior(self, form: str) -> float:
        """log P(form): its share of all words, or of the words that no list holds, whose spelling then decides."""
        count = self._words.count(form) + 3 * self._words.nonfiction(form)
        if count > COMMON:
            return math.log(count / SEEN)
        unlisted = -UNKNOWN - self._words.spelling(form)
        return max(unlisted, math.log(count / SEEN)) if count else unlisted

    def judge(self, word: str, tail: str = "") -> Judgement:
        """Readings of `word` (lower case), with `tail` as a letter of it where that reads better."""
        key = (word, tail)
        if key not in self._judged:
            self._judged[key] = self._judge(word, tail)
        return self._judged[key]

    def _judge(self, word: str, tail: str) -> Judgement:
        punctuated = PUNCTUATED if tail else 0.0
        own = self.prior(word) - self.channel.same(word) - punctuated
        best = own
        readings = []
        for form in self._near(word):
            prior = self.prior(form)
            limit = prior - best + MARGIN
            if form == word or limit < 0:
                continue
            cost, ocr = self.channel.cost(word, form, limit) + punctuated, word
            if tail:
                cost, ocr = min((cost, ocr), (self.channel.cost(word + tail, form, limit), word + tail))
            if cost < math.inf:
                readings.append(Reading(form, prior - cost, ocr))
                best = max(best, prior - cost)
        readings.sort(key=lambda reading: -reading.score)
        return Judgement(word, own, tuple(readings[:KEPT]))

    def context(self, before: str, form: str, after: str) -> float:
        """How much better `form` fits its neighbours than chance: log ratios of smoothed pair counts."""
        return self.affinity(before, form) + self.affinity(form, after)

    def affinity(self, first: str, second: str) -> float:
        """log of how much oftener `second` follows `first` than chance has it."""
        if not first or not second:
            return 0.0
        expected = SMOOTH * math.exp(self.prior(second))
        seen = self._words.pair(first, second)
        total = self._words.count(first) if first[0] != "<" else FRAMES
        return math.log((seen + expected) / (total + SMOOTH)) - math.log(expected / SMOOTH)


SMOOTH = 3000.0
"""Pairs that are made up by chance before those seen decide"""
FRAMES = 4e6
"""About how often a sentence starts, a number or a mark stands, in the texts counted"""


@per_lexicon
def weights(lexicon: Lexicon) -> dict[str, float]:
    """Weights of the confidence by feature."""
    return {row.feature: row.weight for row in lexicon.rows(Weight)}
