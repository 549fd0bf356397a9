"""How often something may fail, or be done, before it has to wait (FAULTS 4.4, DESIGN 7).

Of signing in, joining and the certificate check only failures count: five hundred people behind
one address sign in at once. What costs work (``take``) counts each time.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.orm import Session

from course.records.tables import Throttle
from course.records.transaction import transaction
from course.records.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Limit:
    """From the ``most``-th failure, or deed, within a time the next has to wait.

    The wait lasts until that time is over; then all is forgotten. ``doubling``: it doubles from
    a minute to an hour, and an hour's quiet after it forgets. ``shuts_at``: failures in a row
    count, each within the time of the one before; from that many on nothing goes, however long
    one waits, until they are forgotten by ``clear`` or ``open_account``.
    """

    name: str
    most: int
    within: timedelta
    doubling: bool = False
    shuts_at: int | None = None


@dataclass(frozen=True, slots=True)
class Failures:
    """Under which keys failures are counted, and until when one of them waits: None for none.

    ``shut``: waiting does not help.
    """

    keys: frozenset[str]
    until: datetime | None
    shut: bool


_QUIET, _FOR_EVER = timedelta(days=90), timedelta(days=3650)

SIGN_IN_PERSON = Limit("sign-in-person", 5, timedelta(seconds=60), doubling=True)
SIGN_IN_ROW = Limit("sign-in-row", 20, _QUIET, doubling=True, shuts_at=100)
"""NIST SP 800-63B: at most 100 failures in a row, however slow; 90 quiet days end a row.

The waits from the 20th on are for the owner: who shuts an account from outside needs three days.
"""
SIGN_IN_ADDRESS_MINUTE = Limit("sign-in-address-minute", 60, timedelta(minutes=1))
SIGN_IN_ADDRESS_HOUR = Limit("sign-in-address-hour", 600, timedelta(hours=1))
JOIN_ADDRESS = Limit("join-address", 20, timedelta(hours=1))
JOIN_COHORT = Limit("join-cohort", 200, _FOR_EVER)
"""Wrong codes while a cohort's code is open; forgotten only when it is renewed."""
LINK_PERSON = Limit("link-person", 3, timedelta(hours=1))
LINK_PERSON_DAY = Limit("link-person-day", 10, timedelta(days=1))
LINK_ADDRESS = Limit("link-address", 20, timedelta(hours=1))
"""Sign-in links that are asked for by mail: each counts, whether or not one is sent."""
VERIFY_ADDRESS = Limit("verify-address", 60, timedelta(minutes=1))
"""Numbers that no certificate has."""
EXPORTS = Limit("exports", 6, timedelta(hours=1))
"""Files of completion records for one person."""
PUBLISHING = Limit("publishing", 6, timedelta(minutes=1))
"""Editions that one person makes live."""

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_DAY = timedelta(days=1)

# Built once, both: signing in runs them.
_COUNTED = select(Throttle.key, Throttle.until).where(
    Throttle.key.in_(bindparam("keys", expanding=True))
)
_FORGOTTEN = (
    select(Throttle.key)
    .where(Throttle.forget_at < bindparam("day_before"))
    .with_for_update(skip_locked=True)
)
_SWEEP = (
    delete(Throttle)
    .where(Throttle.key.in_(_FORGOTTEN))
    .execution_options(synchronize_session=False)
)


def key(limit: Limit, subject: str) -> str:
    """Return the key under which a subject's failures count. What was typed is not kept."""
    return f"{limit.name}:{hashlib.sha256(subject.encode('utf-8', 'surrogatepass')).hexdigest()}"


def failures(session: Session, keys: Iterable[str], now: datetime) -> Failures:
    """Return what is counted under keys."""
    rows = session.execute(_COUNTED, {"keys": list(keys)}).all()
    until = max((until for _, until in rows if until is not None and until > now), default=None)
    shut = until is not None and until > now + _QUIET  # no wait that ends by itself is so long
    return Failures(frozenset(key for key, _ in rows), until, shut)


def failed(session: Session, limit: Limit, subject: str, now: datetime) -> int:
    """Count one failure, inside the caller's transaction, and return how many there are.

    In one statement, so that of forty at once all forty are counted.
    """
    anew = Throttle.forget_at <= now
    later = now + limit.within
    counts_on = Throttle.forget_at if limit.shuts_at is None else later
    count = session.execute(
        insert_into(session, Throttle)
        .values(key=key(limit, subject), count=1, until=None, forget_at=later)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((anew, 1), else_=Throttle.count + 1),
                "until": case((anew, None), else_=Throttle.until),
                "forget_at": case((anew, later), else_=counts_on),
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


def move_account(session: Session, old: str, new: str) -> None:
    """Let an account's failures follow it to its new address, inside the caller's transaction.

    What was counted for that while no account had it is forgotten: its owner tried it in vain.
    """
    for limit in (SIGN_IN_PERSON, SIGN_IN_ROW, LINK_PERSON, LINK_PERSON_DAY):
        clear(session, limit, new)
    for limit in (SIGN_IN_PERSON, SIGN_IN_ROW):
        counted = (Throttle.count, Throttle.until, Throttle.forget_at)
        gone = delete(Throttle).where(Throttle.key == key(limit, old)).returning(*counted)
        for row in session.execute(gone).all():
            kept = row._asdict()
            session.execute(
                insert_into(session, Throttle)
                .values(key=key(limit, new), **kept)
                .on_conflict_do_update(index_elements=[Throttle.key], set_=kept)
            )


def sweep(session: Session, now: datetime) -> None:
    """Drop what was forgotten a day ago, inside the caller's transaction.

    So goes a row of failures that is not shut, 90 quiet days after the last. A key that fails
    again at this moment is passed over: to wait for it would hold up what this one has counted.
    """
    session.execute(_SWEEP, {"day_before": now - _DAY})


def _wait(session: Session, limit: Limit, subject: str, *, count: int, now: datetime) -> None:
    row = session.get_one(Throttle, key(limit, subject), populate_existing=True)
    if limit.shuts_at is not None and count >= limit.shuts_at:
        row.until = row.forget_at = now + _FOR_EVER
    elif limit.doubling:
        row.until = now + _doubled(limit, count)
        row.forget_at = max(row.forget_at, row.until + _LONGEST_WAIT)
    else:
        row.until = row.forget_at


def _doubled(limit: Limit, count: int) -> timedelta:
    doublings = min(count - limit.most, 6)  # an hour is reached by then
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
