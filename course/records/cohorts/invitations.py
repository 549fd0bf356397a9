"""Invitations: one address, to a cohort or to staff work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.cohorts.enrolling import put_in_cohort
from course.records.outbox import Letter
from course.records.people.accounts import (
    NewPerson,
    email_is_free,
    make_person,
    normal_email,
    person_by_email,
)
from course.records.people.tokens import hashed, new_link_token
from course.records.refusals import Refused
from course.records.tables import Cohort, Invitation, Person
from course.records.transaction import transaction

INVITATION_WORKS = timedelta(days=14)


_MOST_INVITATIONS = 100
"""How many unused invitations a page lists at most, the oldest first."""


class AlreadyHere(Refused):
    """The address has an account: there is nobody to invite, but somebody to enroll."""

    def __init__(self, person: Person) -> None:
        super().__init__(f"{person.name} has an account already. Add them to the cohort instead.")
        self.person = person


class Ended(Refused):
    """The link was used, is too old, or never was one; ``heading`` says which in few words."""

    def __init__(self, heading: str, message: str, *, has_account: bool = False) -> None:
        super().__init__(message)
        self.heading, self.has_account = heading, has_account


_ASK = "If you need an account, ask your coordinator for a new invitation."


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited: to a cohort as a trainee or its staff, or to the site as staff."""

    email: str
    role: str = "trainee"
    cohort: Cohort | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """What the link's page says."""

    email: str
    role: str
    cohort: Cohort | None
    by: Person | None


@dataclass(frozen=True, slots=True)
class UnusedInvitation:
    """An invitation that nobody has used."""

    id: int
    email: str
    role: str
    created_at: datetime
    expires_at: datetime


def invite(
    session: Session,
    invitee: Invitee,
    *,
    actor: Person | None,
    now: datetime,
    letter: Letter | None = None,
) -> str:
    """Return the token of an invitation link. With ``letter`` it is mailed as well.

    An older one to the same address and cohort ends. Raise NotAnEmail or AlreadyHere.
    """
    email, cohort = _wanted(session, invitee), invitee.cohort
    token = new_link_token()
    with transaction(session):
        _end_older(session, email, cohort)
        session.add(
            Invitation(
                token_hash=hashed(token),
                email=email,
                role=invitee.role,
                cohort_id=cohort.id if cohort else None,
                invited_by=actor.id if actor else None,
                created_at=now,
                expires_at=now + INVITATION_WORKS,
            )
        )
        outbox.queue(session, email, letter, token, now)
        audit.record(
            session,
            action="invite",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            cohort=cohort,
            detail={"role": invitee.role},
        )
    return token


def invitation_for(session: Session, token: str, *, now: datetime) -> Invited | Ended:
    """Return what an invitation link is for, or why it has ended."""
    found = session.scalars(
        select(Invitation).where(Invitation.token_hash == hashed(token))
    ).one_or_none()
    if found is None:
        check = "A newer one may have been sent to you. Or check that you copied the whole link."
        return Ended("This link has ended", f"{check} {_ASK}")
    if found.used_at is not None or person_by_email(session, found.email):
        heading, text = "You already have an account", "Sign in with your email address."
        return Ended(heading, text, has_account=True)
    if found.expires_at <= now:
        return Ended(f"This invitation ended on {_in_words(found.expires_at)}", _ASK)
    return Invited(
        found.email,
        found.role,
        session.get(Cohort, found.cohort_id) if found.cohort_id else None,
        session.get(Person, found.invited_by) if found.invited_by else None,
    )


def accept_invitation(
    session: Session, token: str, *, name: str, password_hash: str, now: datetime
) -> Person:
    """Make the account that an invitation is for, and enroll it or give it its cohort.

    Raise Ended, or Refused for a name that is none. A second press of the button finds Ended.
    """
    with email_is_free(), transaction(session):
        used = session.scalars(
            update(Invitation)
            .where(
                Invitation.token_hash == hashed(token),
                Invitation.used_at.is_(None),
                Invitation.expires_at > now,
            )
            .values(used_at=now)
            .returning(Invitation)
        ).one_or_none()
        if used is None:
            raise Ended("This link has ended", "This invitation was used, or has ended. Sign in.")
        new = NewPerson(used.email, name, frozenset({used.role}), password_hash)
        person = make_person(session, new, now)
        cohort = session.get(Cohort, used.cohort_id) if used.cohort_id else None
        audit.record(
            session,
            action="join",
            actor=person,
            role=used.role,
            now=now,
            person=person,
            cohort=cohort,
            detail={"by": "invitation"},
        )
        if cohort is not None:
            put_in_cohort(session, person, cohort, role=used.role, actor=person, now=now)
    return person


def withdraw_invitation(
    session: Session, cohort: Cohort, key: int, *, reason: str, actor: Person, now: datetime
) -> None:
    """End an invitation to a cohort that nobody has used: its link opens nothing any more.

    Raise Refused where it was used meanwhile, or is not there.
    """
    with transaction(session):
        role = session.scalar(
            delete(Invitation)
            .where(
                Invitation.id == key,
                Invitation.cohort_id == cohort.id,
                Invitation.used_at.is_(None),
            )
            .returning(Invitation.role)
        )
        if role is None:
            raise Refused("This invitation was used or withdrawn already. Look at the cohort again")
        audit.record(
            session,
            action="invitation-withdraw",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            cohort=cohort,
            reason=reason,
            detail={"role": role},
        )


def unused_invitations(session: Session, cohort: Cohort) -> Sequence[UnusedInvitation]:
    """Return the invitations to a cohort that nobody has used, the oldest first."""
    found = session.execute(
        select(Invitation.id, Invitation.email, Invitation.role)
        .add_columns(Invitation.created_at, Invitation.expires_at)
        .where(Invitation.cohort_id == cohort.id, Invitation.used_at.is_(None))
        .order_by(Invitation.id)
        .limit(_MOST_INVITATIONS)
    )
    return [UnusedInvitation(*row) for row in found]


def _wanted(session: Session, invitee: Invitee) -> str:
    email = normal_email(invitee.email)
    if person := person_by_email(session, email):
        raise AlreadyHere(person)
    if invitee.role == "trainee" and invitee.cohort is None:
        raise Refused("Choose the cohort that this trainee joins")
    return email


def _end_older(session: Session, email: str, cohort: Cohort | None) -> None:
    same = Invitation.cohort_id.is_(None) if cohort is None else Invitation.cohort_id == cohort.id
    session.execute(
        delete(Invitation).where(Invitation.email == email, Invitation.used_at.is_(None), same)
    )


def _in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
