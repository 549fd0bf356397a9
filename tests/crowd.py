"""Many people at once, written in bulk: for lists, exports and the benchmark."""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.progress.counts import stages
from course.records.tables import Cohort, Completion, Enrollment, Person
from course.records.transaction import transaction


def add_crowd(
    session: Session, cohort: Cohort, edition: Edition, now: datetime, *, people: int
) -> None:
    """Enroll so many people in a cohort; every third of them has completed the course."""
    with transaction(session):
        before = session.scalar(select(func.count(Person.id))) or 0
        numbers = range(before + 1, before + 1 + people)
        added = insert(Person).returning(Person.id, Person.name)
        found = session.execute(added, [_person(each, now) for each in numbers])
        rows = [_enrollment(id_, name, cohort, edition, now) for id_, name in found]
        enrolled = insert(Enrollment).returning(Enrollment.id, Enrollment.completed_at)
        completed = [row.id for row in session.execute(enrolled, rows) if row.completed_at]
        kept = {"edition_id": edition.id, "completed_at": now, "proof": {}}
        if completed:
            session.execute(
                insert(Completion), [{"enrollment_id": each, **kept} for each in completed]
            )


def _person(number: int, now: datetime) -> dict[str, object]:
    return {
        "email": f"person-{number}@example.org",
        "name": f"Person {number % 700:03} of {number}",
        "created_at": now,
    }


def _enrollment(
    person: int, name: str, cohort: Cohort, edition: Edition, now: datetime
) -> dict[str, object]:
    done = person % 3 == 0
    return {
        "person_id": person,
        "name": name,
        "cohort_id": cohort.id,
        "course": edition.course,
        "state": "completed" if done else "in-progress",
        "enrolled_at": now - timedelta(days=30),
        "last_active_at": now - timedelta(days=person % 30),
        "completed_at": now - timedelta(minutes=person % 2) if done else None,
        "steps_done": 5 if done else person % 5,
        "steps_total": 5,
        "counts": {
            "funnel": {key: int(done) for key, _ in stages(edition)},
            "exams": {"pre-course": person % 100},
            "left": 0 if done else 3,
            "requirements": [
                ["lesson", "Complete all 3 lessons", *_met(3, done, now)],
                ["reflection", "Complete all 2 reflections", *_met(2, done, now)],
                ["exam", "Pass: Final exam", *_met(1, done, now)],
            ],
        },
    }


def _met(total: int, done: bool, now: datetime) -> tuple[int, int, str]:
    return (total, total, now.isoformat()) if done else (0, total, "")
