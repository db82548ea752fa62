"""A page made ready for judging: its words, how damaged they are, and the judge for damage of that kind.

A page is judged by the channel of its damage: that of the Russian model where nearly no letter that only Kazakh has is left,
else that of the Kazakh model and of lost marks, adapted to what the page itself shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import Any, NamedTuple

import numpy as np

from pipeline.kazakh import KAZAKH_ONLY
from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.mend.channel import Channel, count_steps, profiles
from pipeline.mend.forms import Seen, seen
from pipeline.mend.judge import Judge
from pipeline.mend.languages import Languages
from pipeline.mend.tokens import Tokens, tokens
from pipeline.read.document import Document
from pipeline.text import Text

SURE, SURE_ON_RUSSIAN_PAGE, SURE_ON_SOUND_PAGE = 0.70, 0.65, 0.86
"""Confidence from which a change is made: on a damaged page, one of the Russian model, one whose odd words are its author's"""
RUSSIAN_SHARE, TELLING = 0.05, 40
"""Share of Kazakh-only letters, 26 % in sound text, below which a page came through the Russian model, and the letters of which
that is to be a share"""
EITHER_CASE = "".join(sorted(KAZAKH_ONLY))
EITHER_CASE += EITHER_CASE.upper()
CYRILLIC = "".join(map(chr, range(ord("а"), ord("ӹ") + 1)))
DAMAGED = 0.03
"""Share of unsound words from which a page counts as damaged: its sound words may then be others in disguise"""
LONG = 3000
"""Characters of a long page"""
ADAPT = 8
"""Sure repairs on a page before its channel learns from them"""


@dataclass(frozen=True, eq=False)
class Page:
    """A page made ready for judging: its words (offsets into its text), which of them may be judged, and its damage."""

    text: str
    tokens: Tokens
    known: Seen
    kazakh: Any
    """An array: which of the words may well be Kazakh, and tell the damage of the page"""
    eligible: list[bool]
    damage: float
    russian: bool
    lexicon: Lexicon
    runs: Sequence[tuple[int, int]] = ()
    """Words, first and after the last, that may be passages in another language"""

    @cached_property
    def judge(self) -> Judge:
        """The judge for damage of its kind, which has seen the page where that is damaged."""
        judge = judges(self.lexicon)["russian" if self.russian else "kazakh"]
        if self.russian or self.damage <= DAMAGED:
            return judge
        strange = {self.tokens.lowers[at] for at in self.unsound if self.eligible[at]}
        return adapted(judge, self.tokens, self.eligible, strange)

    def dismiss_judge(self) -> None:
        """Let go of the judge, who takes more room than the page; who asks again is given another that has seen the same."""
        self.__dict__.pop("judge", None)

    @cached_property
    def unsound(self) -> list[int]:
        """Which of the words are not sound."""
        found: list[int] = np.flatnonzero(~self.known.sound).tolist()
        return found

    @cached_property
    def capitalised(self) -> list[int]:
        """Which of the words have capitals."""
        found: list[int] = np.flatnonzero(~self.known.small).tolist()
        return found

    @property
    def damaged(self) -> bool:
        """Whether what is odd on this page is rather damage than the author's own."""
        return self.russian or self.damage > DAMAGED

    @property
    def sure(self) -> float:
        """The confidence from which a word of this page is changed."""
        return SURE_ON_RUSSIAN_PAGE if self.russian else SURE if self.damaged else SURE_ON_SOUND_PAGE

    @staticmethod
    def of(text: str, lexicon: Lexicon) -> Page:
        """The page whose whole text is `text`."""
        found = tokens(text)
        known = seen(found.texts, lexicon)
        languages = Languages(found.texts, known, lexicon)
        ours = known.worded & ~languages.foreign()
        eligible = ours.tolist()
        kazakh = known.worded & ~languages.foreign(surely=False)
        damage, russian = _damage(found.texts, known, kazakh)
        return Page(text, found, known, kazakh, eligible, damage, russian, lexicon, languages.runs)

    @classmethod
    def each(cls, text: str, starts: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, Page]]:
        """The pages of `text`, each with where it begins: the first at its beginning, the others at `starts`, and where a page is
        parted. Stages ask for the same text, or one that differs on few pages: a page of the text asked for last is not judged
        again."""
        known, here, at = _known(lexicon), _Known({}, {}), 0
        for whole in _cut(text, starts):
            if whole not in known.cuts:
                known.pages[whole] = cls.of(whole, lexicon)
                known.cuts[whole] = known.pages[whole].cuts()
            here.cuts[whole] = known.cuts[whole]
            for piece in _cut(whole, known.cuts[whole]):
                here.pages[piece] = here.pages.get(piece) or known.pages.get(piece) or cls.of(piece, lexicon)
                yield at, here.pages[piece]
                at += len(piece)
        known.become(here)

    def cuts(self) -> list[int]:
        """Where a long page, as is text whose page breaks are lost, is parted: where some of it is sound and some damaged."""
        starts = list(_stretches(self.text))
        if not starts:
            return []
        words = [bisect_left(self.tokens.starts, start) for start in (0, *starts, len(self.text))]
        kinds = {self._kind(first, after) for first, after in pairwise(words)} - {""}
        return starts if len(kinds) > 1 else []

    def _kind(self, first: int, after: int) -> str:
        """What damage words `first` up to `after` have; nothing where that is in doubt."""
        known = Seen(*(column[first:after] for column in self.known))
        damage, russian = _damage(self.tokens.texts[first:after], known, self.kazakh[first:after])
        return "russian" if russian else "sound" if damage <= DAMAGED else "damaged" if damage > 2 * DAMAGED else ""


def _damage(found: Sequence[str], known: Seen, kazakh: Any) -> tuple[float, bool]:
    """The share of unsound words among the Kazakh ones of those `found`, and whether they came through the Russian model."""
    return 1 - sound_share(known, kazakh), through_russian_model("".join(compress(found, kazakh.tolist())))


def _stretches(text: str) -> Iterator[int]:
    """Where stretches of about a long page begin in `text` after the first: after a line, a sentence or else a word."""
    start = 0
    while len(text) - start > 1.5 * LONG:
        ends = (text.rfind(mark, start + LONG // 2, start + LONG) for mark in ("\n", ". ", " "))
        start = next((end + 1 for end in ends if end >= 0), start + LONG)
        yield start


def page_starts(text: Text, document: Document) -> list[int]:
    """Where the pages of `document` after the first begin in `text.current`."""
    return [text.from_raw(start) for start, _ in document.pages[1:]]


def _cut(text: str, starts: Iterable[int]) -> Iterator[str]:
    """`text` in pieces that begin at `starts`, or after the word that goes on there."""
    at = reached = 0
    for start in starts:
        start = max(start, reached)  # a word in which several would begin is gone over once
        while 0 < start < len(text) and not text[start - 1].isspace():
            start += 1
        reached = start
        if at < start < len(text):
            yield text[at:start]
            at = start
    yield text[at:]


def words_on(text: str, lexicon: Lexicon) -> Iterator[tuple[int, Tokens, Seen]]:
    """The words of `text` and what is known of them, stretch by stretch, each with where it begins; nothing is judged for it."""
    last, at = list(_known(lexicon).pages.values()), 0
    if "".join(page.text for page in last) != text:
        found = tokens(text)
        yield 0, found, seen(found.texts, lexicon)
        return
    for page in last:
        yield at, page.tokens, page.known
        at += len(page.text)


class _Known(NamedTuple):
    """The pages of a text, by what stands on them, and where those printed are parted."""

    pages: dict[str, Page]
    cuts: dict[str, list[int]]

    def become(self, now: _Known) -> None:
        """Forget all but what is known now."""
        self.pages.clear()
        self.pages.update(now.pages)
        self.cuts.clear()
        self.cuts.update(now.cuts)


@per_lexicon
def _known(lexicon: Lexicon) -> _Known:
    """What is known of the text seen last."""
    return _Known({}, {})


def through_russian_model(letters: str, telling: int = TELLING) -> bool:
    """Whether the Kazakh words of a page have lost nearly all letters that Russian lacks; `telling` of them or fewer do
    not tell."""
    ours = 0
    for letter in EITHER_CASE:
        ours += letters.count(letter)
        if ours >= RUSSIAN_SHARE * len(letters):
            return False
    cyrillic = sum(map(letters.lower().count, CYRILLIC))
    return cyrillic > telling and ours < RUSSIAN_SHARE * cyrillic


def sound_share(known: Seen, kazakh: Any) -> float:
    """Share of sound words among the Kazakh ones of a page, names (capitals) left out; one odd word is no damage yet."""
    looked = known.small & kazakh
    small, odd = int(looked.sum()), int((looked & ~known.sound).sum())
    return 1 - odd / (small + 2) if odd > 1 else 1.0


def adapted(judge: Judge, page: Tokens, eligible: Sequence[bool], strange: Collection[str]) -> Judge:
    """A judge whose channel has seen this page: one round of expectation and maximisation over the lines with `strange` words.
    What is thought of these is kept for as long as the page is: a long one has more of them than a judge keeps."""
    thoughts, better = {}, {}
    for word in strange:
        thoughts[word] = judge.thought(word, "")
        better[word] = judge.judge(word).better(by=2)
    unharmed: list[str] = []
    alignments = []
    for line in _lines(page, eligible):
        odd = [word for word in line if word in strange]
        if odd:
            unharmed += [word for word in line if word not in strange]
        for word in odd:
            if reading := better[word]:
                alignments.append(reading.alignment)
            else:
                unharmed.append(word)
    if len(alignments) < ADAPT:
        return judge
    seen, letters = count_steps(alignment.middle for alignment in alignments)
    unharmed += [alignment.start + alignment.end for alignment in alignments]
    letters.update(_letters("".join(unharmed)))
    return Judge(judge.lexicon, judge.channel.adapted(seen, letters), judge, thoughts)


def _letters(text: str) -> dict[str, int]:
    """How often each letter stands in `text`: as `Counter` has it, in a tenth of the time; those beyond U+FFFF, of which no form
    is made, count by halves."""
    counts = np.bincount(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2"))
    found = np.flatnonzero(counts)
    return dict(zip(map(chr, found.tolist()), counts[found].tolist(), strict=True))


def _lines(page: Tokens, eligible: Sequence[bool]) -> list[list[str]]:
    """The eligible words of each line, in lower case."""
    ends = [at for at, between in enumerate(page.behind, 1) if "\n" in between]
    return [list(compress(page.lowers[start:end], eligible[start:end])) for start, end in pairwise([0, *ends, len(page)])]


@per_lexicon
def judges(lexicon: Lexicon) -> dict[str, Judge]:
    """A judge for the Russian model's damage and one for all the rest, which a profile laid over the shipped ones joins."""
    known = profiles(lexicon)
    shares: dict[tuple[str, str], float] = {}
    for profile in ("kazakh", "scan"):
        for pair, share in known[profile].shares.items():
            shares[pair] = shares.get(pair, 0.0) + share / 2
    for profile in known.keys() - {"kazakh", "scan", "russian"}:
        for pair, share in known[profile].shares.items():
            shares[pair] = max(share, shares.get(pair, 0.0))
    return {"russian": Judge(lexicon, known["russian"]), "kazakh": Judge(lexicon, Channel(shares))}
