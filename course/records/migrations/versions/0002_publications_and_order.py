"""Keep each time that an edition went live, and let lists of enrollments be read in order."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
ORDERS = ("name", "enrolled_at", "active_at", "completed_at")
PEOPLE = sa.text("(SELECT name FROM people WHERE people.id = person_id)")
STATES = "state IN ('enrolled', 'in-progress', 'completed', 'withdrawn', 'on-hold')"

# What 0001 made and both versions have, named here for SQLite, where a table is made anew.
EDITION = ("id", "course", "title", "live", "compiled")
ENROLLMENT = (
    "id",
    "person_id",
    "cohort_id",
    "course",
    "state",
    "enrolled_at",
    "last_active_at",
    "completed_at",
    "steps_done",
    "steps_total",
    "counts",
)


def _edition(*more: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("course", sa.String(64), nullable=False, index=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        *more,
    ]


def _published(needed: bool = True) -> list[sa.Column[Any]]:
    return [
        sa.Column("git_commit", sa.String(64)),
        sa.Column("published_at", MOMENT, nullable=not needed),
        sa.Column("published_by", sa.Integer(), sa.ForeignKey("people.id"), index=True),
    ]


def _enrollment(*more: sa.Column[Any]) -> list[sa.schema.SchemaItem]:
    people, cohorts = sa.ForeignKey("people.id"), sa.ForeignKey("cohorts.id")
    return [
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), people, nullable=False, index=True),
        sa.Column("cohort_id", sa.Integer(), cohorts, nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("last_active_at", MOMENT),
        sa.Column("completed_at", MOMENT),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        *more,
        sa.CheckConstraint(STATES, name="known_state"),
    ]


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def _make_anew(
    table: str, columns: Sequence[sa.schema.SchemaItem], kept: tuple[str, ...], **filled: str
) -> None:
    """Make a table of SQLite anew, which cannot change a column that others point to or by.

    The rows come back into a table of the same name, so that what points to them points again.
    """
    names, values = ", ".join((*kept, *filled)), ", ".join((*kept, *filled.values()))
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE carried AS SELECT {values} FROM {table}")
    op.drop_table(table)
    op.create_table(table, *columns)
    op.execute(f"INSERT INTO {table} ({names}) SELECT * FROM carried")
    op.execute("DROP TABLE carried")


def _index(name: str, table: str, *columns: str, unique: bool = False, rows: str = "") -> None:
    where = sa.text(rows) if rows else None
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _limits() -> None:
    """Make the indexes again that SQLite dropped with their tables."""
    _index("uq_editions_course_live", "editions", "course", unique=True, rows="live")
    name = "uq_enrollments_person_id_course_open"
    _index(name, "enrollments", "person_id", "course", unique=True, rows="state <> 'withdrawn'")


def _order_anew() -> None:
    _make_anew("editions", _edition(), EDITION)
    more = (sa.Column("name", sa.String(200), nullable=False), _active(needed=True))
    filled = {"name": PEOPLE.text, "active_at": "coalesce(last_active_at, enrolled_at)"}
    _make_anew("enrollments", _enrollment(*more), ENROLLMENT, **filled)
    _limits()


def _order_in_place() -> None:
    for column in _published():
        op.drop_column("editions", column.name)
    op.add_column("enrollments", sa.Column("name", sa.String(200)))
    op.add_column("enrollments", _active(needed=False))
    op.execute(
        f"UPDATE enrollments SET name = {PEOPLE.text},"
        " active_at = coalesce(last_active_at, enrolled_at)"
    )
    op.alter_column("enrollments", "name", nullable=False)
    op.alter_column("enrollments", "active_at", nullable=False)
    for old in ("cohort_id_id", "state", "last_active_at", "completed_at"):
        op.drop_index(f"ix_enrollments_{old}", "enrollments")


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        *_published(),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
    )
    _index("ix_publications_course_id", "publications", "course", "id")
    # The newest publication is that of the live edition, also where it was published before others.
    op.execute(
        "INSERT INTO publications (course, edition_id, git_commit, published_at, published_by)"
        " SELECT course, id, git_commit, published_at, published_by FROM editions"
        " ORDER BY live, published_at"
    )
    if _on_sqlite():
        _order_anew()
    else:
        _order_in_place()
    for first, also in (("cohort_id", ("state",)), ("state", ())):
        for order in ORDERS:
            rows = "completed_at IS NOT NULL" if order == "completed_at" else ""
            name = f"ix_enrollments_{first}_{order}"
            _index(name, "enrollments", first, order, "id", *also, rows=rows)


def _active(*, needed: bool) -> sa.Column[Any]:
    return sa.Column("active_at", MOMENT, nullable=not needed)


def downgrade() -> None:
    for first in ("cohort_id", "state"):
        for order in ORDERS:
            op.drop_index(f"ix_enrollments_{first}_{order}", "enrollments")
    newest = "FROM publications WHERE edition_id = editions.id ORDER BY id DESC LIMIT 1"
    filled = {each.name: f"(SELECT {each.name} {newest})" for each in _published()}
    if _on_sqlite():
        _make_anew("enrollments", _enrollment(), ENROLLMENT)
        _make_anew("editions", _edition(*_published()), EDITION, **filled)
        _limits()
    else:
        for column in _published(needed=False):
            op.add_column("editions", column)
        op.execute("UPDATE editions SET " + ", ".join(f"{n} = {v}" for n, v in filled.items()))
        op.alter_column("editions", "published_at", nullable=False)
        op.drop_column("enrollments", "name")
        op.drop_column("enrollments", "active_at")
    _index("ix_enrollments_cohort_id_id", "enrollments", "cohort_id", "id")
    for name in ("state", "last_active_at", "completed_at"):
        _index(f"ix_enrollments_{name}", "enrollments", name)
    op.drop_table("publications")
