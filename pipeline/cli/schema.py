"""`repair schema`."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the files written."""
    import json

    from pipeline.record import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))
