"""Which rows of the table of triggers fit the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from pipeline.find.clauses import Kind, Token
from pipeline.find.triggers import OBJECT, ROLES, Inventory, Rule, Trigger
from pipeline.find.verbs import Form

STOP = frozenset(",;:.!?…)»")
PARTICLES = frozenset({"да", "де", "та", "те", "ғана", "ғой", "ақ", "қайта", "толық", "бірге", "бірлесе", "әрі",
                        "болып", "қазір", "құқылы", "құқықты", "рет", "ресми", "кейін", "біржола", "бірінші", 
                        "алғаш", "тұңғыш"})  # fmt: skip
_WHERE = ("да", "де", "та", "те")
_APART = 6
"""Words that may part the words of a phrase"""
_AFTER = 3
"""Words after a verb among which what its row wants beside it may stand"""
_ACCUSATIVE = re.compile(r".{3,}[ндт][ыі]")
QUOTES = "«»“”„\""


class Fitting:
    """Which rows of `table` fit the words of a sentence; what they want beside them is looked for once, when first asked."""

    def __init__(self, tokens: Sequence[Token], table: Inventory) -> None:
        self.tokens = tokens
        self.table = table

    def row(self, index: int, rules: Sequence[Rule]) -> tuple[int, Trigger | None]:
        """The first row of a verb at token `index` that fits, and where its words begin."""
        leads = self._leads(index) if rules and rules[0].before else ()  # rows with words before come first
        for rule in rules:
            first: int | None = index
            if rule.before:
                first = self._words_before(index, rule.before) if rule.before[0] in leads else None
            if first is not None and (not rule.row.beside or self._is_beside(rule.row.beside, first, index)):
                return first, rule.row
        return index, None

    def event_noun(self, index: int, pos: Literal["noun", "topic"] = "noun") -> Trigger | None:
        """The row of the event noun (or topic) of which token `index`, or the last word of a quoted name, is a form, and which
        fits the clause."""
        token = self.tokens[index]
        if token.kind is not Kind.WORD and token.kind is not Kind.QUOTE:
            return None
        word = token.lower.strip(QUOTES).rpartition(" ")[2] if token.kind is Kind.QUOTE else token.lower
        for row in self.table.nouns(word, pos):
            if not row.beside or self._is_beside(row.beside, index, index):
                return row
        return None

    def action_noun(self, index: int) -> Trigger | None:
        """The row of the verb of which token `index` names the action (ашылуы, ратификациялаудан), if it reports an event."""
        token = self.tokens[index]
        verb_form = self.table.verb_form(token.lower) if token.kind is Kind.WORD else None
        for verb, rules in verb_form.listed if verb_form else ():
            row = self.row(index, rules)[1] if verb.form is Form.VERBAL_NOUN else None
            if row and row.type not in ROLES:
                return row
        return None

    def _leads(self, index: int) -> set[str]:
        """The words of phrases that stand where one may before token `index`."""
        found: set[str] = set()
        for at in range(index - 1, max(-1, index - 2 - _APART), -1):
            found |= self.table.leads(self.tokens[at].lower)
            if not may_part(self.tokens[at]):
                break
        return found

    def _words_before(self, index: int, wanted: Sequence[str]) -> int | None:
        """Where the words `wanted`, the last first, begin that stand before token `index`, or None. Particles, adverbs, a date
        and a place may part them (негізі 1640 жылы қаланған)."""
        tokens, leads = self.tokens, self.table.leads
        at = index
        for word in wanted:
            at -= 1
            while at >= 0 and index - at <= _APART and word not in leads(tokens[at].lower) and may_part(tokens[at]):
                at -= 1
            if at < 0 or tokens[at].kind is not Kind.WORD or word not in leads(tokens[at].lower):
                return None
        return at

    def _is_beside(self, wanted: Sequence[str], first: int, last: int) -> bool:
        """Whether the clause round tokens `first` to `last` has something of what is `wanted`: up to a semicolon or colon before
        them, or among the first words after."""
        if OBJECT in wanted and first and _is_object(self.tokens[first - 1]):
            return True
        if not any((f"{one} " if one[0] == "-" else f" {one}") in self._words for one in wanted):
            return False
        since = max((at for at in self._breaks if at < first and not self.tokens[at].inside), default=-1)
        until = min([at for at in self._breaks if at > last] + [last + _AFTER + 1])
        before = (at for one in wanted for at in (*self._begins.get(one, ()), *self._ends.get(one, ())))
        after = (at for one in wanted for at in self._begins.get(one, ()))
        return any(since < at < first for at in before) or any(last < at < until for at in after)

    @cached_property
    def _breaks(self) -> list[int]:
        return [at for at, token in enumerate(self.tokens) if token.lower in (";", ":")]

    @cached_property
    def _words(self) -> str:
        """The words of the sentence, with a blank before and behind each."""
        return f" {' '.join(' '.join([token.lower for token in self.tokens]).split())} "

    @cached_property
    def _begins(self) -> dict[str, list[int]]:
        """Where a word begins with what some row wants beside it."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            for one in self.table.begins(token.lower):
                found.setdefault(one, []).append(at)
        return found

    @cached_property
    def _ends(self) -> dict[str, list[int]]:
        """Where a word ends in it."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            if token.lower.endswith(self.table.endings):
                found.setdefault(token.lower[token.lower.rindex("-") :], []).append(at)
        return found


def may_part(token: Token) -> bool:
    """Whether it may stand between the words of a phrase."""
    if token.kind is Kind.DATE or token.inside:
        return True
    return token.kind is Kind.WORD and (token.lower in PARTICLES or (len(token.lower) > 4 and token.lower.endswith(_WHERE)))


def _is_object(token: Token) -> bool:
    return token.proper and bool(_ACCUSATIVE.fullmatch(token.lower))
