"""The coordinator's dashboard: what needs somebody, and where trainees are. Numbers only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.checkup import of_last_backup, too_old
from course.records.cohorts.sight import Sight, sight
from course.records.lists.rows import ENROLLED, quiet
from course.records.progress.counts import stages
from course.records.reflections.reach import can_be_taken_back
from course.records.reflections.to_review import waits
from course.records.tables import AuditEvent, Enrollment, Invitation, Person, WrittenReflection

REPLY_WITHIN = timedelta(days=7)
"""How long a shared reflection waits before it counts as overdue."""
STUCK_AFTER = timedelta(days=14)
"""How long nothing happens before a trainee counts as stuck."""
FEWEST = 5
"""Fewer people than this are not broken down: a share of them would point at one (DESIGN 7)."""


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """How much waits for a person. The reflections are a count that leads to nobody.

    ``days_without_backup`` is 0 where backups are made as they should be.
    """

    reflections_overdue: int
    stuck: int
    invitations_unused: int
    days_without_backup: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """How many people came this far, and how many of those at the stage before did not."""

    key: str
    title: str
    people: int
    share: int
    drop: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the same people scored before the course and after it: their mean whole percents."""

    first: str
    last: str
    people: int
    before: int
    after: int


def needs_you(
    session: Session, viewer: Person, now: datetime, *, for_real: bool = False
) -> NeedsYou:
    """Count what waits in the cohorts that the viewer sees, in three queries.

    ``for_real``: others reach this site, so that it needs a backup from its first days on; else
    only where there was one before.
    """
    seen = sight(session, viewer)
    overdue = (
        select(func.count(WrittenReflection.id))
        .join(Enrollment, Enrollment.id == WrittenReflection.enrollment_id)
        .where(
            waits(),
            WrittenReflection.shared,
            can_be_taken_back(session),
            WrittenReflection.sent_at < now - REPLY_WITHIN,
            seen.enrollments,
        )
    )
    stuck = select(func.count(Enrollment.id)).where(quiet(now - STUCK_AFTER), seen.enrollments)
    began = select(Person.created_at).order_by(Person.id).limit(1)
    overdue_now, stuck_now, unused, noted, made, first = session.execute(
        select(
            overdue.scalar_subquery(),
            stuck.scalar_subquery(),
            _open_invitations(seen).scalar_subquery(),
            of_last_backup(AuditEvent.at).scalar_subquery(),
            of_last_backup(AuditEvent.detail["made_at"].as_string()).scalar_subquery(),
            began.scalar_subquery(),
        )
    ).one()
    last = datetime.fromisoformat(made) if made else noted
    since = last or (first if for_real else None)
    days = (now - since).days if since and too_old(since, now) else 0
    return NeedsYou(overdue_now, stuck_now, unused, days)


def where_trainees_are(
    session: Session, seen: Sight, *, edition: Edition, cohort: int | None = None
) -> list[Stage] | None:
    """Return the stages of a course with their people, in one query; None for fewer than 5.

    "Invited" counts open invitations and everybody enrolled; who withdrew is not counted.
    """
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
    counted = [("invited", "Invited", enrolled + waiting), (ENROLLED, "Has an account", enrolled)]
    counted += [(key, title, n) for (key, title), n in zip(keys, reached, strict=True)]
    return _as_stages(counted)


def before_and_after(
    session: Session, seen: Sight, *, edition: Edition, cohort: int | None = None
) -> Comparison | None:
    """Compare the exam that nobody can fail with the last one that can be, in one query.

    Of those who sent both; None for fewer than 5, or where the course has no such exams.
    """
    steps = (step for step in edition.steps if step.kind == "exam")
    exams = [edition.assessment_by_id[step.id] for step in steps]
    first = next((exam for exam in exams if exam.pass_mark is None), None)
    last = next((exam for exam in reversed(exams) if exam.pass_mark is not None), None)
    if first is None or last is None:
        return None
    before, after = (Enrollment.counts[("exams", exam.id)].as_integer() for exam in (first, last))
    both = (
        select(func.count(Enrollment.id), func.avg(before), func.avg(after))
        .where(Enrollment.course == edition.course, Enrollment.state != "withdrawn")
        .where(before.is_not(None), after.is_not(None), seen.enrollments)
    )
    if cohort is not None:
        both = both.where(Enrollment.cohort_id == cohort)
    people, was, became = session.execute(both).one()
    if people < FEWEST:
        return None
    return Comparison(first.title, last.title, people, round(was), round(became))


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
