"""The edition that an attempt runs under, also when another one is live by now."""

from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.editions import load_edition
from course.records.tables import Attempt

_MOST = 8
# Owned here. An edition never changes under its id, so nothing is ever out of date; the oldest
# goes when there are more than _MOST. Without it, each save after a publish in the middle of an
# exam would read a whole course again.
_kept: dict[str, Edition] = {}


def edition_of(session: Session, attempt: Attempt, live: Edition) -> Edition:
    """Return the edition of an attempt; the live one where it is the same."""
    wanted = attempt.edition_id
    if wanted == live.id:
        return live
    found = _kept.get(wanted)
    if found is None:
        found = load_edition(session, wanted)
        for oldest in list(_kept)[: max(0, len(_kept) + 1 - _MOST)]:
            _kept.pop(oldest, None)
        _kept[wanted] = found
    return found
