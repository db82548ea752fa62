"""Which words of a page may be damaged, the reading that suits each best among its neighbours, and what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import compress
from typing import NamedTuple

from pipeline import morphology
from pipeline.lexicon import Lexicon
from pipeline.mend.channel import Step
from pipeline.mend.detector import doubtful, sound
from pipeline.mend.judge import Judgement, Reading
from pipeline.mend.page import Page
from pipeline.mend.tokens import Token, Tokens
from pipeline.words import MARK, NUMBER, START, words

CONTEXT = 0.5
"""How much the neighbours count beside the letters"""
STOPS = frozenset(".!?…")
"""Marks of which one parts a word from the start of a sentence"""


class Proposal(NamedTuple):
    """A word and the reading that suits it best; `features` say how sure that is, `judgement` and its neighbours why."""

    token: Token
    reading: Reading
    rule: str
    features: dict[str, float]
    judgement: Judgement
    around: tuple[str, str]


def proposals(page: Page, lexicon: Lexicon) -> list[Proposal]:
    """The best other reading of each word of a page that may be damaged."""
    judged = _judged(page, lexicon)
    return [_propose(page, at, judged, lexicon) for at in judged if judged[at].readings]


def hopeful(page: Page, lexicon: Lexicon) -> Iterator[Proposal]:
    """The proposals without those that only the neighbours can speak for, of a sound word."""
    judged = _judged(page, lexicon)
    for at, judgement in judged.items():
        if judgement.readings and not by_context_alone(page.tokens[at], judgement.better(), judgement, lexicon):
            yield _propose(page, at, judged, lexicon)


def by_context_alone(token: Token, reading: Reading | None, judgement: Judgement, lexicon: Lexicon) -> bool:
    """Whether only its neighbours speak against a sound word: it may be its author's spelling (`ролі` beside рөлі)."""
    return (reading is None or reading.score <= judgement.own) and sound(token.lower, lexicon)


def _judged(page: Page, lexicon: Lexicon) -> dict[int, Judgement]:
    """What the judge makes of the words of a page that may be damaged, each by its number."""
    judge, found = cache(page.judge.judge), page.tokens
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
