"""What is kept of word forms is what asking anew would give."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.lexicon import Lexicon
from pipeline.mend import forms
from pipeline.mend.capitals import shaped
from pipeline.mend.detector import sound
from pipeline.mend.foreign import gains
from pipeline.mend.forms import Forms, seen
from pipeline.mend.tokens import worded
from pipeline.words import words as counts

LEXICON = Lexicon()
WORDS = ["Қазақстан", "қазақстан", "мемл8кет", "XVIII", "1991", "Ыыы", "соглашение", "Treaty", "ҚабЫЛДаған", "ТМД", "бұл"] * 2


def asked(word: str) -> list[float]:
    lower = word.lower()
    cyrillic = any("а" <= letter <= "ӹ" for letter in lower)
    facts = worded(word), cyrillic, word == lower, sound(lower, LEXICON), shaped(word, LEXICON), counts(LEXICON).count(lower) > 0
    return [*gains([lower], LEXICON), *map(float, facts)]


@pytest.mark.parametrize("words", [WORDS, WORDS[:1], []])
def test_each_word_is_told_as_if_it_were_alone(words: list[str]) -> None:
    told = np.array(seen(words, LEXICON)).T.tolist()
    assert told == [pytest.approx(asked(word)) for word in words]


def test_what_is_forgotten_is_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "REMEMBERED", 3)
    kept = Forms(LEXICON)
    kept._forget(3)
    for words in (WORDS[:2], WORDS[2:4], WORDS, WORDS[:2]):
        assert np.array(kept.seen(words)).tolist() == np.array(seen(words, LEXICON)).tolist()
