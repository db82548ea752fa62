"""`repair fonts`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.read.fonts import Reading


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
@click.option("--save", "name", metavar="NAME", help="Save what was learned as a profile of this name.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of tables that the profile is saved in.")
def fonts(file: Path, lexicons: tuple[Path, ...], name: str | None, output: Path | None) -> None:
    """Show what the foreign letters of FILE stand for, and by what evidence.

    A legacy font drew Kazakh letters on the code points of others. What is shown as applied is what `repair` puts right.
    """
    from pipeline.lexicon import Lexicon, LexiconError
    from pipeline.read.document import ReadError
    from pipeline.read.files import read
    from pipeline.read.fonts import in_fonts, profile, readings
    from pipeline.text import Text
    from pipeline.write.files import write_whole

    if name and not output:
        raise click.UsageError("--save needs -o: the folder of tables that the profile is saved in")
    try:
        document, lexicon = read(file), Lexicon(*lexicons)
        of_fonts = {font: readings(part, lexicon) for font, part in in_fonts(Text.of(document.raw), document)}
    except (LexiconError, ReadError) as error:
        click.echo(f"repair: {file}: {error}", err=True)
        sys.exit(2 if isinstance(error, LexiconError) else 1)
    found = [reading for of_font in of_fonts.values() for reading in of_font]
    for font, of_font in of_fonts.items():
        for line in [f"in {font}:"] * bool(font and of_font) + table(of_font) * bool(of_font):
            click.echo(line)
    if not found:
        click.echo("no foreign letters in Kazakh words")
    if name and output:
        try:
            text, saved = profile(found, name, output / "fonts.tsv")
            write_whole(output / "fonts.tsv", text.encode())
        except LexiconError as error:
            click.echo(f"repair: {file}: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            click.echo(f"repair: {output}: {error.strerror}; name another folder with -o", err=True)
            sys.exit(1)
        click.echo(f"{saved} letters saved in {output / 'fonts.tsv'}; use them with --lexicons {output}", err=True)


def table(found: Sequence[Reading]) -> list[str]:
    """The readings as lines of tab-separated columns."""
    head = ["found", "code", "letter", "profile", "words", "known", "confidence", "applied", "examples"]
    rows = [[r.found, f"U+{ord(r.found):04X}", r.letter, r.profile, str(r.words), str(r.known), f"{r.confidence:.3f}",
             "yes" if r.applied else "no", ", ".join(r.examples)] for r in found]  # fmt: skip
    return ["\t".join(row) for row in [head, *rows]]
