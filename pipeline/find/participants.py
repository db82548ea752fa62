"""Who takes part: states, persons and organisations named in a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import chain
from operator import attrgetter

import regex

from pipeline.find.clauses import Kind, Token
from pipeline.find.names import RELATIONAL, Named, case_in_phrase, case_of_next, ending_case
from pipeline.find.organisations import organisations
from pipeline.find.people import likely_people, people
from pipeline.find.states import states
from pipeline.lexicon import Lexicon
from pipeline.record import Participant

_FOUNDED = regex.compile(r"\s+құру(?!\w)")
_NAMED_AFTER = regex.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:атында|атын|алаң|көше|даңғыл|кесене|мешіт|медресе|мавзолей|ескерткіш|мұражай|қорған|орден|сыйлығ|Университет)"
)
_RELATION = regex.compile(
    r"(?:[-–—]\p{L}+)?\s(?:\p{Ll}+(?:лық|лік|дық|дік|тық|тік)\s)?(?:шекара|соғыс|шарт|келіс|кеңес|қатынас|қарым|байланыс|достық|достығ|ынтымақ"
    r"|әріптес|сауда|одақ|одағ|пакт|шиеленіс|қақтығыс|дипломат|саммит|кездес|комисси|форум|декларац|меморандум|хаттама|конвенц)"
)
"""What two peoples or states have with each other (қазақ-қытай шекарасы); a mixed school or army names no state"""
_OUR_COUNTRY = regex.compile(r"(?i)\b(?:еліміз|біздің ел(?:іміз)?)(\w*)")
_START = attrgetter("start")
_OURS = ("еліміз", "біздің ел")


def participants(text: str, tokens: Sequence[Token], surnames: Set[str], lexicon: Lexicon) -> list[Named]:
    """The participants that the sentence of `tokens` names, in order and disjoint: of two that overlap the longer; words that are
    seen as names and no more (`likely_people`) give way to all others."""
    if not tokens:
        return []
    start, end = tokens[0].start, tokens[-1].end
    persons = people(text, tokens, surnames, lexicon)
    found = [*organisations(text, tokens, persons, lexicon), *persons, *_states(text, start, end, lexicon)]
    kept: list[Named] = []
    surest = sorted(found, key=lambda n: (n.start - n.end, n.participant.kind != "state", n.start))
    for named in chain(surest, likely_people(text, tokens, kept, lexicon)):
        at = bisect_left(kept, named.end, key=_START)
        if not at or kept[at - 1].end <= named.start:
            kept.insert(at, named)
    titles = [t for t in tokens if t.kind is Kind.QUOTE] if kept else []
    return sorted(named for named in kept if not _is_only_named(text, named, titles))


def _is_only_named(text: str, named: Named, titles: Sequence[Token]) -> bool:
    """Whether the text speaks of something else: what is to be founded, what bears a person's name, the title of a work."""
    if named.participant.kind == "person" and _NAMED_AFTER.match(text, named.end):
        return True
    return any(t.start <= named.start and named.end <= t.end for t in titles) or bool(_FOUNDED.match(text, named.end))


def _states(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Named]:
    stretch = text[start:end]
    for state in states(stretch, lexicon):
        printed = stretch[state.start : state.end]
        if state.adjective and (RELATIONAL.fullmatch(printed) or not _RELATION.match(text, start + state.end)):
            continue
        rest = printed[len(state.name) :] if printed.startswith(state.name) else printed
        case = ending_case("ххх" + rest.lstrip("-") if rest != printed else printed.split()[-1])
        if state.adjective:
            case = case_of_next(text, start + state.end)
        elif case == "nominative":
            case = case_in_phrase(text, start + state.end)
        yield Named(start + state.start, start + state.end, Participant(state.name, "state", state.iso), case)
    lower = stretch.lower()
    for match in _OUR_COUNTRY.finditer(stretch) if any(ours in lower for ours in _OURS) else ():
        case = ending_case("ххх" + match[1])
        yield Named(start + match.start(), start + match.end(), Participant("Қазақстан", "state", "KZ"), case)


