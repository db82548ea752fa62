"""Damaged words and what they were."""

from __future__ import annotations

from pipeline.lexicon import Lexicon
from pipeline.read.document import Document
from pipeline.text import Edit, Text


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    return []
