"""The detector: is this word sound here?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import compress

from pipeline import morphology
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.words import words

SOUND = 10.0
"""Times a form must have been seen to be sound by itself"""
LONGEST_ENDING = 5
"""Letters of a word after a hyphen that may be an ending"""
RIVAL = 3.0
"""Times more frequent than its look-alikes a word must be to be beyond suspicion on a damaged page"""
REMEMBERED = 1 << 15
"""Words that are kept as known to pass"""


@lru_cache(maxsize=REMEMBERED)
def sound(word: str, lexicon: Lexicon) -> bool:
    """Whether `word` (lower case) is a Kazakh word as it stands: seen often enough, or built by the rules of morphology; or the
    name of a field made of such words (`файл_аты`), which are not one word with a speck in it (`ескерткіште_рді`)."""
    if "_" in word:
        parts = word.split("_")
        return not sound("".join(parts), lexicon) and all(sound(part, lexicon) for part in parts)
    return words(lexicon).count(word) >= SOUND or morphology.sound(word, lexicon)


def sounds(found: Sequence[str], lexicon: Lexicon) -> list[bool]:
    """Which of these words (lower case) are sound: as `sound` says of each, but sooner for many new ones."""
    count = words(lexicon).count
    often = [count(word) >= SOUND for word in found]
    morphology.foresee((word for word, is_often in zip(found, often, strict=True) if not is_often), lexicon)
    return [is_often or sound(word, lexicon) for word, is_often in zip(found, often, strict=True)]


class Sieve:
    """Keeps back the words that pass a test. Those that passed before are known at once, as are most words of a page."""

    def __init__(self, passing: Callable[[set[str]], set[str]]) -> None:
        self._passing = passing
        self._passed: set[str] = set()

    def failing(self, found: Iterable[str]) -> set[str]:
        """The words among `found` that do not pass."""
        new = set(found) - self._passed
        passed = self._passing(new)
        if len(self._passed) + len(new) > REMEMBERED:
            self._passed.clear()
        self._passed |= passed
        return new - passed


@per_lexicon
def _beyond_doubt(lexicon: Lexicon) -> Sieve:
    def passing(new: set[str]) -> set[str]:
        """Those that are sound and have no look-alike that is about as frequent, or more so."""
        count, rivals, found = words(lexicon).count, morphology.rivals(lexicon), list(new)
        good = list(compress(found, sounds(found, lexicon)))
        rivals.look_up(good)
        return {word for word in good if rivals[word] <= count(word) / RIVAL}

    return Sieve(passing)


def doubtful(found: Iterable[str], lexicon: Lexicon) -> set[str]:
    """The words among these (lower case) that are not sound, or may be others in disguise."""
    return _beyond_doubt(lexicon).failing(found)


def was_ending(word: str, form: str, lexicon: Lexicon) -> bool:
    """Whether `word`, after a hyphen, is the case ending of a number or an abbreviation (200-ден, км-ден), and `form` is none."""
    if len(form) > LONGEST_ENDING:
        return False
    return bool(endings_of_abbreviation(word, lexicon)) and not endings_of_abbreviation(form, lexicon)
