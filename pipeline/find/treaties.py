"""Mentions of named international instruments."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence, Treaty


def treaties(text: str, sentences: Sequence[Sentence], dates: Sequence[Date], lexicon: Lexicon) -> list[Treaty]:
    """Treaty mentions of `text`, in order of start; a name inside a name is a mention too."""
    return []
