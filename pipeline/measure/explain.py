"""Why the repair stage does what it does to a word: all that it saw and weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline import morphology
from pipeline.lexicon import Lexicon
from pipeline.mend.channel import Alignment, Channel
from pipeline.mend.confidence import Weight, confidence, multiplied
from pipeline.mend.detector import sound
from pipeline.mend.forms import seen
from pipeline.mend.judge import Reading
from pipeline.mend.languages import foreign
from pipeline.mend.page import DAMAGED, Page
from pipeline.mend.proposals import CONTEXT, Proposal, proposals
from pipeline.mend.repair import mended, pages
from pipeline.mend.tokens import Token, tokens, worded
from pipeline.read.document import Document
from pipeline.run import REPAIR, steps
from pipeline.text import Edit, Text
from pipeline.words import words

CHANGED = "changed: "
ASSUMED = 0.1
"""Share of unsound words on the page that a word without a page is taken to stand on"""


class Rule(msgspec.Struct, frozen=True):
    """A confusion on the way from a candidate to the word, and its cost: -log of its share."""

    rule: str
    cost: float


class Candidate(msgspec.Struct, frozen=True):
    """A form that the word may have been: `score` = `prior` - `cost` + `context`, logarithms all."""

    form: str
    prior: float
    cost: float
    context: float
    score: float
    rules: tuple[Rule, ...]


class Feature(msgspec.Struct, frozen=True):
    """A feature of the confidence."""

    feature: str
    value: float
    weight: float
    meaning: str


class Explanation(msgspec.Struct, frozen=True):
    """A word as the repair stage sees it; `start` is into the text that the stages before repair leave in the round that
    is explained: the one in which the word is changed, or the first."""

    word: str
    start: int
    count: float
    nonfiction: float
    analyses: tuple[str, ...]
    sound: bool
    foreign: bool
    spelling: float
    """Cost of a letter, on average; Kazakh words cost 2 to 3"""
    damage: float
    sure: float
    profile: str
    candidates: tuple[Candidate, ...]
    """The first is the word as it stands"""
    features: tuple[Feature, ...]
    confidence: float | None
    decision: str = ""


def explain(word: str, document: Document | None, lexicon: Lexicon) -> list[Explanation]:
    """An explanation for each place where `word` (any case) stands in `document`, or without one for the word by itself, judged
    by the channel of lost marks. An empty list: the document has no such word."""
    if document is None:
        page = alone(word, lexicon)
        return _explained(page, mended(page, lexicon), lambda token: True, lexicon)
    found: dict[tuple[int, int], Explanation] = {}
    rounds = (text for name, text, _ in steps(document, lexicon) if name == REPAIR)
    for number, text in enumerate(rounds):
        for it in _in_text(word, text, document, lexicon):
            raw = text.to_raw(it.start, it.start + len(it.word))[0]
            if number == 0 or it.decision.startswith(CHANGED):  # what the first round leaves may be changed in a later one
                found[raw, it.start - text.from_raw(raw)] = it
    return [found[place] for place in sorted(found)]


def _in_text(word: str, text: Text, document: Document, lexicon: Lexicon) -> Iterator[Explanation]:
    """The explanations for `word` in one round: `text` is what the stages before repair leave in it."""
    for start, page, made in pages(text, document, lexicon):
        if any(_same(token, word) for token in page.tokens):
            for it in _explained(page, made, lambda token: _same(token, word), lexicon):
                yield msgspec.structs.replace(it, start=it.start + start)


def alone(word: str, lexicon: Lexicon) -> Page:
    """A page of nothing but `word`, damaged as pages are that lost the marks of their letters."""
    found = tokens(word)
    known = seen(found.texts, lexicon)
    return Page(word, found, known, known.worded, known.worded.tolist(), ASSUMED, False, lexicon)


def _same(token: Token, word: str) -> bool:
    return word.lower() in (token.lower, token.lower + token.tail)


def _explained(page: Page, edits: Sequence[Edit], asked: Callable[[Token], bool], lexicon: Lexicon) -> list[Explanation]:
    strange = foreign(page.tokens, lexicon) if len(page.tokens) > 1 else [False] * len(page.tokens)
    offered = {proposal.token: proposal for proposal in proposals(page, lexicon)}
    found = []
    for token, odd in zip(page.tokens, strange, strict=True):
        if asked(token):
            it = _explanation(page, token, odd, offered.get(token), lexicon)
            made = [edit for edit in edits if edit.start <= token.end and edit.end >= token.start]
            decision = _change(page.text, token, made) if made else _reason(token, it)
            found.append(msgspec.structs.replace(it, decision=decision))
    return found


def _explanation(page: Page, token: Token, odd: bool, proposal: Proposal | None, lexicon: Lexicon) -> Explanation:
    lower = token.lower
    counts = words(lexicon)
    return Explanation(
        token.text, token.start, round(counts.count(lower)), round(counts.nonfiction(lower)),
        tuple(map(_shown, morphology.analyse(lower, lexicon)[:3])), sound(lower, lexicon), odd,
        counts.spelling(lower) / (len(lower) + 1), page.damage, page.sure, "russian" if page.russian else "kazakh",
        tuple(_candidates(page, proposal)) if proposal else (), _features(proposal, lexicon),
        confidence(proposal.features, lexicon) if proposal else None,
    )  # fmt: skip


def _shown(reading: morphology.Analysis) -> str:
    return " + ".join([f"{reading.stem} ({reading.category})", *(piece.name for piece in reading.suffixes)])


def _candidates(page: Page, proposal: Proposal) -> list[Candidate]:
    judge, judgement = page.judge, proposal.judgement
    before, after = proposal.around
    found = []
    word = judgement.word
    itself = Reading(word, judgement.own, word, judge.prior(word), len(word), 0, ())
    for reading in (itself, *judgement.readings):
        context = CONTEXT * judge.context(before, reading.form, after)
        rules = _rules(judge.channel, reading.alignment)
        cost = reading.prior - reading.score
        found.append(Candidate(reading.form, reading.prior, cost, context, reading.score + context, rules))
    return [found[0], *sorted(found[1:], key=lambda candidate: -candidate.score)]


def _rules(channel: Channel, alignment: Alignment) -> tuple[Rule, ...]:
    return tuple(Rule(step.rule, channel.step_cost(step)) for step in alignment.middle if step.ocr != step.gold)


def _features(proposal: Proposal | None, lexicon: Lexicon) -> tuple[Feature, ...]:
    if proposal is None:
        return ()
    features = multiplied(proposal.features)
    return tuple(Feature(row.feature, features[row.feature], row.on(features), row.meaning) for row in lexicon.rows(Weight))


def _change(text: str, token: Token, made: Sequence[Edit]) -> str:
    start, end = min(token.start, made[0].start), max(token.end, made[-1].end)
    after, at = "", start
    for edit in made:
        after, at = after + text[at : edit.start] + edit.text, edit.end
    named = ", ".join(f"{edit.rule} ({edit.confidence:.3f})" for edit in made)
    return f"{CHANGED}{text[start:end]} → {after}{text[at:end]} by {named}"


def _reason(token: Token, it: Explanation) -> str:
    """Why the word is left."""
    if not worded(token.text):
        return "left: a number, a Roman numeral or a single letter"
    if it.foreign:
        return "left: it stands in a passage of another language, or has no Cyrillic letter"
    if it.confidence is not None and it.confidence >= it.sure:
        return "left: " + (
            "it is sound, and only the words beside it speak for another" if it.sound
            else "it has the capitals of an abbreviation or a name, or is an ending"
        )  # fmt: skip
    if it.confidence is not None:
        return f"left: confidence {it.confidence:.3f} is below {it.sure}"
    if it.sound and it.damage <= DAMAGED:
        return f"left: it is sound, and with {it.damage:.1%} of unsound words the page is not damaged"
    return "left: it is sound" if it.sound else "left: no other word is near"
