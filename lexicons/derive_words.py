"""Make `words.marisa`, `words.bin`, `shapes.bin`, `forms.bin`, `letters.bin` and `pairs.bin` of counts of words and word pairs.

    python lexicons/derive_words.py FOLDER

FOLDER holds `words.tsv.gz` (form, count, count in non-fiction, count capitalised) and `bigrams.tsv.gz` (first, second, count,
count in non-fiction). Source of the counts: e-texts of 1,340 Kazakh books, laws, government sites, newspapers, lectures,
Wikipedia, FLORES, NTREX, Tatoeba and Common Voice, 56 million words; figures only.

The lists carry OCR damage of their own (бүл for бұл 3,285 times in 275,149), so from the count of a form is taken what the
damage of its frequent neighbours accounts for; a form of which nothing is left is left out.
"""

from __future__ import annotations

import csv
import gzip
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
import numpy as np

from pipeline.lexicon import SHIPPED
from pipeline.mend.candidates import OFTEN, SELDOM
from pipeline.mend.search import BLOCKS, END, LENGTHS, described
from pipeline.morphology.alike import sums_had
from pipeline.words import ALPHABET, fingerprint, letter_index, to_step

MARKS_LOST = {"ұ": "үу", "ү": "ұу", "қ": "к", "ғ": "г", "ң": "н", "ә": "эаео", "ө": "оеэ", "і": "ии", "е": "с", "һ": "х"}
SHARE = {"ұү": 0.03, "үұ": 0.005}
OTHER_SHARE = 0.004
"""Upper bounds of the share of a letter that scanned books in the list lost to another, read off the most frequent words"""
LEAST = 3
"""Times a form must have been seen to be kept, but for names"""


def read(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (row for n, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)) if n)


def damage(counts: dict[str, int]) -> dict[str, float]:
    """For each form, how often it is expected as a damaged reading of others: one lost mark, or all of one letter."""
    expected: dict[str, float] = {}
    for form, count in counts.items():
        if count < 100:
            continue
        for letter in set(form) & set(MARKS_LOST):
            for lost in MARKS_LOST[letter]:
                share = SHARE.get(letter + lost, OTHER_SHARE)
                readings = {form[:i] + lost + form[i + 1 :] for i, found in enumerate(form) if found == letter}
                for reading in readings | {form.replace(letter, lost)}:
                    expected[reading] = expected.get(reading, 0.0) + share * count
    return expected


def letter_costs(counts: dict[str, int]) -> bytes:
    """-log P(letter | two letters before), interpolated over shorter contexts (Witten & Bell), a byte each in 1/16 nats.

    Every form counts by the root of its number: spelling is learned from the lexicon, not from its ten commonest words.
    """
    size = len(ALPHABET)
    cube = np.zeros((size, size, size))
    for form, count in counts.items():
        a = b = 0
        for c in (*map(letter_index, form), 0):
            cube[a, b, c] += count**0.5
            a, b = b, c
    share = np.full(size, 1 / size)
    for seen in (cube.sum((0, 1)), cube.sum(0), cube):
        kinds = np.maximum((seen > 0).sum(-1, keepdims=True), 1)
        share = (seen + kinds * share) / (seen.sum(-1, keepdims=True) + kinds)
    return np.minimum(255, np.round(-16 * np.log(share))).astype(np.uint8).tobytes()


def by_shape(forms: list[str], steps: bytes | bytearray) -> bytes:
    """The table of `pipeline.mend.candidates.Candidates`, of forms in the trie's order and the steps of their counts."""
    lengths, letters = np.array(list(map(len, forms)), np.uint8), "".join(forms).encode("kz1048")
    begins = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    signatures, (shapes, first, last) = described(np.frombuffer(letters, np.uint8), begins)
    count = np.frombuffer(steps, np.uint8)
    first[(count >= OFTEN) | (shapes <= END)] = -1
    order = np.lexsort((np.where(first < 0, shapes, 0), first))
    of_length = np.searchsorted(shapes[order[: int((first < 0).sum())]], np.arange(LENGTHS + 1))
    by_end = np.flatnonzero((first[order] >= 0) & (count[order] >= SELDOM))
    by_end = by_end[np.argsort(last[order[by_end]], kind="stable")]
    numbers = np.arange(BLOCKS + 1)
    starts, end_starts = np.searchsorted(first[order], numbers), np.searchsorted(last[order[by_end]], numbers)
    numbered = np.concatenate((order, of_length, starts, end_starts, by_end)).astype("<u4")
    spelled = (letters[begins[at] : begins[at + 1]] for at in order)
    return b"".join((signatures[order].tobytes(), numbered.tobytes(), lengths[order].tobytes(), *spelled))


def main(folder: Path) -> None:
    rows = {form: (int(n), int(nonfiction), int(capitals)) for form, n, nonfiction, capitals in read(folder / "words.tsv.gz")}
    expected = damage({form: row[0] for form, row in rows.items()})
    kept = {form: (n - round(expected.get(form, 0)), nonfiction, capitals) for form, (n, nonfiction, capitals) in rows.items()}
    kept = {form: row for form, row in kept.items() if row[0] >= LEAST or (row[0] > 0 and row[2])}
    trie = marisa_trie.Trie(kept)
    trie.save(str(SHIPPED / "words.marisa"))
    steps = bytearray(3 * len(kept))
    for form, row in kept.items():
        at = 3 * trie[form]
        steps[at : at + 3] = bytes(to_step(n) for n in row)
    (SHIPPED / "words.bin").write_bytes(steps)
    forms = [trie.restore_key(at) for at in range(len(trie))]
    (SHIPPED / "shapes.bin").write_bytes(by_shape(forms, steps[::3]))
    (SHIPPED / "forms.bin").write_bytes(sums_had(forms))
    (SHIPPED / "letters.bin").write_bytes(letter_costs({form: row[0] for form, row in kept.items()}))
    pairs = {fingerprint(first, second): to_step(int(n)) for first, second, n, _ in read(folder / "bigrams.tsv.gz")}
    keys = sorted(pairs)
    (SHIPPED / "pairs.bin").write_bytes(array("I", keys).tobytes() + bytes(pairs[key] for key in keys))
    print(f"{len(kept)} forms of {len(rows)}, {len(keys)} pairs")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
