"""`repair diff`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.terminal import safe


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--words", is_flag=True, help="Mark the words that changed within the text: [-old-]{+new+}.")
def diff(results: tuple[Path, ...], words: bool) -> None:
    """Print what was changed in RESULTS: files or folders that repair wrote.

    Characters that a terminal would obey are written out, as in \\u202e.
    """
    from pipeline.write.diff import unified, word_lines
    from pipeline.write.results import NotARecord, read_record
    from pipeline.write.results import results as files

    failed = False
    for file in files(results):
        try:
            record = read_record(file)
        except NotARecord as error:
            failed = True
            click.echo(f"repair diff: {safe(str(file))}: left out, {safe(str(error))}", err=True)
            continue
        if record.repairs:
            click.echo(f"--- {safe(record.source.path)}\n+++ {safe(record.source.path)} (repaired)")
        for line in (word_lines if words else unified)(record):
            click.echo(safe(line))
    sys.exit(1 if failed else 0)
