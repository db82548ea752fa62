"""Capitals that a scan put into words, and abbreviations that lost the marks of their letters.

Many letters differ from their capitals by size alone (с С, о О, қ Қ), so a scan mistakes the one for the other (`ҚабЫЛДаған`). An
abbreviation is no word of the counts' kind: nothing but the page's own damage says that БҮҮ was БҰҰ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from math import prod

import regex

from pipeline.lexicon import Lexicon, per_lexicon
from pipeline.mend.detector import sound
from pipeline.mend.tokens import Token, Tokens
from pipeline.morphology.suffixes import endings_of_abbreviation
from pipeline.named import Organisation
from pipeline.text import Edit
from pipeline.words import START, words

COMMON = 100.0
"""Times a form must have been seen to be known by sight, whatever its capitals"""
NAMED, NEVER = 0.01, 0.003
"""Shares of capitalised uses inside a sentence: above the first a form may be a name; up to the second (lost stops counted) it
has no capital there"""
LOST_STOPS = 0.02
"""How often the stop before a sentence is lost on a damaged page"""
ABBREVIATION = 6
"""Letters of an abbreviation at most"""
SEEN, SHARE = 20.0, 0.6
"""Times a counted abbreviation was seen, and its share of capitalised uses: the rest stand where sentences begin"""
EVIDENT = 2
"""Repairs of a page that must show a confusion before its abbreviations are read by it"""
SURE_OF_CAPITALS = 0.95
"""Confidence from which an abbreviation is changed"""
TRIES = 64
_JOINED = regex.compile(r"(?:\p{Lu}\p{Ll}+)+\p{Lu}{0,3}")
_UNIT = regex.compile(r"\p{Ll}\p{Lu}{2,}|(?:мк|[кмнпгМГТ])(?:Вт|Гц|Па|Дж|Кл|Тл|Ом|эВ|[ВАФН])")
"""A molecule (`мРНҚ`) or a unit with its prefix (`кВт`)"""
_ENDED = regex.compile(r"(?:\p{Lu}\p{Ll}+)?\p{Lu}{2,}(\p{Ll}+)")
_MIXED = regex.compile(r"(?<![\p{L}\p{M}\d'’-])(?=\p{Cyrillic}{5})\p{Cyrillic}\p{Ll}*\p{Lu}\p{Cyrillic}*+(?![\p{L}\p{M}\d'’-])")
_SHRED = regex.compile(r"(\p{L})\1\1")
_ALONE = regex.compile(r"(?<=(?<![\p{L}\d.-])(?<before>\p{Ll}{2,}) )\p{Lu}\p{Ll}+(?=,? \p{Ll}{2})")
_BESIDE = regex.compile(r"(?<![\p{L}\d-])\p{Lu}{4,}(?=,? \Z)|(?<=\A,? )\p{Lu}{4,}(?![\p{L}\d-])")
_OPENS = regex.compile(r"(?:\A|[\n\f]|[.!?…:][»\")']*) ?[\"'«(]*\Z")
_SMALL_BEFORE, _SMALL_AFTER = regex.compile(r"\p{Ll}[^\p{L}\n]{1,4}\Z"), regex.compile(r"[^\p{L}\n]{1,3}\p{L}?\p{Ll}")
NEAR = 40
"""Characters on either side in which a word's neighbours are looked for"""


@lru_cache(1 << 12)
def shaped(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is letters, its capitals where words, joined names (`ҚазМұнайГаз`), units (`кВт`) or abbreviations with an
    ending (`АҚШтың`) have them."""
    if not word.isalpha():
        return False
    if word[1:].islower() or word.isupper() or _JOINED.fullmatch(word) or _UNIT.fullmatch(word):
        return True
    ended = _ENDED.fullmatch(word)
    return ended is not None and bool(endings_of_abbreviation(ended.group(1), lexicon))


def misread(text: str, page: Tokens, capitalised: Iterable[int], lexicon: Lexicon) -> frozenset[int]:
    """Where words of `page` begin in `text` whose capitals are small letters read too large: words with capitals inside
    (`ҚабЫЛДаған`), and words in capitals right beside such a one; which words are `capitalised` is told by number."""
    found: set[int] = set()
    for m in _mixed(text, page, capitalised):
        if m[0].isupper() or shaped(m[0], lexicon) or _SHRED.search(m[0]):
            continue
        found.add(m.start())
        before = max(0, m.start() - NEAR)
        found |= {before + beside.start() for beside in _BESIDE.finditer(text[before : m.start()])}
        found |= {m.end() + beside.start() for beside in _BESIDE.finditer(text[m.end() : m.end() + NEAR])}
    return frozenset(found)


def _mixed(text: str, page: Tokens, capitalised: Iterable[int]) -> Iterator[regex.Match[str]]:
    """The words with a capital after their first letter, and others in small letters."""
    for at in capitalised:
        word = page.texts[at]
        if word[1:] != word[1:].lower() and not word.isupper():
            yield from _MIXED.finditer(text, page.starts[at], page.ends[at] + 1)


def small(form: str, word: str, before: str, lexicon: Lexicon) -> str:
    """`form` (lower case) in small letters; the first capital of `word` is kept where a sentence opens after `before`, and in
    what may be a name."""
    counts = words(lexicon)
    kept = word[0].isupper() and (_OPENS.search(before) or counts.capitalised(form) > NAMED * counts.count(form))
    return form[0].upper() + form[1:] if kept else form


def letter_sizes(text: str, rest: Iterable[Token], misread: Collection[int], lexicon: Lexicon) -> Iterator[Edit]:
    """Small letters for the `misread` words of `rest` that are known by sight."""
    for token in rest if misread else ():
        form = token.lower
        if token.start in misread and words(lexicon).count(form) >= COMMON:
            made = small(form, token.text, text[max(0, token.start - NEAR) : token.start], lexicon)
            if made != token.text:
                yield Edit(token.start, token.end, made, "letter-size", 0.95)


def needless(text: str, rest: Iterable[Token], lexicon: Lexicon) -> Iterator[Edit]:
    """A small letter for the capital of a word of `rest` that is no name and opens no sentence (`жеткілікті Деп ойлаймын`):
    after a sound word, as a damaged one may have ended a sentence."""
    counts = words(lexicon)
    for start in [token.start for token in rest if text[token.start - 1 : token.start] == " "]:
        if not (m := _ALONE.match(text, start)):
            continue
        form = m[0].lower()
        capital = counts.capitalised(form) + LOST_STOPS * counts.pair(START, form)
        never = counts.count(form) >= COMMON and capital <= NEVER * counts.count(form)
        if never and sound(m["before"], lexicon):
            yield Edit(start, start + 1, form[0], "needless-capital", 0.9)


def abbreviations(text: str, rest: Iterable[Token], shown: Counter[str], lexicon: Lexicon) -> Iterator[Edit]:
    """Abbreviations that are known once the confusions are undone that the page has `shown`, times by rule: `БҮҮ` is БҰҰ where
    ү often stands for ұ. How often the page lost a letter, and the counts of both readings, make the odds."""
    lost: dict[str, dict[str, float]] = {}
    for rule, times in shown.items():
        ocr, _, gold = rule.partition("→")
        if times >= EVIDENT and len(ocr) == len(gold) == 1 and gold.isalpha():
            lost.setdefault(ocr, {ocr: 1.0})[gold] = times / (times + text.count(gold))
    for token in rest if lost else ():
        if 1 < len(token.text) <= ABBREVIATION and token.text.isupper() and not is_abbreviation(token.lower, lexicon):
            odds, form = max(_readings(token.lower, lost, lexicon), default=(0.0, ""))
            sure = odds / (1 + odds)
            if sure >= SURE_OF_CAPITALS:
                steps = dict.fromkeys(f"{ocr}→{gold}" for ocr, gold in zip(token.lower, form, strict=True) if ocr != gold)
                yield Edit(token.start, token.end, form.upper(), f"abbreviation {' '.join(steps)}", sure)


def _readings(word: str, lost: Mapping[str, Mapping[str, float]], lexicon: Lexicon) -> Iterator[tuple[float, str]]:
    """Abbreviations that `word` may have been, each with its odds against the word as it stands."""
    count = words(lexicon).count
    for letters in islice(product(*(lost.get(letter, {letter: 1.0}) for letter in word)), TRIES):
        form = "".join(letters)
        if form != word and is_abbreviation(form, lexicon):
            share = prod(lost[ocr][gold] for ocr, gold in zip(word, form, strict=True) if ocr != gold)
            yield share * max(SEEN, count(form)) / (1 + count(word)), form


def is_abbreviation(form: str, lexicon: Lexicon) -> bool:
    """Whether `form` (lower case) is an abbreviation of the tables, or one that was counted."""
    counts = words(lexicon)
    seen = counts.count(form)
    return form in _listed(lexicon) or (seen >= SEEN and counts.capitalised(form) >= SHARE * seen)


@per_lexicon
def _listed(lexicon: Lexicon) -> frozenset[str]:
    names = (name for row in lexicon.rows(Organisation) for name in (row.name, *row.aliases))
    return frozenset(name.lower() for name in names if name.isupper() and name.isalpha())


def doubtful(token: Token, text: str, form: str, lexicon: Lexicon) -> bool:
    """Whether the capitals of a word forbid to take it for the common word `form`: it is a joined name, a unit or a shred,
    or short and in capitals among small letters, as abbreviations are."""
    word = token.text
    if word[1:].islower() or is_abbreviation(form, lexicon):
        return False
    if not word.isupper():
        return shaped(word, lexicon) or bool(_SHRED.search(word))
    before, after = text[max(0, token.start - 5) : token.start], text[token.end : token.end + 5]
    return len(word) <= ABBREVIATION and bool(_SMALL_BEFORE.search(before) or _SMALL_AFTER.match(after))
