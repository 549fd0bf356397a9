"""Editions: publish a course, and read what was published (DESIGN 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.content.reading import CourseReading
from course.records import audit
from course.records.tables import Attempt, EditionFile, Person, PublishedEdition
from course.records.transaction import alone, transaction
from course.records.upsert import insert_into

LARGEST_PICTURE = 1024 * 1024
_MOST_KEPT = 8
# Owned here. An edition never changes under its id, so nothing is ever out of date; the oldest
# goes when there are more. Without it, each save after a publish in the middle of an
# exam would read a whole course again.
_kept: dict[str, Edition] = {}


class NotPublishable(Exception):
    """The course has errors or too large a picture: the last good edition stays live."""


class NoSuchEdition(LookupError):
    """No edition has this id."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did: ``changed`` where another edition went live than was before."""

    edition_id: str
    changed: bool


def publish(
    session: Session,
    reading: CourseReading,
    *,
    commit: str | None,
    actor: Person | None,
    now: datetime,
) -> Published:
    """Make a course's files its live edition. The same files again only go live, as no new row.

    Two at once publish one after the other: the later one is live. Raise NotPublishable.
    """
    edition = reading.edition
    if edition is None:
        raise NotPublishable(f"{reading.course} has errors; see the content check")
    _refuse_large(reading.media)
    with transaction(session):
        before = _lock_live(session, edition.course)
        if before == edition.id:
            return Published(edition.id, changed=False)
        _store(session, edition, reading.media, commit=commit, actor=actor, now=now)
        _go_live(session, edition)
        audit.record(
            session,
            action="publish",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            detail={"course": edition.course, "edition": edition.id, "before": before},
        )
    return Published(edition.id, changed=True)


def live_ids(session: Session) -> dict[str, str]:
    """Return the id of the live edition of each course."""
    rows = session.execute(
        select(PublishedEdition.course, PublishedEdition.id)
        .where(PublishedEdition.live)
        .order_by(PublishedEdition.course)
    )
    return dict(rows.all())


def published_edition(session: Session, edition_id: str) -> PublishedEdition | None:
    """Return when and by whom an edition was published, and from which commit."""
    return session.get(PublishedEdition, edition_id)


def load_edition(session: Session, edition_id: str) -> Edition:
    """Return a whole edition as it was compiled. Raise NoSuchEdition."""
    compiled = session.scalar(
        select(PublishedEdition.compiled).where(PublishedEdition.id == edition_id)
    )
    if compiled is None:
        raise NoSuchEdition(edition_id)
    return Edition.model_validate_json(compiled)


def live_edition(session: Session, course: str) -> Edition | None:
    """Return the live edition of a course, None where nothing was published."""
    live = live_id(session, course)
    return kept_edition(session, live) if live is not None else None


def live_id(session: Session, course: str) -> str | None:
    """Return the id of a course's live edition, None where nothing was published."""
    return session.scalar(
        select(PublishedEdition.id).where(PublishedEdition.course == course, PublishedEdition.live)
    )


def edition_of(session: Session, attempt: Attempt, live: Edition) -> Edition:
    """Return the edition that an attempt runs under, also when another one is live by now."""
    return live if attempt.edition_id == live.id else kept_edition(session, attempt.edition_id)


def kept_edition(session: Session, edition_id: str) -> Edition:
    """Return a whole edition, from memory where it was read before. Raise NoSuchEdition."""
    found = _kept.get(edition_id)
    if found is None:
        found = load_edition(session, edition_id)
        for oldest in list(_kept)[: max(0, len(_kept) + 1 - _MOST_KEPT)]:
            _kept.pop(oldest, None)
        _kept[edition_id] = found
    return found


def picture(session: Session, hash_: str) -> EditionFile | None:
    """Return a picture of any edition by the hash of its bytes."""
    return session.get(EditionFile, hash_)


def _refuse_large(media: Mapping[str, bytes]) -> None:
    if any(len(content) > LARGEST_PICTURE for content in media.values()):
        raise NotPublishable("a picture is larger than 1 MB; make it smaller")


def _lock_live(session: Session, course: str) -> str | None:
    alone(session, f"publish {course}")  # the course may have no row to lock yet
    return live_id(session, course)


def _store(
    session: Session,
    edition: Edition,
    media: Mapping[str, bytes],
    *,
    commit: str | None,
    actor: Person | None,
    now: datetime,
) -> None:
    extensions = {file.hash: file.extension for file in edition.media}
    for hash_, content in media.items():
        session.execute(
            insert_into(session, EditionFile)
            .values(hash=hash_, extension=extensions[hash_], content=content)
            .on_conflict_do_nothing()
        )
    session.execute(
        insert_into(session, PublishedEdition)
        .values(
            id=edition.id,
            course=edition.course,
            title=edition.title,
            commit=commit,
            published_at=now,
            published_by=actor.id if actor else None,
            live=False,
            compiled=edition.model_dump_json(),
        )
        .on_conflict_do_nothing()
    )


def _go_live(session: Session, edition: Edition) -> None:
    ours = PublishedEdition.course == edition.course
    # First nobody, then this one: the database allows one live edition of a course.
    session.execute(update(PublishedEdition).where(ours, PublishedEdition.live).values(live=False))
    session.execute(
        update(PublishedEdition).where(PublishedEdition.id == edition.id).values(live=True)
    )
