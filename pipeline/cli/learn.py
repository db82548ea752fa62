"""`repair learn`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

PATH = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("damaged", type=PATH)
@click.argument("corrected", type=PATH)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for the table.")
@click.option("--profile", default="learned", show_default=True,
              help="Name of the rows. Those of `russian` are for pages that lost all Kazakh letters.")  # fmt: skip
@click.option("--least", type=click.IntRange(min=1), default=2, show_default=True, help="Times a confusion must be seen.")
def learn(damaged: Path, corrected: Path, output: Path, profile: str, least: int) -> None:
    """Learn what a scanner makes of letters from DAMAGED pages and their CORRECTED text.

    Both are files, or both folders whose files have the same relative paths. The table is used by `repair PATH --lexicons DIR`.
    """
    from pipeline.measure.learn import PairingError, as_table, confusions, paired
    from pipeline.terminal import safe
    from pipeline.write.files import write_whole

    if not profile.strip() or not profile.isprintable() or profile != profile.strip() or profile.startswith("#"):
        raise click.BadParameter("give a plain word", param_hint="--profile")
    try:
        pages = list(paired(damaged, corrected))
        rows = confusions(pages, profile, least)
        if not rows:
            raise PairingError(f"{damaged}: no letter of it was confused {least} times; give more pages or a lower --least")
        output.mkdir(parents=True, exist_ok=True)
        write_whole(output / "confusions.tsv", as_table(rows).encode())
    except (PairingError, OSError) as error:
        click.echo(safe(f"repair: {error}"), err=True)
        sys.exit(1)
    where = f"written to {output / 'confusions.tsv'}; use them with --lexicons {output}"
    click.echo(safe(f"confusions: {len(rows)}, of pages: {len(pages)}, {where}"), err=True)
