"""From a head word to the mention that it ends: what stands before it, where that begins, and whether it is a name at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from pipeline.find.gazetteer import fold, gazetteer, plain
from pipeline.find.heads import Head, heads
from pipeline.find.states import states
from pipeline.find.titles import TITLE_END, Token, Walk, is_proper, roles, tokens
from pipeline.lexicon import Lexicon
from pipeline.record import Date, Sentence, TreatyKind
from pipeline.words import words

REACH = 900
"""Characters before a head word that are looked at: longer than any title"""
OPENING, CLOSING = "«“„\"", "»”“\""
CALLED = frozenset({"атты", "деген", "аталатын", "деп"})
OWN_PAPERS: frozenset[TreatyKind] = frozenset({"charter", "statute", "declaration"})
"""What an organisation has of its own, so that it may own it in the genitive («Ұлттар Лигасының жарғысы»)"""
_QUOTES = regex.compile(r"[«»\"“”„‟]")
_GLOSS = regex.compile(r"\s*\([^()]*\)")
_GENITIVE = regex.compile(r"[ндт][ыі]ң$")
_AGREED = regex.compile(r"\s*(?:кел(?:ді|ген|іп|е|у)|қол жет)")
_PAST = "(?:ды|ді|ты|ті|ған|ген|қан|кен|п|іп)"
_CONCLUDED = regex.compile(
    rf"[^;]{{0,50}}?(?:қол қой|жаса(?:л|с|лы)?{_PAST}|бекіт(?:іл)?{_PAST}|(?:мақұл|қабыл)да(?:н|ны)?{_PAST}|ратификац)"
)
_APPROVED = regex.compile(r"бекітілді|(?:қабылдан|мақұлдан)ды")
_OBLIQUE = regex.compile(r"(?:[ғқ]а|[гк]е|[дт][ае]|[дтн][ае]н)$")
_NEXT_WORD = regex.compile(r"\s+(\p{L}+)")
_LONGEST_PHRASE = 12


class Mention(NamedTuple):
    """A treaty named at `[start, end)`; `name` is its nominative."""

    start: int
    end: int
    name: str
    kind: TreatyKind


class _Found(NamedTuple):
    """Where a mention begins (index of its first token) and by what it was found."""

    first: int
    by: str
    """title, quote, place, acronym or phrase"""
    last: int
    """index of the last token of the title, or of the name that stands before the head"""
    known: bool = False
    """whether the gazetteer has it"""


class Line:
    """What stands before one head word in its sentence."""

    def __init__(self, text: str, sentence: Sentence, head: Head, dates: Sequence[Date], lexicon: Lexicon) -> None:
        self.text, self.sentence, self.head, self.lexicon = text, sentence, head, lexicon
        self.tokens = tokens(text, max(sentence.start, head.start - REACH), head.start)
        self.walk = Walk(text, self.tokens, dates, lexicon)
        self.roles, self.counts = roles(lexicon), words(lexicon)

    def mentions(self) -> list[Mention]:
        """The mention that ends in the head word, after those that share the head with it."""
        found = None if self._is_modifier_itself() else self._known_or(self._found())
        if found is None:
            return []
        shared = self._sharing(found)
        if not self._is_named(found, bool(shared)):
            return []
        return [*shared, self._whole(found)]

    # what stands before the head

    def _is_modifier_itself(self) -> bool:
        """Whether the head is part of a longer one («бітім шарты») or of an organisation's name («… туралы шарт ұйымы»)."""
        after = _NEXT_WORD.match(self.text, self.head.end)
        if after is None or self.head.case:
            return False
        follows = next(heads(after[1], self.lexicon), None)
        return after[1].lower().startswith("ұйым") or (follows is not None and not self.head.possessed)

    def _found(self) -> _Found | None:
        at = last = len(self.tokens) - 1
        while at >= 0 and last - at < 6 and self._is_modifier(at):
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
            return False
        return token.is_capital or word in CALLED or self.roles.has("between", word) or self.walk.date(token) is not None

    def _titled(self, end: int) -> _Found | None:
        """The title that ends in `туралы` at `end`."""
        if end and self.tokens[end - 1].text in CLOSING:
            opening = self._opening(end - 1)
            return None if opening is None else _Found(opening, "quote", end)
        first = self.walk.title_start(end - 1) if end else None
        return None if first is None else _Found(first, "title", end)

    def _quoted(self, end: int) -> _Found | None:
        """The title in quotation marks that close at `end`: it says itself what it is about, or the head is possessed."""
        opening = self._opening(end)
        if opening is None or end - opening < 2:
            return None
        titled = self.tokens[end - 1].text.lower() in TITLE_END
        called = any(token.text.lower() in CALLED for token in self.tokens[end + 1 :])
        if titled or called or self.head.possessed:
            return _Found(opening, "quote", end)
        return None

    def _opening(self, closing: int) -> int | None:
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

    def _placed(self, last: int) -> _Found | None:
        """A place, an organisation, an acronym or a capitalised phrase right before a possessed head."""
        if not self.head.possessed or self.head.row.setting == "interstate":
            return self._concept(last)
        at = self._before_gloss(last)
        while at > 0 and last - at < 3 and not self.tokens[at].is_capital and self.roles.has("between", self.tokens[at].text):
            at -= 1
        token = self.tokens[at] if at >= 0 else None
        if token is None or not token.is_word or self.walk.date(token) or self.roles.has("generic", token.text):
            return None
        state = bool(states(token.text, self.lexicon))
        if token.is_acronym:
            heading = self.text[self.head.start : self.head.end].isupper()
            return None if state or heading or self.head.plural else _Found(at, "acronym", last)
        if token.is_capital and not state and is_proper(token.text, self.counts) and not _GENITIVE.search(token.text):
            first = at - 2 if at > 1 and self.tokens[at - 1].text in "–—-" and self.tokens[at - 2].is_capital else at
            return _Found(first, "place", last)
        return None if self.head.plural else self._phrase(last, at)

    def _before_gloss(self, last: int) -> int:
        """`last`, or the token before the brackets that close at it."""
        if self.tokens[last].text != ")":
            return last
        return next((at - 1 for at in range(last, -1, -1) if self.tokens[at].text == "("), -1)

    def _phrase(self, last: int, at: int) -> _Found | None:
        """A name written with a capital inside the sentence («Одақ шарты», «Еуропалық қауіпсіздік хартиясы»)."""
        start = self.walk.title_start(last)
        if start is None or last - start > _LONGEST_PHRASE:
            return None
        first = next((i for i in range(start, last + 1) if self.tokens[i].is_capital), None)
        if self.text[self.head.start : self.head.end].isupper():
            return None
        if first is None or self.tokens[first].start == self.sentence.start or states(self.tokens[first].text, self.lexicon):
            return None
        if any(self.roles.has("generic", token.text) for token in self.tokens[first : first + 1]):
            return None
        if _GENITIVE.search(self.tokens[at].text) and self.head.row.kind not in OWN_PAPERS:
            return None
        if not all(token.is_word for token in self.tokens[first : last + 1]):
            return None
        return _Found(first, "phrase", last)

    def _concept(self, last: int) -> _Found | None:
        """A concept of an organisation, which has no `туралы` («ТМД-ға … реттеу тұжырымдамасы»)."""
        if self.head.row.kind != "concept" or not self.head.possessed:
            return None
        start = self.walk.title_start(last)
        if start is None:
            return None
        first = next((i for i in range(start, last + 1) if self._is_interstate(self.tokens[i].text)), None)
        return None if first is None else _Found(first, "title", last)

    # what is known

    def _known_or(self, found: _Found | None) -> _Found | None:
        """The longest name of the gazetteer that ends in the head, where it says more than `found`."""
        first = self._known()
        if first is None:
            return found
        last = len(self.tokens) - 1
        if found is None or first < found.first:
            return _Found(first, self._kind_of_known(first), last, True)
        surer = self._kind_of_known(first) == found.by == "title" and not self.roles.has("linked", self.tokens[first - 1].text)
        if surer and (self.tokens[first].is_capital or not self.tokens[found.first].is_capital):
            return _Found(first, found.by, found.last, True)
        quoted = found.by == "quote" and first == found.first + 1
        return found._replace(known=True) if first == found.first or quoted else found

    def _kind_of_known(self, first: int) -> str:
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
        return first

    # whether it is a name

    def _is_named(self, found: _Found, shared: bool) -> bool:
        """Whether what was found names one treaty between states."""
        if found.known:
            return True
        title, setting = self.tokens[found.first :], self.head.row.setting
        if any(self.roles.has("domestic", token.text) for token in title):
            return False
        if setting == "interstate":
            return (shared or not self.head.plural) and self._is_between_states(title)
        if found.by in {"title", "quote"}:
            return setting == "any" and self._is_title(found, shared)
        if found.by == "phrase":
            named = setting == "any" or any(self.roles.begins("organisation", token.text) for token in title)
            return named and setting != "name" and not _OBLIQUE.search(self.tokens[-1].text)
        return True

    def _is_title(self, found: _Found, shared: bool) -> bool:
        """Whether a title is one treaty's, not a description of many, of what was talked about or of a paper signed at home."""
        if self.head.plural and not shared:
            return False
        first = self.tokens[found.first]
        after = self.text[self.head.end : self.head.end + 60]
        initial = first.start == self.sentence.start
        if found.by == "title" and (initial or not first.is_capital):
            if self.head.row.kind == "agreement" and _AGREED.match(after):
                return False
            if not initial and not self._is_of_a_treaty(found, after):
                return False
        return bool(self._sides()) or not any(self.roles.begins("home", token.text) for token in self._around())

    def _is_of_a_treaty(self, found: _Found, after: str) -> bool:
        """Whether something beside a title in lower case says that it is a treaty's: its date, its signing, a state."""
        if found.first and self.walk.date(self.tokens[found.first - 1]):
            return True
        long = found.last - found.first > 1
        return bool(_CONCLUDED.match(after)) or (long and bool(self._sides()))

    def _around(self) -> list[Token]:
        """The tokens of the sentence, as far as they matter."""
        return tokens(self.text, max(self.sentence.start, self.head.start - REACH), min(self.sentence.end, self.head.end + REACH))

    def _sides(self) -> list[str]:
        """Foreign states and organisations of states that the sentence names, up to the head."""
        foreign = [state.name for state in self.walk.states if state.iso != "KZ"]
        return foreign + [token.text for token in self.tokens if self._is_interstate(token.text)]

    def _is_interstate(self, word: str) -> bool:
        return self.roles.has("interstate", regex.split(r"[-–]", word)[0])

    def _is_between_states(self, title: Sequence[Token]) -> bool:
        """Whether a paper that may be one country's own is of an organisation of states, or was approved between states."""
        around = self._around()
        if any(self.roles.has("organ", token.text) for token in around):
            return False
        if any(self._is_interstate(token.text) for token in title):
            return True
        after = self.text[self.head.end : self.head.end + 100]
        if any(self._is_interstate(token.text) for token in around):
            return bool(_CONCLUDED.search(after))
        abroad = any(state and state.iso != "KZ" for state in map(self.walk.state, title))
        return abroad and bool(_APPROVED.search(after))

    # the mention

    def _whole(self, found: _Found) -> Mention:
        start, end = self.tokens[found.first].start, self.head.end
        opened = found.first > 0 and self.tokens[found.first - 1].text in OPENING
        if opened and self.text[end : end + 1].strip() and self.text[end] in CLOSING:
            start, end = self.tokens[found.first - 1].start, end + 1
        form = self.head.row.head if self._is_owned_outside(found) else self.head.possessed_name
        return Mention(start, end, self._name(start, self.head.start, form), self.head.row.kind)

    def _is_owned_outside(self, found: _Found) -> bool:
        """Whether the head is possessed by what stands before the name («оның … туралы хаттамасы»), not by a place in it."""
        first = next(token for token in self.tokens[found.first :] if token.is_word)
        owner = first.is_acronym or _GENITIVE.search(first.text) or self.walk.state(first)
        return self.tokens[-1].text.lower() in TITLE_END and not owner

    def _name(self, start: int, end: int, form: str) -> str:
        title = _QUOTES.sub("", _GLOSS.sub("", self.text[start:end]))
        return f"{' '.join(title.split())} {form}"

    def _sharing(self, found: _Found) -> list[Mention]:
        """Names before `found` that share its head, in order: «A туралы» және «B туралы» шарттар; Айғын мен Пекин шарттары."""
        out: list[Mention] = []
        first: int | None = found.first
        while first is not None:
            at = self._past_joint(first)
            previous = None if at is None else self._earlier(at, found.by)
            if at is None or previous is None:
                break
            start, end = self.tokens[previous].start, self.tokens[at].end
            titled = self.tokens[at].text.lower() in TITLE_END or self.tokens[at].text in CLOSING
            form = self.head.row.head if titled else self.head.possessed_name
            out.insert(0, Mention(start, end, self._name(start, end, form), self.head.row.kind))
            first = previous
        return out

    def _past_joint(self, first: int) -> int | None:
        """The token before the comma or conjunction, and any date and place, that stand before token `first`."""
        at, joined = first - 1, False
        while at >= 0:
            token = self.tokens[at]
            if token.text == "," or self.roles.has("linked", token.text):
                joined = True
            elif not (self.walk.date(token) or token.text in "." or self.walk.is_venue(at) or token.text.lower() == "ал"):
                break
            at -= 1
        return at if joined and at >= 0 else None

    def _earlier(self, at: int, by: str) -> int | None:
        """The first token of a name without a head that ends at `at`."""
        token = self.tokens[at]
        if by == "acronym":
            return at if token.is_acronym and not states(token.text, self.lexicon) else None
        if not self.head.plural:
            return None
        if by == "place":
            named = token.is_capital and is_proper(token.text, self.counts) and not states(token.text, self.lexicon)
            return at if named else None
        if token.text in CLOSING:
            return self._opening(at) if self.tokens[at - 1].text.lower() in TITLE_END else None
        if token.text.lower() in TITLE_END and at:
            return self._opening(at - 1) if self.tokens[at - 1].text in CLOSING else self.walk.title_start(at - 1)
        return None
