"""The program after an update that brought one more migration, whatever the newest is today."""

from course.records import migrate

NOW = migrate.HEAD
"""The version of the tables of this program, before any test changes that."""
NEXT = f"{int(NOW) + 1:04}"
FILE = f"{NEXT}_badges.py"
TEXT = f'''"""One more table."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "{NEXT}", "{NOW}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table("badges", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("badges")
'''
