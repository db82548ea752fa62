"""`repair load`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.terminal import safe

DEFAULT = "sqlite:///theses.db"


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--to", "url", metavar="URL", default=DEFAULT, show_default=True, help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
def load(results: tuple[Path, ...], url: str) -> None:
    """Load the files that repair wrote into a database.

    RESULTS are folders or single files. What is loaded already is left as it is; a document that changed replaces its rows.
    DATABASE.md describes the tables, with questions to ask them.
    """
    sys.exit(load_results(results, url))


def usable(url: str) -> None:
    """Raises UsageError where there is no database to load into, before any work is done for it."""
    from pipeline.batch.inputs import UsageError
    from pipeline.write.sql import DatabaseError, connect

    try:
        connect(url).close()
    except DatabaseError as error:
        raise UsageError(str(error)) from error


def load_results(results: tuple[Path, ...], url: str) -> int:
    """Load and say what was done, on standard error. Returns the exit code."""
    from pipeline.write.load import load as load_records
    from pipeline.write.results import records
    from pipeline.write.sql import DatabaseError, connect, without_password

    refused = 0

    def left_out(file: Path, reason: str) -> None:
        nonlocal refused
        refused += file in results
        click.echo(f"repair load: {safe(str(file))}: left out, {safe(reason)}", err=True)

    try:
        database = connect(url)
        try:
            loaded = load_records(records(results, left_out), database)
        finally:
            database.close()
    except DatabaseError as error:
        click.echo(f"repair load: {safe(str(error))}", err=True)
        return 2
    count = loaded.new + loaded.changed + loaded.unchanged
    click.echo(f"{count} documents in {safe(without_password(url))}: {loaded.new} new, {loaded.changed} changed, "
               f"{loaded.unchanged} as before", err=True)  # fmt: skip
    if not count:
        click.echo("repair load: no results there; give the folder that `repair PATH... -o DIR` wrote", err=True)
        return 2
    return 1 if refused else 0
