"""Keep what a trainer has begun to write back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = "reply_drafts"


def upgrade() -> None:
    reflections, people = sa.ForeignKey("reflections.id"), sa.ForeignKey("people.id")
    op.create_table(
        TABLE,
        sa.Column("reflection_id", sa.Integer(), reflections, primary_key=True),
        sa.Column("trainer_id", sa.Integer(), people, primary_key=True, index=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
