"""Damaged words and what they were: page by page, words first alone, then beside their neighbours.

A page is judged by the channel of its damage: that of the Russian model where nearly no letter that only Kazakh has is left,
else that of the Kazakh model and of lost marks, adapted to what the page itself shows. Only what the confidence
(`lexicons/weights.tsv`) puts above `SURE` is changed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from pipeline import morphology
from pipeline.kazakh import KAZAKH_ONLY
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.mend import capitals
from pipeline.mend.channel import Channel, Step, count_steps, profiles
from pipeline.mend.confidence import confidence
from pipeline.mend.detector import doubtful, sound, was_ending
from pipeline.mend.forms import Seen, seen
from pipeline.mend.judge import Judge, Judgement, Reading
from pipeline.mend.languages import Languages
from pipeline.mend.spaces import glued, torn
from pipeline.mend.specks import specks
from pipeline.mend.tokens import Token, Tokens, in_case_of, tokens
from pipeline.read.document import PAGE_BREAK, Document
from pipeline.text import Edit, Text
from pipeline.words import MARK, NUMBER, START, words

SURE, SURE_ON_RUSSIAN_PAGE, SURE_ON_SOUND_PAGE = 0.70, 0.65, 0.86
"""Confidence from which a change is made: on a damaged page, one of the Russian model, one whose odd words are its author's"""
POORLY_READ, SURE_OF_POORLY_READ = 0.8, 0.5
"""Confidence of the OCR below which it doubts a word itself, and ours from which such a word is changed: on 15 pages that lifts
the share of word errors that go from .435 to .440"""
CONTEXT = 0.5
"""How much the neighbours count beside the letters"""
RUSSIAN_SHARE, TELLING = 0.05, 40
"""Share of Kazakh-only letters, 26 % in sound text, below which a page came through the Russian model, and the letters of which
that is to be a share"""
EITHER_CASE = KAZAKH_ONLY | {letter.upper() for letter in KAZAKH_ONLY}
CYRILLIC = "".join(map(chr, range(ord("а"), ord("ӹ") + 1)))
DAMAGED = 0.03
"""Share of unsound words from which a page counts as damaged: its sound words may then be others in disguise"""
STOPS = frozenset(".!?…")
"""Marks of which one parts a word from the start of a sentence"""
ADAPT = 8
"""Sure repairs on a page before its channel learns from them"""


class Proposal(NamedTuple):
    """A word and the reading that suits it best; `features` say how sure that is, `judgement` and its neighbours why."""

    token: Token
    reading: Reading
    rule: str
    features: dict[str, float]
    judgement: Judgement
    around: tuple[str, str]


def edits(text: Text, document: Document, lexicon: Lexicon) -> list[Edit]:
    """Edits against `text.current` for the words that are surely damaged."""
    return [edit._replace(start=edit.start + at, end=edit.end + at)
            for at, _, made in pages(text, document, lexicon) for edit in made]  # fmt: skip


def pages(text: Text, document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Page, list[Edit]]]:
    """Where each page begins in `text.current`, the page, and the edits against its own text."""
    poor = poorly_read(text, document)
    for at, page in Page.each(text.current, lexicon):
        here = frozenset(place - at for place in poor if at <= place < at + len(page.text)) if poor else frozenset()
        yield at, page, page_edits(page, lexicon, here) if here else page.edits


def poorly_read(text: Text, document: Document) -> frozenset[int]:
    """Where in `text.current` the letters stand of words that a layout format marks as poorly read."""
    spans = [(box.raw_start, box.raw_end) for box in document.boxes
             if box.confidence is not None and box.confidence < POORLY_READ]  # fmt: skip
    return frozenset(at for start, end in spans for at in range(text.from_raw(start), text.from_raw(end)))


def page_edits(page: Page, lexicon: Lexicon, poor: Container[int] = frozenset()) -> list[Edit]:
    """Edits against the text of `page` for its words that are surely damaged, and for its lost and needless spaces; words that
    begin at a `poor` place need less to be changed."""
    misread = capitals.misread(page.text, page.tokens, lexicon) if page.damaged else frozenset()
    found = {}
    for proposal in _hopeful(page, lexicon):
        token, form = proposal.token, proposal.reading.form
        sure = confidence(proposal.features, lexicon)
        ending = page.text[token.start - 1 : token.start] == "-" and was_ending(token.lower, form, lexicon)
        least = min(page.sure, SURE_OF_POORLY_READ) if token.start in poor else page.sure
        if sure < least or ending or _by_context_alone(token, proposal.reading, proposal.judgement, lexicon):
            continue
        if token.start in misread or not capitals.doubtful(token, page.text, form, lexicon):
            found[token.start] = _edit(page, proposal, sure, misread, lexicon)
    odd = [page.tokens[at] for at in page.unsound if page.eligible[at] and page.tokens[at].start not in found]
    others = list(glued(odd, page.judge, lexicon, only_at_capital=not page.damaged))
    others += torn(page.text, page.tokens, page.unsound, page.judge)
    taken = {edit.start for edit in others}
    left = (ok and start not in found for start, ok in zip(page.tokens.starts, page.eligible, strict=True))
    rest = page.tokens.kept(left if page.damaged or found else ())
    if page.damaged:
        others += capitals.letter_sizes(page.text, rest, misread, lexicon)
        others += capitals.needless(page.text, rest, lexicon)
    shown = Counter(rule for edit in found.values() for rule in edit.rule.split())
    others += capitals.abbreviations(page.text, rest, shown, lexicon)
    mended = [edit for edit in found.values() if not any(edit.start <= at <= edit.end for at in taken)] + others
    return mended + (_specks(page, mended) if page.damaged else [])


def _specks(page: Page, mended: Sequence[Edit]) -> list[Edit]:
    """Edits for marks beside words, but those that were read as letters or stand where words are parted or joined."""
    forms = {edit.start: edit.text.lower() for edit in mended if edit.text.strip()}
    touched = {at for edit in mended for at in range(edit.start, edit.end + (not edit.text.strip()))}
    model = "russian" if page.russian else "kazakh"
    found = specks(page.text, page.tokens, model, lambda token: forms.get(token.start, token.lower), page.judge)
    return [edit for edit in found if edit.start not in touched]


def _by_context_alone(token: Token, reading: Reading | None, judgement: Judgement, lexicon: Lexicon) -> bool:
    """Whether only its neighbours speak against a sound word: it may be its author's spelling (`ролі` beside рөлі)."""
    return (reading is None or reading.score <= judgement.own) and sound(token.lower, lexicon)


@dataclass(frozen=True, eq=False)
class Page:
    """A page made ready for judging: its words (offsets into its text), which of them may be judged, its damage and its judge."""

    text: str
    tokens: Tokens
    known: Seen
    eligible: list[bool]
    damage: float
    russian: bool
    judge: Judge
    lexicon: Lexicon
    runs: Sequence[tuple[int, int]] = ()
    """Words, first and after the last, that may be passages in a Slavic language"""

    @cached_property
    def edits(self) -> list[Edit]:
        """What is surely damaged here, mended."""
        return page_edits(self, self.lexicon)

    @cached_property
    def unsound(self) -> list[int]:
        """Which of the words are not sound."""
        found: list[int] = np.flatnonzero(~self.known.sound).tolist()
        return found

    @property
    def damaged(self) -> bool:
        """Whether what is odd on this page is rather damage than the author's own."""
        return self.russian or self.damage > DAMAGED

    @property
    def sure(self) -> float:
        """The confidence from which a word of this page is changed."""
        return SURE_ON_RUSSIAN_PAGE if self.russian else SURE if self.damaged else SURE_ON_SOUND_PAGE

    @staticmethod
    def of(text: str, lexicon: Lexicon) -> Page:
        """The page whose whole text is `text`; its judge has seen it where it is damaged."""
        found = tokens(text)
        known = seen(found.texts, lexicon)
        languages = Languages(found.texts, known, lexicon)
        eligible = (known.worded & ~languages.foreign()).tolist()
        kazakh = known.worded & ~languages.foreign(surely=False)  # nothing but Kazakh tells the damage of a page
        damage = 1 - sound_share(known, kazakh)
        russian = through_russian_model("".join(compress(found.texts, kazakh.tolist())))
        judge = judges(lexicon)["russian" if russian else "kazakh"]
        if not russian and damage > DAMAGED:
            judge = adapted(judge, text, found, eligible, lexicon)
        return Page(text, found, known, eligible, damage, russian, judge, lexicon, languages.runs)

    @classmethod
    def each(cls, text: str, lexicon: Lexicon) -> Iterator[tuple[int, Page]]:
        """The pages of `text`, each with where it begins. Stages ask for the same text, or one that differs on few pages: a page
        of the text asked for last is not judged again."""
        pieces, known = text.split(PAGE_BREAK), _known_pages(lexicon)
        here = {piece: known.get(piece) or cls.of(piece, lexicon) for piece in dict.fromkeys(pieces)}
        known.clear()
        known.update(here)
        at = 0
        for piece in pieces:
            yield at, here[piece]
            at += len(piece) + 1


@per_lexicon
def _known_pages(lexicon: Lexicon) -> dict[str, Page]:
    """The pages of the text seen last, by what stands on them."""
    return {}


def _edit(page: Page, proposal: Proposal, sure: float, misread: Container[int], lexicon: Lexicon) -> Edit:
    token, form = proposal.token, proposal.reading.form
    end = token.start + len(proposal.reading.ocr)
    if token.start in misread:
        before = page.text[max(0, token.start - capitals.NEAR) : token.start]
        made = capitals.small(form, token.text, before, lexicon)
        return Edit(token.start, end, made, f"{proposal.rule} letter-size", sure)
    return Edit(token.start, end, in_case_of(form, token.text), proposal.rule, sure)


def proposals(page: Page, lexicon: Lexicon) -> list[Proposal]:
    """The best other reading of each word of a page that may be damaged."""
    judged = _judged(page, lexicon)
    return [_propose(page, at, judged, lexicon) for at in judged if judged[at].readings]


def _hopeful(page: Page, lexicon: Lexicon) -> Iterator[Proposal]:
    """The proposals without those that only the neighbours can speak for, of a sound word."""
    judged = _judged(page, lexicon)
    for at, judgement in judged.items():
        if judgement.readings and not _by_context_alone(page.tokens[at], judgement.better(), judgement, lexicon):
            yield _propose(page, at, judged, lexicon)


def _judged(page: Page, lexicon: Lexicon) -> dict[int, Judgement]:
    """What the judge makes of the words of a page that may be damaged, each by its number."""
    judge, found = page.judge.judge, page.tokens
    return {at: judge(found.texts[at].lower(), found.tails[at] if page.russian else "") for at in _suspected(page, lexicon)}


def _suspected(page: Page, lexicon: Lexicon) -> list[int]:
    """Which words are judged: the unsound ones, on a damaged page those with a likely look-alike too, and all that the Russian
    model read; on a sound page an unknown word with a capital is a name."""
    looked: Iterable[int] = page.unsound
    if page.russian:
        looked = range(len(page.tokens))
    elif page.damaged:
        odd = doubtful(compress(page.tokens.lowers, page.eligible), lexicon)
        looked = [at for at, word in enumerate(page.tokens.lowers) if word in odd]
    else:
        looked = [at for at in looked if not (page.tokens.texts[at][0].isupper() and page.tokens.texts[at].isalpha())]
    return [at for at in looked if page.eligible[at]]


def _likeliest(page: Tokens, judged: Mapping[int, Judgement], at: int) -> str:
    if at in judged and (reading := judged[at].better()):
        return reading.form
    return NUMBER if page.texts[at].isdigit() else page.texts[at].lower()


def _neighbours(text: str, page: Tokens, judged: Mapping[int, Judgement], at: int) -> tuple[str, str]:
    """What stands before and after a word, as pairs are counted: a word, a number, a mark or the start of a sentence."""
    before, after = START, MARK
    if at:
        between = text[page.ends[at - 1] : page.starts[at]].strip(" \n")
        before = (START if STOPS & set(between) else MARK) if between else _likeliest(page, judged, at - 1)
    if at + 1 < len(page) and not text[page.ends[at] : page.starts[at + 1]].strip(" \n"):
        after = _likeliest(page, judged, at + 1)
    return before, after


def _propose(page: Page, at: int, judged: Mapping[int, Judgement], lexicon: Lexicon) -> Proposal:
    token, judgement, judge = page.tokens[at], judged[at], page.judge
    before, after = around = _neighbours(page.text, page.tokens, judged, at)
    scored = sorted(
        ((r.score + CONTEXT * judge.context(before, r.form, after), r) for r in judgement.readings), key=lambda pair: -pair[0]
    )
    own = judgement.own + CONTEXT * judge.context(before, judgement.word, after)
    best, reading = scored[0]
    form, ocr, lower = reading.form, reading.ocr, token.lower
    steps = [step for step in reading.alignment.middle if step.gold != step.ocr]
    counts = words(lexicon)
    count, own_count = counts.count(form), counts.count(lower)
    capital = token.text[:1].isupper() and before != START
    named = counts.capitalised(form) / (1 + count)
    built = morphology.analyse(lower, lexicon)
    features = {
        "bias": 1.0,
        "margin": max(-10.0, min(20.0, best - own)),
        "runner-up": min(10.0, best - scored[1][0]) if len(scored) > 1 else 10.0,
        "context": max(-10.0, min(10.0, best - own - (reading.score - judgement.own))),
        "unsound": float(not sound(lower, lexicon)),
        "frequency": math.log(1 + count),
        "own-frequency": math.log(1 + own_count),
        "cost": reading.prior - reading.score,
        "length": float(len(token.text)),
        "capital": float(capital),
        "unnamed": (1 - named) * capital,
        "named": named * (token.text[:1].islower()),
        "unknown-name": float(capital and not own_count),
        "capitals": float(token.text.isupper()),
        "built": float(bool(built)),
        "expected": max(0.0, built[0].expected) if built else 0.0,
        "goes-on": float(form.startswith(lower)),
        "cut-short": float(lower.startswith(form)),
        "spelling": counts.spelling(lower) / len(token.text),
        "steps": float(len(steps)),
        "shorter": float(max(0, len(ocr) - len(form))),
        "longer": float(max(0, len(form) - len(ocr))),
        "damage": math.log(0.005 + page.damage),
        "russian": float(page.russian),
        "foreign-marks": float(not token.text.isalpha()),
    }
    return Proposal(token, reading, rule_of(steps), features, judgement, around)


def rule_of(steps: Iterable[Step]) -> str:
    """The name of a repair: its confusions, as they are written in the table."""
    return " ".join(dict.fromkeys(step.rule for step in steps))


def through_russian_model(letters: str) -> bool:
    """Whether the Kazakh words of a page have lost nearly all letters that Russian lacks; a few do not tell."""
    ours = sum(map(letters.count, EITHER_CASE))
    if ours >= RUSSIAN_SHARE * len(letters):
        return False
    cyrillic = sum(map(letters.lower().count, CYRILLIC))
    return cyrillic > TELLING and ours < RUSSIAN_SHARE * cyrillic


def sound_share(known: Seen, kazakh: Any) -> float:
    """Share of sound words among the Kazakh ones of a page, names (capitals) left out; one odd word is no damage yet."""
    looked = known.small & kazakh
    small, odd = int(looked.sum()), int((looked & ~known.sound).sum())
    return 1 - odd / (small + 2) if odd > 1 else 1.0


def adapted(judge: Judge, text: str, page: Tokens, eligible: Sequence[bool], lexicon: Lexicon) -> Judge:
    """A judge whose channel has seen this page: one round of expectation and maximisation over its damaged lines."""
    strange = {word for word in set(compress(page.lowers, eligible)) if not sound(word, lexicon)}
    unharmed: list[str] = []
    alignments = []
    for line in _lines(text, page, eligible):
        odd = [word for word in line if word in strange]
        if odd:
            unharmed += [word for word in line if word not in strange]
        for word in odd:
            if reading := judge.judge(word).better(by=2):
                alignments.append(reading.alignment)
            else:
                unharmed.append(word)
    if len(alignments) < ADAPT:
        return judge
    seen, letters = count_steps(alignment.middle for alignment in alignments)
    unharmed += [alignment.start + alignment.end for alignment in alignments]
    return Judge(lexicon, judge.channel.adapted(seen, letters + Counter("".join(unharmed))), teacher=judge)


def _lines(text: str, page: Tokens, eligible: Sequence[bool]) -> list[list[str]]:
    """The eligible words of each line, in lower case."""
    lines: list[list[str]] = [[]]
    parted = "\n" in text
    for at, (word, ok) in enumerate(zip(page.lowers, eligible, strict=True)):
        if parted and at and "\n" in text[page.ends[at - 1] : page.starts[at]]:
            lines.append([])
        if ok:
            lines[-1].append(word)
    return lines


@per_lexicon
def judges(lexicon: Lexicon) -> dict[str, Judge]:
    """A judge for the Russian model's damage and one for all the rest, which a profile laid over the shipped ones joins."""
    known = profiles(lexicon)
    shares: dict[tuple[str, str], float] = {}
    for profile in ("kazakh", "scan"):
        for pair, share in known[profile].shares.items():
            shares[pair] = shares.get(pair, 0.0) + share / 2
    for profile in known.keys() - {"kazakh", "scan", "russian"}:
        for pair, share in known[profile].shares.items():
            shares[pair] = max(share, shares.get(pair, 0.0))
    return {"russian": Judge(lexicon, known["russian"]), "kazakh": Judge(lexicon, Channel(shares))}
