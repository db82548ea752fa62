"""What the command says where the packages of an extra are not installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import papers, running
from tests.papers import PAGES

ROOT = Path(__file__).parent.parent
BLOCK = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""
"""Run by every Python process that starts, the workers too"""
ABSENT = ("pypdfium2", "pypdfium2_raw", "docx", "lxml", "PIL", "pyarrow", "psycopg", "distributed", "dask", "fsspec", "upath")
FILES = {
    "a.pdf": papers.pdf(PAGES),
    "b.docx": papers.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<y/>"}),
    "c.hocr": papers.hocr(PAGES).encode(),
    "d.xml": papers.alto(PAGES).encode(),
    "e.xml": papers.page(PAGES).encode(),
    "f.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "g.txt": PAGES[0][0].encode(),
}


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python that has none of the extras."""
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "sitecustomize.py").write_text(BLOCK.format(names=ABSENT), "utf-8")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "bare"), str(ROOT)])}


def repair(*args: str | Path, at: Path, env: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "pipeline", *args]
    done = subprocess.run(command, capture_output=True, text=True, cwd=at, env=env, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_readers_name_the_command_that_adds_them_and_the_rest_goes_on(tmp_path: Path, bare: dict[str, str]) -> None:
    (tmp_path / "in").mkdir()
    for name, data in FILES.items():
        (tmp_path / "in" / name).write_bytes(data)
    code, said = repair("in", "-o", "out", "-j", "1", "--ocr", at=tmp_path, env=bare)
    assert code == 1
    assert [path.name for path in sorted((tmp_path / "out").glob("*.json"))] == ["g.txt.json"]
    extras = {"a.pdf": ("pypdfium2", "ocr"), "b.docx": ("docx", "docx"), "c.hocr": ("lxml", "xml"), "d.xml": ("lxml", "xml"),
              "e.xml": ("lxml", "xml"), "f.png": ("PIL", "ocr")}  # fmt: skip
    for name, (module, extra) in extras.items():
        (line,) = [line for line in said.splitlines() if name in line and "pip install" in line]
        assert f"read with {module}" in line and f"pip install 'kazakh-repair[{extra}]'" in line


OTHERS = {
    "parquet": ["export", "out", "--format", "parquet"],
    "xml": ["export", "out", "--format", "tei"],
    "postgres": ["load", "out", "--to", "postgresql://localhost/theses"],
    "cluster": ["in", "-o", "again", "--cluster", "local"],
}


@pytest.mark.parametrize("extra", OTHERS)
def test_other_verbs_name_it_too(extra: str, tmp_path: Path, bare: dict[str, str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "g.txt").write_bytes(FILES["g.txt"])
    assert running.repair(tmp_path / "in", "-o", tmp_path / "out").exit_code == 0
    code, said = repair(*OTHERS[extra], at=tmp_path, env=bare)
    assert code and f"pip install 'kazakh-repair[{extra}]'" in said
