"""How well damaged words are put right, by us and by others: `python -m pipeline.measure.peers [GOLD.jsonl...]`.

A line of a file is a page: `raw` (left out where it is undamaged) and `text`. Without files the pages of `tests/golden` are
taken. The peers see the same words as the repair stage: symspellpy (https://github.com/mammothb/symspellpy) with our counts at
edit distance 2, and the harmony rule alone: ү in a word of back vowels is ұ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.kazakh import BACK, FRONT
from pipeline.lexicon import Lexicon
from pipeline.measure.score import Score, score
from pipeline.mend.tokens import in_case_of, tokens
from pipeline.read.document import Document
from pipeline.run import mend
from pipeline.words import words

ROOT = Path(__file__).resolve().parents[2]
COUNTED = 20
"""Times a form must have been seen to be in symspellpy's dictionary: rarer forms are damage as often as words, and cost it more
than they gain"""


class Page(NamedTuple):
    group: str
    raw: str
    text: str


def pages(files: Iterable[Path]) -> list[Page]:
    """The pages of the files, grouped by file, or those that ship with the tests."""
    found = []
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            page = json.loads(line)
            found.append(Page(path.stem, page.get("raw", page["text"]), page["text"]))
    return found or list(golden())


def golden() -> Iterable[Page]:
    for right in sorted((ROOT / "tests" / "golden").glob("*.txt")):
        damaged = right.with_suffix(".damaged.txt")
        damaged = damaged if damaged.exists() else ROOT / "corpus" / right.name
        if damaged.exists() and not right.name.endswith(".damaged.txt"):
            yield Page("golden", damaged.read_text("utf-8"), right.read_text("utf-8"))


def word_by_word(peer: Callable[[str], str]) -> Callable[[str], str]:
    """`peer`, which corrects a word in lower case, over each word of letters of a text."""

    def corrected(text: str) -> str:
        pieces, at = [], 0
        for token in tokens(text):
            if token.text.isalpha():
                pieces += [text[at : token.start], in_case_of(peer(token.lower), token.text)]
                at = token.end
        return "".join([*pieces, text[at:]])

    return corrected


def harmony(word: str) -> str:
    """ү is ұ where all other vowels are back ones."""
    return word.replace("ү", "ұ") if BACK.intersection(word) and not (FRONT - {"ү"}).intersection(word) else word


def symspell(lexicon: Lexicon) -> Callable[[str], str]:
    """The first suggestion of symspellpy, or the word where it has none."""
    from symspellpy import SymSpell, Verbosity

    speller, counts = SymSpell(max_dictionary_edit_distance=2), words(lexicon)
    for form in counts.trie.iterkeys():
        if (count := round(counts.count(form))) >= COUNTED:
            speller.create_dictionary_entry(form, count)
    return lambda word: speller.lookup(word, Verbosity.TOP, max_edit_distance=2, include_unknown=True)[0].term


def measured(found: Iterable[Page], repair: Callable[[str], str]) -> tuple[Score, int]:
    """The counts over the pages, and how many pages came out worse than they went in."""
    each = [score(page.raw, repair(page.raw), page.text) for page in found]
    total = Score()
    for counted in each:
        total = total.plus(counted)
    return total, sum(counted.word_errors > counted.word_errors_before for counted in each)


def main(files: list[Path]) -> None:
    """Print the table."""
    lexicon, found = Lexicon(), pages(files)
    repairs = {
        "repair": lambda raw: mend(Document(raw), lexicon).current,
        "symspellpy": word_by_word(symspell(lexicon)),
        "harmony rule": word_by_word(harmony),
    }
    print(f"{'pages':20}  {'':12}  {'WER':>5}  {'cut':>6}  {'broken':>6} of {'right':>6}  {'per 1000':>8}  worse")
    for group in dict.fromkeys(page.group for page in found):
        own = [page for page in found if page.group == group]
        for name, repair in repairs.items():
            total, worse = measured(own, repair)
            cut = f"{total.wer_cut:6.3f}" if total.word_errors_before else "      "
            print(f"{group:20}  {name:12}  {total.word_errors_before / total.words:5.3f}  {cut}  {total.broken:6} of "
                  f"{total.words - total.wrong:6}  {total.broken_per_1000:8.2f}  {worse} of {len(own)}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
