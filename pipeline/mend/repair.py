"""Damaged words and what they were: page by page, words first alone, then beside their neighbours.

Only what the confidence (`lexicons/weights.tsv`) puts above what its page asks for is changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from weakref import WeakKeyDictionary

from pipeline.lexicon import Lexicon
from pipeline.mend import capitals
from pipeline.mend.confidence import confidence
from pipeline.mend.detector import was_ending
from pipeline.mend.page import Page, page_starts
from pipeline.mend.proposals import Proposal, by_context_alone, hopeful
from pipeline.mend.spaces import glued, torn
from pipeline.mend.specks import specks
from pipeline.mend.tokens import in_case_of
from pipeline.read.document import Document
from pipeline.text import Edit, Text

POORLY_READ, SURE_OF_POORLY_READ = 0.8, 0.5
"""Confidence of the OCR below which it doubts a word itself, and ours from which such a word is changed: on 15 pages that lifts
the share of word errors that go from .435 to .440"""
SHOWN, ALONE = 3, 0.92
"""Sure repairs from which a page is surely damaged, so that marks on it may be specks, and the confidence from which a change is
made on a sound page with fewer: there an odd word is rather its author's (`типті`)"""
_MENDED: WeakKeyDictionary[Page, list[Edit]] = WeakKeyDictionary()
"""The edits of pages that are kept: each round of the stages asks for them again"""


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current` for the words that are surely damaged."""
    return [edit if not at else Edit(edit.start + at, edit.end + at, edit.text, edit.rule, edit.confidence)
            for at, _, made in pages(text, document, lexicon) for edit in made]  # fmt: skip


def pages(text: Text, document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Page, list[Edit]]]:
    """Where each page begins in `text.current`, the page, and the edits against its own text."""
    poor = poorly_read(text, document)
    for at, page in Page.each(text.current, page_starts(text, document), lexicon):
        here = frozenset(place - at for place in poor if at <= place < at + len(page.text)) if poor else frozenset()
        yield at, page, page_edits(page, lexicon, here) if here else mended(page, lexicon)


def mended(page: Page, lexicon: Lexicon) -> list[Edit]:
    """What is surely damaged on a page, mended: once for as long as the page is kept."""
    if page not in _MENDED:
        _MENDED[page] = page_edits(page, lexicon)
        page.dismiss_judge()
    return _MENDED[page]


def poorly_read(text: Text, document: Document) -> frozenset[int]:
    """Where in `text.current` the letters stand of words that a layout format marks as poorly read."""
    spans = [(box.raw_start, box.raw_end) for box in document.boxes
             if box.confidence is not None and box.confidence < POORLY_READ]  # fmt: skip
    return frozenset(at for start, end in spans for at in range(text.from_raw(start), text.from_raw(end)))


def page_edits(page: Page, lexicon: Lexicon, poor: Container[int] = frozenset()) -> list[Edit]:
    """Edits against the text of `page` for its words that are surely damaged, and for its lost and needless spaces; words that
    begin at a `poor` place need less to be changed."""
    misread = capitals.misread(page.text, page.tokens, page.capitalised, lexicon) if page.damaged else frozenset()
    found, usual = {}, page.sure
    for proposal in hopeful(page, lexicon):
        token, form = proposal.token, proposal.reading.form
        sure = confidence(proposal.features, lexicon)
        ending = page.text[token.start - 1 : token.start] == "-" and was_ending(token.lower, form, lexicon)
        least = min(usual, SURE_OF_POORLY_READ) if token.start in poor else usual
        if sure < least or ending or by_context_alone(token, proposal.reading, proposal.judgement, lexicon):
            continue
        if token.start in misread or not capitals.doubtful(token, page.text, form, lexicon):
            found[token.start] = _edit(page, proposal, sure, misread, lexicon)
    if not page.damaged and len(found) < SHOWN:
        found = {at: edit for at, edit in found.items() if edit.confidence >= ALONE}
    odd = [page.tokens[at] for at in page.unsound if page.eligible[at] and page.tokens.starts[at] not in found]
    others = list(glued(odd, page.judge, lexicon, only_at_capital=not page.damaged))
    others += torn(page.text, page.tokens, page.unsound, page.judge)
    taken = sorted(edit.start for edit in others)
    left = [at for at in page.capitalised if page.eligible[at] and page.tokens.starts[at] not in found]
    rest = [page.tokens[at] for at in left] if page.damaged or found else []
    if page.damaged:
        others += capitals.letter_sizes(page.text, rest, misread, lexicon)
        others += capitals.needless(page.text, rest, lexicon)
    shown = Counter(rule for edit in found.values() for rule in edit.rule.split())
    others += capitals.abbreviations(page.text, rest, shown, lexicon)
    made = [edit for edit in found.values() if bisect_left(taken, edit.start) == bisect_right(taken, edit.end)] + others
    return made + (_specks(page, made) if page.damaged and len(made) >= SHOWN else [])


def _specks(page: Page, made: Sequence[Edit]) -> list[Edit]:
    """Edits for marks beside words, but those that were read as letters or stand where words are parted or joined."""
    forms = {edit.start: edit.text.lower() for edit in made if edit.text.strip()}
    model = "russian" if page.russian else "kazakh"
    found = list(specks(page.text, page.tokens, model, lambda token: forms.get(token.start, token.lower), page.judge))
    if not found:
        return []
    touched = {at for edit in made for at in range(edit.start, edit.end + (not edit.text.strip()))}
    return [edit for edit in found if edit.start not in touched]


def _edit(page: Page, proposal: Proposal, sure: float, misread: Container[int], lexicon: Lexicon) -> Edit:
    token, form = proposal.token, proposal.reading.form
    end = token.start + len(proposal.reading.ocr)
    if token.start in misread:
        before = page.text[max(0, token.start - capitals.NEAR) : token.start]
        made = capitals.small(form, token.text, before, lexicon)
        return Edit(token.start, end, made, f"{proposal.rule} letter-size", sure)
    return Edit(token.start, end, in_case_of(form, token.text), proposal.rule, sure)
