"""Editions: which is live, and what each one says (DESIGN 2.2).

What was read stays in memory, in one store. Owner: this module, for the whole process. Bound: as
many as are live, and ``MOST_OLDER`` more (those of attempts under way, and of replies); the one
unused for longest goes. Rule: an id is the hash of all files of a course and of the way they are
compiled, so an edition never changes under its id, whichever database it comes from.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import Attempt, EditionFile, PublishedEdition

MOST_OLDER = 8


class NoSuchEdition(LookupError):
    """No edition has this id."""


class Garbled(Exception):
    """What is stored of an edition is not what was published: the database is damaged."""


class Store:
    """The editions in memory; safe to use from several threads, which load none twice."""

    def __init__(self) -> None:
        """Begin empty: an edition is loaded when somebody needs it."""
        self._lock = threading.Lock()
        self._loaded: OrderedDict[str, Edition] = OrderedDict()
        self._live = 0

    def edition(self, session: Session, edition_id: str) -> Edition:
        """Return an edition by its id. Raise NoSuchEdition."""
        with self._lock:
            return self._take(session, edition_id)

    def live(self, session: Session, ids: Mapping[str, str]) -> dict[str, Edition]:
        """Return those that are live by their course, for which there always is room."""
        with self._lock:
            self._live = len(ids)
            return {course: self._take(session, id_) for course, id_ in ids.items()}

    def _take(self, session: Session, edition_id: str) -> Edition:
        if edition_id not in self._loaded:
            self._loaded[edition_id] = _load(session, edition_id)
        self._loaded.move_to_end(edition_id)
        while len(self._loaded) > self._live + MOST_OLDER:
            self._loaded.popitem(last=False)
        return self._loaded[edition_id]


_store = Store()


def live_ids(session: Session) -> dict[str, str]:
    """Return the id of the live edition of each course."""
    rows = session.execute(
        select(PublishedEdition.course, PublishedEdition.id)
        .where(PublishedEdition.live)
        .order_by(PublishedEdition.course)
    )
    return dict(rows.all())


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
    return _store.edition(session, edition_id)


def kept_editions(session: Session, live: Mapping[str, str]) -> dict[str, Edition]:
    """Return the editions whose ids ``live_ids`` gave, by their course, from memory as above."""
    return _store.live(session, live)


def _load(session: Session, edition_id: str) -> Edition:
    compiled = session.scalar(
        select(PublishedEdition.compiled).where(PublishedEdition.id == edition_id)
    )
    if compiled is None:
        raise NoSuchEdition(edition_id)
    # An older program reads what a newer one stored, without what it does not know.
    try:
        return Edition.model_validate_json(compiled, extra="ignore")
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] != "json_invalid":
            raise
        raise Garbled(f"edition {edition_id[:12]} cannot be read") from None


def picture(session: Session, hash_: str) -> EditionFile | None:
    """Return a picture of any edition by the hash of its bytes."""
    return session.get(EditionFile, hash_)
