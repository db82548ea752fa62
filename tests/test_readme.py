"""The README is true: its commands run, its example comes out, and the wheel does the same from another folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon import Lexicon

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, _, block in BLOCKS if kind == "sh" for line in block.splitlines()]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader who follows the README stands: the pages, and the files it shows, and `repair` on the path."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    for _, name, block in BLOCKS:
        if name:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(block)
    command = folder / "bin" / "repair"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
    command.chmod(0o755)
    return folder


def test_the_diagram_names_every_stage() -> None:
    from pipeline.run import STAGES

    assert f"──{'─'.join(name for name, _ in STAGES)}──▶ text" in README


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(line, shell=True, cwd=folder, env=env, capture_output=True, text=True)


@pytest.mark.parametrize("line", [line for line in COMMANDS if not line.startswith("make")])
def test_each_command_runs(reader: Path, line: str) -> None:
    done = shell(line, reader)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("make")])
@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_each_make_command_is_there(line: str) -> None:
    subprocess.run([*line.split(), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


def test_the_example_comes_out_as_shown(reader: Path) -> None:
    shown = json.loads(next(block for kind, _, block in BLOCKS if kind == "json"))
    done = shell(next(line for line in COMMANDS if line.startswith("echo")), reader)
    assert_holds(json.loads(done.stdout), shown)


def test_the_treaty_of_the_reader_is_known(reader: Path) -> None:
    done = shell(next(line for line in COMMANDS if "repair - --lexicons" in line), reader)
    assert [treaty["id"] for treaty in json.loads(done.stdout)["treaties"]] == ["silk-road-2001"]


def assert_holds(whole: Any, shown: Any, where: str = "") -> None:
    """Everything shown is in the whole; lists are shown in full, of objects some keys."""
    if isinstance(shown, dict):
        for key in shown:
            assert_holds(whole[key], shown[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(whole) == len(shown), where
        for number, (one, other) in enumerate(zip(whole, shown, strict=True)):
            assert_holds(one, other, f"{where}[{number}]")
    else:
        assert whole == shown, where


def test_the_wheel_works_from_another_folder(tmp_path: Path) -> None:
    """Built, installed into a fresh environment, and run elsewhere: with its own code and its own tables."""
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT],
                   check=True, capture_output=True)  # fmt: skip
    wheel = next(tmp_path.glob("kazakh_repair-*.whl"))
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    # What the project depends on is lent by the environment of the tests; the wheel's own code comes before it.
    (site / "dependencies.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path) + "\n")
    shutil.copytree(ROOT / "corpus", tmp_path / "elsewhere" / "pages")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    where = "import pipeline.lexicon, pathlib; print(pipeline.__file__, pipeline.lexicon.SHIPPED)"
    found = subprocess.run([python, "-c", where], cwd=tmp_path, env=env, check=True, capture_output=True, text=True)
    assert all(Path(path).is_relative_to(site) for path in found.stdout.split()), found.stdout
    command = [site.parents[2] / "bin" / "repair", "pages", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path / "elsewhere", env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "elsewhere" / "out" / "caspian.txt.json").read_bytes())
    assert record["repairs"] and record["pipeline"]["lexicons"] == Lexicon().hash
