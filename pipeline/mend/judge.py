"""The judge: what a word was, by a noisy channel with a prior of counts, and how sure that is.

score(form) = log P(form) - cost(word | form) + context; the word itself is a candidate like any other, so a sound word is one
whose own score no other form reaches.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.compiled import Codes, codes_of
from pipeline.lexicon import Lexicon
from pipeline.mend.candidates import candidates
from pipeline.mend.channel import Alignment, Channel
from pipeline.mend.search import COMMON, LONGEST_WORD, SEEN, UNKNOWN, Searched, search, weigh
from pipeline.words import words

MARGIN = 7.0
"""Readings that fall this far behind the best are dropped"""
KEPT = 8
JUDGED = 1 << 13
"""Words that are kept as they were judged"""


class Reading(NamedTuple):
    """A form that a word may have been, its score (a log probability up to a constant), what of the page it is read from (the
    word, or the word and the mark behind it), what the form is worth by itself: log P(form), and how it is read: the letters
    that both begin and end with, and the steps between."""

    form: str
    score: float
    ocr: str
    prior: float
    start: int
    end: int
    way: Sequence[int]

    @property
    def alignment(self) -> Alignment:
        """How the form was read."""
        return Alignment.of(self.ocr, self.form, self.start, self.end, self.way)


class Judgement(NamedTuple):
    """What the judge made of a word: its readings, best first, and the score of the word as it stands."""

    word: str
    own: float
    readings: tuple[Reading, ...]

    def better(self, by: float = 0.0) -> Reading | None:
        """The best reading, where its score is ahead of the word's own by more than `by`."""
        return self.readings[0] if self.readings and self.readings[0].score > self.own + by else None


Thought = tuple[Codes, Searched] | None
"""The letters of a word and the forms that it may be read as; nothing of a word that is longer than any"""


class Judge:
    """Judges words of one kind of damage: `channel` says what it does to letters. A judge that learned from a `teacher` weighs
    anew the forms that the teacher thinks of. The teacher keeps its last thoughts; `thoughts`, by word, are kept besides."""

    def __init__(
        self, lexicon: Lexicon, channel: Channel, teacher: Judge | None = None, thoughts: Mapping[str, Thought] | None = None
    ) -> None:
        self.channel = channel
        self.lexicon = lexicon
        self._words = words(lexicon)
        self._candidates = candidates(lexicon)
        self.thought: Callable[[str, str], Thought] = teacher.thought if teacher else lru_cache(1 << 14)(self._thought)
        self._thoughts = thoughts or {}
        self._taught = teacher is not None
        self.prior: Callable[[str], float] = teacher.prior if teacher else lru_cache(1 << 15)(self._prior)
        self._judged: dict[tuple[str, str], Judgement] = {}  # a cache of a method would keep a judge for the garbage collector

    def _prior(self, form: str) -> float:
        """log P(form): its share of all words, or of the words that no list holds, whose spelling then decides."""
        count = self._words.count(form) + 3 * self._words.nonfiction(form)
        if count > COMMON:
            return math.log(count / SEEN)
        unlisted = -UNKNOWN - self._words.spelling(form)
        return max(unlisted, math.log(count / SEEN)) if count else unlisted

    def judge(self, word: str, tail: str = "") -> Judgement:
        """Readings of `word` (lower case), with `tail` as a letter of it where that reads better."""
        judgement = self._judged.get((word, tail))
        if judgement is None:
            if len(self._judged) >= JUDGED:
                self._judged.clear()
            judgement = self._judged[word, tail] = self._judge(word, tail)
        return judgement

    def _judge(self, word: str, tail: str) -> Judgement:
        thought = (not tail and self._thoughts.get(word)) or self.thought(word, tail)
        if thought is None:
            return Judgement(word, 0.0, ())
        codes, searched = thought
        own, (weighed, priors), found = searched
        if self._taught:
            table, costs = self._candidates.table, self.channel.table
            own, weighed = weigh(table.letters, table.begins, costs, codes, len(tail), self.prior(word), searched)
        scores = weighed.tolist()
        least = max([own, *scores]) - MARGIN
        order = [nth for nth, score in enumerate(scores) if score >= least]
        if len(order) > 1:
            order.sort(key=scores.__getitem__, reverse=True)
        readings = []
        for nth in order[:KEPT]:
            place, used, start, end, steps, *way = found[nth].tolist()
            form, ocr = self._candidates.form(place), word + tail if used else word
            readings.append(Reading(form, scores[nth], ocr, float(priors[nth]), start, end, way[:steps]))
        return Judgement(word, own, tuple(readings))

    def _thought(self, word: str, tail: str) -> Thought:
        if len(word) + len(tail) > LONGEST_WORD:
            return None
        table, costs, codes = self._candidates.table, self.channel.table, codes_of(word + tail)
        return codes, search(table, costs, codes, len(tail), self.prior(word))

    def context(self, before: str, form: str, after: str) -> float:
        """How much better `form` fits its neighbours than chance: log ratios of smoothed pair counts."""
        return self.affinity(before, form) + self.affinity(form, after)

    def affinity(self, first: str, second: str) -> float:
        """log of how much oftener `second` follows `first` than chance has it; a word never seen was never seen in a pair."""
        if not first or not second:
            return 0.0
        total = self._words.count(first) if first[0] != "<" else FRAMES
        seen = self._words.pair(first, second) if total and (second[0] == "<" or self._words.count(second)) else 0.0
        return math.log((SMOOTH + (seen * math.exp(-self.prior(second)) if seen else 0.0)) / (SMOOTH + total))


SMOOTH = 3000.0
"""Pairs that are made up by chance before those seen decide"""
FRAMES = 4e6
"""About how often a sentence starts, a number or a mark stands, in the texts counted"""
