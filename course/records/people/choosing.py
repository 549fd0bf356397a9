"""Whether a new password will do here, for this person: every page and command asks here."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from course.records import editions
from course.records.people import passwords


def objection(session: Session, password: str, *, own: Sequence[str], site_name: str) -> str | None:
    """Return the sentence that says why a new password will not do, None where it will.

    ``own`` are the person's name and address. What the site and its courses are called is refused
    as well (FAULTS 4.3, DESIGN 7).
    """
    names = [*own, site_name, *_of_courses(session)]
    return passwords.objection(password, names=names)


def _of_courses(session: Session) -> Iterator[str]:
    """Yield what the live editions call their courses, topics and roles."""
    for edition in editions.kept_editions(session, editions.live_ids(session)).values():
        yield edition.title
        yield from (topic.title for topic in edition.topics)
        yield from (role.title for role in edition.roles)
