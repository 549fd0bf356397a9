"""Links that let somebody in once: a one-time sign-in link, and the first coordinator's set-up."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.outbox import Letter
from course.records.people import throttle
from course.records.people.accounts import (
    NewPerson,
    coordinators_exist,
    email_is_free,
    hold,
    make_person,
)
from course.records.people.tokens import hashed, new_link_token
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Person, SetUp, SignInLink
from course.records.transaction import alone, transaction

SIGN_IN_LINK_WORKS = timedelta(hours=1)
MADE = "sign-in-link-make"
BY_MAIL = "visitor"
"""The role in which a link was made that somebody asked for by mail."""


def make_sign_in_link(
    session: Session,
    person: Person,
    *,
    actor: Person | None,
    reason: str,
    now: datetime,
    letter: Letter | None = None,
) -> str:
    """Return the token of a link that signs a person in, once, within the hour.

    An older one ends. With ``letter`` it is mailed to them as well.
    """
    if not reason.strip():
        raise Refused("Enter why you are making this link")
    with transaction(session):
        _, address = hold(session, person.id)
        token = renew(session, person, now)
        outbox.queue(session, address, letter, token, now)
        audit.record(
            session,
            action=MADE,
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            person=person,
            reason=reason.strip(),
        )
    return token


def renew(session: Session, person: Person, now: datetime) -> str:
    """Return the token of a new link inside the transaction of who makes it; an older one ends.

    That holds the person: a link must not go to an address that is corrected meanwhile.
    """
    token, until = new_link_token(), now + SIGN_IN_LINK_WORKS
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    session.add(SignInLink(token_hash=hashed(token), person_id=person.id, expires_at=until))
    session.flush()
    return token


def staff_link_is_open(session: Session, person: Person, now: datetime) -> bool:
    """Tell whether a person's open link is by a coordinator or the operator.

    At most one is open, the newest, and the newest event says who made that.
    """
    found = select(SignInLink.token_hash).where(SignInLink.person_id == person.id, *_is_open(now))
    if session.scalar(found) is None:
        return False
    made = select(AuditEvent.actor_role).where(
        AuditEvent.person_id == person.id, AuditEvent.action == MADE
    )
    return session.scalar(made.order_by(AuditEvent.id.desc()).limit(1)) != BY_MAIL


def sign_in_link(session: Session, token: str, now: datetime) -> SignInLink | None:
    """Return the open link of a token. Looking does not use it: mail programs open links."""
    return session.scalars(
        select(SignInLink).where(SignInLink.token_hash == hashed(token), *_is_open(now))
    ).one_or_none()


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignInLink.used_at.is_(None), SignInLink.expires_at > now


def use_sign_in_link(session: Session, token: str, now: datetime) -> Person | None:
    """Use a link up and return its person, None where it has ended. A lock-out ends with it."""
    with transaction(session):
        person_id = session.scalar(
            update(SignInLink)
            .where(SignInLink.token_hash == hashed(token), *_is_open(now))
            .values(used_at=now)
            .returning(SignInLink.person_id)
        )
        person = session.get(Person, person_id) if person_id is not None else None
        if person is None or person.disabled_at is not None:
            return None
        throttle.open_account(session, person.email)
        role = audit.role_of(person)
        audit.record(
            session, action="sign-in-link-use", actor=person, role=role, now=now, person=person
        )
    return person


def make_set_up(session: Session, now: datetime) -> str | None:
    """Return the token that makes the first coordinator, for the first start to print.

    None where there is a coordinator, or a link was printed before: somebody may hold it. Who
    lost it adds the first coordinator at the command line.
    """
    if coordinators_exist(session) or _set_up_was_made(session):
        return None
    token = new_link_token()
    with transaction(session):
        alone(session, "set up")
        if _set_up_was_made(session):
            return None
        session.add(SetUp(token_hash=hashed(token), created_at=now))
    return token


def _set_up_was_made(session: Session) -> bool:
    return session.scalar(select(SetUp.token_hash).limit(1)) is not None


def set_up_is_open(session: Session, token: str) -> bool:
    """Tell whether a set-up token still works."""
    found = session.get(SetUp, hashed(token), populate_existing=True)
    return found is not None and found.used_at is None and not coordinators_exist(session)


def use_set_up(
    session: Session, token: str, *, email: str, name: str, password_hash: str, now: datetime
) -> Person:
    """Make the first coordinator. Of two people with the link, one does.

    Raise Refused where it was used, NotAnEmail, or EmailTaken.
    """
    with email_is_free(), transaction(session):
        used = session.scalar(
            update(SetUp)
            .where(SetUp.token_hash == hashed(token), SetUp.used_at.is_(None))
            .values(used_at=now)
            .returning(SetUp.token_hash)
        )
        if used is None or coordinators_exist(session):
            raise Refused("This set-up link was used. Sign in, or ask your coordinator.")
        new = NewPerson(email, name, frozenset({"coordinator"}), password_hash)
        person = make_person(session, new, now)
        audit.record(
            session, action="set-up", actor=person, role="coordinator", now=now, person=person
        )
    return person
