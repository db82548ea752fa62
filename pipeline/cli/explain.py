"""`repair explain`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.measure.explain import Explanation


@click.command()
@click.argument("word")
@click.option("--in", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="File that the word stands in.")
@click.option("--lexicons", type=click.Path(path_type=Path), multiple=True, help="Folder of rows to lay over the shipped ones.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each place of the word.")
def explain(word: str, file: Path | None, lexicons: tuple[Path, ...], as_json: bool) -> None:
    """Show why WORD is repaired, or is not: what was seen, what it may have been, the scores and the decision.

    Without --in, WORD is judged as on a page that lost the marks of its letters.
    """
    import msgspec

    from pipeline.lexicon import Lexicon, LexiconError
    from pipeline.measure.explain import explain as explained
    from pipeline.read.document import ReadError
    from pipeline.read.files import read

    try:
        found = explained(word, read(file) if file else None, Lexicon(*lexicons))
    except (LexiconError, ReadError, OSError) as error:
        click.echo(f"repair: {file}: {error}" if file else f"repair: {error}", err=True)
        sys.exit(2 if isinstance(error, LexiconError) else 1)
    if not found:
        click.echo(f"repair: {file or word}: no such word; give one as it stands in the damaged text", err=True)
        sys.exit(1)
    for number, explanation in enumerate(found):
        if as_json:
            click.echo(msgspec.json.encode(explanation))
        else:
            click.echo("\n" * bool(number) + "\n".join(lines(explanation)))


def lines(it: Explanation) -> Iterator[str]:
    """The explanation for a reader."""
    from pipeline.terminal import safe

    yield f"word        {safe(it.word)} at {it.start}"
    yield f"seen        {it.count:,.0f} times, {it.nonfiction:,.0f} in non-fiction"
    yield f"analysis    {'; '.join(it.analyses) or 'none'}"
    yield f"sound       {'yes' if it.sound else 'no'}{', in a foreign passage' if it.foreign else ''}"
    yield f"spelling    {it.spelling:.2f} a letter"
    yield f"page        profile {it.profile}, {it.damage:.1%} of words unsound"
    if it.candidates:
        width = max(len(candidate.form) for candidate in it.candidates)
        yield ""
        yield f"{'candidate':{max(width, 9)}}   prior    cost  context   score  rules"
        for c in it.candidates:
            rules = "  ".join(f"{rule.rule} {rule.cost:.2f}" for rule in c.rules) or "(as it stands)"
            yield f"{c.form:{max(width, 9)}}  {c.prior:6.2f}  {c.cost:6.2f}   {c.context:6.2f}  {c.score:6.2f}  {safe(rules)}"
        yield ""
        yield "feature          value   weight  product"
        for f in it.features:
            yield f"{f.feature:14} {f.value:7.2f}  {f.weight:7.3f}  {f.value * f.weight:7.3f}  {f.meaning}"
        yield f"confidence  {it.confidence:.3f}"
        yield ""
    yield f"decision    {safe(it.decision)}"
