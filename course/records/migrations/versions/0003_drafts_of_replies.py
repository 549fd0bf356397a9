"""Keep what a trainer has begun to write back, and say of each failure when it is forgotten."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
THROTTLE = sa.table(
    "throttle",
    sa.column("key", sa.String(200)),
    sa.column("count", sa.Integer()),
    sa.column("until", MOMENT),
    sa.column("forget_at", MOMENT),
)
SHUT = 100
FOR_EVER = timedelta(days=3650)


def _kept(key: str, count: int) -> timedelta:
    """Return how long a count is kept that nothing is added to."""
    limit = key.partition(":")[0]
    if limit == "join-cohort" or (limit == "sign-in-row" and count >= SHUT):
        return FOR_EVER
    return timedelta(days=90) if limit == "sign-in-row" else timedelta(minutes=1)


def _forget_later(direction: int) -> None:
    connection = op.get_bind()
    forget_at = THROTTLE.c.forget_at
    for key, count, moment in connection.execute(
        sa.select(THROTTLE.c.key, THROTTLE.c.count, forget_at)
    ).all():
        connection.execute(
            sa.update(THROTTLE)
            .where(THROTTLE.c.key == key)
            .values(forget_at=moment + direction * _kept(key, count))
        )


def upgrade() -> None:
    reflections, people = sa.ForeignKey("reflections.id"), sa.ForeignKey("people.id")
    op.create_table(
        "reply_drafts",
        sa.Column("reflection_id", sa.Integer(), reflections, primary_key=True),
        sa.Column("trainer_id", sa.Integer(), people, primary_key=True, index=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
    )
    op.alter_column("throttle", "since", new_column_name="forget_at")
    _forget_later(+1)
    op.execute("UPDATE throttle SET forget_at = until WHERE until > forget_at")
    op.create_index("ix_throttle_forget_at", "throttle", ["forget_at"])


def downgrade() -> None:
    op.drop_index("ix_throttle_forget_at", "throttle")
    # The earlier version begins a row anew after a wait: nothing waits there but what is shut.
    rows = "substr(key, 1, 12) = 'sign-in-row:'"
    op.execute(f"UPDATE throttle SET until = NULL WHERE {rows} AND count < {SHUT}")
    _forget_later(-1)
    op.alter_column("throttle", "forget_at", new_column_name="since")
    op.drop_table("reply_drafts")
