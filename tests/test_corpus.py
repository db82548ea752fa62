"""The main job on the pages of `corpus/` and on others kept apart, against the figures in `tests/floors.json`.

`tests/golden/NAME.txt` is the right text of a page; the damaged one is `corpus/NAME.txt` or `tests/golden/NAME.damaged.txt`.
`python tests/test_corpus.py` raises the floors to what is reached now; it never lowers one.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.lexicon import Lexicon
from pipeline.measure.score import Score, score
from pipeline.read.document import Document
from pipeline.read.files import read
from pipeline.record import Record, json_schema, text_of, to_json
from pipeline.run import mend, process

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
FLOORS = HERE / "floors.json"
GOLDEN = HERE / "golden"
SHIPPED = {path.stem: path for path in sorted(CORPUS.glob("*.txt"))}
PAGES = SHIPPED | {path.name.removesuffix(".damaged.txt"): path for path in sorted(GOLDEN.glob("*.damaged.txt"))}
NAMES = list(PAGES)
UNTOUCHED = ["russian", "united-nations"]
LEXICON = Lexicon()


@cache
def record(name: str) -> Record:
    return process(read(PAGES[name]), f"{name}.txt", LEXICON)


def right(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text("utf-8")


@cache
def figures(name: str) -> Score:
    return score(record(name).raw, record(name).text, right(name))


def floor(name: str) -> dict[str, float]:
    """What is held to: the share of word errors that goes, and the right words put wrong."""
    return {"wer_cut": round(figures(name).wer_cut, 3), "broken": figures(name).broken}


def test_every_page_has_its_right_text_and_its_floor() -> None:
    assert len(SHIPPED) >= 12 and set(NAMES) == set(json.loads(FLOORS.read_text("utf-8")))
    assert all(right(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_figures_do_not_fall(name: str) -> None:
    held, reached = json.loads(FLOORS.read_text("utf-8"))[name], floor(name)
    assert reached["wer_cut"] >= held["wer_cut"] and reached["broken"] <= held["broken"], (held, reached)


@pytest.mark.parametrize("name", UNTOUCHED)
def test_undamaged_and_russian_pages_keep_every_word(name: str) -> None:
    assert record(name).text.split() == record(name).raw.split() == right(name).split()


@pytest.mark.parametrize("name", ["human-rights", "currency", "issyk"])
def test_a_damaged_page_among_sound_ones_is_mended_as_it_is_alone(name: str) -> None:
    pages = [right(other) for other in NAMES if other != name]
    pages.insert(len(pages) // 2, record(name).raw)
    found = process(Document("\f".join(pages)), "thesis.txt", LEXICON)
    at = found.pages[len(pages) // 2]
    assert found.text[at.start : at.end].split() == record(name).text.split()


def test_damage_is_looked_for_stretch_by_stretch_where_page_breaks_are_lost() -> None:
    sound = "\n".join([right(name) for name in NAMES] * 3)
    damaged = "\n".join(record(name).raw for name in ("human-rights", "currency", "issyk"))
    whole = "\n".join(right(name) for name in ("human-rights", "currency", "issyk"))
    found = text_of(process(Document(f"{sound}\n{damaged}"), "thesis.txt", LEXICON))
    assert score(damaged, found.current[found.from_raw(len(sound) + 1) :], whole).wer_cut > 0.9


@pytest.mark.parametrize("name", NAMES)
def test_the_record_holds_to_its_schema(name: str) -> None:
    jsonschema.validate(json.loads(to_json(record(name))), json_schema(), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", NAMES)
def test_replaying_the_repairs_gives_the_text(name: str) -> None:
    raw, pieces, at = record(name).raw, [], 0
    for repair in record(name).repairs:
        assert repair.raw_start >= at and raw[repair.raw_start : repair.raw_end] == repair.raw
        pieces += [raw[at : repair.raw_start], repair.text]
        at = repair.raw_end
    assert "".join([*pieces, raw[at:]]) == record(name).text


@pytest.mark.parametrize("name", NAMES)
def test_repairing_the_repaired_text_changes_nothing(name: str) -> None:
    assert mend(Document(record(name).text), LEXICON).current == record(name).text


def test_headers_and_page_numbers_of_the_three_pages() -> None:
    pages = record("virgin-lands")
    assert [(item.page, item.kind) for item in pages.furniture] == [
        (page, kind) for page in (1, 2, 3) for kind in ("header", "page_number")
    ]
    assert len(pages.pages) == 3 and "141" not in pages.text


def test_the_command_writes_what_the_library_says_and_the_same_bytes_twice(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        done = CliRunner().invoke(main, [str(CORPUS), "-o", str(tmp_path / folder), "--jobs", "2"])
        assert done.exit_code == 0, done.output
    for name in SHIPPED:
        first, second = ((tmp_path / folder / f"{name}.txt.json").read_bytes() for folder in ("first", "second"))
        assert first == second == to_json(record(name))


def raise_floors() -> None:
    held = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    total = Score()
    for name in NAMES:
        reached = floor(name)
        old = held.get(name, reached)
        held[name] = {"wer_cut": max(old["wer_cut"], reached["wer_cut"]), "broken": min(old["broken"], reached["broken"])}
        print(f"{name:20} WER {figures(name).wer:.3f}  cut {reached['wer_cut']:.3f}  broken {reached['broken']}")
        total = total.plus(figures(name))
    print(f"{'all':20} WER {total.wer:.3f}  cut {total.wer_cut:.3f}  broken {total.broken_per_1000:.2f} per 1000")
    FLOORS.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    raise_floors()
