"""A sentence as the join sees it: what it says, in clauses, and who is named where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import attrgetter

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
_START = attrgetter("start")
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
        return max(_last_below(predicate.first, self._closed), _last_below(predicate.first, self._breaks)) + 1

    def before(self, predicate: Predicate) -> list[Predicate]:
        """The predicates that end before `predicate` begins."""
        return self.predicates[: bisect_left(self._lasts, predicate.first)]

    def participle_before(self, predicate: Predicate) -> int:
        """Where the last participle before `predicate` ends; -1 where there is none."""
        return _last_below(predicate.first, self._participles)

    def participle_at(self, start: int) -> int:
        """Where the participle ends that begins at `start` of the text; past the last token where none does."""
        return self._participles_by_start.get(start, len(self.tokens))

    def named_in(self, start: int, end: int) -> list[Named]:
        """Who is named from `start` on and before `end`."""
        return self.named[bisect_left(self.named, start, key=_START) : bisect_left(self.named, end, key=_START)]

    def head(self, predicate: Predicate) -> list[Token]:
        """What a participle, or a converb before one, describes: the tokens after it, to the next mark or predicate."""
        later = self.predicates[bisect_right(self._lasts, predicate.last) :]
        after = next((p for p in later if p.first > predicate.last), None)
        if predicate.form is Form.CONVERB and after and after.form is Form.PARTICIPLE:
            return self.head(after)
        if predicate.form is not Form.PARTICIPLE:
            return []
        end = min(after.first if after else len(self.tokens), predicate.last + 1 + _HEAD, len(self.tokens))
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
        at = bisect_right(self._treaties, named.start, key=_START)
        return at > 0 and named.start < self._treaties[at - 1].end

    def treaties_before(self, predicate: Predicate) -> list[Treaty]:
        """The last treaties that are named before `predicate`, two at most; none in brackets."""
        at = bisect_left(self._treaties, self.tokens[predicate.first].start, key=_START)
        last = islice((t.thing for t in reversed(self._treaties[:at]) if isinstance(t.thing, Treaty) and not t.inside), 2)
        return [*last][::-1]

    @cached_property
    def _treaties(self) -> list[Token]:
        return [t for t in self.tokens if t.kind is Kind.TREATY]

    @cached_property
    def _lasts(self) -> list[int]:
        return [p.last for p in self.predicates]

    @cached_property
    def _closed(self) -> list[int]:
        """Where the predicates end that end a clause."""
        return [p.last for p in self.predicates if p.form not in (Form.PARTICIPLE, Form.HABITUAL)]

    @cached_property
    def _participles(self) -> list[int]:
        return [p.last for p in self.predicates if p.form is Form.PARTICIPLE]

    @cached_property
    def _participles_by_start(self) -> dict[int, int]:
        return {self.tokens[p.first].start: p.last for p in reversed(self.predicates) if p.form is Form.PARTICIPLE}

    @cached_property
    def _breaks(self) -> list[int]:
        return [at for at, token in enumerate(self.tokens) if token.lower in (";", ":")]

    def is_passive(self, predicate: Predicate) -> bool:
        """Whether it looks like a passive (құрылды)."""
        return bool(_PASSIVE.fullmatch(self.tokens[predicate.last].lower))


def _last_below(limit: int, places: Sequence[int]) -> int:
    """The last of `places`, which are in order, below `limit`; -1 where none is."""
    at = bisect_left(places, limit)
    return places[at - 1] if at else -1
