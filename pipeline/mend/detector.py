"""The detector: is this word sound here? Is this passage Kazakh at all?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import regex

from pipeline import morphology
from pipeline.lexicon import Lexicon
from pipeline.mend.tokens import Token
from pipeline.read.letters import RUSSIFIED, chain
from pipeline.words import words

SOUND = 10.0
"""Times a form must have been seen to be sound by itself"""
RIVAL = 3.0
"""Times more frequent than its look-alikes a word must be to be beyond suspicion on a damaged page"""
SWITCH = 9.0
"""What a change of language costs, in log likelihood: a Russian passage is some words long, a loan word is none"""
MOSTLY = 0.7
"""Share of foreign words from which a page is foreign as a whole"""
REMEMBERED = 1 << 17
"""Words whose likelihoods are kept"""
OURS = ("kazakh", RUSSIFIED)
THEIRS = ("russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian")

_CYRILLIC = regex.compile("[а-ӹ]")


@lru_cache(maxsize=1 << 17)
def sound(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` (lower case) is a Kazakh word as it stands: seen often enough, or built by the rules of morphology."""
    return words(lexicon).count(word) >= SOUND or morphology.sound(word, lexicon)


@lru_cache(maxsize=1 << 17)
def rivalled(word: str, lexicon: Lexicon) -> bool:
    """Whether a sound word may be another in disguise: a look-alike of it is about as frequent, or more so."""
    least = words(lexicon).count(word) / RIVAL
    return any(words(lexicon).count(other) > least for other in morphology.misreadings(word, lexicon))


def foreign(page: Sequence[Token]) -> list[bool]:
    """For each word of a page, whether it stands in a passage of another language, or in none of the Cyrillic script.

    The passages are the likeliest path through two states, Kazakh (whole or in Russian letters) and Slavic, by the letters of
    each word and what a switch costs (Viterbi 1967).
    """
    found = zip(page, _gains([token.lower for token in page]), strict=True)
    gains = [gain if token.text.isalpha() else 0.0 for token, gain in found]
    if max(gains, default=0.0) <= 0:
        return [not _CYRILLIC.search(token.lower) for token in page]
    kazakh, slavic = 0.0, -SWITCH
    back: list[tuple[bool, bool]] = []
    for gain in gains:
        back.append((slavic - SWITCH > kazakh, kazakh - SWITCH < slavic))
        kazakh, slavic = max(kazakh, slavic - SWITCH), max(slavic, kazakh - SWITCH) + gain
    state, path = slavic > kazakh, []
    for from_kazakh, from_slavic in reversed(back):
        path.append(state)
        state = from_slavic if state else from_kazakh
    path.reverse()
    if sum(path) > MOSTLY * len(path):
        return [True] * len(page)
    return [odd or not _CYRILLIC.search(token.lower) for token, odd in zip(page, path, strict=True)]


_gained: dict[str, float] = {}
"""What `_gains` found for each word so far"""


def _gains(page: Sequence[str]) -> list[float]:
    """For each word in lower case, how much likelier its letters are in the best Slavic language than in Kazakh."""
    new = list(dict.fromkeys(word for word in page if word not in _gained))
    if len(_gained) + len(new) > REMEMBERED:
        _gained.clear()
        new = list(dict.fromkeys(page))
    if new:
        letters = chain()
        symbols = letters.numbers("".join(f"{word}  " for word in new))
        a, b, c = symbols[:-3], symbols[1:-2], symbols[2:-1]
        ours = np.maximum.reduce([letters.logs[name][a, b, c] for name in OURS])
        starts = np.cumsum([0, *(len(word) + 2 for word in new[:-1])])
        gains = np.maximum.reduce([np.add.reduceat(letters.logs[name][a, b, c] - ours, starts) for name in THEIRS])
        _gained.update(zip(new, gains.tolist(), strict=True))
    return [_gained[word] for word in page]
