"""What several test files need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from servers import postgres_server

from pipeline.record import Record, to_json

# In CI the same examples every time: a verdict on a change must hang on the change. Everywhere else they are new at each run.
settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server, which these tests start and stop."""
    yield from postgres_server()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'theses.db'}"
    server: str = request.getfixturevalue("postgres")
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server


@pytest.fixture
def results(tmp_path: Path):
    """Writes records as `repair` does and returns the folder."""

    def write(records: list[Record], name: str = "repaired") -> Path:
        for record in records:
            target = tmp_path / name / f"{record.source.path}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(to_json(record))
        return tmp_path / name

    return write
