"""Two databases behind one small face: SQLite, which comes with Python, and PostgreSQL, which needs the extra `postgres`.

Statements are written with `?`; values never become part of a statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from pipeline.write.tables import SCHEMA, Row, columns

VERSION = "1"
"""Of the tables. A database of another version is refused, never altered"""
KEYS = {"documents": "path", "treaties": "treaty"}
"""The tables whose rows are replaced in place, so that what others refer to them from stays; and their keys"""


class DatabaseError(Exception):
    """The database cannot be used; the message says why and what to do."""


class Database(Protocol):
    """What loading needs of a database."""

    name: str
    """The URL without its password, for messages"""

    def transaction(self) -> AbstractContextManager[None]:
        """All of it is written or nothing; one loader at a time, a second waits. Raises DatabaseError."""

    def execute(self, statement: str) -> None: ...

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]: ...

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        """The statement once for each row of values."""

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """New rows; in the tables of `KEYS`, new values for a row whose key is there."""

    def close(self) -> None: ...


def connect(url: str) -> Database:
    """The database at `sqlite:///file.db` (four slashes for an absolute path) or `postgresql://user@host/name`; its tables are
    made where it has none. Raises DatabaseError.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Sqlite(Path(unquote(rest[1:])), url)
    if scheme in {"postgresql", "postgres"}:
        return Postgres(url)
    raise DatabaseError(f"{without_password(url)}: not a database URL; write sqlite:///theses.db or postgresql://user@host/database")


class Sqlite:
    """An SQLite file in WAL mode; full-text search by FTS5."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        if not path.parent.is_dir():
            raise DatabaseError(f"{name}: there is no folder {path.parent}; make it first")
        try:
            self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {setting}")
        except sqlite3.Error as error:
            raise DatabaseError(f"{name}: {error}; name an SQLite file that can be written, or a new one") from error
        with self.transaction():
            tables = {table for (table,) in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
            _prepare(self, tables, SCHEMA.read_text("utf-8") + SCHEMA.with_name("schema_sqlite.sql").read_text("utf-8"))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:  # SQLite has given up already where the disk is full
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise DatabaseError(f"{self.name}: {error}; nothing of this step was kept") from error

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        self._connection.executemany(statement, rows)

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * len(columns()[table]))
        self.many(f"INSERT INTO {table} ({_names(table)}) VALUES ({marks}) {_replacing(table)}", rows)

    def close(self) -> None:
        self._connection.close()


class Postgres:
    """A PostgreSQL database: COPY into temporary tables, then INSERT; full-text search by tsvector, 'simple'."""

    def __init__(self, url: str) -> None:
        self.name = without_password(url)
        self._psycopg = _psycopg()
        try:
            self._connection = self._psycopg.connect(url, autocommit=True)
        except self._psycopg.Error as error:
            raise DatabaseError(f"{self.name}: {str(error).strip()}; check that the server runs and the URL is right") from error
        if self.query("SHOW server_encoding") != [("UTF8",)]:
            raise DatabaseError(f"{self.name}: the database is not in UTF-8; make one with ENCODING 'UTF8'")
        with self.transaction():
            tables = {table for (table,) in self.query("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
            schema = SCHEMA.read_text("utf-8") + SCHEMA.with_name("schema_postgresql.sql").read_text("utf-8")
            _prepare(self, tables, schema.replace("INTEGER PRIMARY KEY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
        for table in columns():
            self.execute(f"CREATE TEMPORARY TABLE loading_{table} AS SELECT {_names(table)} FROM {table} WHERE false")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            with self._connection.transaction():
                self.query("SELECT pg_advisory_xact_lock(hashtext('kazakh_repair'))")
                yield
        except self._psycopg.Error as error:
            raise DatabaseError(f"{self.name}: {str(error).strip()}; nothing of this step was kept") from error

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        found: list[Row] = self._connection.execute(statement.replace("?", "%s"), values).fetchall()
        return found

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        self._connection.cursor().executemany(statement.replace("?", "%s"), rows)

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        names = _names(table)
        with self._connection.cursor() as cursor:
            with cursor.copy(f"COPY loading_{table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM loading_{table} {_replacing(table)}")
            cursor.execute(f"TRUNCATE loading_{table}")

    def close(self) -> None:
        self._connection.close()


def without_password(url: str) -> str:
    """The URL as it may be printed: without its password."""
    try:
        password = urlsplit(url).password
    except ValueError:
        return url.partition("@")[2] or url
    return url.replace(f":{password}@", ":***@") if password else url


def _prepare(database: Database, tables: set[str], schema: str) -> None:
    """Make the tables, or see that those that are there are ours and of this version. Raises DatabaseError."""
    if "kazakh_repair" in tables:
        ((version,),) = database.query("SELECT version FROM kazakh_repair")
        if version != VERSION:
            raise DatabaseError(f"{database.name}: its tables are of version {version}, not {VERSION}; load into a new database")
        return
    if foreign := sorted(tables & columns().keys()):
        raise DatabaseError(f"{database.name}: holds other tables called {', '.join(foreign)}; load into a new database")
    for statement in _statements(schema):
        database.execute(statement)
    database.execute("CREATE TABLE kazakh_repair (version TEXT NOT NULL)")
    database.execute(f"INSERT INTO kazakh_repair VALUES ('{VERSION}')")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: a semicolon in a comment or a trigger ends none."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _names(table: str) -> str:
    return ", ".join(column.name for column in columns()[table])


def _replacing(table: str) -> str:
    if table not in KEYS:
        return ""
    others = [column.name for column in columns()[table] if column.name != KEYS[table]]
    return f"ON CONFLICT ({KEYS[table]}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in others)}"


def _psycopg() -> ModuleType:
    try:
        import psycopg
    except ImportError as error:
        raise DatabaseError("PostgreSQL needs psycopg; install it with: pip install 'kazakh-repair[postgres]'") from error
    return psycopg
