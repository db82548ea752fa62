"""Dated events: the join of what was found in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import Lexicon
from pipeline.record import Date, Event, Sentence, Treaty


def events(
    text: str, sentences: Sequence[Sentence], dates: Sequence[Date], treaties: Sequence[Treaty], lexicon: Lexicon
) -> list[Event]:
    """Events of `text`, in order of sentence."""
    return []
