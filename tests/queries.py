"""Count what is asked of the database, so that no page asks more the more rows there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_NOT_A_QUERY = ("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def counting_queries(engine: Engine) -> Iterator[list[str]]:
    """Give the list that every statement to this engine is added to, in order.

    with counting_queries(engine) as asked:
        client.get("/records")
    assert len(asked) <= 3, asked
    """
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_NOT_A_QUERY):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
