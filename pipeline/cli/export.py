"""`repair export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.terminal import safe


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--format", "form", required=True, type=click.Choice(["jsonl", "csv", "parquet", "tei", "conllu"]))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default="exported", show_default=True)
def export(results: tuple[Path, ...], form: str, output: Path) -> None:
    """Write the files that repair wrote in another form into the folder OUTPUT.

    jsonl, csv and parquet: one file for each table that DATABASE.md describes, for DuckDB, pandas, sqlite-utils or a spreadsheet.
    tei and conllu: one file for each document.
    """
    from pipeline.write.export import export as export_records
    from pipeline.write.flat import MissingExtra

    wrong = 0

    def left_out(file: Path, reason: str) -> None:
        nonlocal wrong
        wrong += file in results
        click.echo(f"repair export: {safe(str(file))}: left out, {safe(reason)}", err=True)

    if any(output.resolve().is_relative_to(path.resolve()) for path in results if path.is_dir()):
        click.echo(f"repair export: {safe(str(output))}: lies inside the results; name another folder with -o", err=True)
        sys.exit(2)
    try:
        count = export_records(results, form, output, left_out)
    except (MissingExtra, OSError) as error:
        click.echo(f"repair export: {safe(str(error))}", err=True)
        sys.exit(2)
    click.echo(f"{count} documents written to {safe(str(output))} as {form}", err=True)
    sys.exit(2 if not count else 1 if wrong else 0)
