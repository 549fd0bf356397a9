"""Make every table: people, cohorts, editions, deeds, audit events, outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)

# In an order in which each table comes after those that it points to.
TABLES = {
    "cohorts": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("course", sa.String(64), nullable=False, index=True),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("join_code", sa.String(8), unique=True),
        sa.Column("join_until", sa.Date()),
        sa.Column("created_at", MOMENT, nullable=False),
    ),
    "edition_files": (
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("extension", sa.String(8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    ),
    "outbox": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("claimed_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("tries", sa.Integer(), nullable=False),
    ),
    "people": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False, index=True),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("time_zone", sa.String(64)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
    ),
    "set_up": (
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    ),
    "throttle": (
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, index=True),
    ),
    "cohort_staff": (
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohorts.id"), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True, index=True
        ),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.CheckConstraint("role IN ('trainer', 'coordinator')", name="known_role"),
    ),
    "editions": (
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("course", sa.String(64), nullable=False, index=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("git_commit", sa.String(64)),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.Integer(), sa.ForeignKey("people.id"), index=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
    ),
    "enrollments": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False, index=True
        ),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohorts.id"), nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("last_active_at", MOMENT, index=True),
        sa.Column("completed_at", MOMENT, index=True),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('enrolled', 'in-progress', 'completed', 'withdrawn', 'on-hold')",
            name="known_state",
        ),
    ),
    "invitations": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("email", sa.String(254), nullable=False, index=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohorts.id"), index=True),
        sa.Column("invited_by", sa.Integer(), sa.ForeignKey("people.id"), index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.CheckConstraint("role IN ('trainee', 'trainer', 'coordinator')", name="known_role"),
    ),
    "pending_posts": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False, index=True
        ),
        sa.Column("session_hash", sa.String(64), nullable=False, index=True),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    ),
    "roles": (
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.CheckConstraint("role IN ('trainee', 'trainer', 'coordinator')", name="known"),
    ),
    "sessions": (
        sa.Column("id_hash", sa.String(64), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False, index=True
        ),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(200), nullable=False),
    ),
    "sign_in_links": (
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False, index=True
        ),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    ),
    "attempts": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "enrollment_id",
            sa.Integer(),
            sa.ForeignKey("enrollments.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("exam", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("submitted_at", MOMENT),
        sa.UniqueConstraint("enrollment_id", "exam", "number"),
        sa.CheckConstraint("number >= 1 AND (allowed = 0 OR number <= allowed)", name="limit"),
    ),
    "audit_events": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("people.id"), index=True),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("action", sa.String(64), nullable=False, index=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), index=True),
        sa.Column("enrollment_id", sa.Integer(), sa.ForeignKey("enrollments.id"), index=True),
        sa.Column("cohort_id", sa.Integer(), sa.ForeignKey("cohorts.id"), index=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("detail", sa.JSON(), nullable=False),
    ),
    "completions": (
        sa.Column("enrollment_id", sa.Integer(), sa.ForeignKey("enrollments.id"), primary_key=True),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        sa.Column("completed_at", MOMENT, nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
    ),
    "lesson_progress": (
        sa.Column("enrollment_id", sa.Integer(), sa.ForeignKey("enrollments.id"), primary_key=True),
        sa.Column("lesson", sa.String(64), primary_key=True),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
    ),
    "practice_responses": (
        sa.Column("enrollment_id", sa.Integer(), sa.ForeignKey("enrollments.id"), primary_key=True),
        sa.Column("item", sa.String(64), primary_key=True),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
    ),
    "reflections": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "enrollment_id",
            sa.Integer(),
            sa.ForeignKey("enrollments.id"),
            nullable=False,
            index=True,
        ),
        sa.Column("reflection", sa.String(64), nullable=False),
        sa.Column(
            "edition_id", sa.String(64), sa.ForeignKey("editions.id"), nullable=False, index=True
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("decided_at", MOMENT),
        sa.UniqueConstraint("enrollment_id", "reflection"),
        sa.CheckConstraint("state IN ('draft', 'sent', 'changes-asked', 'accepted')", name="state"),
    ),
    "late_responses": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "attempt_id", sa.Integer(), sa.ForeignKey("attempts.id"), nullable=False, index=True
        ),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
    ),
    "reflection_messages": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "reflection_id",
            sa.Integer(),
            sa.ForeignKey("reflections.id"),
            nullable=False,
            index=True,
        ),
        sa.Column(
            "author_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False, index=True
        ),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('version', 'reply', 'accept', 'ask')", name="kind"),
    ),
    "responses": (
        sa.Column("attempt_id", sa.Integer(), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("item", sa.String(64), primary_key=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("later", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
    ),
    "scores": (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "attempt_id", sa.Integer(), sa.ForeignKey("attempts.id"), nullable=False, index=True
        ),
        sa.Column("raw", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean()),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("raw >= 0 AND raw <= maximum", name="range"),
    ),
}
# Found by their whole key and by nothing else.
WITHOUT_ROWID = {"lesson_progress", "practice_responses", "responses"}
# Name, table, columns, unique, and the rows that it holds.
INDEXES = [
    ("ix_outbox_waiting", "outbox", ["created_at"], False, "sent_at IS NULL"),
    ("uq_editions_course_live", "editions", ["course"], True, "live"),
    ("ix_enrollments_cohort_id_id", "enrollments", ["cohort_id", "id"], False, None),
    (
        "uq_enrollments_person_id_course_open",
        "enrollments",
        ["person_id", "course"],
        True,
        "state <> 'withdrawn'",
    ),
    ("ix_attempts_due_at_open", "attempts", ["due_at"], False, "submitted_at IS NULL"),
    (
        "uq_attempts_enrollment_id_exam_open",
        "attempts",
        ["enrollment_id", "exam"],
        True,
        "submitted_at IS NULL",
    ),
    ("ix_reflections_waiting", "reflections", ["shared", "sent_at", "id"], False, "state = 'sent'"),
]


def upgrade() -> None:
    for name, parts in TABLES.items():
        op.create_table(name, *parts, sqlite_with_rowid=name not in WITHOUT_ROWID)
    for name, table, columns, unique, rows in INDEXES:
        where = None if rows is None else sa.text(rows)
        op.create_index(
            name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
