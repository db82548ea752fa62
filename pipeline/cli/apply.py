"""`repair apply`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.terminal import safe


@click.command()
@click.argument("decisions", type=click.Path(path_type=Path))
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
def apply(decisions: Path, results: tuple[Path, ...], lexicons: tuple[Path, ...]) -> None:
    """Carry out DECISIONS, saved from repair report, in RESULTS: files or folders that repair wrote.

    Nothing is read or repaired anew. Give the same file to later runs with --decisions, which hold to it too.
    """
    from pipeline.lexicon import Lexicon, LexiconError
    from pipeline.mend.decisions import DecisionsError, read_decisions
    from pipeline.record import text_of, to_json
    from pipeline.run import decided
    from pipeline.write.files import write_whole
    from pipeline.write.results import NotARecord, read_record
    from pipeline.write.results import results as files

    failed, changed, count, unfit = False, 0, 0, []
    try:
        reader, lexicon = read_decisions(decisions), Lexicon(*lexicons)
        for file in files(results):
            try:
                record = read_record(file)
                new = decided(record, reader, lexicon)
                if new != record:
                    write_whole(file, to_json(new))
            except (NotARecord, OSError) as error:
                failed = True
                click.echo(f"repair apply: {safe(str(file))}: left as it is, {safe(str(error))}", err=True)
                continue
            count, changed = count + 1, changed + (new.text != record.text)
            unfit += [f"{record.source.path}: {said}" for said in reader.unfit(text_of(new), record.source.path)]
    except (DecisionsError, LexiconError) as error:
        click.echo(f"repair apply: {safe(str(error))}", err=True)
        sys.exit(2)
    click.echo(f"{count} documents, {changed} changed", err=True)
    if unfit:
        click.echo(f"{len(unfit)} decisions that hold no longer:", err=True)
        for said in unfit:
            click.echo(f"  {safe(said)}", err=True)
    sys.exit(1 if failed else 0)
