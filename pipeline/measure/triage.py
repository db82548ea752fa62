"""How damaged a text is, page by page, without repairing it: which pages are worth scanning again."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pipeline.lexicon import Lexicon
from pipeline.mend.detector import sound
from pipeline.mend.languages import foreign
from pipeline.mend.tokens import letters, roman, tokens
from pipeline.read.document import Document

FEW = 20
"""Words below which a page is too short to be ranked by their share"""
SHORTEST = 3
"""Letters of a word that is judged: initials and abbreviations are no damage"""
EXAMPLES = 5


class Damage(NamedTuple):
    """A page, or with `page` None a whole document: of its Kazakh words, how many are none as they stand."""

    path: str
    page: int | None
    words: int
    damaged: int
    examples: tuple[str, ...]
    """The commonest of them"""

    @property
    def share(self) -> float:
        return self.damaged / max(1, self.words)

    @property
    def rank(self) -> tuple[bool, float, str, int]:
        """What is long enough to tell before what is not, then the worst first."""
        return self.words < FEW, -self.share, self.path, self.page or 0


def triage(document: Document, path: str, lexicon: Lexicon) -> list[Damage]:
    """The document as a whole, then its pages in order. Names that the lexicon lacks count as damage, as they do everywhere."""
    pages = [_unsound(document.raw, start, end, lexicon) for start, end in document.pages]
    found = [_damage(path, number, *page) for number, page in enumerate(pages, 1)]
    return [_damage(path, None, sum(words for words, _ in pages), sum((bad for _, bad in pages), Counter())), *found]


def _unsound(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, Counter[str]]:
    """How many Kazakh words a page has, and those of them that are not sound."""
    page = tokens(text[start:end])
    judged = [token for token, odd in zip(page, foreign(page, lexicon), strict=True)
              if not odd and letters(token.text) >= SHORTEST and not roman(token.text)]  # fmt: skip
    return len(judged), Counter(token.text for token in judged if not sound(token.lower, lexicon))


def _damage(path: str, page: int | None, words: int, bad: Counter[str]) -> Damage:
    return Damage(path, page, words, bad.total(), tuple(word for word, _ in bad.most_common(EXAMPLES)))
