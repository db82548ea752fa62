"""How far the repaired text can be trusted, and which words of it a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline import morphology
from pipeline.lexicon import Lexicon
from pipeline.mend.capitals import ABBREVIATION, shaped
from pipeline.mend.judge import Judge
from pipeline.mend.page import Page, judges, through_russian_model
from pipeline.mend.tokens import Token
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.record import Quality, Suspect
from pipeline.text import Text
from pipeline.words import words

UNLIKE = 4.5
"""Spelling cost of a letter, on average over a word, from which the word is not spelled as Kazakh is; a name costs 3 to 4"""
AHEAD = 4.0
"""How far another word must be ahead of one that can be cut into stem and endings, in log probability"""


def quality(text: Text, starts: Sequence[int], lexicon: Lexicon) -> Quality:
    """Counts of the repaired text, whose pages after the first begin at `starts`, and the words in it that look damaged and were
    left (offsets into `text.current`).

    `score` is the share of tokens that can be trusted: 1 - (suspects + the sum over repairs of 1 - confidence) / tokens. A word
    that is merely unknown, as names are, takes nothing off it.
    """
    judge = _judge(text.raw, lexicon)
    left = unknown(text.current, starts, lexicon)
    suspects = [token for token in left if suspect(token, text.current, judge, lexicon)]
    made = [round(change.confidence, 4) for change in text.changes if "repair" in change.stage.split("+")]
    count = len(text.current.split())
    doubt = len(suspects) + sum(1 - confidence for confidence in made)
    return Quality(count, len(made), len(left), tuple(Suspect(token.start, token.end, token.text) for token in suspects),
                   round(max(0.0, 1 - doubt / max(1, count)), 4))  # fmt: skip


def unknown(text: str, starts: Sequence[int], lexicon: Lexicon) -> list[Token]:
    """The Kazakh words of a text that the detector does not accept; numbers, Roman numerals and single letters are no words."""
    return [
        token._replace(start=token.start + start, end=token.end + start)
        for start, page in Page.each(text, starts, lexicon)
        for at in np.flatnonzero(~(page.known.sound & page.known.shaped)).tolist()
        if page.eligible[at] and (token := page.tokens[at])
    ]


def suspect(token: Token, text: str, judge: Judge, lexicon: Lexicon) -> bool:
    """Whether a word that is not sound looks damaged: marks, digits or capitals inside, letters that do not follow one another
    in Kazakh, or another word that it is likelier to be. Abbreviations with their endings and names do not."""
    word = token.text
    if _ending(token, text, lexicon) or (word.isupper() and len(word) <= ABBREVIATION):
        return False
    if not shaped(word, lexicon):
        return True
    if words(lexicon).spelling(token.lower) > UNLIKE * (len(word) + 1):
        return True
    if word[0].isupper():
        return False
    ahead = AHEAD if morphology.analyse(token.lower, lexicon) else 0.0
    return judge.judge(token.lower).better(by=ahead) is not None


def _ending(token: Token, text: str, lexicon: Lexicon) -> bool:
    """Whether a word is the ending of the number or abbreviation before it (`12-сінде`, `ТМД-ның`)."""
    return text[max(0, token.start - 1) : token.start] == "-" and bool(endings_of_abbreviation(token.lower, lexicon))


def _judge(raw: str, lexicon: Lexicon) -> Judge:
    """The judge that the repair stage began with: what it judged need not be judged again."""
    return judges(lexicon)["russian" if through_russian_model(raw, telling=0) else "kazakh"]
