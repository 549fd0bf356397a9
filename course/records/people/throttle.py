"""How often something may fail, or be done, before it has to wait (FAULTS 4.4, DESIGN 7).

Of signing in, joining and the certificate check only failures count: five hundred people behind
one address sign in at once. What costs work (``take``) counts each time.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, func, select
from sqlalchemy.orm import Session

from course.records.tables import Throttle
from course.records.transaction import transaction
from course.records.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` failures, or deeds, within a time; the next has to wait.

    ``doubling``: from the ``most``-th failure on the wait doubles from a minute to an hour, and
    is forgotten after an hour's quiet. Otherwise the wait lasts until the time is over.
    """

    name: str
    most: int
    within: timedelta
    doubling: bool = False


@dataclass(frozen=True, slots=True)
class Failures:
    """Under which keys failures are counted, which of them wait, and until when: None for none."""

    keys: frozenset[str]
    waiting: frozenset[str]
    until: datetime | None


_FOR_EVER = timedelta(days=3650)

SIGN_IN_PERSON = Limit("sign-in-person", 5, timedelta(seconds=60), doubling=True)
SIGN_IN_ROW = Limit("sign-in-row", 100, _FOR_EVER)
"""NIST SP 800-63B: at most 100 failures in a row, however slow. ``open_account`` ends it."""
SIGN_IN_ADDRESS_MINUTE = Limit("sign-in-address-minute", 60, timedelta(minutes=1))
SIGN_IN_ADDRESS_HOUR = Limit("sign-in-address-hour", 600, timedelta(hours=1))
JOIN_ADDRESS = Limit("join-address", 20, timedelta(hours=1))
JOIN_COHORT = Limit("join-cohort", 200, _FOR_EVER)
"""Wrong codes while a cohort's code is open; forgotten only when it is renewed."""
LINK_PERSON = Limit("link-person", 3, timedelta(hours=1))
LINK_ADDRESS = Limit("link-address", 20, timedelta(hours=1))
"""Sign-in links that are asked for by mail: each counts, whether or not one is sent."""
VERIFY_ADDRESS = Limit("verify-address", 60, timedelta(minutes=1))
"""Numbers that no certificate has."""
EXPORTS = Limit("exports", 6, timedelta(hours=1))
"""Files of completion records for one person."""
PUBLISHING = Limit("publishing", 6, timedelta(minutes=1))
"""Editions that one person makes live."""

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(days=1)

# Built once, both: every sign-in runs them.
_COUNTED = select(Throttle.key, Throttle.until).where(
    Throttle.key.in_(bindparam("keys", expanding=True))
)
_SWEEP = (
    delete(Throttle)
    .where(
        Throttle.since < bindparam("day_before"),
        func.coalesce(Throttle.until, bindparam("now")) <= bindparam("now"),
        *(~Throttle.key.startswith(f"{limit.name}:") for limit in (JOIN_COHORT, SIGN_IN_ROW)),
    )
    .execution_options(synchronize_session=False)
)


def key(limit: Limit, subject: str) -> str:
    """Return the key under which a subject's failures count. What was typed is not kept."""
    return f"{limit.name}:{hashlib.sha256(subject.encode('utf-8', 'surrogatepass')).hexdigest()}"


def failures(session: Session, keys: Iterable[str], now: datetime) -> Failures:
    """Return what is counted under keys."""
    rows = session.execute(_COUNTED, {"keys": list(keys)}).all()
    waits = {key: until for key, until in rows if until is not None and until > now}
    until = max(waits.values(), default=None)
    return Failures(frozenset(key for key, _ in rows), frozenset(waits), until)


def failed(session: Session, limit: Limit, subject: str, now: datetime) -> int:
    """Count one failure, inside the caller's transaction, and return how many there are.

    In one statement, so that of forty at once all forty are counted.
    """
    quiet = Throttle.until < now - _LONGEST_WAIT if limit.doubling else Throttle.until <= now
    old = Throttle.since <= now - limit.within
    anew = case((Throttle.until.is_(None), old), else_=quiet)
    count = session.execute(
        insert_into(session, Throttle)
        .values(key=key(limit, subject), count=1, since=now, until=None)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((anew, 1), else_=Throttle.count + 1),
                "since": case((anew, now), else_=Throttle.since),
                "until": case((anew, None), else_=Throttle.until),
            },
        )
        .returning(Throttle.count)
    ).scalar_one()
    if count >= limit.most:
        _wait(session, limit, subject, count=count, now=now)
    return count


def take(session: Session, limit: Limit, subject: str, now: datetime) -> datetime | None:
    """Count one deed and return until when it has to wait, None where it may be done now.

    It is counted before it is done: of twenty at once no more than ``most`` may. Who has to wait
    already is only told so: to ask again and again writes nothing.
    """
    mine = [key(limit, subject)]
    waits = failures(session, mine, now).until
    if waits is None:
        with transaction(session):
            if failed(session, limit, subject, now) <= limit.most:
                return None
        waits = failures(session, mine, now).until
    return waits


def clear(session: Session, limit: Limit, subject: str) -> None:
    """Forget the failures of a subject, inside the caller's transaction."""
    session.execute(delete(Throttle).where(Throttle.key == key(limit, subject)))


def open_account(session: Session, email: str) -> None:
    """End every wait of an account, inside the transaction of what proved its owner."""
    theirs = [key(limit, email) for limit in (SIGN_IN_PERSON, SIGN_IN_ROW)]
    session.execute(delete(Throttle).where(Throttle.key.in_(theirs)))


def sweep(session: Session, now: datetime) -> None:
    """Drop the failures of the day before, inside the caller's transaction."""
    session.execute(_SWEEP, {"now": now, "day_before": now - _FORGOTTEN_AFTER})


def _wait(session: Session, limit: Limit, subject: str, *, count: int, now: datetime) -> None:
    row = session.get_one(Throttle, key(limit, subject), populate_existing=True)
    row.until = now + _doubled(limit, count) if limit.doubling else row.since + limit.within


def _doubled(limit: Limit, count: int) -> timedelta:
    doublings = min(count - limit.most, 6)  # an hour is reached by then
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
