"""Editions: which is live, and what each one says (DESIGN 2.2)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import Attempt, EditionFile, PublishedEdition

_MOST_KEPT = 8
# Owned here. An edition never changes under its id, so nothing is ever out of date; the oldest
# goes when there are more. Without it, each save after a publish in the middle of an
# exam would read a whole course again.
_kept: dict[str, Edition] = {}


class NoSuchEdition(LookupError):
    """No edition has this id."""


def live_ids(session: Session) -> dict[str, str]:
    """Return the id of the live edition of each course."""
    rows = session.execute(
        select(PublishedEdition.course, PublishedEdition.id)
        .where(PublishedEdition.live)
        .order_by(PublishedEdition.course)
    )
    return dict(rows.all())


def load_edition(session: Session, edition_id: str) -> Edition:
    """Return a whole edition as it was compiled. Raise NoSuchEdition."""
    compiled = session.scalar(
        select(PublishedEdition.compiled).where(PublishedEdition.id == edition_id)
    )
    if compiled is None:
        raise NoSuchEdition(edition_id)
    # An older program reads what a newer one stored, without what it does not know.
    return Edition.model_validate_json(compiled, extra="ignore")


def edition_beginning(session: Session, course: str, start: str) -> str | None:
    """Return the id of the only edition of a course that begins so, None for none or several."""
    asked = select(PublishedEdition.id).where(
        PublishedEdition.course == course, PublishedEdition.id.startswith(start, autoescape=True)
    )
    found = session.scalars(asked.limit(2)).all()
    return found[0] if len(found) == 1 else None


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
