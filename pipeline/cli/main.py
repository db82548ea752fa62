"""The command line: `repair PATH...` is the main job, other verbs stand beside it. Parse, call, print; nothing else here."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any

import click

from pipeline import __version__

VERBS = {
    "apply": "pipeline.cli.apply:apply",
    "diff": "pipeline.cli.diff:diff",
    "evaluate": "pipeline.cli.evaluate:evaluate",
    "explain": "pipeline.cli.explain:explain",
    "export": "pipeline.cli.export:export",
    "fonts": "pipeline.cli.fonts:fonts",
    "learn": "pipeline.cli.learn:learn",
    "load": "pipeline.cli.load:load",
    "register": "pipeline.cli.register:register",
    "report": "pipeline.cli.report:report",
    "schema": "pipeline.cli.schema:schema",
    "triage": "pipeline.cli.triage:triage",
}
"""Each verb and where its command is; modules are imported only when their verb is called"""
MAIN = "pipeline.cli.repair:repair"


class Repair(click.Group):
    """A group whose default command is the repair itself: what is no verb is a path."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """As click has it; where standard output takes no more, it says so and ends with 1."""
        try:
            try:
                return super().main(*args, **extra)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still held goes nowhere
            if error.errno != errno.EPIPE:
                from pipeline.batch.inputs import reason

                click.echo(f"repair: {error.filename or 'standard output'}: {reason(error)}", err=True)
            sys.exit(1)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in VERBS and args[0] not in {"--help", "--version", "-h"}:
            args = ["repair", *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name == "repair":
            ctx.info_name = ""  # its usage is that of `repair`, not of `repair repair`
        return name, command, rest

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        where = MAIN if name == "repair" else VERBS.get(name)
        if where is None:
            return None
        module, attribute = where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("repair", "PATH... [OPTIONS]\n       repair VERB ...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        command = self.get_command(ctx, "repair")
        assert command is not None
        command.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(cls=Repair, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="repair")
def main() -> Any:
    """Mend scanned and OCR'd Kazakh text and find its dated facts.

    PATH is a file, a folder (walked recursively) or - (standard input to standard output). Each input gives one JSON file.
    """
