"""Confusions learned from pages and their corrected text: what `lexicons/confusions.tsv` is made by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from pipeline.mend.channel import LONGEST, NOTHING, Confusion, Step

_EDGE = re.compile(r"^[^\w!|:;'’]+|[^\w!|:;'’]+$")
FAR = 0.6
"""Share of letters that differ above which two words are not two readings of one"""


def word_pairs(damaged: str, corrected: str) -> Iterator[tuple[str, str]]:
    """Words of `damaged` beside those of `corrected` that they were read from, in lower case, edge punctuation dropped."""
    raw, gold = damaged.split(), corrected.split()
    for op in Levenshtein.opcodes(raw, gold):
        if op.src_end - op.src_start != op.dest_end - op.dest_start:
            continue
        for left, right in zip(raw[op.src_start : op.src_end], gold[op.dest_start : op.dest_end], strict=True):
            ocr, true = _EDGE.sub("", left).lower(), _EDGE.sub("", right).lower()
            if ocr and true and Levenshtein.normalized_distance(ocr, true) <= FAR:
                yield ocr, re.sub(r"\W+$", "", true)


def align(ocr: str, gold: str) -> list[Step]:
    """Pieces of `gold` and what each was read as: equal letters alone, each run of differing letters as one piece."""
    steps: list[Step] = []
    open_piece = False
    for op in Levenshtein.opcodes(gold, ocr):
        left, right = gold[op.src_start : op.src_end], ocr[op.dest_start : op.dest_end]
        if op.tag == "equal":
            steps += [Step(letter, letter) for letter in left]
            open_piece = False
        elif open_piece:
            steps[-1] = Step(steps[-1].gold + left, steps[-1].ocr + right)
        else:
            steps.append(Step(left, right))
            open_piece = True
    return [part for step in steps for part in _parts(step)]


def _parts(step: Step) -> list[Step]:
    """A piece too long to be one confusion is read letter by letter where both sides are as long, else not at all."""
    if max(len(step.gold), len(step.ocr)) == len(step.gold) == len(step.ocr) > 1:
        return [Step(gold, ocr) for gold, ocr in zip(step.gold, step.ocr, strict=True)]
    return [step] if max(len(step.gold), len(step.ocr)) <= LONGEST else []


def confusions(pages: Iterable[tuple[str, str]], profile: str, least: int = 2) -> list[Confusion]:
    """Rows for what was confused at least `least` times over `pages` (damaged, corrected), most frequent first."""
    seen: Counter[tuple[str, str]] = Counter()
    pieces: Counter[str] = Counter()
    example: dict[tuple[str, str], str] = {}
    for damaged, corrected in pages:
        for ocr, gold in word_pairs(damaged, corrected):
            for width in range(1, LONGEST + 1):
                pieces.update(gold[at : at + width] for at in range(len(gold) - width + 1))
            pieces[""] += len(gold)
            for step in align(ocr, gold):
                if step.gold != step.ocr:
                    seen[step] += 1
                    example.setdefault((step.gold, step.ocr), gold)
    return [
        Confusion(profile, gold or NOTHING, ocr or NOTHING, count, max(pieces[gold], count), example[gold, ocr])
        for (gold, ocr), count in seen.most_common()
        if count >= least
    ]


def as_table(rows: Iterable[Confusion]) -> str:
    """The rows as a table for `--lexicons`."""
    lines = ["\t".join(Confusion.__struct_fields__)]
    lines += [f"{r.profile}\t{r.gold}\t{r.ocr}\t{r.count:g}\t{r.of:g}\t{r.example}" for r in rows]
    return "\n".join(lines) + "\n"
