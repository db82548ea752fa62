"""`repair evaluate`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.terminal import json_line, safe

if TYPE_CHECKING:
    from pipeline.measure.evaluate import Miss
    from pipeline.measure.score import Score


@click.command()
@click.argument("damaged", type=click.Path(path_type=Path, exists=True))
@click.argument("corrected", type=click.Path(path_type=Path, exists=True))
@click.option("--worst", type=click.IntRange(min=0), default=20, show_default=True, help="How many of the worst words to list.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document, then one for all.")
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
def evaluate(damaged: Path, corrected: Path, worst: int, as_json: bool, lexicons: tuple[Path, ...]) -> None:
    """Repair DAMAGED and hold it against CORRECTED, the same text put right by hand.

    Two files, or two folders whose files are paired by relative path (scan/a.pdf with right/a.pdf, or with the only right/a of
    another type). CER and WER are character and word error rates, before -> after; fixed: wrong words put right; broken: right
    words put wrong.
    """
    from pipeline.batch.inputs import UsageError
    from pipeline.lexicon import LexiconError
    from pipeline.measure.score import Score

    try:
        scored, misses, failed = _scored(damaged, corrected, lexicons)
    except (UsageError, LexiconError) as error:
        click.echo(f"repair evaluate: {error}", err=True)
        sys.exit(2)
    total = Score()
    for _, each in scored:
        total = total.plus(each)
    _print([*scored, ("all", total)] if len(scored) != 1 or as_json else scored, misses.most_common(worst), as_json)
    sys.exit(1 if failed else 0)


def _scored(damaged: Path, corrected: Path, lexicons: tuple[Path, ...]) -> tuple[list[tuple[str, Score]], Counter[Miss], int]:
    """Each document's name and score, what came out wrong, and how many documents could not be read or have no partner."""
    from pipeline.batch.inputs import UsageError
    from pipeline.lexicon import Lexicon
    from pipeline.measure.evaluate import evaluate as judge
    from pipeline.measure.evaluate import pairs
    from pipeline.read.document import ReadError
    from pipeline.read.files import read
    from pipeline.run import process

    if damaged.is_dir() != corrected.is_dir():
        raise UsageError(f"{safe(str(damaged))} and {safe(str(corrected))}: give two files or two folders")
    paired: list[tuple[str, Path, Path]] = [(damaged.name, damaged, corrected)]
    alone: list[str] = []
    if damaged.is_dir():
        paired, alone = pairs(_files(damaged), _files(corrected))
    if not paired:
        both = f"{safe(str(damaged))} and {safe(str(corrected))}"
        raise UsageError(f"{both}: no file of one has its like in the other; name them alike")
    for name in alone:
        click.echo(f"repair evaluate: {safe(name)}: left out, only one of the folders has it", err=True)
    lexicon = Lexicon(*lexicons)
    scored: list[tuple[str, Score]] = []
    misses: Counter[Miss] = Counter()
    failed = len(alone)
    for name, source, right in paired:
        try:
            record = process(read(source), name, lexicon)
            each, wrong = judge(record.raw, record.text, read(right).raw)
        except ReadError as error:
            failed += 1
            click.echo(f"repair evaluate: {safe(name)}: {error}", err=True)
            continue
        scored.append((name, each))
        misses += wrong
    return scored, misses, failed


def _files(folder: Path) -> dict[str, Path]:
    from pipeline.batch.inputs import inputs

    return {job.name: job.source for job in inputs([folder], Path("/dev/null")).jobs}  # nothing is written


def _print(scored: list[tuple[str, Score]], worst: list[tuple[Miss, int]], as_json: bool) -> None:
    if as_json:
        for name, it in scored:
            rates = {"cer_before": it.cer_before, "cer": it.cer, "wer_before": it.wer_before, "wer": it.wer}
            click.echo(json_line({"path": name, **it._asdict(), **{key: round(rate, 5) for key, rate in rates.items()}}))
        return
    click.echo("  words       CER               WER          fixed  broken")
    for name, it in scored:
        click.echo(f"{it.words:7} {it.cer_before:7.2%} -> {it.cer:6.2%} {it.wer_before:7.2%} -> {it.wer:6.2%} "
                   f"{it.fixed:5}/{it.wrong:<5} {it.broken:4}  {safe(name)}")  # fmt: skip
    if worst:
        click.echo("\nworst words (times, right, what it became)")
    for miss, count in worst:
        click.echo(f"{count:5}  {safe(miss.right) or '(nothing)'}: {safe(miss.got) or '(nothing)'}{', broken' * miss.broken}")
