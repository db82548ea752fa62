"""Make `stems.marisa` out of `words.marisa`: the stems that explain the counted word forms.

    python lexicons/derive_stems.py

Every form is read in every way that the endings allow, with any stem. Which stems there are is then found as in a unigram model
of pieces (Kudo 2018, https://aclanthology.org/P18-1007/): the probability of a reading is that of its stem times that of its
chain of suffixes, and expectation-maximisation shares the forms out among the readings. A stem is kept where several forms are
left to it.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from math import log

import marisa_trie
import numpy as np

from pipeline.kazakh import BACK as BACK_VOWELS
from pipeline.kazakh import FRONT as FRONT_VOWELS
from pipeline.kazakh import LETTERS, NEUTRAL
from pipeline.lexicon import SHIPPED, Lexicon
from pipeline.morphology.analysis import STEM_FORMAT, coded, dictionary_form, ways_to_write
from pipeline.morphology.rivals import Misreading
from pipeline.morphology.suffixes import (
    BACK,
    DROPPED,
    FRONT,
    HARD,
    MELTED_J,
    MELTED_Y,
    PLAIN,
    ROUNDED,
    SOFT,
    VOICED,
    Chain,
    Endings,
    Slot,
    Stem,
    Suffix,
    harmony_of,
    last_sound,
)  # fmt: skip
from pipeline.words import Words, words

Path = tuple[tuple[str, str], ...]
"""Names of suffixes and the slots they lead to"""
Hypothesis = tuple[str, str, int]
"""A stem before it is believed in: dictionary form, slot, harmony"""
LEAST = 3
"""Times a form must have been seen to bear witness"""
AGAINST_HARMONY = 0.02
"""Prior of suffixes that go against the last vowel of a stem (паркі): loan words only"""
ROUNDS = 6
FORMS = {2: 25.0, 3: 12.0, 4: 6.0, 5: 3.5, 6: 2.5}
MANY_LETTERS = 1.5
"""Forms that must be left to a stem, by its length: a short string fits many words by chance"""
BARE = 0.03
"""Least share of a noun that stands without a suffix"""


def writings(prefix: str, rest: str) -> Iterator[tuple[str, int]]:
    """Slot and writing of every stem that could be written `prefix` before `rest`."""
    yield "noun", PLAIN
    yield "verb", PLAIN
    last, first = prefix[-1], rest[:1]
    if last in "бғг" and first and first in "ыіаеу":
        yield "noun", SOFT
        yield "verb", SOFT
    if first and first in "ыі" and len(prefix) > 2:
        yield "noun", DROPPED
    if first and first in "ыіаеу" and len(prefix) > 2:
        yield "verb", DROPPED
    if first and first in "иу":
        yield "verb", MELTED_Y
    if first and first in "яю":
        yield "verb", MELTED_J
    if last == "у" and rest in ("ып", "іп"):
        yield "verb", ROUNDED


def attested(form: str, slot: str, writing: int, harmony: int, seen: Words) -> bool:
    """Whether the dictionary form behind a changed stem is a word by itself (verbs: in the past tense)."""
    if writing == PLAIN:
        return True
    hard = form[-1] in "пкқтсшх"
    past = form + ("т" if hard else "д") + "ыі"[harmony]
    return seen.count(past if slot == "verb" else form) >= (20 if writing == DROPPED else LEAST)


def _told(lemma: str) -> int | None:
    """The harmony that the last vowel of a native word tells; surnames in -ев and neutral vowels do not."""
    vowels = [letter for letter in lemma if letter in BACK_VOWELS | FRONT_VOWELS | NEUTRAL]
    return None if lemma.endswith("ев") or not vowels or vowels[-1] in NEUTRAL else harmony_of(lemma)


def readings(form: str, seen: Words, paths: Endings) -> Iterator[tuple[Hypothesis, int, Chain]]:
    """Every way to read `form`: hypothesis, how its stem is written there, names of the suffixes."""
    for at in range(2, len(form) + 1):
        prefix, rest = form[:at], form[at:]
        for slot, writing in writings(prefix, rest):
            for harmony in (BACK, FRONT):
                lemma = dictionary_form(prefix, writing, harmony)
                if lemma is None or (not rest and _told(lemma) == 1 - harmony):
                    continue
                chains = paths.chains(Stem(slot, harmony, writing, last_sound(lemma)), rest)
                if chains and attested(lemma, slot, writing, harmony, seen):
                    for chain in chains:
                        yield (lemma, slot, harmony), writing, chain


class Readings:
    """All readings of all forms, as parallel arrays."""

    def __init__(self, seen: Words, paths: Endings) -> None:
        self.forms = [f for f in seen.trie if 1 < len(f) < 25 and seen.count(f) >= LEAST and set(f) <= set(LETTERS)]
        ids: dict[object, int] = defaultdict(lambda: len(ids))
        chain_ids: dict[object, int] = defaultdict(lambda: len(chain_ids))
        form, stem, chain, writing = array("i"), array("i"), array("i"), array("b")
        for number, word in enumerate(self.forms):
            for hypothesis, how, pieces in readings(word, seen, paths):
                form.append(number)
                stem.append(ids[hypothesis])
                chain.append(chain_ids[hypothesis[1], tuple((piece.name, piece.to) for piece in pieces)])
                writing.append(how)
        self.stems: list[Hypothesis] = list(ids)  # type: ignore[arg-type]
        self.chains: list[tuple[str, Path]] = list(chain_ids)  # type: ignore[arg-type]
        self.form, self.stem, self.chain, self.writing = (np.array(a) for a in (form, stem, chain, writing))


def shares(read: Readings, weight: np.ndarray) -> np.ndarray:
    """For each reading, its share of its form: expectation-maximisation, one form's worth of evidence taken off each stem.

    What is left of a stem is never less than what the number of forms that it would explain gives it.
    """
    pairs = np.unique(np.stack([read.stem, read.form]), axis=1)
    least = 1e-3 * (np.bincount(pairs[0]) - 1) + 1e-9
    prior = np.array([AGAINST_HARMONY if _told(lemma) == 1 - harmony else 1.0 for lemma, _, harmony in read.stems])
    share = least[read.stem] / np.bincount(read.form, least[read.stem])[read.form]
    for _ in range(ROUNDS):
        mass = share * weight[read.form]
        stems = np.maximum(np.bincount(read.stem, mass) - weight.mean(), least) * prior
        chains = np.bincount(read.chain, mass) + 1e-3
        share = stems[read.stem] * chains[read.chain]
        share /= np.bincount(read.form, share)[read.form]
    return share


def chosen(read: Readings, seen: Words, paths: Endings) -> tuple[list[tuple[str, tuple[int, int, int]]], list[str]]:
    """The stems to keep (as written: code, times and forms seen) and the rows of `shares.tsv`."""
    count = np.array([seen.count(form) for form in read.forms])
    capital = np.array([seen.capitalised(form) for form in read.forms])
    share = shares(read, np.log1p(count))
    bare = np.array([not path for _, path in read.chains])[read.chain]
    forms = np.bincount(read.stem, share)
    total = np.bincount(read.stem, share * count[read.form])
    capitals = np.bincount(read.stem, share * capital[read.form])
    alone = np.bincount(read.stem, share * count[read.form] * bare)
    least = np.array([FORMS.get(len(lemma), MANY_LETTERS) for lemma, _, _ in read.stems])
    believed = (forms >= least) & ((alone > BARE * total) | np.array([slot == "verb" for _, slot, _ in read.stems]))
    kept = {read.stems[i]: int(i) for i in np.flatnonzero(believed)}
    ways = _ways(read, share, set(kept.values()))
    stems = []
    for stem, i in kept.items():
        lemma, slot, harmony = stem
        if _damaged(stem, total, kept) or _inflected(stem, kept, forms, seen, paths):
            continue
        if slot == "noun" and capitals[i] > 0.5 * total[i]:
            slot = "name"
        for written, writing in _written(lemma, slot, harmony, ways[stem]):
            code = coded(slot, writing, harmony)
            stems.append((written, (code, min(255, round(10 * log(1 + total[i]))), min(255, round(30 * log(1 + forms[i]))))))
    return stems, _shares(read, share * count[read.form])


def _shares(read: Readings, mass: np.ndarray) -> list[str]:
    """How often each slot takes each suffix."""
    arcs: dict[tuple[str, str, str], float] = defaultdict(float)
    for (slot, path), weight in zip(read.chains, np.bincount(read.chain, mass), strict=True):
        for name, to in path:
            arcs[slot, name, to] += weight
            slot = to
        arcs[slot, "", ""] += weight
    slots: dict[str, float] = defaultdict(float)
    for (slot, _, _), weight in arcs.items():
        slots[slot] += weight
    return [f"{slot}\t{log((weight + 0.5) / slots[slot]):.2f}\t{name}\t{to}" for (slot, name, to), weight in sorted(arcs.items())]


VOWEL_AFTER = 7
"""Stands beside the writings for a plain stem before a vowel"""


def _ways(read: Readings, share: np.ndarray, kept: set[int]) -> dict[Hypothesis, list[float]]:
    """For each stem the forms left to each way of writing it."""
    ways: dict[Hypothesis, list[float]] = defaultdict(lambda: [0.0] * 8)
    for form, stem, chain, writing, part in zip(read.form, read.stem, read.chain, read.writing, share, strict=True):
        if stem in kept:
            lemma = read.stems[stem][0]
            rest = read.forms[form][len(lemma) :]
            vowel = writing == PLAIN and rest[:1] in tuple("ыіаеу") and read.chains[chain][1]
            ways[read.stems[stem]][VOWEL_AFTER if vowel else writing] += part
    return ways


def _written(lemma: str, slot: str, harmony: int, ways: list[float]) -> Iterator[tuple[str, int]]:
    """How a stem is written before suffixes, by what was seen."""
    dropped = ways[DROPPED] > max(1.0, ways[VOWEL_AFTER], ways[SOFT])
    soft = lemma[-1] in VOICED and ways[SOFT] >= ways[VOWEL_AFTER]
    yield lemma, HARD if dropped or soft else PLAIN
    if soft and not (dropped and ways[SOFT] < 1):
        yield lemma[:-1] + VOICED[lemma[-1]], SOFT
    if dropped:
        yield lemma[:-2] + lemma[-1], DROPPED
    yield from ((written, way) for written, way in ways_to_write(lemma, slot) if way in (MELTED_Y, MELTED_J, ROUNDED))


LOST = {"у": "ұү", "ү": "ұ", "к": "қ", "г": "ғ", "н": "ң", "о": "ө", "е": "ө", "а": "ә", "э": "ә", "и": "і", "х": "һ", "с": "е"}
"""What a letter in a damaged stem commonly was; the other look-alikes need a clearer case"""
RARER, MUCH_RARER = 5, 25
MISREADINGS = {row.letter: row.meant for row in Lexicon().rows(Misreading)}


def _damaged(stem: Hypothesis, total: np.ndarray, kept: dict[Hypothesis, int]) -> bool:
    """Whether a stem with one or all of a letter read otherwise is so much more frequent that this one is its damage."""
    lemma, slot, _ = stem
    mine = total[kept[stem]]
    for at, letter in enumerate(lemma):
        for other in {*LOST.get(letter, ""), *MISREADINGS.get(letter, ())}:
            rarer = RARER if other in LOST.get(letter, "") else MUCH_RARER
            for true in {lemma[:at] + other + lemma[at + 1 :], lemma.replace(letter, other)}:
                for harmony in (BACK, FRONT):
                    i = kept.get((true, slot, harmony))
                    if i is not None and total[i] > rarer * mine:
                        return True
    return False


INFLECTIONS = {
    ("noun", "noun"): {"plural", "poss.3 accusative", "genitive", "dative", "locative", "ablative", "instrumental", "attributive"}
    | {"poss.1sg", "poss.2sg", "poss.1pl", "poss.2pl"},
    ("noun", "verb"): {"participle.past", "participle.present"},
    ("verb", "verb"): {"past", "converb", "participle.past", "present", "negation", "conditional"},
}
"""What a stem of the first slot may still be, by its last suffix, as a form of a stem of the second"""


def _inflected(stem: Hypothesis, kept: dict[Hypothesis, int], forms: np.ndarray, seen: Words, paths: Endings) -> bool:
    """Whether a stem is a better attested one with an inflection: мақсаттар, айтпаған; орындалма-, келе-, болға- of болған."""
    lemma, slot, _ = stem
    mine = forms[kept[stem]] * (3 if slot == "verb" else 1)
    for form in (lemma, lemma + "н") if slot == "verb" else (lemma,):
        for root, _, chain in readings(form, seen, paths):
            ends = {chain[-1].name, " ".join(piece.name for piece in chain[-2:])} if chain else set()
            inflected = ends & INFLECTIONS.get((slot, root[1]), set())
            if inflected and root != stem and root in kept and forms[kept[root]] > mine:
                return True
    return False


def main() -> None:
    lexicon = Lexicon()
    seen = words(lexicon)
    paths = Endings(lexicon.rows(Slot), lexicon.rows(Suffix), [])
    stems, rows = chosen(Readings(seen, paths), seen, paths)
    marisa_trie.RecordTrie(STEM_FORMAT, stems).save(str(SHIPPED / "stems.marisa"))
    (SHIPPED / "shares.tsv").write_text("\n".join(["slot\tshare\tsuffix\tto", *rows]) + "\n", encoding="utf-8")
    print(f"{len(stems)} stems as written, {len(rows)} shares")


if __name__ == "__main__":
    main()
