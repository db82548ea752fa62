"""Which words of a clause belong to which of its dates (А 1998 ж., Б 1999 ж. қосылды)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.find.clauses import Kind, Token
from pipeline.find.predicates import Predicate
from pipeline.find.verbs import Form

_TIMES = ("кезең", "кезд", "кезі", "тұст", "уақыт", "шақ", "сәт", "жылдар")


@dataclass(frozen=True)
class Part:
    """Tokens of a clause that belong to one of its dates (`own`), to all of them (`shared`), and to the `first` date where that
    is another: its subject may be theirs too."""

    own: tuple[int, ...]
    shared: tuple[int, ...]
    first: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        return (*self.shared, *self.own)


def part_of(tokens: Sequence[Token], since: int, predicate: Predicate, dates: Sequence[int], index: int) -> Part:
    """The stretch of the clause that belongs to date `index` of those that share the predicate (А 1998 ж., Б 1999 ж. қосылды)."""
    if predicate.form is Form.PARTICIPLE and dates[0] < predicate.first and not _names_a_time(tokens, predicate):
        since = max(since, dates[0])
    if all(_adjacent(tokens, one, two) for one, two in pairwise(dates)):
        return Part(tuple(range(since, max(predicate.last, dates[-1]) + 1)), ())
    bounds = [since, *(_boundary(tokens, one, two) for one, two in pairwise(dates))]
    bounds.append(max(predicate.last, dates[-1]) + 1)
    bounds = [max(since, bound) for bound in bounds]
    own = tuple(range(bounds[index], bounds[index + 1]))
    shared = tuple(range(since, min(dates[0], bounds[1]))) if index else ()
    return Part(own, shared, tuple(range(dates[0] + 1, bounds[1])) if index else ())


def _names_a_time(tokens: Sequence[Token], predicate: Predicate) -> bool:
    """Whether the participle stands before a word for time, so that its subject stands before its date (хан 1257 жылы билік еткен
    кезеңде)."""
    return any(t.lower.startswith(_TIMES) for t in tokens[predicate.last + 1 : predicate.last + 2])


def _adjacent(tokens: Sequence[Token], one: int, two: int) -> bool:
    """Whether nothing but a conjunction or a comma stands between two dates."""
    return all(t.kind is Kind.MARK or t.lower in ("және", "мен", "пен", "бен") for t in tokens[one + 1 : two])


def _boundary(tokens: Sequence[Token], one: int, two: int) -> int:
    """Where between two dates the words of the second begin: at ал, at a comma right after the first, or at the last comma."""
    if tokens[one].inside:
        return next(at for at in range(one + 1, two + 1) if at == two or not tokens[at].inside)
    but = [at for at in range(one + 1, two) if tokens[at].lower == "ал"]
    if but:
        return but[0]
    if tokens[one + 1].lower == ",":
        return one + 2
    if tokens[two - 1].lower == ",":
        return two
    commas = [at for at in range(one + 1, two) if tokens[at].lower == "," and not tokens[at].inside]
    if not commas:
        return two
    return commas[0] + 1 if commas[0] <= one + 3 else commas[-1] + 1
