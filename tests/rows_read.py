"""Count what a database goes through for an answer: work that a clock would measure with noise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


def work_of(session: Session, ask: Callable[[], object]) -> int:
    """Return how much the database did to answer: rows read on PostgreSQL, steps on SQLite."""
    if session.get_bind().dialect.name == "sqlite":
        return _steps(session, ask)
    with _asked(session) as statements:
        ask()
    return sum(_rows(session, *statement) for statement in statements)


def _steps(session: Session, ask: Callable[[], object]) -> int:
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    sqlite: Any = session.connection().connection.driver_connection
    sqlite.set_progress_handler(count, 10)
    try:
        ask()
    finally:
        sqlite.set_progress_handler(None, 0)
    return taken * 10


@contextmanager
def _asked(session: Session) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        statements.append((statement, values))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def _rows(session: Session, statement: str, values: Any) -> int:
    explain = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}"
    (plan,) = session.connection().exec_driver_sql(explain, values).scalar_one()
    return round(sum(map(_read, _nodes(plan["Plan"]))))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for beneath in node.get("Plans", ()):
        yield from _nodes(beneath)


def _read(node: dict[str, Any]) -> float:
    if "Relation Name" not in node:
        return 0
    left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return float((node["Actual Rows"] + left_out) * node["Actual Loops"])
