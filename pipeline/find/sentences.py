"""Where sentences begin and end."""

from __future__ import annotations

import regex

from pipeline.lexicon import Lexicon
from pipeline.record import Sentence

_SENTENCE = regex.compile(r"\S.*?(?:[.!?…]+(?=\s)|(?=\n)|$)", regex.S)


def sentences(text: str, lexicon: Lexicon) -> list[Sentence]:
    """Sentences of `text`, in order, covering all that is not white space."""
    return [Sentence(m.start(), m.end(), m.group()) for m in _SENTENCE.finditer(text)]
