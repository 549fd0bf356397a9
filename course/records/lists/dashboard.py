"""The coordinator's dashboard: what needs somebody, and where trainees are. Numbers only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts.sight import Sight, sight
from course.records.lists.rows import quiet
from course.records.progress.counting import stages
from course.records.reflections.to_review import waits
from course.records.tables import Enrollment, Invitation, Person, WrittenReflection

REPLY_WITHIN = timedelta(days=7)
"""How long a shared reflection waits before it counts as overdue."""
STUCK_AFTER = timedelta(days=14)
"""How long nothing happens before a trainee counts as stuck."""
FEWEST = 5
"""Fewer people than this are not broken down: a share of them would point at one (DESIGN 7)."""


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """How much waits for a person. The reflections are a count that leads to nobody."""

    reflections_overdue: int
    stuck: int
    invitations_unused: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How many people came this far, and how many of those at the stage before did not."""

    key: str
    title: str
    people: int
    share: int
    drop: int


def needs_you(session: Session, viewer: Person, now: datetime) -> NeedsYou:
    """Count what waits in the cohorts that the viewer sees, in two queries."""
    seen = sight(session, viewer)
    overdue = (
        select(func.count(WrittenReflection.id))
        .join(Enrollment, Enrollment.id == WrittenReflection.enrollment_id)
        .where(
            waits(),
            WrittenReflection.shared,
            WrittenReflection.sent_at < now - REPLY_WITHIN,
            seen.enrollments,
        )
    )
    stuck = select(func.count(Enrollment.id)).where(quiet(now - STUCK_AFTER), seen.enrollments)
    row = session.execute(
        select(
            overdue.scalar_subquery(),
            stuck.scalar_subquery(),
            _open_invitations(seen).scalar_subquery(),
        )
    ).one()
    return NeedsYou(*row)


def where_trainees_are(
    session: Session, viewer: Person, *, edition: Edition, cohort: int | None = None
) -> list[Stage] | None:
    """Return the stages of a course with their people, in two queries; None for fewer than 5.

    "Invited" counts open invitations and everybody enrolled; who withdrew is not counted.
    """
    seen = sight(session, viewer)
    keys = stages(edition)
    people = (
        select(
            func.count(Enrollment.id),
            *(
                func.coalesce(func.sum(Enrollment.counts[("funnel", key)].as_integer()), 0)
                for key, _ in keys
            ),
        )
        .where(Enrollment.course == edition.course, Enrollment.state != "withdrawn")
        .where(seen.enrollments)
    )
    invited = _open_invitations(seen).where(Invitation.cohort_id.is_not(None))
    if cohort is not None:
        people = people.where(Enrollment.cohort_id == cohort)
        invited = invited.where(Invitation.cohort_id == cohort)
    row = session.execute(people.add_columns(invited.scalar_subquery())).one()
    enrolled, *reached, waiting = row
    if enrolled + waiting < FEWEST:
        return None
    counted = [("invited", "Invited", enrolled + waiting), ("enrolled", "Has an account", enrolled)]
    counted += [(key, title, n) for (key, title), n in zip(keys, reached, strict=True)]
    return _as_stages(counted)


def _open_invitations(seen: Sight) -> Select[int]:
    invited = select(func.count(Invitation.id)).where(Invitation.used_at.is_(None))
    if seen.all:
        return invited
    return invited.where(Invitation.cohort_id.in_(list(seen.cohorts)))


def _as_stages(counted: list[tuple[str, str, int]]) -> list[Stage]:
    everybody, before, found = counted[0][2], counted[0][2], []
    for key, title, people in counted:
        found.append(Stage(key, title, people, people * 100 // everybody, max(0, before - people)))
        before = people
    return found
