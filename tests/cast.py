"""The five people of every test, and the two cohorts they belong to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy.orm import Session

from course.records.people import passwords
from course.records.tables import Cohort, CohortStaff, Enrollment, Person, PersonRole
from course.records.transaction import transaction
from tests.builders import COURSE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "plumber violet cactus sleigh"
VERA = "vera@example.org"
"""Vera is a visitor: an address that nobody here has."""


@dataclass(frozen=True)
class Cast:
    """Ana and Ben are trainees, Theo is the trainer of Ana's cohort, Cora coordinates all."""

    ana: Person
    ben: Person
    theo: Person
    cora: Person
    fall: Cohort
    spring: Cohort
    ana_enrolled: Enrollment
    ben_enrolled: Enrollment


def make_cast(session: Session, course: str = COURSE) -> Cast:
    """Write the people, their cohorts and enrollments as rows."""
    with transaction(session):
        ana, ben = make_person("ana", "trainee"), make_person("ben", "trainee")
        theo, cora = make_person("theo", "trainer"), make_person("cora", "coordinator")
        fall = make_cohort("Fall 2026", "FALLABCD", course)
        spring = make_cohort("Spring 2027", "SPRNGABC", course)
        fall.staff.append(CohortStaff(person=theo, role="trainer"))
        ana_enrolled, ben_enrolled = make_enrollment(ana, fall), make_enrollment(ben, spring)
        session.add_all([ana, ben, theo, cora, fall, spring, ana_enrolled, ben_enrolled])
    return Cast(ana, ben, theo, cora, fall, spring, ana_enrolled, ben_enrolled)


def make_person(first: str, *roles: str) -> Person:
    """Return a person who signs in as ``first``@example.org with PASSWORD."""
    return Person(
        email=f"{first}@example.org",
        name=f"{first.title()} Example",
        password_hash=hashed(),
        created_at=NOW - timedelta(days=30),
        roles=[PersonRole(role=role) for role in roles],
    )


@cache
def hashed() -> str:
    """Return the hash of PASSWORD: one salt does for a whole run."""
    return passwords.hash_password(PASSWORD)


def make_cohort(name: str, join_code: str, course: str = COURSE) -> Cohort:
    """Return a cohort that people may join until the end of the year."""
    return Cohort(
        name=name,
        course=course,
        starts_on=date(2026, 11, 1),
        join_code=join_code,
        join_until=date(2026, 12, 31),
        created_at=NOW - timedelta(days=30),
    )


def make_enrollment(person: Person, cohort: Cohort) -> Enrollment:
    """Return an enrollment of three weeks ago in which nothing has been done."""
    return Enrollment(
        person=person,
        name=person.name,
        cohort=cohort,
        course=cohort.course,
        state="enrolled",
        enrolled_at=NOW - timedelta(days=21),
        counts={},
    )
