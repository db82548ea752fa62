"""Where the title of a treaty begins: the clause structure to the left of `туралы`, of a place and of a head word.

A title is walked from its end to its beginning, word by word, until something stands there that can only be outside it: a
date, a verb, a subject, the place of signing, a pronoun, another treaty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

import regex

from pipeline.find.heads import head_in
from pipeline.find.states import DASH, State, states
from pipeline.lexicon import Lexicon, Row, per_lexicon
from pipeline.record import Date
from pipeline.words import Words, words


class TitleWord(Row, frozen=True):
    """A word and its part around titles.

    `outside` stands before a title, `edge` too, but also inside one; `linked` joins two; `subject` signs; `verb` is a stem
    whose finite forms, participles and converbs end a clause; `between` stands between `туралы` or a place and the head;
    `domestic` in a title makes it one country's own paper; `generic` with a head alone names nothing; `region` is a place too
    large to sign in; `interstate` names what states do together, `organ` what one state decides by; `home` (a beginning of
    words) what signs papers at home; `organisation` (likewise) what has a charter of its own.
    """

    table: ClassVar[str] = "title_words.tsv"
    key: ClassVar[tuple[str, ...]] = ("word", "role")
    word: str
    role: Literal["outside", "linked", "subject", "verb", "between", "domestic", "generic", "region", "interstate",
                  "edge", "organ", "home", "organisation"]  # fmt: skip


class Token(NamedTuple):
    """A word or a mark of the text."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        return bool(_ACRONYM.match(self.text))


_ACRONYM = regex.compile(r"\p{Lu}{2,}(?:[-–‑]\d+)?(?:[-–‑]\p{Ll}+)?$")
WORD = r"\w+(?:[-–—‑/’']\w+)*"
"""A pattern for a word, hyphens and all"""
_TOKEN = regex.compile(rf"{WORD}|[^\w\s]")
_PLACE_CASE = regex.compile(r"(?:н?д|т)[ае]$")
_SOFT_END = regex.compile(r"(?:(?:н?д|т)[ае]|[ғқ]ан|[гк]ен|[ыі]?п)$")
"""A locative, a participle or a converb: before a capital it is no part of the title"""
_VERB_END = (
    "(?:[ыі]?[лнс]|т|д[ыі]р|т[ыі]р|[гқ][ыі]з|г[іе]з)*"
    "(?:[дт][ыі]|[ғқ]ан|[гк]ен|[ыі]?п|с[ае]|й?[ае]?т[ыі]н|[ае]д[ыі]|й?[дт][ыі]|м[ае]қ|м[ае]к|[ғқ]анды|[гк]енді|[ғқ]анда|[гк]енде)"
)
_OWNED_OBJECT = regex.compile(r"\p{Ll}{3}[ыі]н$")
_CONVERB = regex.compile(r"\p{Ll}{2}(?:[ыі]п|[аеө]п|йп|яп)$")
_NUMBER = frozenset({"екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз", "он"})
_OBJECT = regex.compile(r"(?:[ыі]н|[ндт][ыі])$")
_DATIVE = regex.compile(r"(?:[ғқ]а|[гк]е)$")
_SURNAME = ("ев", "ов", "ин", "ева", "ова", "ұлы", "қызы")
_POSSESSED = regex.compile(r"[сғқгк]?[ыі](?:н|на|не|нда|нде|ның|нің|нан|нен|мен)?$")
LONGEST = 60
"""Words a title may have at most"""
INSIDE = frozenset({"үшін", "қатысты", "байланысты", "мақсатында", "саласында", "шеңберінде", "аясында"})
"""Postpositions that stand outside a title or in it"""
TITLE_END = frozenset({"туралы", "жөніндегі", "жөнінде"})


class Roles:
    """The table by role, and verbs as one pattern."""

    def __init__(self, rows: Sequence[TitleWord]) -> None:
        self.words: dict[str, set[str]] = {}
        for row in rows:
            self.words.setdefault(row.role, set()).add(row.word)
        stems = "|".join(sorted(map(regex.escape, self.words.get("verb", ())), key=len, reverse=True))
        self._beginnings = {role: tuple(listed) for role, listed in self.words.items()}
        self.verb = regex.compile(rf"(?:{stems}){_VERB_END}$")

    def begins(self, role: str, word: str) -> bool:
        """Whether `word` begins with a word of `role`."""
        return word.lower().startswith(self._beginnings.get(role, ()))

    def has(self, role: str, word: str) -> bool:
        return word.lower() in self.words.get(role, ())


@per_lexicon
def roles(lexicon: Lexicon) -> Roles:
    """The title words of `lexicon`."""
    return Roles(lexicon.rows(TitleWord))


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of `text[start:end]`; hyphened words are one."""
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text, start, end)]


def is_proper(word: str, counts: Words) -> bool:
    """Whether a capitalised `word` is a name: usually capitalised inside sentences, or not known at all and no adjective."""
    form = word.lower()
    seen = counts.count(form)
    if seen >= 3:
        return counts.capitalised(form) / seen >= 0.42 and not form.endswith(("лық", "лік", "дық", "дік", "тық", "тік"))
    return not form.endswith(("лық", "лік", "дық", "дік", "тық", "тік", "у", "мен", "ның", "нің"))


class Walk:
    """The walk to the left over `line`, the tokens of one sentence; `dates` are its dates."""

    def __init__(self, text: str, line: Sequence[Token], dates: Sequence[Date], lexicon: Lexicon) -> None:
        self.text, self.line, self.dates = text, line, dates
        self.roles, self.counts, self.lexicon = roles(lexicon), words(lexicon), lexicon

    @cached_property
    def states(self) -> list[State]:
        """The states that the line names."""
        begin, end = (self.line[0].start, self.line[-1].end) if self.line else (0, 0)
        return [state._replace(start=state.start + begin, end=state.end + begin)
                for state in states(self.text[begin:end], self.lexicon)]  # fmt: skip

    def date(self, token: Token) -> Date | None:
        """The date that `token` is of."""
        return next((date for date in self.dates if date.start < token.end and token.start < date.end), None)

    def state(self, token: Token) -> State | None:
        """The state that `token` names or helps to name: the last one, where a hyphen joins two."""
        return next((state for state in reversed(self.states) if state.start < token.end and token.start < state.end), None)

    def title_start(self, last: int) -> int | None:
        """Index of the first token of the title whose last token (before `туралы`, or the place itself) is `last`."""
        at = last
        while at >= 0 and last - at < LONGEST and not self._ends_before(at, last):
            at -= 1
        start = self._trimmed(at + 1, last)
        if start is None or at < 0 or self.line[start].is_capital:
            return start
        capital = self._capital_before(at, last)
        return start if capital is None else capital

    def _capital_before(self, at: int, last: int) -> int | None:
        """Index of the capital that opens the title, where what stopped the walk at `at` may stand in one: a participle, a
        postposition, a comma («Ғарыш объектілері келтірген залал үшін … туралы»), and what stands before it is surely outside."""
        while at > 0 and last - at < LONGEST and self._may_stand_inside(at):
            at -= 1
            while at >= 0 and not self._ends_before(at, last):
                at -= 1
            first = at + 1
            of_parties = bool(self.state(self.line[first])) and self._between_parties(first)
            closed = at >= 0 and self._closes(at) and not self.state(self.line[first])
            if first < last and self.line[first].is_capital and (of_parties or closed):
                return first
        return None

    def _may_stand_inside(self, at: int) -> bool:
        token = self.line[at]
        return token.text == "," or token.text.lower() in INSIDE or (token.is_word and self._is_verb(token))

    def _closes(self, at: int) -> bool:
        """Whether the title surely begins after token `at`: a date, a venue, a state, a participle or the end of another name."""
        token = self.line[at]
        return bool(self.date(token) or self.state(token)) or self.is_venue(at) or (token.is_word and self._is_verb(token))

    def _ends_before(self, at: int, last: int) -> bool:
        """Whether token `at` stands outside a title that reaches from the token after it to `last`."""
        token = self.line[at]
        if not token.is_word:
            return not (token.text == "," and at < last and self._lists(at, last))
        date = self.date(token)
        if date:
            return not _DATIVE.search(date.text)
        if self.roles.has("outside", token.text) and not self._divides(at):
            return True
        if at == last:
            return False
        if token.text.lower() in TITLE_END and self.roles.has("linked", self.line[at + 1].text):
            return True
        after = self.line[at + 1]
        if self.roles.has("edge", token.text):
            return after.is_capital and not self.state(after)
        return self._is_verb(token) or self._is_head(at) or self._is_subject(at) or self.is_venue(at) or self._is_clause(at)

    def _divides(self, at: int) -> bool:
        """Whether «арасында» is of the title: its object stands before it («түбін екі ел арасында межелеу»)."""
        done = at + 1 < len(self.line) and self.line[at + 1].text.endswith(("у", "ю"))
        if self.line[at].text.lower() != "арасында" or not done:
            return False
        return any(_OBJECT.search(token.text) for token in self.line[max(0, at - 4) : at])

    def _is_verb(self, token: Token) -> bool:
        return not token.is_capital and bool(self.roles.verb.match(token.text.lower()))

    def _is_head(self, at: int) -> bool:
        """Whether another treaty ends at `at`: a head word before a comma or conjunction."""
        after = self.line[at + 1]
        joined = not after.is_word or self.roles.has("linked", after.text)
        return joined and head_in(self.line[at].text, self.lexicon) is not None

    def _lists(self, at: int, last: int) -> bool:
        """Whether the comma at `at` stands in a list of the title: what follows is no new clause, and the list is closed."""
        if at == 0 or not self.line[at - 1].is_word or self.date(self.line[at - 1]):
            return False
        before, after = self.line[at - 1], self.line[at + 1]
        if self._is_verb(before) or _CONVERB.search(before.text) or self._is_head(at - 1):
            return False
        outside = self.roles.has("outside", before.text) or self.roles.has("outside", after.text)
        if outside or (after.is_capital and not before.is_capital):
            return False
        return any(self.roles.has("linked", token.text) for token in self.line[at + 1 : last])

    def _is_subject(self, at: int) -> bool:
        token, after = self.line[at], self.line[at + 1]
        joined = self.roles.has("linked", after.text) or after.text.lower() == "арасындағы" or not after.is_word
        if at and after.is_capital and not token.is_capital and self._is_number(self.line[at - 1]):
            return True
        state = self.state(token)
        if not state and self.roles.has("subject", token.text):
            return not (self._between_parties(at) if joined else self._owned(after))
        if state:
            side = joined or self._modifies(at, state) or (after.is_capital and self._between_parties(at))
            return state.end <= token.end and not side
        if token.is_acronym and not joined and self._is_with_a_state(at):
            return not self._owned(after)
        return token.is_capital and after.is_capital and not joined and not self.state(after) and self._is_person(token)

    def _is_number(self, token: Token) -> bool:
        """Whether `token` counts what stands after it («төрт держава Нюрнберг …»)."""
        return token.text.isdigit() or token.text.lower() in _NUMBER

    def _modifies(self, at: int, state: State) -> bool:
        """Whether the state at token `at` belongs to what follows: in a case but -мен, of a pair, an owner or object."""
        after = self.line[at + 1]
        ending = self.text[state.start + len(state.name) : state.end].strip(DASH)
        if state.adjective or (ending and ending not in {"мен", "пен", "бен"}):
            return True
        if ending:
            return after.text.lower() in {"арасындағы", "ынтымақтастық", "әріптестік"} or not after.is_capital
        pair = any(other is not state and self.line[at].start <= other.start < self.line[at].end for other in self.states)
        return pair or self._owned(after) or (at + 2 < len(self.line) and after.text.endswith(("у", "ю")))

    def _is_with_a_state(self, at: int) -> bool:
        """Whether token `at` is the second of two sides («Сербия мен НАТО»)."""
        return at > 1 and self.roles.has("linked", self.line[at - 1].text) and self.state(self.line[at - 2]) is not None

    def _between_parties(self, at: int) -> bool:
        """Whether «X мен Y арасындағы» begins at `at`."""
        return any(token.text.lower() == "арасындағы" for token in self.line[at : at + 12])

    def _is_person(self, token: Token) -> bool:
        return token.text.lower().endswith(_SURNAME) and is_proper(token.text, self.counts)

    def _owned(self, after: Token) -> bool:
        """Whether `after` is possessed, so that what stands before it is its modifier («Қазақстан шекарасы»)."""
        return not after.is_capital and bool(_POSSESSED.search(after.text))

    def is_venue(self, at: int) -> bool:
        """Whether token `at` is the town of signing: a name in the locative, no state and no region."""
        token = self.line[at]
        place = _PLACE_CASE.search(token.text)
        if not token.is_capital or not place or token.is_acronym or self.state(token):
            return False
        base = token.text[: place.start()].lower()
        return not self.roles.has("region", base) and is_proper(token.text, self.counts)

    def _is_clause(self, at: int) -> bool:
        """Whether a locative, participle or converb at `at` ends a clause: a title begins with its capital after it."""
        token, after = self.line[at], self.line[at + 1]
        if token.is_capital or not after.is_capital or self.state(after):
            return False
        if _OWNED_OBJECT.search(token.text):  # «негізін Инвестицияларды ынталандыру туралы шарт қалады»
            return not _PLACE_CASE.search(after.text)
        if not _SOFT_END.search(token.text):
            return False
        return not is_proper(after.text, self.counts)

    def _trimmed(self, start: int, last: int) -> int | None:
        """`start` past conjunctions, commas and adjectives that were left at the edge; None where nothing stays."""
        while start <= last and self._is_edge(self.line[start]):
            start += 1
        return start if start <= last else None

    def _is_edge(self, token: Token) -> bool:
        low = not token.is_capital
        return not token.is_word or self.roles.has("linked", token.text) or (low and self.roles.has("edge", token.text))
