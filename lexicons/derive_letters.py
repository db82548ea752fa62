"""Derive `lexicons/letters.tsv`: how often three letters stand together in Kazakh and in its neighbours.

    python lexicons/derive_letters.py ../shared/data/words.tsv.gz FOLDER_OF_TRANSLATIONS

Kazakh is counted over the running-word counts of `words.tsv.gz`; the other languages over the translated messages (`msgstr`) of
the applications of Django 5.2.19 and Wagtail 8.0.1 (BSD-3-Clause): their wheels, unpacked into one folder.
Only figures are taken.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from pipeline.lexicon import SHIPPED

LANGUAGES = {"russian": "ru", "ukrainian": "uk", "belarusian": "be", "serbian": "sr", "macedonian": "mk", "bulgarian": "bg",
             "kyrgyz": "ky", "tatar": "tt", "mongolian": "mn", "tajik": "tg"}  # fmt: skip
WORD = re.compile("[\u0400-\u052f]+")
LEAST = 3
"""Per 100,000 three-letter runs: what is rarer in every language is left out"""


def add(counts: Counter[str], text: str, times: int = 1) -> None:
    for word in WORD.findall(text.lower()):
        padded = f" {word} "
        for at in range(len(padded) - 2):
            counts[padded[at : at + 3]] += times


def kazakh(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            add(counts, row["form"], int(row["count"]))
    return counts


def translated(folder: Path, code: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in folder.glob(f"*/*/**/locale/{code}/**/*.po"):
        messages = re.findall(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\\n]|\\.)*"\n?)+)', path.read_text("utf-8"), re.MULTILINE)
        for message in messages[1:]:
            add(counts, "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', message)))
    return counts


def main(words: str, folder: str) -> None:
    counts = {"kazakh": kazakh(Path(words))} | {name: translated(Path(folder), code) for name, code in LANGUAGES.items()}
    share = {name: {run: round(1e5 * n / counter.total()) for run, n in counter.items()} for name, counter in counts.items()}
    rows = [["letters", *counts]]
    for run in sorted({run for shares in share.values() for run, n in shares.items() if n >= LEAST}):
        rows.append([run.replace(" ", "_"), *(str(share[name].get(run) or "") for name in counts)])
    (SHIPPED / "letters.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    print(f"{len(rows) - 1} runs of three letters")


if __name__ == "__main__":
    main(*sys.argv[1:])
