"""An index of some rows only has its condition on both databases, wherever it is told."""

import pytest
from sqlalchemy import Column, Dialect, Index, Integer, MetaData, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex

import course.records.base  # noqa: F401  # what is under test: it hooks into SQLAlchemy

SQLITE = sqlite.dialect()  # type: ignore[no-untyped-call]  # it has no types
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # as above


def written(dialect: Dialect, **told: object) -> str:
    index = Index("some", Table("things", MetaData(), Column("a", Integer)).c.a, **told)
    return str(CreateIndex(index).compile(dialect=dialect)).partition("WHERE ")[2]


@pytest.mark.parametrize(
    ("dialect", "told", "rows"),
    [
        (SQLITE, {"sqlite_where": text("a > 1")}, "a > 1"),
        (POSTGRESQL, {"sqlite_where": text("a > 1")}, "a > 1"),
        (POSTGRESQL, {"postgresql_where": text("a > 2")}, "a > 2"),
        (POSTGRESQL, {"sqlite_where": text("a > 1"), "postgresql_where": text("a > 2")}, "a > 2"),
        (POSTGRESQL, {"sqlite_where": None}, ""),
        (POSTGRESQL, {}, ""),
    ],
)
def test_a_condition_is_kept_and_the_own_one_goes_first(
    dialect: Dialect, told: dict[str, object], rows: str
) -> None:
    assert written(dialect, **told) == rows
