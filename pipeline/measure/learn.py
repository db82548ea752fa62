"""Confusions learned from pages and their corrected text: what `lexicons/confusions.tsv` is made by."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from pipeline.mend.channel import NOTHING, Confusion, Step
from pipeline.mend.search import LONGEST
from pipeline.read.document import ReadError
from pipeline.read.files import read

_EDGE = re.compile(r"^[^\w!|:;'’]+|[^\w!|:;'’]+$")
FAR = 0.6
"""Share of letters that differ above which two words are not two readings of one"""
SAME = 0.25
"""Share of words that must be readings of one another for two files to be taken for the same text"""


class PairingError(ValueError):
    """Pages and corrected texts that do not go together; the message names them and says what to do."""


def paired(damaged: Path, corrected: Path) -> Iterator[tuple[str, str]]:
    """The texts (damaged, corrected) of two files, or of two folders paired by relative path. Raises PairingError."""
    if damaged.is_dir() != corrected.is_dir():
        raise PairingError(f"{damaged} and {corrected}: one is a file, the other a folder; give two files or two folders")
    for left, right in _paired_files(damaged, corrected) if damaged.is_dir() else [(damaged, corrected)]:
        pair = _text(left), _text(right)
        together, count = sum(1 for _ in word_pairs(*pair)), len(pair[1].split())
        if together < SAME * count:
            raise PairingError(f"{left} and {right} are not the same text: {together} of {count} words go together")
        yield pair


def _paired_files(damaged: Path, corrected: Path) -> list[tuple[Path, Path]]:
    here, there = ({path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}
                   for folder in (damaged, corrected))  # fmt: skip
    for names, folder, other in ((here - there, damaged, corrected), (there - here, corrected, damaged)):
        if names:
            more = f" (nor {len(names) - 1} more)" if len(names) > 1 else ""
            raise PairingError(f"{folder / min(names)}: there is no {other / min(names)}{more}; add it, or move the first away")
    if not here:
        raise PairingError(f"{damaged}: no files in it")
    return [(damaged / name, corrected / name) for name in sorted(here)]


def _text(path: Path) -> str:
    try:
        return unicodedata.normalize("NFC", read(path).raw)
    except (ReadError, OSError) as error:
        raise PairingError(f"{path}: {error}") from error


def word_pairs(damaged: str, corrected: str) -> Iterator[tuple[str, str]]:
    """Words of `damaged` beside those of `corrected` that they were read from, in lower case, edge punctuation dropped."""
    raw, gold = damaged.split(), corrected.split()
    for op in Levenshtein.opcodes(raw, gold):
        if op.src_end - op.src_start != op.dest_end - op.dest_start:
            continue
        for left, right in zip(raw[op.src_start : op.src_end], gold[op.dest_start : op.dest_end], strict=True):
            ocr, true = _EDGE.sub("", left).lower(), _EDGE.sub("", right).lower()
            while ocr and true and ocr[-1] == true[-1] and not ocr[-1].isalnum():  # a mark that was printed, and no letter
                ocr, true = ocr[:-1], true[:-1]
            word = re.sub(r"\W+$", "", true)
            if ocr and word and Levenshtein.normalized_distance(ocr, true) <= FAR:
                yield ocr, word


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
