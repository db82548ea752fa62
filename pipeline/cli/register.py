"""`repair register`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.terminal import json_line, safe

if TYPE_CHECKING:
    from pipeline.record import Record
    from pipeline.write.register import Entry


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--disagreements", is_flag=True, help="Only treaties whose mentions give dates that cannot all be right.")
def register(results: tuple[Path, ...], as_json: bool, disagreements: bool) -> None:
    """List the treaties of RESULTS, folders or files that repair wrote: one entry each, however many theses name it.

    Each with its names and how often they stand, the dates given for it and where each stands. Dates that cannot all be right
    are marked with !
    """
    from pipeline.write.register import listed, mentions
    from pipeline.write.register import register as join
    from pipeline.write.results import records

    refused = read = 0

    def left_out(file: Path, reason: str) -> None:
        nonlocal refused
        refused += file in results
        click.echo(f"repair register: {safe(str(file))}: left out, {safe(reason)}", err=True)

    def counted(found: Iterable[Record]) -> Iterator[Record]:
        nonlocal read
        for record in found:
            read += 1
            yield record

    entries = join(mentions(counted(records(results, left_out))))
    if not read:
        click.echo("repair register: no results there; give the folder that `repair PATH... -o DIR` wrote", err=True)
        sys.exit(2)
    if not entries:
        click.echo(f"repair register: no treaty was found in {_counted(read, 'document')}", err=True)
    for key, entry in sorted(entries.items(), key=lambda item: (item[1].name.lower(), item[0])):
        if entry.disagree or not disagreements:
            click.echo(json_line(listed(key, entry)) if as_json else _shown(entry))
    sys.exit(1 if refused else 0)


def _shown(entry: Entry) -> str:
    names = ", ".join(f"{name} ({count})" for name, count in entry.names.most_common())
    lines = [f"{entry.name}: {entry.kind}, {entry.date or 'undated'}, {' '.join(sorted(entry.parties)) or 'parties unknown'}; "
             f"{_counted(len(entry.mentions), 'mention')} in {_counted(len(entry.documents), 'document')}"]  # fmt: skip
    lines += [f"    named {names}"] if len(entry.names) > 1 else []
    if entry.disagree:
        lines += [f"  ! {date} in {', '.join(paths)}" for date, paths in entry.dated().items()]
    return "\n".join(map(safe, lines))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
