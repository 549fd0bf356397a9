"""Publish a course, go back to what it was, and read when each edition went live (DESIGN 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from course.content.edition import Edition, MediaFile
from course.content.reading import CourseReading
from course.records import audit
from course.records.editions import kept_edition, live_id
from course.records.tables import EditionFile, Person, Publication, PublishedEdition
from course.records.transaction import alone, transaction
from course.records.upsert import insert_into

LARGEST_PICTURE = 1024 * 1024


class NotPublishable(Exception):
    """The course has errors or too large a picture: the last good edition stays live."""


class Overtaken(Exception):
    """Another edition went live than the one that was to be replaced: look at it first."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did: ``changed`` where another edition went live than was before."""

    edition_id: str
    changed: bool


@dataclass(frozen=True, slots=True)
class WentLive:
    """One time that an edition went live; ``live`` where it is the last one of its course.

    ``by`` is "" for the operator at the command line. ``reason`` says why it was gone back to.
    """

    id: int
    edition_id: str
    at: datetime
    by: str
    commit: str
    reason: str
    live: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who makes an edition live, from which commit, when; ``reason`` where it goes back."""

    action: Literal["publish", "go-back"]
    actor: Person | None
    commit: str | None
    now: datetime
    reason: str = ""


def publish(
    session: Session,
    reading: CourseReading,
    *,
    commit: str | None,
    actor: Person | None,
    now: datetime,
    instead_of: str | None = None,
) -> Published:
    """Make a course's files its live edition. The same files again only go live, as no new row.

    Two at once publish one after the other: the later one is live. ``instead_of`` is the edition
    that it is to replace ("" for none, None for whichever is live). Raise NotPublishable, and
    Overtaken where another one is live by now.
    """
    edition = reading.edition
    if edition is None:
        raise NotPublishable(f"{reading.course} has errors; see the content check")
    pictures = {file: reading.media[file.hash] for file in edition.media}
    _refuse_large(pictures)
    with transaction(session):
        before = _lock_live(session, edition.course)
        if before == edition.id:
            return Published(edition.id, changed=False)
        _refuse_overtaken(before, instead_of)
        _store(session, edition, pictures)
        _go_live(session, edition.course, edition.id, before, _Turn("publish", actor, commit, now))
    return Published(edition.id, changed=True)


def go_back(
    session: Session,
    edition_id: str,
    *,
    instead_of: str | None,
    reason: str,
    actor: Person | None,
    now: datetime,
) -> Published:
    """Make an earlier edition live again, as it was stored; the author's files stay as they are.

    It keeps the commit that it was last published from. Raise NoSuchEdition, and Overtaken where
    another edition is live by now than ``instead_of``.
    """
    edition = kept_edition(session, edition_id)  # refused here if this code cannot read it
    with transaction(session):
        before = _lock_live(session, edition.course)
        if before == edition.id:
            return Published(edition.id, changed=False)
        _refuse_overtaken(before, instead_of)
        commit = _last_commit(session, edition.id)
        turn = _Turn("go-back", actor, commit, now, reason)
        _go_live(session, edition.course, edition.id, before, turn)
    return Published(edition.id, changed=True)


def publications(
    session: Session, course: str, *, most: int, before: int | None = None, edition: str = ""
) -> list[WentLive]:
    """Return when editions of a course went live, newest first.

    With ``before``, those before that row; with ``edition``, those of that edition.
    """
    newest = select(func.max(Publication.id)).where(Publication.course == course).scalar_subquery()
    asked = (
        select(Publication, Person.name, Publication.id == newest)
        .outerjoin(Person, Person.id == Publication.published_by)
        .where(Publication.course == course)
        .order_by(Publication.id.desc())
        .limit(most)
    )
    if before:
        asked = asked.where(Publication.id < before)
    if edition:
        asked = asked.where(Publication.edition_id == edition)
    return [_went_live(row, name or "", live=live) for row, name, live in session.execute(asked)]


def _went_live(row: Publication, by: str, *, live: bool) -> WentLive:
    commit = row.commit or ""
    return WentLive(row.id, row.edition_id, row.published_at, by, commit, row.reason, live)


def _refuse_large(pictures: Mapping[MediaFile, bytes]) -> None:
    if any(len(content) > LARGEST_PICTURE for content in pictures.values()):
        raise NotPublishable("a picture is larger than 1 MB; make it smaller")


def _lock_live(session: Session, course: str) -> str | None:
    alone(session, f"publish {course}")  # the course may have no row to lock yet
    return live_id(session, course)


def _refuse_overtaken(live: str | None, expected: str | None) -> None:
    if expected is not None and (live or "") != expected:
        raise Overtaken


def _last_commit(session: Session, edition_id: str) -> str | None:
    return session.scalar(
        select(Publication.commit)
        .where(Publication.edition_id == edition_id)
        .order_by(Publication.id.desc())
        .limit(1)
    )


def _store(session: Session, edition: Edition, pictures: Mapping[MediaFile, bytes]) -> None:
    for file, content in pictures.items():
        session.execute(
            insert_into(session, EditionFile)
            .values(hash=file.hash, extension=file.extension, content=content)
            .on_conflict_do_nothing()
        )
    session.execute(
        insert_into(session, PublishedEdition)
        .values(
            id=edition.id,
            course=edition.course,
            title=edition.title,
            live=False,
            compiled=edition.model_dump_json(),
        )
        .on_conflict_do_nothing()
    )


def _go_live(
    session: Session, course: str, edition_id: str, before: str | None, turn: _Turn
) -> None:
    """Make a stored edition the live one, and write down whose turn it was."""
    ours = PublishedEdition.course == course
    # First nobody, then this one: the database allows one live edition of a course.
    session.execute(update(PublishedEdition).where(ours, PublishedEdition.live).values(live=False))
    session.execute(
        update(PublishedEdition).where(PublishedEdition.id == edition_id).values(live=True)
    )
    session.add(
        Publication(
            course=course,
            edition_id=edition_id,
            commit=turn.commit,
            published_at=turn.now,
            published_by=turn.actor.id if turn.actor else None,
            reason=turn.reason,
        )
    )
    audit.record(
        session,
        action=turn.action,
        actor=turn.actor,
        role=audit.role_of(turn.actor),
        now=turn.now,
        reason=turn.reason,
        detail={"course": course, "edition": edition_id, "before": before},
    )
