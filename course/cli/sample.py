"""The sample people of the local site: one of each kind, in one cohort, with one password."""

import os
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from course.config import Settings
from course.records.cohorts.joining import add_to_site
from course.records.people import passwords
from course.records.people.accounts import NewPerson, coordinators_exist, person_by_email

COHORT = "Sample cohort"
CAST = (
    ("trainee", "Tess Trainee"),
    ("trainer", "Theo Trainer"),
    ("coordinator", "Cora Coordinator"),
)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Someone to sign in as."""

    role: str
    email: str
    password: str


def people(
    session: Session, settings: Settings, courses: list[str], *, now: datetime
) -> list[SamplePerson]:
    """Return the sample people, made where the database has no coordinator yet.

    They take the first of the courses, also one whose files have errors still.
    """
    password = _password(settings)
    if courses and not coordinators_exist(session):
        for role, name in CAST:
            stored = passwords.hash_password(password)
            new = NewPerson(f"{role}@example.org", name, frozenset({role}), stored)
            add_to_site(session, new, cohort=COHORT, course=min(courses), now=now)
    here = [role for role, _ in CAST if person_by_email(session, f"{role}@example.org")]
    return [SamplePerson(role, f"{role}@example.org", password) for role in here]


def _password(settings: Settings) -> str:
    """Return the sample password: random, made once, kept where only the owner reads it."""
    path = settings.instance_dir / "sample-password"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(passwords.suggest_passphrase())
    return path.read_text(encoding="utf-8")
