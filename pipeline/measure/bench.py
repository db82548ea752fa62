"""How fast it is, how much memory it takes and how the cost grows, beside peers in the same run: `make bench`.

    python -m pipeline.measure.bench [--documents N] [--largest MEGABYTES] [--pages JSONL] [TEXT...]

TEXT are files of clean running text; without them the right texts of the test pages are repeated. JSONL holds pages as OCR left
them (`raw`), one a line. The table goes to `BENCHMARKS.md`. What counts is the ratio to a peer that runs on the same text, at the
same time, on the same machine.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from pipeline.batch.task import lexicon
from pipeline.read.text import read_text
from pipeline.record import to_json
from pipeline.run import process
from pipeline.words import words

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = 2_000
"""Words of a document"""
ROUNDS = 9
"""Times each thing is measured; the median counts"""
SAMPLE, WARM = 10, 100
"""Documents on which a ratio is measured, and those that a process has seen before its growth is"""
DAMAGE = str.maketrans("ұқңәғө", "үкноги")
SOON = 3_000_000
"""Characters that are soon done"""
SHARE = 0.2
"""Share of the words that are damaged, each as by a reader that does not know the letters of Kazakh"""
LEAST = 10
"""Count from which a form is in the smaller dictionary of the peer, with which it is quicker and more often right"""
HEAD = """# Benchmarks

Made by `make bench` at commit {commit} on {machine}, {documents} documents of {words:,} words, text: {text}.
The whole pipeline runs, from bytes to JSON. A ratio is the median of {rounds} rounds, each on ten documents that neither side has
seen before, after ten to warm up on, in a new process with dictionary and tables loaded. Growth is measured in new processes that
have warmed up on {warm} other documents; files of 10 kB are the 1 MB file in pieces. A word that was judged once is not judged
again, so that a process that has seen little is slower: the ratios tell of such, growth does not. In damaged text {share:.0%} of
the words, drawn anew for each document, have the letters ұ қ ң ә ғ ө read as ү к н о г и. There are {words_of_text:,} words of
text; it begins again where more are asked for.

| measure | found | target |
| --- | --- | --- |
"""


class Line(NamedTuple):
    what: str
    found: str
    target: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", nargs="*", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--pages", type=Path, help="OCR pages to be timed beside the damaged text")
    parser.add_argument("--largest", type=float, default=20, help="megabytes of the largest file")
    asked, started = parser.parse_args(), time.monotonic()
    texts = texts_in(asked.text)
    clean = documents(texts, asked.documents)
    damaged = [damage(text, number) for number, text in enumerate(clean)]
    machine = f"{os.cpu_count()} cores {platform.machine()}, Python {platform.python_version()}"
    text = ", ".join(path.name for path in asked.text) or "the pages of the tests"
    table = HEAD.format(commit=_commit(), machine=machine, text=text, documents=len(damaged), words=WORDS, rounds=ROUNDS,
                        warm=WARM, share=SHARE, words_of_text=sum(map(len, texts)))  # fmt: skip
    pages = [json.loads(line)["raw"] for line in asked.pages.read_text().splitlines()] if asked.pages else []
    for line in lines(clean, damaged, pages, asked.largest):
        print(*line, sep="\t", flush=True)
        table += f"| {' | '.join(line)} |\n"
    table += f"\nAll this took {(time.monotonic() - started) / 60:.0f} minutes.\n"
    (ROOT / "BENCHMARKS.md").write_text(f"{table}\n## Where the time goes\n\n{profile(damaged[: 2 * SAMPLE])}")


def lines(clean: Sequence[str], damaged: Sequence[str], pages: Sequence[str], largest: float) -> Iterator[Line]:
    what = "words a second / symspellpy `lookup`, edit distance 2, our counts; "
    yield Line(f"{what}damaged text", ratio(rounds(damaged), symspell), ">= 1.0, aim 3")
    frequent = partial(symspell, LEAST)
    yield Line(f"{what}damaged text, only forms counted {LEAST} times or more", ratio(rounds(damaged), frequent), "")
    if pages:
        yield Line(f"{what}OCR pages", ratio([pages[number :: ROUNDS + 1] for number in range(ROUNDS + 1)], symspell), "")
    yield Line("words a second / spaCy's blank tokenizer; clean text", ratio(rounds(clean), tokenizer), ">= 0.35")
    yield startup(damaged)
    yield parallel(damaged)
    yield from growth_in_documents(damaged)
    yield growth_in_size(damaged, largest)


def documents(texts: Sequence[Sequence[str]], number: int) -> list[str]:
    """`number` documents of running text: stretches of the texts in turn, from the beginning again when they are used up."""
    found: list[str] = []
    while len(found) < number:
        text = texts[len(found) % len(texts)]
        at = len(found) // len(texts) * WORDS % max(1, len(text) - WORDS)
        found.append(" ".join([*text[at:], *text][:WORDS]))
    return found


def texts_in(paths: Sequence[Path]) -> list[list[str]]:
    """The words of each file; without files those of the right texts of the test pages, as one."""
    if paths:
        return [path.read_text().split() for path in paths]
    return [[word for path in sorted((ROOT / "tests" / "golden").glob("*.txt")) for word in path.read_text().split()]]


def damage(text: str, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(word.translate(DAMAGE) if chance.random() < SHARE else word for word in text.split())


def whole(text: str) -> bytes:
    """The main job on one document."""
    return to_json(process(read_text(text.encode()), "x", lexicon(())))


def symspell(least: int = 0) -> Callable[[str], object]:
    """The peer that looks every word of a text up, among all forms that we know or those counted `least` times or more."""
    from symspellpy import SymSpell, Verbosity

    speller, known = SymSpell(2, 7), words(lexicon(()))
    for form in known.trie.iterkeys():
        if (count := known.count(form)) >= least:
            speller.create_dictionary_entry(form, round(count))

    def peer(text: str) -> None:
        for word in text.split():
            speller.lookup(word.strip(".,:;!?«»()\"'–-").lower(), Verbosity.TOP, 2)

    return peer


def tokenizer() -> Callable[[str], object]:
    """The peer that only cuts a text into words."""
    import spacy

    return spacy.blank("xx")


def rounds(texts: Sequence[str]) -> list[Sequence[str]]:
    """Ten texts for each round, and ten before."""
    return [texts[at : at + SAMPLE] for at in range(0, SAMPLE * (ROUNDS + 1), SAMPLE)]


def ratio(samples: Sequence[Sequence[str]], peer: Callable[[], Callable[[str], object]]) -> str:
    """Our speed over that of what `peer` makes, and ours, on documents that are new to both, in a process that has seen no
    others; the first sample is to warm up."""
    with get_context("spawn").Pool(1) as pool:
        both = pool.apply(_rates, (samples, peer))
    speed = statistics.median(ours for ours, _ in both)
    return f"{statistics.median(ours / theirs for ours, theirs in both):.2f} ({speed:,.0f} words/s)"


def _rates(samples: Sequence[Sequence[str]], peer: Callable[[], Callable[[str], object]]) -> list[tuple[float, float]]:
    theirs = peer()
    return [(rate(whole, sample), rate(theirs, sample)) for sample in samples if sample][1:]


def rate(function: Callable[[str], object], texts: Sequence[str]) -> float:
    """Words a second."""
    started = time.perf_counter()
    for text in texts:
        function(text)
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - started)


def startup(texts: Sequence[str]) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "small.txt").write_text(texts[0][:1000])
        ours = [sys.executable, "-m", "pipeline", f"{folder}/small.txt", "-o", f"{folder}/out", "--force", "--quiet"]
        pairs = [(seconds(ours), seconds([sys.executable, "-c", "import spacy"])) for _ in range(ROUNDS + 1)][1:]
    found = statistics.median(ours / theirs for ours, theirs in pairs)
    return Line("one small file, start to end / `import spacy`", f"{found:.2f} ({pairs[-1][0]:.2f} s)", "<= 2")


def seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - started


def parallel(texts: Sequence[str]) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        for number, text in enumerate(texts):
            (Path(folder) / "in" / f"{number}.txt").write_text(text)
        command = [sys.executable, "-m", "pipeline", f"{folder}/in", "--quiet"]
        one, two = (seconds([*command, "-o", f"{folder}/{jobs}", "-j", str(jobs)]) for jobs in (1, 2))
    return Line(f"{len(texts):,} documents, -j 2 / -j 1", f"{one / two:.2f} ({one:,.0f} s / {two:,.0f} s)", ">= 1.7")


def growth_in_documents(texts: Sequence[str]) -> Iterator[Line]:
    """Words a second over 1x, 10x and 100x documents, each time in a new process that has warmed up on others, and what the last
    of these holds."""
    numbers = [max(1, len(texts) // share - WARM * (share == 1)) for share in (100, 10, 1)]
    measured = in_workers(texts[-WARM:], {f"{number:,}": texts[:number] for number in numbers})
    yield _growth("documents", measured)
    most, (_, sizes) = list(measured.items())[-1]
    found = ", ".join(f"{size:,.0f}" for size in sizes)
    yield Line(f"MB resident in a worker after each quarter of {most} documents", found, "<= 400, flat over the last half")


def growth_in_size(texts: Sequence[str], largest: float) -> Line:
    """Words a second of one file on one line, and of a file of 1 MB in pieces of 10 kB."""
    line = " ".join(texts[:-WARM] or texts).encode() + b" "
    line *= 1 + round(largest * 1e6) // len(line)
    megabyte = round(largest * 1e6 / 20)
    files = {f"{size / 1e6:g} MB": [line[at : at + size].decode(errors="ignore") for at in range(0, max(size, megabyte), size)]
             for size in (megabyte // 100, megabyte, 20 * megabyte)}  # fmt: skip
    return _growth("one file", in_workers(texts[-WARM:], files))


def in_workers(before: Sequence[str], works: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, list[float]]]:
    """Words a second over the texts of each work, and megabytes resident (those of mapped files among them) after each quarter,
    in a process of its own that has done `before`. The works take turns, each third time those that are not soon done."""
    found: dict[str, list[tuple[float, list[float]]]] = {name: [] for name in works}
    for turn in range(ROUNDS):
        for name, texts in works.items():
            if turn % 3 == 0 or sum(map(len, texts)) < SOON:
                with get_context("spawn").Pool(1) as pool:
                    found[name].append(pool.apply(_work, (before, texts)))
    return {name: sorted(measured)[len(measured) // 2] for name, measured in found.items()}


def _work(before: Sequence[str], texts: Sequence[str]) -> tuple[float, list[float]]:
    rate(whole, before)
    quarters = [texts[len(texts) * at // 4 : len(texts) * (at + 1) // 4] for at in range(4)]
    spent, sizes = 0.0, []
    for quarter in quarters:
        started = time.perf_counter()
        for text in quarter:
            whole(text)
        spent += time.perf_counter() - started
        sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20)
    return sum(len(text.split()) for text in texts) / spent, sizes


def _growth(what: str, measured: Mapping[str, tuple[float, list[float]]]) -> Line:
    rates = {name: speed for name, (speed, _) in measured.items()}
    spread = max(rates.values()) / min(rates.values()) - 1
    found = ", ".join(f"{name}: {speed:,.0f}" for name, speed in rates.items())
    return Line(f"words a second as it grows, {what}", f"{found} (spread {spread:.0%})", "within 20 %")


def profile(texts: Sequence[str]) -> str:
    """The share of the time that all but the first ten texts take in each module and library, with what it calls that is in C."""
    rate(whole, texts[:SAMPLE])
    profiler = cProfile.Profile()
    profiler.enable()
    rate(whole, texts[SAMPLE:])
    profiler.disable()
    spent: Counter[str] = Counter()
    for place, (_, _, own, _, callers) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        if place[0] != "~":
            spent[_where(place[0])] += own
        for (file, _, _), (_, _, called, _) in callers.items() if place[0] == "~" else ():
            spent[_where(file)] += called
    total = sum(spent.values())
    rows = "".join(f"| {where.replace('|', '')} | {own / total:.0%} |\n" for where, own in spent.most_common(15))
    return f"| module, with what is built in | share of the time |\n| --- | --- |\n{rows}"


def _where(file: str) -> str:
    """The module of this project that `file` is, else the library."""
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT / "pipeline") else path.parent.name


def _commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
