"""How much of a damaged text a repair put right, and how much of it it put wrong.

Character and word error rate are Levenshtein distances over the length of the right text (NIST). White space counts as one
space; dashes and quotation marks of every shape count as one, since a printed page does not tell them apart.
"""

from __future__ import annotations

from typing import NamedTuple

import regex
from rapidfuzz.distance import Levenshtein

DASH, QUOTE, APOSTROPHE = (regex.compile(shapes) for shapes in (r"\p{Pd}+|−", "[“”„‟«»″]", "[‘’‚′]"))
SPACE = regex.compile(r"\s+")


class Score(NamedTuple):
    """Counts over one text or, added up, over many."""

    characters: int = 0
    """of the right text"""
    words: int = 0
    """of the right text"""
    character_errors_before: int = 0
    character_errors: int = 0
    word_errors_before: int = 0
    word_errors: int = 0
    wrong: int = 0
    """words of the right text that the damaged text lacks"""
    fixed: int = 0
    """of those, the words that the repaired text has"""
    broken: int = 0
    """words that the damaged text has and the repaired text lacks"""

    def plus(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def cer_before(self) -> float:
        return self.character_errors_before / max(1, self.characters)

    @property
    def wer_before(self) -> float:
        return self.word_errors_before / max(1, self.words)

    @property
    def cer(self) -> float:
        return self.character_errors / max(1, self.characters)

    @property
    def wer(self) -> float:
        return self.word_errors / max(1, self.words)

    @property
    def wer_cut(self) -> float:
        """Share of the word errors that went: 1 is a perfect repair, 0 none, less than 0 harm."""
        return 1 - self.word_errors / self.word_errors_before if self.word_errors_before else float(-self.word_errors)

    @property
    def broken_per_1000(self) -> float:
        """Right words put wrong, of every thousand."""
        return 1000 * self.broken / max(1, self.words - self.wrong)


def score(damaged: str, repaired: str, right: str) -> Score:
    """The counts for one text."""
    before, after, gold = plain(damaged), plain(repaired), plain(right)
    words_before, words_after, words = before.split(), after.split(), gold.split()
    had, has = _found(words_before, words), _found(words_after, words)
    return Score(
        len(gold), len(words),
        Levenshtein.distance(before, gold), Levenshtein.distance(after, gold),
        Levenshtein.distance(words_before, words), Levenshtein.distance(words_after, words),
        len(words) - len(had), len(has - had), len(had - has),
    )  # fmt: skip


def plain(text: str) -> str:
    """The text as it is compared."""
    return SPACE.sub(" ", DASH.sub("-", APOSTROPHE.sub("'", QUOTE.sub('"', text)))).strip()


def _found(candidate: list[str], right: list[str]) -> set[int]:
    """Places of the right words that stand unchanged in the candidate."""
    opcodes = Levenshtein.opcodes(candidate, right)
    return {at for op in opcodes if op.tag == "equal" for at in range(op.dest_start, op.dest_end)}
