"""What stands before a head word in its sentence, and where the name that ends there begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import regex

from pipeline.find.gazetteer import QUOTES, fold, gazetteer, plain
from pipeline.find.heads import Head
from pipeline.find.states import states
from pipeline.find.titles import TITLE_END, WORD, Roles, Token, Walk, is_proper, roles, tokens
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence, TreatyKind
from pipeline.words import is_name, words

REACH = 900
"""Characters before a head word that are looked at: longer than any title"""
OPENING, CLOSING = "«“„\"", "»”“\""
BETWEEN = "арасындағы"
CALLED = frozenset({"атты", "деген", "аталатын", "деп"})
OWN_PAPERS: frozenset[TreatyKind] = frozenset({"charter", "statute", "declaration"})
"""What an organisation has of its own, so that it may own it in the genitive («Ұлттар Лигасының жарғысы»)"""
GENITIVE = regex.compile(r"[ндт][ыі]ң$")
APPROVED = regex.compile(r"бекітілді|(?:қабылдан|мақұлдан)ды")
_HYPHEN = regex.compile("[-–]")
_PART = regex.compile(r"\w+")
"""A word or a part of one with a hyphen"""
_LAST_WORD = regex.compile(rf"{WORD}$")
SELDOM = 0.03
"""Share of capitalised uses up to which the first word of a sentence is no part of a name"""
LONGEST_PHRASE = 12
MODIFIERS = 6
"""Words that may stand between a title and its head"""
By = Literal["title", "quote", "place", "acronym", "phrase"]


def may_be_named(text: str, sentence: Sentence, head: Head, dates: Sequence[Date], lexicon: Lexicon) -> bool:
    """Whether a name may end in `head`: false of most, and sooner said than read (see `mentions`). `dates` are the sentence's.

    A known name has its last word before the head. Before any other head a title or a quotation ends, or it is possessed and a
    capital stands before it; what is for domestic papers at home has an organisation of states beside it, or an approval.
    """
    words = text[max(sentence.start, head.start - REACH) : head.start].rsplit(None, LONGEST_PHRASE + 1)[-LONGEST_PHRASE - 1 :]
    if not words or _may_be_known(words[-1], head, lexicon):
        return bool(words)
    titled = _may_end_title(words, bool(dates), roles(lexicon))
    if head.row.setting == "interstate":
        concept = head.possessed and head.row.kind == "concept"
        return (titled or concept) and _may_be_interstate(text, sentence, head, roles(lexicon))
    return titled or (head.possessed and any(word != word.lower() for word in words))


def _may_be_known(last: str, head: Head, lexicon: Lexicon) -> bool:
    """Whether a known name may have `last`, what stands between spaces, before its head; what is in brackets is not of it."""
    last = last.rstrip(QUOTES)
    word = _LAST_WORD.search(last)
    letters, names = plain(word.group() if word else last[-1:]), gazetteer(lexicon)
    return ")" in last or any(names.may_end(letters, plain(form)) for form in (head.row.head, head.row.possessed))


def _may_be_interstate(text: str, sentence: Sentence, head: Head, listed: Roles) -> bool:
    """Whether a paper may be one between states: they are named together, or it was approved."""
    start, end = _around(sentence, head)
    return _says_interstate(text[start:end], listed) or bool(APPROVED.search(text, head.end, head.end + 100))


def _says_interstate(text: str, listed: Roles) -> bool:
    return not listed.words["interstate"].isdisjoint(_PART.findall(text.lower()))


def _around(sentence: Sentence, head: Head) -> tuple[int, int]:
    """What of a sentence matters to a head."""
    return max(sentence.start, head.start - REACH), min(sentence.end, head.end + REACH)


def _may_end_title(words: Sequence[str], dated: bool, listed: Roles) -> bool:
    """Whether a title or a quotation can end among the last of `words`: all after it can be modifiers (see `Line._found`)."""
    for word in reversed(words[-MODIFIERS - 1 :]):
        low = word.lower()
        if any(end in low for end in TITLE_END) or any(mark in word for mark in CLOSING):
            return True
        if not dated and low == word and low.isalpha() and low not in CALLED and not listed.has("between", low):
            return False
    return False


class Found(NamedTuple):
    """Where a name begins and by what it was found."""

    first: int
    """index of its first token"""
    by: By
    last: int
    """index of the last token of the title, or of what stands before the head"""
    known: bool = False
    """whether the gazetteer has it"""


class Line:
    """What stands before one head word in its sentence."""

    def __init__(self, text: str, sentence: Sentence, head: Head, dates: Sequence[Date], lexicon: Lexicon) -> None:
        self.text, self.sentence, self.head, self.lexicon = text, sentence, head, lexicon
        self.tokens = tokens(text, max(sentence.start, head.start - REACH), head.start)
        self.walk = Walk(text, self.tokens, dates, lexicon)
        self.roles, self.counts = roles(lexicon), words(lexicon)

    def found(self) -> Found | None:
        """What may be a name that ends in the head: a known one, or the words before the head say so."""
        return self._known_or(self._found())

    def _found(self) -> Found | None:
        at = last = len(self.tokens) - 1
        while at >= 0 and last - at < MODIFIERS and self._is_modifier(at):
            at -= 1
        if at >= 0 and self.tokens[at].text.lower() in TITLE_END:
            return self._titled(at)
        if at >= 0 and self.tokens[at].text in CLOSING:
            return self._quoted(at)
        return self._placed(last) if last >= 0 else None

    def _is_modifier(self, at: int) -> bool:
        token = self.tokens[at]
        word = token.text.lower()
        if not token.is_word or word in TITLE_END:
            return token.text == "№"
        listed = word in CALLED or self.roles.has("between", word)
        return listed or word.isdigit() or token.is_capital or self.walk.date(token) is not None

    def _titled(self, end: int) -> Found | None:
        """The title that ends in `туралы` at `end`."""
        if end and self.tokens[end - 1].text in CLOSING:
            opening = self.opening(end - 1)
            return None if opening is None else Found(opening, "quote", end)
        first = self.walk.title_start(end - 1) if end else None
        return None if first is None else Found(first, "title", end)

    def _quoted(self, end: int) -> Found | None:
        """The title in quotation marks that close at `end`: it says itself what it is about, or the head is possessed."""
        opening = self.opening(end)
        if opening is None or end - opening < 2:
            return None
        titled = self.tokens[end - 1].text.lower() in TITLE_END or self.tokens[end - 1].text.lower() == "қарсы"
        called = any(token.text.lower() in CALLED for token in self.tokens[end + 1 :])
        if titled or called or self.head.possessed:
            return Found(opening, "quote", end)
        return None

    def opening(self, closing: int) -> int | None:
        """The mark that opens what closes at `closing`."""
        if self.tokens[closing].text == '"':
            return next((at for at in range(closing - 1, -1, -1) if self.tokens[at].text == '"'), None)
        depth = 0
        for at in range(closing, -1, -1):
            mark = self.tokens[at].text
            depth += (mark in "»”") - (mark in "«“„")
            if depth == 0:
                return at
        return None

    def _placed(self, last: int) -> Found | None:
        """A place, an organisation, an acronym or a capitalised phrase right before a possessed head."""
        if not self.head.possessed or self.head.row.setting == "interstate":
            return self._concept(last)
        at = self._before_number(self._before_gloss(last))
        while at > 0 and last - at < 3 and not self.tokens[at].is_capital and self.roles.has("between", self.tokens[at].text):
            at -= 1
        token = self.tokens[at] if at >= 0 else None
        if token is None or not token.is_word or self.walk.date(token) or self.roles.has("generic", token.text):
            return None
        state = bool(states(token.text, self.lexicon))
        if token.is_acronym:
            heading = self.text[self.head.start : self.head.end].isupper()
            return None if state or heading or self.head.plural else Found(at, "acronym", last)
        if token.is_capital and not state and is_proper(token.text, self.counts) and not GENITIVE.search(token.text):
            first = at - 2 if at > 1 and self.tokens[at - 1].text in "–—-" and self.tokens[at - 2].is_capital else at
            return Found(first, "place", last)
        return None if self.head.plural else self._phrase(last, at)

    def _before_number(self, last: int) -> int:
        """`last`, or the token before the number that ends at it («ХЕҰ-ның № 29 конвенциясы»)."""
        return last - 2 if last > 1 and self.tokens[last].text.isdigit() and self.tokens[last - 1].text == "№" else last

    def _before_gloss(self, last: int) -> int:
        """`last`, or the token before the brackets that close at it."""
        if self.tokens[last].text != ")":
            return last
        return next((at - 1 for at in range(last, -1, -1) if self.tokens[at].text == "("), -1)

    def _phrase(self, last: int, at: int) -> Found | None:
        """A name written with a capital inside the sentence («Одақ шарты», «Еуропалық қауіпсіздік хартиясы»)."""
        start = self.walk.title_start(last)
        if start is None or last - start > LONGEST_PHRASE:
            return None
        if self.tokens[start].start == self.sentence.start and not is_name(self.tokens[start].text.lower(), self.lexicon, SELDOM):
            start += 1
        first = next((i for i in range(start, last + 1) if self.tokens[i].is_capital), None)
        if self.text[self.head.start : self.head.end].isupper():
            return None
        if first is None or self.tokens[first].start == self.sentence.start or states(self.tokens[first].text, self.lexicon):
            return None
        if any(self.roles.has("generic", token.text) for token in self.tokens[first : first + 1]):
            return None
        if GENITIVE.search(self.tokens[at].text) and self.head.row.kind not in OWN_PAPERS:
            return None
        if not all(token.is_word for token in self.tokens[first : last + 1]):
            return None
        return Found(first, "phrase", last)

    def _concept(self, last: int) -> Found | None:
        """A concept of an organisation, which has no `туралы` («ТМД-ға … реттеу тұжырымдамасы»)."""
        if self.head.row.kind != "concept" or not self.head.possessed:
            return None
        start = self.walk.title_start(last)
        if start is None:
            return None
        first = next((i for i in range(start, last + 1) if self.is_interstate(self.tokens[i].text)), None)
        return None if first is None else Found(first, "title", last)

    def _known_or(self, found: Found | None) -> Found | None:
        """The longest name of the gazetteer that ends in the head, where it says more than `found`."""
        first = self._known()
        if first is None:
            return found
        last = len(self.tokens) - 1
        if found is None or first < found.first:
            return Found(first, self._kind_of_known(first), last, True)
        before = self.tokens[first - 1].text
        part_of_more = self.roles.has("linked", before) or before.lower() == BETWEEN
        surer = self._kind_of_known(first) == found.by == "title" and not part_of_more
        if surer and (self.tokens[first].is_capital or not self.tokens[found.first].is_capital):
            return Found(first, found.by, found.last, True)
        quoted = found.by == "quote" and first == found.first + 1
        return found._replace(known=True) if first == found.first or quoted else found

    def _kind_of_known(self, first: int) -> By:
        return "title" if any(token.text.lower() in TITLE_END for token in self.tokens[first:]) else "phrase"

    def _known(self) -> int | None:
        """Index of the first token of the longest known name that ends in the head."""
        names = gazetteer(self.lexicon)
        forms = {fold(form).lower() for form in (self.head.row.head, self.head.row.possessed)}
        first, count = None, 1
        for at in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[at]
            if token.text in ";:." or count >= names.longest:
                break
            if token.is_word:
                count += 1
                title = plain(self.text[token.start : self.head.start])
                if any(f"{title} {form}" in names.rows for form in forms):
                    first = at
                elif title not in names.ends and ")" not in title and self.text[token.start - 1].isspace():
                    break  # no known name goes on so; a bracket that is still open may be left out of one
        return first

    @cached_property
    def around(self) -> list[Token]:
        """The tokens of the sentence, as far as they matter."""
        return tokens(self.text, *_around(self.sentence, self.head))

    @cached_property
    def _low(self) -> str:
        start, end = _around(self.sentence, self.head)
        return self.text[start:end].lower()

    def may_say(self, role: str) -> bool:
        """Whether a word of `role` can stand around the head: the letters of one do."""
        return any(word in self._low for word in self.roles.words.get(role, ()))

    def sides(self) -> list[str]:
        """Foreign states and organisations of states that the sentence names, up to the head."""
        foreign = [state.name for state in self.walk.states if state.iso != "KZ"]
        return foreign + self.interstate(self.tokens)

    def interstate(self, tokens: Iterable[Token]) -> list[str]:
        """What of the sentence's `tokens` names organisations of states or what they do together."""
        return [token.text for token in tokens if self.is_interstate(token.text)] if self._says_interstate else []

    @cached_property
    def _says_interstate(self) -> bool:
        return _says_interstate(self._low, self.roles)

    def is_interstate(self, word: str) -> bool:
        return self.roles.has("interstate", _HYPHEN.split(word, 1)[0])
