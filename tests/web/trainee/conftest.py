"""What the tests of a trainee's pages share: counting queries, and publishing another edition."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from course import clock
from course.content.edition import Edition
from course.records.tables import Attempt, PublishedEdition
from course.records.transaction import transaction
from course.web import editions
from course.web.database import db
from tests.builders import make_edition
from tests.cast import Cast
from tests.queries import counting_queries
from tests.story import begin_final


@pytest.fixture
def queries(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what the site asks of its database, those of the session included.

    Which edition is live is asked every two seconds, not by a page: that is left out.
    """
    monkeypatch.setattr(editions, "FRESH_FOR", float("inf"))

    def count() -> AbstractContextManager[list[str]]:
        with app.app_context():
            return counting_queries(db.engine)

    return count


@pytest.fixture
def publish_more(app: Flask, session: Session, edition: Edition) -> Callable[..., Edition]:
    """Make another edition live: of another course, or of the same one after a change."""

    def publish(course: str, *, name: str = "another", **changes: object) -> Edition:
        made = make_edition(name, course=course, **changes)
        with transaction(session):
            session.execute(
                update(PublishedEdition).where(PublishedEdition.course == course).values(live=False)
            )
            session.add(
                PublishedEdition(
                    id=made.id,
                    course=course,
                    title=made.title,
                    live=True,
                    compiled=made.model_dump_json(),
                )
            )
        app.extensions["shelf"].forget()
        return made

    return publish


@pytest.fixture
def final(session: Session, cast: Cast, edition: Edition, now: datetime) -> Attempt:
    """Ana's final exam, begun."""
    return begin_final(session, cast.ana_enrolled, edition, now)


@pytest.fixture
def later_on(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[..., None]:
    """Let time go by, for the site."""

    def go_by(**time: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(**time))

    return go_by
