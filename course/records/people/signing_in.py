"""Sign in with an email address and a password."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.records import audit
from course.records.people import passwords, throttle
from course.records.people.accounts import NotAnEmail, normal_email, person_by_email
from course.records.tables import Person
from course.records.transaction import transaction

_ACCOUNT_LIMITS = (throttle.SIGN_IN_PERSON, throttle.SIGN_IN_ROW)
_ADDRESS_LIMITS = (throttle.SIGN_IN_ADDRESS_MINUTE, throttle.SIGN_IN_ADDRESS_HOUR)


class TooManyTries(Exception):
    """Too many failures for this account or from this address; nothing goes before ``until``.

    ``shut``: waiting does not help. A one-time link or a new password opens the account.
    """

    def __init__(self, until: datetime, *, shut: bool) -> None:
        super().__init__("too many tries")
        self.until, self.shut = until, shut


def by_password(
    session: Session, *, email: str, password: str, address: str, now: datetime
) -> Person | None:
    """Return the person whose address and password these are, None where they do not fit.

    ``address`` is the network of the visitor. A failure is counted for both, whether or not
    there is such a person, and takes the same time. Raise TooManyTries where either has to wait.
    """
    account = _account(email)
    mine = [throttle.key(limit, account) for limit in _ACCOUNT_LIMITS]
    keys = [throttle.key(limit, address) for limit in _ADDRESS_LIMITS]
    failures = throttle.failures(session, [*mine, *keys], now)
    if failures.until is not None:
        raise TooManyTries(failures.until, shut=failures.shut)
    person = person_by_email(session, account)
    known = person if person and person.disabled_at is None else None
    if not passwords.verify(known.password_hash if known else None, password) or known is None:
        _count(session, account, address, person=person, now=now)
        return None
    _welcome(session, known, password, failed=not failures.keys.isdisjoint(mine))
    return known


def _account(email: str) -> str:
    try:
        return normal_email(email)
    except NotAnEmail:
        return email


def _count(
    session: Session, account: str, address: str, *, person: Person | None, now: datetime
) -> None:
    with transaction(session):
        for limit in _ACCOUNT_LIMITS:
            throttle.failed(session, limit, account, now)
        for limit in _ADDRESS_LIMITS:
            throttle.failed(session, limit, address, now)
        if person is not None:
            audit.record(
                session, action="sign-in-failed", actor=None, role="visitor", now=now, person=person
            )
        throttle.sweep(session, now)  # last: what others wait for here, they then get at once


def _welcome(session: Session, person: Person, password: str, *, failed: bool) -> None:
    old = passwords.needs_rehash(person.password_hash or "")
    if not failed and not old:
        return  # most of the time there is nothing to write
    with transaction(session):
        if old:  # their own row is the first to be locked: see accounts.hold
            person.password_hash = passwords.hash_password(password)
            session.flush()
        throttle.open_account(session, person.email)
