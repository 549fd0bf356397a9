"""A PostgreSQL database: dumped by pg_dump, and its rows brought back from the dump."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.util import to_list

from course.records.backups.manifest import Measured, measure
from course.records.refusals import Refused

DUMP = "waymark.pgdump"
_LOOKED_IN = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
"""Where Debian and Red Hat keep the programs of each version, beside those on PATH."""
_LEAVING_SECONDS = 2
_ENTRY = re.compile(r"\d+; \d+ \d+ (TABLE DATA|SEQUENCE SET) \S+ (\S+) ")
_COPY = re.compile(r'COPY (?:[\w"]+\.)?"?(\w+)"? \(([\w", ]+)\) FROM stdin;')
_SET = re.compile(r"SELECT pg_catalog\.setval\('(?:[\w\"]+\.)?\"?(\w+)\"?', (\d+), (true|false)\);")


def dump(engine: Engine, target: Path) -> Measured | None:
    """Dump the database and measure it in the same moment, while others write."""
    with engine.connect() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = measure(connection)
        if found is None:
            return None
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        address, environment = _address(engine)
        how = ("--format=custom", "--no-owner", "--no-privileges", "--encoding=UTF8")
        what = ("--lock-wait-timeout=10s", f"--snapshot={moment}", f"--dbname={address}")
        _run([tool("pg_dump", connection), *how, *what, f"--file={target}"], environment)
        _run([tool("pg_restore", connection), "--file=/dev/null", str(target)], environment)
        _sync(target)
        return found


def holds(connection: Connection) -> str:
    """Say what a database holds: "nothing", "an empty site" or "records"."""
    names = inspect(connection).get_table_names()
    if "people" not in names:
        return "records" if names else "nothing"
    people = connection.scalar(text("SELECT 1 FROM people LIMIT 1"))
    return "records" if people else "an empty site"


def let_nobody_save(connection: Connection) -> None:
    """Keep everybody from saving until the transaction of the caller ends; all may read on."""
    # It waits for the copy that is made meanwhile, which may take longer than a server allows.
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    quote = connection.dialect.identifier_preparer.quote
    if names := [quote(name) for name in inspect(connection).get_table_names()]:
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")


def others(connection: Connection) -> int:
    """Count the other programs that are connected to this database."""
    asked = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND backend_type = 'client backend'
    """
    return connection.scalar(text(asked)) or 0


def alone(connection: Connection) -> bool:
    """Tell whether nobody else is connected, once who is leaving, as pg_dump is, has gone."""
    deadline = time.monotonic() + _LEAVING_SECONDS
    while others(connection):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
        # Else the server would tell this transaction what it told it before.
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
    return True


def fill(connection: Connection, dumped: Path) -> None:
    """Bring the rows of a dump into the tables of the connection, inside its transaction.

    The tables are there and empty. Nothing of the dump is run as a command.
    """
    program, ours = tool("pg_restore", connection), _by_reference(connection)
    listed = _run([program, "--list", str(dumped)], {})
    wanted = dumped.with_name("list")
    wanted.write_text("\n".join(_in_order(listed.splitlines(), ours)), encoding="utf-8")
    rows = [program, "--data-only", f"--use-list={wanted}", "--file=-", str(dumped)]
    with _lines_of(rows) as out:
        postgresql: Any = connection.connection.driver_connection
        with postgresql.cursor() as cursor:
            for line in out:
                if found := _COPY.fullmatch(line.decode().rstrip("\n")):
                    _copy(cursor, found[1], found[2], out)
                elif found := _SET.match(line.decode()):
                    cursor.execute("SELECT setval(%s, %s, %s)", [found[1], found[2], found[3]])


def tool(name: str, connection: Connection) -> str:
    """Return pg_dump or pg_restore, of the server's version or newer. Raise Refused."""
    asked = connection.scalar(text("SHOW server_version_num"))
    needed = int(asked or 0) // 10_000
    found = {path: _version(path) for path in _candidates(name)}
    for path, version in found.items():
        if version >= needed:
            return path
    newest = f"is of version {max(found.values())}" if found else "is not on this machine"
    raise Refused(
        f"{name} {newest}, and the server is PostgreSQL {needed}. Install its programs, "
        f"on Debian: apt-get install postgresql-client-{needed}"
    )


def _candidates(name: str) -> Iterator[str]:
    if on_path := shutil.which(name):
        yield on_path
    for pattern in _LOOKED_IN:
        for path in sorted(Path("/").glob(f"{pattern[1:]}/{name}"), reverse=True):
            yield str(path)


def _version(path: str) -> int:
    said = re.search(r"(\d+)", _run([path, "--version"], {}))
    return int(said[1]) if said else 0


def _address(engine: Engine) -> tuple[str, dict[str, str]]:
    """Return the server's address without the password, which no list of processes may show."""
    parts = engine.url.translate_connect_args(username="user", database="dbname")
    password = parts.pop("password", None)
    more = {name: ",".join(to_list(value)) for name, value in engine.url.query.items()}
    return make_conninfo(**parts, **more), {"PGPASSWORD": password} if password else {}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(  # noqa: S603  # fixed words, the operator's own address
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        umask=0o077,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(f"{Path(command[0]).name} could not finish: {last}")
    return done.stdout


@contextmanager
def _lines_of(command: Sequence[str]) -> Iterator[Iterator[bytes]]:
    with subprocess.Popen(  # noqa: S603  # fixed words, the operator's own file
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as program:
        assert program.stdout is not None  # noqa: S101  # a pipe was asked for
        yield iter(program.stdout)
    if program.returncode:
        raise Refused("pg_restore could not read the dump. Take another backup")


def _by_reference(connection: Connection) -> list[str]:
    """Return our tables, each after those that its rows point to."""
    found = inspect(connection).get_sorted_table_and_fkc_names()
    return [name for name, _ in found if name and name != "alembic_version"]


def _in_order(listed: Sequence[str], ours: Sequence[str]) -> list[str]:
    """Return the lines of a dump's list to bring back: rows by reference, then the sequences."""
    entries = [(found, line) for line in listed if (found := _ENTRY.match(line))]
    rows = {found[2]: line for found, line in entries if found[1] == "TABLE DATA"}
    sequences = [line for found, line in entries if found[1] == "SEQUENCE SET"]
    return [rows[name] for name in ours if name in rows] + sequences


def _copy(cursor: Any, name: str, columns: str, lines: Iterator[bytes]) -> None:
    names = [column.strip().strip('"') for column in columns.split(",")]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with cursor.copy(statement) as into:
        for line in lines:
            if line == b"\\.\n":
                return
            into.write(line)


def _sync(target: Path) -> None:
    with target.open("rb") as file:
        os.fsync(file.fileno())
