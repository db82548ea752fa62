"""`repair PATH...`: the main job."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.batch.run import Crew

FOLDER = click.Path(path_type=Path)
STREAM = "-"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", help="Output folder.  [default: repaired]")
@click.option("--lexicons", type=FOLDER, multiple=True, help="Folder of rows to lay over the shipped ones.")
@click.option("--decisions", type=click.Path(path_type=Path), help="Decisions of a reader, saved from repair report.")
@click.option("--ocr", is_flag=True, help="Read images and pages without text through Tesseract.")
@click.option("--ocr-model", default="kaz", show_default=True, help="Tesseract model, such as kaz or kaz+rus.")
@click.option("--write-back", is_flag=True, help="Put repaired words into a copy of each hOCR, ALTO and PAGE file too.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes.  [default: all cores]")
@click.option("--timeout", type=click.FloatRange(min=0), default=1800, show_default=True, help="Seconds for one file; 0: any.")
@click.option("--memory", type=click.IntRange(min=0), default=4096, show_default=True, help="Megabytes for one file; 0: any.")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler to run on, such as tcp://host:8786, or local.")
@click.option("--to", "database", metavar="URL", help="Load the results too, as repair load does: sqlite:///FILE or postgresql://…")
@click.option("--force", is_flag=True, help="Do everything again, done or not.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed before.")
@click.option("--dry-run", is_flag=True, help="List what would be done, and do nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 3 where an output would change.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but failures.")
@click.option("--json-log", is_flag=True, help="Report on standard error as one JSON object a line.")
def repair(paths: tuple[str, ...], **options: Any) -> None:
    """Repair every file under PATHS."""
    from pipeline.batch.inputs import UsageError
    from pipeline.lexicon import LexiconError
    from pipeline.mend.decisions import DecisionsError

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended in good order, as by Ctrl-C
    try:
        sys.exit(_stream(options) if STREAM in paths and _alone(paths, options) else _batch(paths, options))
    except (UsageError, LexiconError, DecisionsError) as error:
        click.echo(f"repair: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _batch(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    from pipeline.batch.addresses import place
    from pipeline.batch.report import view
    from pipeline.batch.run import DONE, FAILED, Again, plan, run
    from pipeline.batch.task import Settings
    from pipeline.cli.load import load_results, usable
    from pipeline.terminal import shown

    output = place(options["output"] or "repaired")
    settings = Settings(output, options["lexicons"], _config(options), options["check"], options["decisions"])
    places = [place(path) for path in paths]
    again = Again(options["force"], options["retry_failed"])
    if options["dry_run"]:
        for standing, path in plan(places, settings, again):
            click.echo(f"{standing}: {shown(path)}")
        return 0
    if options["database"]:
        usable(options["database"])
    code = run(places, settings, again, _crew(options), view(options["quiet"], options["json_log"]))
    if options["database"] and code in (DONE, FAILED) and load_results((settings.output,), options["database"]):
        return FAILED
    return code


def _crew(options: dict[str, Any]) -> Crew:
    from pipeline.batch.workers import Limits, Workers, cores

    limits = Limits(options["jobs"] or cores(), options["timeout"], options["memory"])
    if options["cluster"] is None:
        return Workers(limits)
    from pipeline.batch.cluster import Cluster

    return Cluster(options["cluster"], limits)


def _config(options: dict[str, Any]) -> dict[str, Any]:
    """What of the options changes the output and differs from the defaults."""
    from pipeline.mend.decisions import read_decisions

    ocr = {"ocr": options["ocr_model"]} if options["ocr"] else {}
    decided = {"decisions": read_decisions(options["decisions"]).sha256} if options["decisions"] else {}
    return ocr | ({"write_back": True} if options["write_back"] else {}) | decided


def _alone(paths: tuple[str, ...], options: dict[str, Any]) -> bool:
    from pipeline.batch.inputs import UsageError

    if len(paths) > 1 or options["output"]:
        raise UsageError("-: standard input goes to standard output; leave out the other paths and -o")
    return True


def _stream(options: dict[str, Any]) -> int:
    """Standard input to standard output."""
    from pipeline.batch.task import lexicon
    from pipeline.mend.decisions import read_decisions
    from pipeline.read.document import ReadError
    from pipeline.read.files import read_bytes
    from pipeline.record import to_json
    from pipeline.run import process

    tables = lexicon(options["lexicons"])
    try:
        config = _config(options)
        document = read_bytes(sys.stdin.buffer.read(), ocr=config.get("ocr"))
        decided = read_decisions(options["decisions"]) if options["decisions"] else None
        sys.stdout.buffer.write(to_json(process(document, "-", tables, config, decided)))
    except ReadError as error:
        click.echo(f"repair: -: {error}", err=True)
        return 1
    return 0
