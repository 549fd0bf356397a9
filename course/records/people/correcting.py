"""Correct a person: the name that is printed, the address that they sign in with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.facts import Facts, Overtaken
from course.records.people import sessions, throttle
from course.records.people.accounts import email_is_free, normal_email, printed_name
from course.records.refusals import Refused
from course.records.tables import Enrollment, Invitation, Person, SignInLink
from course.records.transaction import transaction

TAKEN = "Another account has this address already. Check the address"


@dataclass(frozen=True, slots=True)
class PersonFacts(Facts):
    """What can be corrected of a person."""

    called = "this person's name or address"
    name: str
    email: str


def facts_of(person: Person) -> PersonFacts:
    """Return what a person is called, and the address that they sign in with."""
    return PersonFacts(person.name, person.email)


def correct_person(  # noqa: PLR0913  whom, to what, instead of what, why, by whom and when
    session: Session,
    person: Person,
    facts: PersonFacts,
    *,
    instead_of: str,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    """Correct a person; ``instead_of`` is the mark of the facts that are to be replaced.

    With a new address, whatever let somebody in by the old one ends: sessions, sign-in links,
    invitations, and letters that were not sent yet. The password stays. Raise Overtaken where the
    facts are others by now, NotAnEmail, EmailTaken, and Refused without a reason, for a name that
    is none, or where nothing would change.
    """
    if not reason.strip():
        raise Refused("Enter why you are making this change")
    after = PersonFacts(printed_name(facts.name), normal_email(facts.email))
    with email_is_free(TAKEN), transaction(session):
        # The row as it stands now, and nobody else's until this is written.
        mode = {"key_share": True}
        held = session.get_one(Person, person.id, with_for_update=mode, populate_existing=True)
        before = facts_of(held)
        if before.mark != instead_of:
            raise Overtaken(before.called)
        if after == before:
            raise Refused("Nothing is different yet. Change the name or the email address")
        # The person first: until this ends nobody is enrolled under the old name, and nobody
        # makes a link for the old address.
        held.name, held.email = after.name, after.email
        session.flush()
        if after.name != before.name:
            theirs = Enrollment.person_id == held.id
            session.execute(update(Enrollment).where(theirs).values(name=after.name))
        if after.email != before.email:
            _close(session, held, before.email)
        _record(session, held, before, reason=reason.strip(), actor=actor, now=now)


def _close(session: Session, person: Person, old: str) -> None:
    """End whatever let somebody in by an address that is this person's no more."""
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    unused = Invitation.used_at.is_(None)  # dead while the address had an account; else it woke up
    session.execute(delete(Invitation).where(Invitation.email == old, unused))
    outbox.drop(session, old)
    sessions.drop(session, person)
    throttle.move_account(session, old, person.email)


def _record(
    session: Session,
    person: Person,
    before: PersonFacts,
    *,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    """Write an audit event for each fact that is another one now."""
    for action, old, new in (
        ("person-rename", before.name, person.name),
        ("email-correct", before.email, person.email),
    ):
        if old != new:
            audit.record(
                session,
                action=action,
                actor=actor,
                role=audit.role_of(actor),
                now=now,
                person=person,
                reason=reason,
                detail={"before": old, "after": new},
            )
