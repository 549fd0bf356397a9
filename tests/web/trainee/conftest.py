"""What the tests of a trainee's pages share: queries, another edition, a reflection sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course import clock
from course.content.edition import Edition
from course.records.reflections import sharing
from course.records.tables import Attempt, PublishedEdition, WrittenReflection
from course.records.transaction import transaction
from course.web import editions
from course.web.database import db
from tests.builders import make_edition
from tests.cast import Cast
from tests.pages import Page, Pages
from tests.queries import counting_queries
from tests.story import begin_final, send
from tests.web.trainee.reflecting import ADDRESS


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


@pytest.fixture
def sent(
    as_trainee: Pages, session: Session, cast: Cast, edition: Edition, now: datetime
) -> Callable[..., Page]:
    """Send Ana's reflection when called, and give its page."""

    def page(**more: Any) -> Page:
        send(session, cast.ana_enrolled, edition, now, **more)
        return as_trainee.get(ADDRESS)

    return page


@pytest.fixture
def stored(session: Session) -> Callable[[], WrittenReflection]:
    """Give the one reflection, as it is stored now."""

    def row() -> WrittenReflection:
        fresh = select(WrittenReflection).execution_options(populate_existing=True)
        return session.scalars(fresh).one()

    return row


@pytest.fixture
def theo_reads(
    session: Session, cast: Cast, stored: Callable[[], WrittenReflection], now: datetime
) -> Callable[[], list[str] | None]:
    """Give the texts that Theo reads of it; None where he reads nothing."""

    def texts() -> list[str] | None:
        thread = sharing.thread_for_trainer(session, cast.theo, stored().id, now=now)
        return [entry.text for entry in thread.entries] if thread else None

    return texts
