"""Bring a site into the state that is measured: people signed in, attempts open, many records."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from course.records.editions import live_ids, load_edition
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course.content.edition import Assessment, Edition, Lesson
from course.records.engine import open_engine
from course.records.passwords import hash_password
from course.records.tables import Enrollment, Person, PersonRole
from course.records.transaction import transaction
from tests.bench.browser import Browser
from tests.live import PASSWORD, PEOPLE, LiveSite

BATCH = 5_000
TEXT = "I would ask what helped before, and listen to the whole answer first. " * 8


@dataclass(frozen=True)
class Sitting:
    """A trainee in the middle of an exam."""

    browser: Browser
    address: str
    options: tuple[tuple[str, ...], ...]


def live_edition(site: LiveSite) -> Edition:
    """Return the edition of the site's only course."""
    with Session(open_engine(site.database_url)) as session:
        (edition_id,) = live_ids(session).values()
        return load_edition(session, edition_id)


def enroll_many(site: LiveSite, first: int, count: int) -> None:
    """Add trainees like the sample one, the first of them numbered ``first``."""
    hashed, now = hash_password(PASSWORD), datetime.now(UTC)
    with Session(open_engine(site.database_url)) as session:
        like = session.scalars(
            select(Enrollment).join(Person).where(Person.email == PEOPLE["trainee"])
        ).one()
        copied = {
            column.key: getattr(like, column.key)
            for column in Enrollment.__table__.columns
            if column.key not in {"id", "person_id"}
        }
        for start in range(first, first + count, BATCH):
            numbers = range(start, min(start + BATCH, first + count))
            with transaction(session):
                people = [
                    {
                        "email": email_of(number),
                        "name": f"Robin Example {number}",
                        "password_hash": hashed,
                        "created_at": now,
                    }
                    for number in numbers
                ]
                ids = list(session.scalars(insert(Person).returning(Person.id), people))
                session.execute(
                    insert(PersonRole), [{"person_id": id_, "role": "trainee"} for id_ in ids]
                )
                session.execute(insert(Enrollment), [{**copied, "person_id": id_} for id_ in ids])


def email_of(number: int) -> str:
    """Return the address of a trainee by their number."""
    return f"robin{number}@example.org"


def sit_down(site: LiveSite, edition: Edition, number: int) -> Sitting:
    """Sign a trainee in, and walk them up to the first question of the first exam."""
    browser = Browser(site.address)
    browser.sign_in(email_of(number))
    for step in edition.steps:
        if step.kind == "exam":
            return _start(browser, edition, edition.assessment_by_id[step.id])
        _complete(browser, edition, edition.lesson_by_id[step.id])
    raise AssertionError("the course has no exam")


def _complete(browser: Browser, edition: Edition, lesson: Lesson) -> None:
    home = f"/courses/{edition.course}"
    address = f"{home}/lessons/{lesson.id}"
    browser.get(address)
    for box in lesson.questions:
        item = edition.assessment_by_id[box.assessment].by_id[box.item]
        right = [option.id for option in item.options if option.right]
        browser.post(f"{address}/practice/{item.id}", {"answer": right})
    for reflection in lesson.reflections:
        browser.post(
            f"{home}/reflections/{reflection}",
            {"text": TEXT, "share": "private", "action": "send"},
        )
    browser.post(f"{address}/done", {})


def _start(browser: Browser, edition: Edition, exam: Assessment) -> Sitting:
    first = browser.post(f"/courses/{edition.course}/exams/{exam.id}/start", {})
    address = first.rsplit("/", 1)[0]
    options = []
    for question in range(1, exam.length + 1):
        page = browser.get(f"{address}/{question}")
        options.append(_offered(page))
    return Sitting(browser, address, tuple(options))


def _offered(page: str) -> tuple[str, ...]:
    return tuple(re.findall(r'name="answer" value="([^"]+)"', page))
