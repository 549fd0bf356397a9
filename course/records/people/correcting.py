"""Correct a person: the name that is printed, the address that they sign in with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.facts import Facts, Overtaken
from course.records.people import sessions, throttle
from course.records.people.accounts import email_is_free, hold, normal_email, printed_name
from course.records.refusals import Refused
from course.records.tables import Cohort, Enrollment, Invitation, Person, SignInLink
from course.records.transaction import alone, transaction

Write = Callable[..., None]
"""Writes an audit event of a correction, which says who makes it, when and why."""

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
) -> int:
    """Correct a person; ``instead_of`` is the mark of the facts that are to be replaced.

    With a new address, whatever let somebody in by the old one ends: sessions, sign-in links,
    letters that were not sent yet, and invitations. The password stays. Return how many
    invitations ended. Raise Overtaken where the facts are others by now, NotAnEmail, EmailTaken,
    and Refused without a reason, for a name that is none, or where nothing would change.
    """
    because = reason.strip()
    if not because:
        raise Refused("Enter why you are making this change")
    after = PersonFacts(printed_name(facts.name), normal_email(facts.email))
    with email_is_free(TAKEN), transaction(session):
        alone(session, "correct a person")  # two who correct each other would wait in a circle
        before = PersonFacts(*hold(session, person.id))
        if before.mark != instead_of:
            raise Overtaken(before.called)
        if after == before:
            raise Refused("Nothing is different yet. Change the name or the email address")
        role = audit.role_of(actor)
        write = partial(audit.record, session, actor=actor, role=role, now=now, reason=because)
        if after.name != before.name:
            _rename(session, person, after.name)
            detail = {"before": before.name, "after": after.name}
            write(action="person-rename", person=person, detail=detail)
        if after.email == before.email:
            return 0
        return _readdress(session, person, before.email, after.email, write)


def _rename(session: Session, person: Person, name: str) -> None:
    session.execute(update(Person).where(Person.id == person.id).values(name=name))
    theirs = Enrollment.person_id == person.id
    session.execute(update(Enrollment).where(theirs).values(name=name))


def _readdress(session: Session, person: Person, old: str, new: str, write: Write) -> int:
    """Give a person another address, and end whatever let somebody in by the old one."""
    write(action="email-correct", person=person, detail={"before": old, "after": new})
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id))
    ended = _end_invitations(session, old, write)
    outbox.drop(session, old)
    sessions.drop(session, person)
    throttle.move_account(session, old, new)
    # Last of all: see accounts.hold.
    session.execute(update(Person).where(Person.id == person.id).values(email=new))
    return ended


def _end_invitations(session: Session, email: str, write: Write) -> int:
    """End the invitations that slept while their address had an account; return how many.

    They would let a stranger in: the address is not that of whom they were meant for. They may be
    to cohorts that the actor does not see, so each has the event that withdrawing it has, by which
    whoever made it can find out and invite anew.
    """
    unused = (Invitation.email == email, Invitation.used_at.is_(None))
    gone = delete(Invitation).where(*unused).returning(Invitation.role, Invitation.cohort_id)
    ended = session.execute(gone).all()
    for role, cohort_id in ended:
        cohort = session.get_one(Cohort, cohort_id) if cohort_id else None
        write(action="invitation-withdraw", cohort=cohort, detail={"role": role})
    return len(ended)
