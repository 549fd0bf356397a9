"""What the attacks aim at: a small course full of marks, and a site in which something happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Assessment, Edition
from course.records.cohorts.invitations import Invitee, invite
from course.records.tables import (
    Attempt,
    Invitation,
    PersonRole,
    PublishedEdition,
    WrittenReflection,
)
from course.records.transaction import transaction
from tests.builders import make_edition, make_reflections
from tests.cast import Cast
from tests.house.routes import ROUTES
from tests.pages import Pages
from tests.story import begin_pre_course, send
from tests.web.conftest import signed_in

KEY = "CANARY-KEY"
"""Stands in every "why" and explanation of the exams, and in what trainers look for."""
SECRET = "CANARY-SECRET"
"""Stands in what a trainee wrote in private."""


def marked(exam: Assessment) -> Assessment:
    items = tuple(
        item.model_copy(
            update={
                "explain": f"<p>{KEY}</p>",
                "options": tuple(o.model_copy(update={"why": KEY}) for o in item.options),
            }
        )
        for item in exam.items
    )
    return exam.model_copy(update={"items": items})


@pytest.fixture
def edition(session: Session) -> Edition:
    """The small course with the marks in it, published and live."""
    plain = make_edition()
    made = make_edition(
        "marked",
        assessments=tuple(
            marked(each) if each.kind == "exam" else each for each in plain.assessments
        ),
        reflections=tuple(
            each.model_copy(update={"look_for": (KEY,)}) for each in make_reflections()
        ),
    )
    row = PublishedEdition(
        id=made.id,
        course=made.course,
        title=made.title,
        live=True,
        compiled=made.model_dump_json(),
    )
    with transaction(session):
        session.add(row)
    return made


@dataclass(frozen=True)
class Things:
    """What stands on the site, by the names that its addresses use."""

    cast: Cast
    attempt: Attempt
    written: int
    invitation: int

    @property
    def names(self) -> dict[str, object]:
        return {
            "course": self.cast.fall.course,
            "lesson": "the-role",
            "item": "role-p-1",
            "reflection": "first-day",
            "exam": "pre-course",
            "int:attempt": self.attempt.id,
            "int:n": 1,
            "int:written": self.written,
            "int:invitation": self.invitation,
            "int:cohort": self.cast.fall.id,
            "int:person": self.cast.ana.id,
            "role": "trainer",
            "number": "ABCD",
            "token": "none",
            "digest": "none",
            "name": "site.css",
            "hash_": "none",
            "extension": "png",
            "edition": "none",
        }

    def address(self, rule: str) -> str:
        """Return the address of a rule, with Ana's things in it."""
        for name, value in self.names.items():
            rule = rule.replace(f"<{name}>", str(value))
        assert "<" not in rule, f"no value for {rule}"
        return rule

    @property
    def addresses(self) -> list[str]:
        """Every address of the site, with Ana's things in it."""
        return [self.address(rule) for rule in ROUTES]


@pytest.fixture(autouse=True)
def _no_files(app: Flask, tmp_path: Path) -> None:
    """Let the content check read nothing: to read the shipped course takes longer than a walk."""
    app.extensions["settings"] = replace(app.extensions["settings"], course_root=tmp_path)


@pytest.fixture
def things(session: Session, cast: Cast, edition: Edition, now: datetime) -> Things:
    """Ana is in the middle of the first exam, and sent two reflections that she kept private."""
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    for reflection in ("first-day", "a-gift"):
        text = f"{SECRET} and some more words of mine"
        send(session, cast.ana_enrolled, edition, now, reflection=reflection, text=text)
    first = WrittenReflection.reflection == "first-day"
    written = session.scalars(select(WrittenReflection.id).where(first)).one()
    invite(session, Invitee("new@example.org", "trainee", cast.fall), actor=cast.cora, now=now)
    return Things(cast, attempt, written, session.scalars(select(Invitation.id)).one())


@pytest.fixture
def as_everyone(app: Flask, cast: Cast, session: Session) -> Pages:
    """The browser of somebody with every role, who sees everything."""
    with transaction(session):
        for role in ("trainee", "trainer"):
            session.add(PersonRole(person_id=cast.cora.id, role=role))
    return signed_in(app, cast.cora)


def token_of(pages: Pages) -> str:
    """Return the form token of a browser's session."""
    page = pages.client.get("/join").get_data(as_text=True)
    return page.split('name="csrf_token" value="')[1].split('"')[0]
