"""`repair report`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.terminal import safe


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("report.html"), show_default=True)
def report(results: tuple[Path, ...], output: Path) -> None:
    """Write a page that shows every change in RESULTS, files or folders that repair wrote, beside the raw text.

    Open it in a browser; nothing else is needed. A reader accepts, rejects or rewrites changes there and saves the decisions to a
    file for --decisions.
    """
    from pipeline.write.files import write_whole
    from pipeline.write.results import records
    from pipeline.write.review import page

    refused = False

    def left_out(file: Path, reason: str) -> None:
        nonlocal refused
        refused |= file in results
        click.echo(f"repair report: {safe(str(file))}: left out, {safe(reason)}", err=True)

    found = list(records(results, left_out))
    if not found:
        click.echo("repair report: no results there; give the folder that `repair PATH... -o DIR` wrote", err=True)
        sys.exit(2)
    try:
        write_whole(output, page(found).encode())
    except OSError as error:
        click.echo(f"repair report: {safe(str(output))}: {error.strerror}; name another file with -o", err=True)
        sys.exit(2)
    click.echo(f"{len(found)} documents in {safe(str(output))}", err=True)
    sys.exit(1 if refused else 0)
