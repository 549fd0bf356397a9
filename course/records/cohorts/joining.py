"""Joining a cohort: by its code, and from the command line."""

import secrets
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course.records import audit
from course.records.cohorts.adding import NewCohort, make_cohort
from course.records.cohorts.enrolling import put_in_cohort
from course.records.people import throttle
from course.records.people.accounts import (
    NewPerson,
    add_role,
    email_is_free,
    hold,
    make_person,
    normal_email,
    set_password,
)
from course.records.refusals import Refused
from course.records.tables import Cohort, Person
from course.records.transaction import transaction

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The letters of a join code: no I and no O, which look like digits."""
CODE_LENGTH = 8


class TooManyCodes(Refused):
    """Too many wrong codes from this address; nothing goes before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__("Too many wrong codes were tried from here. Try again later.")
        self.until = until


def renew_join_code(
    session: Session,
    cohort: Cohort,
    *,
    until: date,
    actor: Person | None,
    now: datetime,
    reason: str = "",
) -> str:
    """Give a cohort a new join code that works up to and on a day. The old one ends."""
    if until < now.date():
        raise Refused("Choose a day that is not over")
    with transaction(session):
        cohort.join_code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        cohort.join_until = until
        throttle.clear(session, throttle.JOIN_COHORT, str(cohort.id))
        role = audit.role_of(actor)
        audit.record(
            session,
            action="join-code-renew",
            actor=actor,
            role=role,
            now=now,
            cohort=cohort,
            reason=reason,
        )
        return cohort.join_code


def cohort_to_join(session: Session, code: str, *, address: str, now: datetime) -> Cohort:
    """Return the cohort of a join code, however it is typed.

    A wrong code counts against the visitor's network and against every code that is open: after
    JOIN_COHORT's number of them a code is off until it is renewed. Raise TooManyCodes, or Refused.
    """
    until = throttle.failures(session, [throttle.key(throttle.JOIN_ADDRESS, address)], now).until
    if until is not None:
        raise TooManyCodes(until)
    typed = "".join(character for character in code.upper() if character.isalpha())
    found = session.scalars(select(Cohort).where(Cohort.join_code == typed)).one_or_none()
    if found is None:
        _count(session, address, now)
        raise Refused(
            "Check the code: 8 letters, without I and O. Ask your coordinator if it is right"
        )
    if found.join_until is None or found.join_until < now.date():
        raise Refused("This code has ended. Ask your coordinator for a new one")
    return found


def join_with_code(
    session: Session, cohort: Cohort, *, email: str, name: str, password_hash: str, now: datetime
) -> Person:
    """Make an account for somebody who has the cohort's code, and enroll it.

    Raise NotAnEmail, EmailTaken, or Refused for a name that is none.
    """
    new = NewPerson(email, name, frozenset({"trainee"}), password_hash)
    with email_is_free(), transaction(session):
        person = make_person(session, new, now)
        audit.record(
            session,
            action="join",
            actor=person,
            role="trainee",
            now=now,
            person=person,
            cohort=cohort,
            detail={"by": "code"},
        )
        put_in_cohort(session, person, cohort, role="trainee", actor=person, now=now)
    return person


def add_to_site(
    session: Session, new: NewPerson, *, cohort: str | None, course: str | None, now: datetime
) -> Person:
    """Add a person, or give one who is here more roles; put them into a cohort by its name.

    A password for one who is here takes the place of theirs, and signs them out. The cohort is
    made where it is missing, for ``course``. The operator does this at the command line. Raise
    Refused where a new cohort lacks its course, or AlreadyEnrolled.
    """
    with email_is_free(), transaction(session):
        person = _person(session, new, now)
        if cohort is None:
            return person
        there = _cohort(session, cohort, course, now)
        for role in sorted(new.roles):
            put_in_cohort(session, person, there, role=role, actor=None, now=now)
    return person


def _person(session: Session, new: NewPerson, now: datetime) -> Person:
    email = normal_email(new.email)
    person = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is None:
        person = make_person(session, new, now)
        action = "person-add"
    else:
        action = "role-give"
        hold(session, person.id)
        for role in sorted(new.roles):
            add_role(session, person, role)
        if new.password_hash is not None:
            set_password(session, person, hash=new.password_hash, keep=None, actor=None, now=now)
    audit.record(
        session,
        action=action,
        actor=None,
        role="operator",
        now=now,
        person=person,
        detail={"roles": sorted(new.roles)},
    )
    return person


def _cohort(session: Session, name: str, course: str | None, now: datetime) -> Cohort:
    found = session.scalars(select(Cohort).where(Cohort.name == name)).one_or_none()
    if found is not None:
        return found
    if course is None:
        raise Refused(f'There is no cohort called "{name}". Name its course too, to make it.')
    return make_cohort(session, NewCohort(name, course), actor=None, now=now)


def _count(session: Session, address: str, now: datetime) -> None:
    with transaction(session):
        throttle.failed(session, throttle.JOIN_ADDRESS, address, now)
        open_codes = session.scalars(
            select(Cohort.id)
            .where(Cohort.join_code.is_not(None), Cohort.join_until >= now.date())
            .order_by(Cohort.id)
        ).all()
        worn_out = [
            cohort_id
            for cohort_id in open_codes
            if throttle.failed(session, throttle.JOIN_COHORT, str(cohort_id), now)
            >= throttle.JOIN_COHORT.most
        ]
        session.execute(update(Cohort).where(Cohort.id.in_(worn_out)).values(join_code=None))
