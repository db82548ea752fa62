"""Lines to paragraphs, end-of-line hyphens, headers, footers and page numbers."""

from __future__ import annotations

from pipeline.lexicon import Lexicon
from pipeline.read.document import Document
from pipeline.record import Furniture
from pipeline.text import Edit, Text


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current`."""
    return []


def furniture(document: Document, lexicon: Lexicon) -> list[Furniture]:
    """Running headers, footers and page numbers of the raw pages, in raw order."""
    return []
