"""`repair triage`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.terminal import json_line, safe

if TYPE_CHECKING:
    from pipeline.measure.triage import Damage


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--pages", type=click.IntRange(min=0), default=20, show_default=True, help="How many of the worst pages to list.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON object a line.")
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
def triage(paths: tuple[Path, ...], pages: int, as_json: bool, lexicons: tuple[Path, ...]) -> None:
    """Rank documents and pages by damage, the worst first, without repairing anything: scan these again.

    Damage is the share of Kazakh words that are none as they stand; names that the program does not know count too.
    """
    from pipeline.batch.inputs import UsageError
    from pipeline.lexicon import LexiconError

    try:
        found, failed = _found(paths, lexicons)
    except (UsageError, LexiconError) as error:
        click.echo(f"repair triage: {error}", err=True)
        sys.exit(2)
    found.sort(key=lambda damage: damage.rank)
    if as_json:
        for it in found:
            click.echo(json_line({**it._asdict(), "share": round(it.share, 4)}))
    else:
        _table("damage   words  document", [it for it in found if it.page is None])
        click.echo()
        _table("damage   words  page", [it for it in found if it.page is not None][:pages])
    sys.exit(1 if failed else 0)


def _found(paths: tuple[Path, ...], lexicons: tuple[Path, ...]) -> tuple[list[Damage], int]:
    """All documents and pages, and how many files could not be read."""
    from pipeline.batch.inputs import inputs
    from pipeline.lexicon import Lexicon
    from pipeline.measure.triage import triage as judge
    from pipeline.read.document import ReadError
    from pipeline.read.files import read

    listed = inputs(paths, Path("/dev/null"))  # nothing is written
    lexicon = Lexicon(*lexicons)
    found: list[Damage] = []
    failed = len(listed.failed)
    for path, reason in [*listed.failed, *listed.skipped]:
        click.echo(f"repair triage: {safe(str(path))}: left out, {reason}", err=True)
    for job in listed.jobs:
        try:
            found += judge(read(job.source), job.name, lexicon)
        except ReadError as error:
            failed += 1
            click.echo(f"repair triage: {safe(str(job.source))}: {error}", err=True)
    return found, failed


def _table(heading: str, rows: list[Damage]) -> None:
    click.echo(heading)
    for it in rows:
        page = f" p. {it.page}" if it.page else ""
        click.echo(f"{it.share:6.1%} {it.words:7}  {safe(it.path)}{page}  {safe(', '.join(it.examples))}".rstrip())
