"""Cohorts, who looks after them, and who is enrolled."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from course.records.base import Base, EditionKey, Id, Json, Key, Moment, Name, PersonKey
from course.records.tables.people import Person

STATES = ("enrolled", "in-progress", "completed", "withdrawn", "on-hold")
_OPEN = text("state <> 'withdrawn'")
_COMPLETED = text("completed_at IS NOT NULL")


def _walked(first: str, *also: str) -> Iterator[Index]:
    """Give an index for each order of a list, of one cohort or of one state (``lists.walking``).

    ``also`` is what such a list is filtered by: it is read from the index, and not row by row.
    """
    for order in ("name", "enrolled_at", "active_at", "completed_at"):
        columns = (first, order, "id", *also)
        rows = _COMPLETED if order == "completed_at" else None
        name = f"ix_enrollments_{first}_{order}"
        yield Index(name, *columns, sqlite_where=rows)


def _active_at(context: Any) -> datetime:
    row: Mapping[str, datetime] = context.get_current_parameters()
    return row.get("last_active_at") or row["enrolled_at"]


class Cohort(Base):
    """People who take one course together. The join code works until ``join_until``."""

    __tablename__ = "cohorts"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    course: Mapped[Id] = mapped_column(index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    join_code: Mapped[str | None] = mapped_column(String(8), unique=True)
    join_until: Mapped[date | None]
    created_at: Mapped[Moment]
    staff: Mapped[list["CohortStaff"]] = relationship(cascade="all, delete-orphan")


class CohortStaff(Base):
    """A trainer or coordinator of a cohort. Who has cohorts sees those only; with none, all."""

    __tablename__ = "cohort_staff"
    __table_args__ = (CheckConstraint("role IN ('trainer', 'coordinator')", name="known_role"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)
    person: Mapped[Person] = relationship()


class Enrollment(Base):
    """One person in one course. The counts are kept here, so that no list has to count.

    ``counts`` holds ``{"edition": id, "funnel": {stage: 0 or 1}, "exams": {exam: percent},
    "left": int, "requirements": [[kind, words, done, total, ISO time or ""], …]}`` as
    ``records.progress`` writes it, in the transaction of the deed that changed it; ``edition`` is
    the one that it was counted under. Lists are sorted by ``name``, a copy of the person's for
    that alone, and by ``active_at``, when they were last active, or enrolled: with these here, a
    page is read from one end of an index.
    """

    __tablename__ = "enrollments"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="known_state"),
        Index(
            "uq_enrollments_person_id_course_open",
            "person_id",
            "course",
            unique=True,
            sqlite_where=_OPEN,
        ),
        *_walked("cohort_id", "state"),
        *_walked("state"),
    )

    id: Mapped[Key]
    person_id: Mapped[PersonKey]
    name: Mapped[Name]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    course: Mapped[Id]
    state: Mapped[str] = mapped_column(String(16))
    enrolled_at: Mapped[Moment]
    last_active_at: Mapped[Moment | None]
    active_at: Mapped[Moment] = mapped_column(default=_active_at)
    completed_at: Mapped[Moment | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json]
    person: Mapped[Person] = relationship()
    cohort: Mapped[Cohort] = relationship()


class Completion(Base):
    """All requirements of an enrollment met: the proof as it stood, and its edition, for ever."""

    __tablename__ = "completions"

    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), primary_key=True)
    edition_id: Mapped[EditionKey]
    completed_at: Mapped[Moment]
    proof: Mapped[Json]
