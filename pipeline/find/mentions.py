"""From a head word to the mention that it ends: whether what stands before it is a name, and what its nominative is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from pipeline.find.heads import head_in
from pipeline.find.line import APPROVED, BETWEEN, CLOSING, GENITIVE, OPENING, By, Found, Line
from pipeline.find.states import states
from pipeline.find.titles import TITLE_END, Token, is_proper
from pipeline.record import TreatyKind

_QUOTES = regex.compile(r"[«»\"“”„‟]")
_GLOSS = regex.compile(r"\s*\([^()]*\)")
_AGREED = regex.compile(r"\s*(?:кел(?:ді|ген|іп|е|у)|қол жет)")
_CONSENT = regex.compile(r"\s*(?:бер|ал)(?:[дгеу]|[ыі]п)")
_PAST = "(?:ды|ді|ты|ті|ған|ген|қан|кен|п|іп)"
_CONCLUDED = regex.compile(
    rf"[^;]{{0,50}}?(?:қол қой|жаса(?:л|с|лы)?{_PAST}|бекіт(?:іл)?{_PAST}|(?:мақұл|қабыл)да(?:н|ны)?{_PAST}|ратификац)"
)
_OBLIQUE = regex.compile(r"(?:[ғқ]а|[гк]е|[дт][ае]|[дтн][ае]н)$")
_NEXT_WORD = regex.compile(r"\s+(\p{L}+)")


class Mention(NamedTuple):
    """A treaty named at `[start, end)`; `name` is its nominative."""

    start: int
    end: int
    name: str
    kind: TreatyKind


def mentions(line: Line) -> list[Mention]:
    """The mention that ends in the head of `line`, after those that share the head with it."""
    found = None if _is_modifier_itself(line) else line.found()
    if found is None:
        return []
    shared = _sharing(line, found)
    if not _is_named(line, found, bool(shared)):
        return []
    return [*shared, _whole(line, found)]


def _is_modifier_itself(line: Line) -> bool:
    """Whether the head is part of a longer one («бітім шарты») or of an organisation's name («… туралы шарт ұйымы»)."""
    after = _NEXT_WORD.match(line.text, line.head.end)
    if after is None or line.head.case:
        return False
    follows = head_in(after[1], line.lexicon)
    return after[1].lower().startswith("ұйым") or (follows is not None and not line.head.possessed)


def _is_named(line: Line, found: Found, shared: bool) -> bool:
    """Whether what was found names one treaty between states."""
    if found.known or line.head.doubtful:
        return found.known or (found.by == "acronym" and line.is_interstate(line.tokens[found.first].text))
    title, setting = line.tokens[found.first :], line.head.row.setting
    between = any(token.text.lower() == BETWEEN for token in title) or line.head.row.kind in ("treaty", "agreement")
    if setting == "known" or (not between and any(line.roles.has("domestic", token.text) for token in title)):
        return False
    if setting == "interstate":
        return (shared or not line.head.plural) and _is_between_states(line, title)
    if line.head.row.kind == "agreement" and found.by != "title" and _CONSENT.match(line.text, line.head.end):
        return False
    if found.by in {"title", "quote"}:
        between_states = setting == "name" and any(line.walk.state(token) for token in title)
        return (setting == "any" or between_states) and _is_title(line, found, shared)
    if found.by == "phrase":
        named = setting == "any" or any(line.roles.begins("organisation", token.text) for token in title)
        return named and setting != "name" and not _OBLIQUE.search(line.tokens[-1].text)
    return True


def _is_title(line: Line, found: Found, shared: bool) -> bool:
    """Whether a title is one treaty's, not a description of many, of what was talked about or of a paper signed at home."""
    if line.head.plural and not shared:
        return False
    first = line.tokens[found.first]
    after = line.text[line.head.end : line.head.end + 60]
    initial = first.start == line.sentence.start
    if found.by == "title" and (initial or not first.is_capital):
        if line.head.row.kind == "agreement" and _AGREED.match(after):
            return False
        if not initial and not _is_of_a_treaty(line, found, after):
            return False
    at_home = line.may_say("home") and any(line.roles.begins("home", token.text) for token in line.around)
    return not at_home or bool(line.sides())


def _is_of_a_treaty(line: Line, found: Found, after: str) -> bool:
    """Whether something beside a title in lower case says that it is a treaty's: its date, its signing, a state."""
    if found.first and line.walk.date(line.tokens[found.first - 1]):
        return True
    long = found.last - found.first > 1
    return bool(_CONCLUDED.match(after)) or (long and bool(line.sides()))


def _is_between_states(line: Line, title: Sequence[Token]) -> bool:
    """Whether a paper that may be one country's own is of an organisation of states, or was approved between states."""
    if line.may_say("organ") and any(line.roles.has("organ", token.text) for token in line.around):
        return False
    if line.interstate(title):
        return True
    after = line.text[line.head.end : line.head.end + 100]
    if line.interstate(line.around):
        return bool(_CONCLUDED.search(after))
    abroad = any(state and state.iso != "KZ" for state in map(line.walk.state, title))
    return abroad and bool(APPROVED.search(after))


def _whole(line: Line, found: Found) -> Mention:
    start, end = line.tokens[found.first].start, line.head.end
    opened = found.first > 0 and line.tokens[found.first - 1].text in OPENING
    if opened and line.text[end : end + 1].strip() and line.text[end] in CLOSING:
        start, end = line.tokens[found.first - 1].start, end + 1
    form = line.head.row.head if _is_owned_outside(line, found) else line.head.possessed_name
    return Mention(start, end, _name(line, start, line.head.start, form), line.head.row.kind)


def _is_owned_outside(line: Line, found: Found) -> bool:
    """Whether the head is possessed by what stands before the name («оның … туралы хаттамасы»), not by a place in it."""
    title = [token for token in line.tokens[found.first :] if token.is_word]
    owner = title[0].is_acronym or GENITIVE.search(title[0].text) or line.walk.state(title[0])
    return title[-1].text.lower() in TITLE_END and not (owner and found.by == "title")


def _name(line: Line, start: int, end: int, form: str) -> str:
    title = _QUOTES.sub("", _GLOSS.sub("", line.text[start:end]))
    return f"{' '.join(title.split())} {form}"


def _sharing(line: Line, found: Found) -> list[Mention]:
    """Names before `found` that share its head, in order: «A туралы» және «B туралы» шарттар; Айғын мен Пекин шарттары."""
    out: list[Mention] = []
    first: int | None = found.first
    while first is not None:
        at = _past_joint(line, first)
        previous = None if at is None else _earlier(line, at, found.by)
        if at is None or previous is None:
            break
        start, end = line.tokens[previous].start, line.tokens[at].end
        titled = line.tokens[at].text.lower() in TITLE_END or line.tokens[at].text in CLOSING
        form = line.head.row.head if titled else line.head.possessed_name
        shared = line.text[line.tokens[found.last].end : line.head.start].strip() if titled else ""
        name = _name(line, start, end, f"{shared} {form}".strip())
        out.insert(0, Mention(start, end, name, line.head.row.kind))
        first = previous
    return out


def _past_joint(line: Line, first: int) -> int | None:
    """The token before the comma or conjunction, and any date and place, that stand before token `first`."""
    at, joined = first - 1, False
    while at >= 0:
        token = line.tokens[at]
        if token.text == "," or line.roles.has("linked", token.text):
            joined = True
        elif not (line.walk.date(token) or token.text in "." or line.walk.is_venue(at) or token.text.lower() == "ал"):
            break
        at -= 1
    return at if joined and at >= 0 else None


def _earlier(line: Line, at: int, by: By) -> int | None:
    """The first token of a name without a head that ends at `at`."""
    token = line.tokens[at]
    if by == "acronym":
        return at if token.is_acronym and not states(token.text, line.lexicon) else None
    if not line.head.plural:
        return None
    if by in {"place", "phrase"}:
        named = token.is_capital and is_proper(token.text, line.counts) and not states(token.text, line.lexicon)
        return at if named else None
    if token.text in CLOSING:
        return line.opening(at) if line.tokens[at - 1].text.lower() in TITLE_END else None
    if token.text.lower() in TITLE_END and at:
        return line.opening(at - 1) if line.tokens[at - 1].text in CLOSING else line.walk.title_start(at - 1)
    return None
