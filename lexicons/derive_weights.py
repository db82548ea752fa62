"""Make `confusions.tsv` and `weights.tsv` out of pages and their corrected text.

    python lexicons/derive_weights.py PROFILE=GOLD.jsonl ... [--counts=FOLDER] [--folds]

Each line of a GOLD file is a document with `raw` (as OCR read it; left out where the text is undamaged) and `text` (what was
printed). Confusions are counted, letters alone, with one example word each. The weights of the confidence are a logistic
regression over what the judge proposes on each page when it has learned from the other pages only (five folds by page, all
readings of one page in one fold). `--folds` writes nothing and prints how well each page is repaired by confusions and weights
learned without its fold: figures that no page was fitted on. (A profile of one page has no other to learn from and is left out;
what was written by hand, and the thresholds in the code, are the same in every fold.) FOLDER holds the files of `derive_words.py`
made of counts without the texts of the pages, where those are among the texts that were counted: else every word would be known.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.lexicon import SHIPPED, Lexicon
from pipeline.measure.learn import as_table, confusions
from pipeline.measure.score import Score, score
from pipeline.mend.channel import Confusion
from pipeline.mend.confidence import Weight, multiplied
from pipeline.mend.page import Page as PageOfWords
from pipeline.mend.proposals import proposals
from pipeline.mend.tokens import tokens
from pipeline.read.document import Document
from pipeline.run import REPAIR, STAGES, mend
from pipeline.text import Text

FOLDS = 5
RIDGE = 1.0
LEAST = 3
"""Times that a confusion must have been seen on pages of a profile"""
CLEAN, OWN = "clean", "own"
"""Pages that are not damaged, and confusions written by hand, which are kept"""


class Page(NamedTuple):
    profile: str
    fold: int
    raw: str
    text: str


def load(arguments: list[str]) -> Iterator[Page]:
    for argument in arguments:
        profile, path = argument.split("=", 1)
        for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
            document = json.loads(line)
            yield Page(profile, number % FOLDS, document.get("raw", document["text"]), document["text"])


def learned(pages: list[Page], without: int | None, counts: Sequence[Path] = ()) -> Lexicon:
    """A lexicon whose confusions come from all pages but those of one fold; a profile of one page keeps it."""
    lexicon = Lexicon(*counts)
    rows = [row for row in lexicon.rows(Confusion) if row.profile == OWN]
    for profile in dict.fromkeys(page.profile for page in pages if page.profile != CLEAN):
        own = [page for page in pages if page.profile == profile]
        kept = [page for page in own if page.fold != without or len(own) == 1]
        rows += confusions([(page.raw, page.text) for page in kept], profile, LEAST if len(own) > 1 else 2)
    lexicon._rows[Confusion] = rows
    return lexicon


def laid_out(raw: str, lexicon: Lexicon) -> str:
    """The text as the repair stage sees it."""
    document, text = Document(raw), Text.of(raw)
    for name, stage in takewhile(lambda each: each[0] != REPAIR, STAGES):
        text = text.apply(name, stage(text, document, lexicon))
    return text.current


def examples(page: Page, lexicon: Lexicon) -> Iterator[tuple[dict[str, float], bool]]:
    """Features of each proposal for a page and whether it is right; where neither word is right, it is wrong."""
    text = laid_out(page.raw, lexicon)
    offered = {proposal.token.start: proposal for proposal in proposals(PageOfWords.of(text, lexicon), lexicon)}
    words = tokens(text)
    gold = [token.lower for token in tokens(page.text)]
    own = [token.lower for token in words]
    ahead = {start: proposal.reading.form for start, proposal in offered.items() if proposal.features["margin"] > 0}
    best = [ahead.get(token.start, token.lower) for token in words]
    truth: dict[int, str] = {}
    for op in Levenshtein.opcodes(best, gold):
        if op.src_end - op.src_start == op.dest_end - op.dest_start:
            truth |= {op.src_start + at: gold[op.dest_start + at] for at in range(op.src_end - op.src_start)}
    for at, token in enumerate(words):
        if token.start in offered and at in truth and offered[token.start].features["margin"] > -4:
            form = offered[token.start].reading.form
            if form == truth[at] or own[at] == truth[at] or Levenshtein.normalized_distance(own[at], truth[at]) < 0.6:
                yield multiplied(offered[token.start].features), form == truth[at]


Example = tuple[dict[str, float], bool]


def fit(rows: list[Example]) -> list[Weight]:
    """Weights for the pages of the Russian model and for all others, each by themselves."""
    russian = _fitted([row for row in rows if row[0]["russian"]])
    other = _fitted([row for row in rows if not row[0]["russian"]])
    meaning = {row.feature: row.meaning for row in Lexicon().rows(Weight)}
    return [Weight(name, round(other[name], 5), round(russian[name], 5), meaning.get(name, name)) for name in other]


def _fitted(rows: list[Example]) -> dict[str, float]:
    """Weights of a logistic regression by Newton's method with a ridge."""
    names = list(rows[0][0])
    x = np.array([[features[name] for name in names] for features, _ in rows])
    y = np.array([float(right) for _, right in rows])
    scale = np.maximum(np.abs(x).max(axis=0), 1e-9)
    x = x / scale
    weight = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weight, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(names))
        weight += np.linalg.solve(hessian, x.T @ (y - p) - RIDGE * weight)
    return dict(zip(names, (weight / scale).tolist(), strict=True))


def write(folder: Path, lexicon: Lexicon, weights: list[Weight]) -> None:
    lines = ["feature\tweight\trussian\tmeaning", *(f"{r.feature}\t{r.weight:g}\t{r.russian:g}\t{r.meaning}" for r in weights)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "confusions.tsv").write_text(as_table(lexicon.rows(Confusion)), "utf-8")


def by_folds(pages: list[Page], found: list[tuple[int, dict[str, float], bool]], counts: Sequence[Path]) -> None:
    """Print for each profile what comes of its pages by tables learned without their fold."""
    alone = {profile for profile in {page.profile for page in pages} if sum(page.profile == profile for page in pages) == 1}
    total = {page.profile: (Score(), 0) for page in pages if page.profile not in alone}
    for fold in range(FOLDS):
        lexicon = learned(pages, fold, counts)
        lexicon._rows[Weight] = fit([(features, right) for at, features, right in found if at != fold])
        for page in pages:
            if page.fold == fold and page.profile in total:
                counted = score(page.raw, mend(Document(page.raw), lexicon).current, page.text)
                so_far, worse = total[page.profile]
                total[page.profile] = so_far.plus(counted), worse + (counted.word_errors > counted.word_errors_before)
    for profile, (counted, worse) in total.items():
        print(f"{profile:8} words wrong {counted.word_errors_before} of {counted.words}, WER cut {counted.wer_cut:.3f}, "
              f"broken {counted.broken} of {counted.words - counted.wrong} right ({counted.broken_per_1000:.2f} per 1000), "
              f"pages worse {worse} of {sum(page.profile == profile for page in pages)}")  # fmt: skip


def main(arguments: list[str]) -> None:
    counts = [Path(argument.removeprefix("--counts=")) for argument in arguments if argument.startswith("--counts=")]
    pages = list(load([argument for argument in arguments if "=" in argument and not argument.startswith("--")]))
    found: list[tuple[int, dict[str, float], bool]] = []
    for fold in range(FOLDS):
        lexicon = learned(pages, fold, counts)
        found += [(fold, *example) for page in pages if page.fold == fold for example in examples(page, lexicon)]
    if "--folds" in arguments:
        by_folds(pages, found, counts)
        return
    write(SHIPPED, learned(pages, None, counts), fit([(features, right) for _, features, right in found]))
    print(f"{len(found)} proposals, {sum(right for *_, right in found)} right")


if __name__ == "__main__":
    main(sys.argv[1:])
