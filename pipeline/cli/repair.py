"""`repair PATH...`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), default="repaired", show_default=True, help="Output folder.")
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
def repair(paths: tuple[Path, ...], output: Path, lexicons: tuple[Path, ...]) -> None:
    """Repair every file under PATHS."""
    from pipeline.batch.inputs import UsageError, jobs
    from pipeline.lexicon import Lexicon, LexiconError
    from pipeline.read.document import ReadError
    from pipeline.read.text import read, read_text
    from pipeline.record import to_json
    from pipeline.run import process
    from pipeline.write.files import write_whole

    try:
        lexicon = Lexicon(*lexicons)
        if paths == (Path("-"),):
            sys.stdout.buffer.write(to_json(process(read_text(sys.stdin.buffer.read()), "-", lexicon)))
            return
        todo, skipped = jobs(paths, output)
    except (UsageError, LexiconError) as error:
        click.echo(f"repair: {error}", err=True)
        sys.exit(2)
    for path in skipped:
        click.echo(f"repair: {path}: skipped, a type that is not read", err=True)
    failed = 0
    for job in todo:
        try:
            write_whole(job.target, to_json(process(read(job.source), job.name, lexicon)))
        except (ReadError, OSError) as error:
            failed += 1
            click.echo(f"repair: {job.source}: {error}", err=True)
    click.echo(f"{len(todo) - failed} written to {output}, {failed} failed, {len(skipped)} skipped", err=True)
    sys.exit(1 if failed else 0)
