"""A sentence as the join sees it: what it says, in clauses, and who is named where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import Named
from pipeline.find.predicates import Predicate
from pipeline.find.scope import Dated
from pipeline.find.verbs import Form
from pipeline.lexicon import Lexicon
from pipeline.record import Sentence, Treaty

_OUTSIDE = re.compile(r".{3,}(?:н?[дт][ае]|[дт][ае]н|[ыі]н[ае]|[ғқ]а|[гк]е)")
"""A word in a case that ends the noun phrase after a participle"""
_HEAD = 8
"""Words after a participle among which what it describes is sought"""
_PASSIVE = re.compile(r".+(?:[ыіаеия]л|[аеыі]н)(?:ды|ді|ған|ген|ып|іп|ады|еді)")


@dataclass(frozen=True)
class Reading:
    """One sentence, read: its tokens, predicates, which date belongs to which, and who is named."""

    text: str
    number: int
    sentence: Sentence
    tokens: list[Token]
    predicates: list[Predicate]
    dated: list[Dated]
    named: list[Named]
    earlier: Sequence[Treaty]
    lexicon: Lexicon

    def since(self, predicate: Predicate) -> int:
        """Where the clause of `predicate` begins: after the verb that ended the one before it, or a semicolon."""
        open_forms = (Form.PARTICIPLE, Form.HABITUAL)
        before = [p.last + 1 for p in self.predicates if p.last < predicate.first and p.form not in open_forms]
        since = max(before, default=0)
        marks = [at + 1 for at in range(since, predicate.first) if self.tokens[at].lower in (";", ":")]
        return max(marks, default=since)

    def head(self, predicate: Predicate) -> list[Token]:
        """What a participle, or a converb before one, describes: the tokens after it, to the next mark or predicate."""
        after = next((p for p in self.predicates if p.first > predicate.last), None)
        if predicate.form is Form.CONVERB and after and after.form is Form.PARTICIPLE:
            return self.head(after)
        if predicate.form is not Form.PARTICIPLE:
            return []
        following = [p.first for p in self.predicates if p.first > predicate.last]
        end = min([*following, predicate.last + 1 + _HEAD, len(self.tokens)])
        head: list[Token] = []
        for token in self.tokens[predicate.last + 1 : end]:
            if token.lower in (",", ";", ":") or token.kind is Kind.DATE:
                break
            head.append(token)
            if token.kind is Kind.TREATY or (_OUTSIDE.fullmatch(token.lower) and not token.proper):
                break
        return head

    def in_treaty(self, named: Named) -> bool:
        """Whether it is named in a treaty's title."""
        return any(t.start <= named.start < t.end for t in self._treaties)

    @cached_property
    def _treaties(self) -> list[Token]:
        return [t for t in self.tokens if t.kind is Kind.TREATY]

    def is_passive(self, predicate: Predicate) -> bool:
        """Whether it looks like a passive (құрылды)."""
        return bool(_PASSIVE.fullmatch(self.tokens[predicate.last].lower))
