"""`repair --help` stays instant: it imports nothing heavy, and names every verb."""

from __future__ import annotations

import subprocess
import sys

from pipeline.cli.main import VERBS

_HELP = """
import sys
from pipeline.cli.main import main
main(["--help"], standalone_mode=False)
assert not {"numpy", "spacy", "lxml", "msgspec", "rapidfuzz", "sqlite3"} & sys.modules.keys(), sorted(sys.modules)
"""


def test_help_is_light_and_whole() -> None:
    said = subprocess.run([sys.executable, "-c", _HELP], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert all(f"  {verb} " in said.stdout for verb in VERBS)
