"""People and their roles. How they become one: links, invitations, joining."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.records import audit
from course.records.people import sessions, throttle
from course.records.refusals import Refused
from course.records.tables import Person, PersonRole
from course.records.tables.people import ROLES
from course.records.transaction import transaction
from course.records.upsert import insert_into

LONGEST_EMAIL = 254
LONGEST_NAME = 200
_EMAIL = re.compile(r"""[^\s@<>()\[\]\\,;:"]+@[^\s@<>()\[\]\\,;:"]+""")


class NotAnEmail(Refused):
    """What was typed is no email address."""

    def __init__(self) -> None:
        super().__init__("Enter an email address like name@example.org")


class EmailTaken(Refused):
    """Somebody has this address as their sign-in name."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or "There is an account with this email address already. Sign in with it."
        )


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is needed to add a person. Without a password they sign in by a link first."""

    email: str
    name: str
    roles: frozenset[str]
    password_hash: str | None = None


def normal_email(text: str) -> str:
    """Return the one spelling of an address under which it is stored and looked up.

    Full-width letters, capitals and spaces around it make no second account. Raise NotAnEmail.
    """
    email = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).strip().casefold())
    email = email.rstrip(".")
    printable = all(unicodedata.category(character) not in {"Cc", "Cf"} for character in email)
    if len(email) > LONGEST_EMAIL or not printable or not _EMAIL.fullmatch(email):
        raise NotAnEmail
    return email


def printed_name(text: str) -> str:
    """Return a name as it is printed: any script, one line. Raise Refused where it is none."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or any(unicodedata.category(character) == "Cc" for character in name):
        raise Refused("Enter your full name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Use at most {LONGEST_NAME} characters for your name")
    return name


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person who signs in with an address, however it is typed."""
    try:
        normal = normal_email(email)
    except NotAnEmail:
        return None
    return session.scalars(_BY_EMAIL, {"email": normal}).unique().one_or_none()


_BY_EMAIL = (
    select(Person).where(Person.email == bindparam("email")).options(joinedload(Person.roles))
)
"""Built once: every sign-in asks it, with the roles in the same query."""


# The order of locks, so that on PostgreSQL nobody waits in a circle. Who holds a person (to make
# or end a way in for them, or to change how they are enrolled) does so before they lock any other
# row of theirs: enrollments, links, letters, sessions, failures. Rows that only point at a person,
# such as audit events, wait for no such hold, and are written last. But they wait for a new
# address, which is a key: so a correction sets it last of all, when it needs nothing any more that
# those who write such rows may have.
def hold(session: Session, person_id: int) -> tuple[str, str]:
    """Keep a person to this transaction; return their name and their address as they stand.

    Nobody corrects either meanwhile, makes them a link, signs them in or enrolls them.
    """
    person = select(Person.name, Person.email).where(Person.id == person_id)
    return session.execute(person.with_for_update(key_share=True)).one()


def coordinators_exist(session: Session) -> bool:
    """Tell whether the site has a coordinator who can sign in."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    PersonRole.role == "coordinator",
                    PersonRole.person_id == Person.id,
                    Person.disabled_at.is_(None),
                )
            )
        )
    )


def make_person(session: Session, new: NewPerson, now: datetime) -> Person:
    """Make a person inside the transaction of the deed that brought them here.

    Wrap the transaction in ``email_is_free``: two at once may want the same address.
    """
    if unknown := new.roles - set(ROLES):
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
    email = normal_email(new.email)
    if session.scalar(select(exists().where(Person.email == email))):
        raise EmailTaken
    person = Person(
        email=email,
        name=printed_name(new.name),
        password_hash=new.password_hash,
        created_at=now,
        roles=[PersonRole(role=role) for role in sorted(new.roles)],
    )
    session.add(person)
    session.flush()
    return person


@contextmanager
def email_is_free(message: str = "") -> Iterator[None]:
    """Turn the database's refusal of a second account for one address into EmailTaken.

    ``message`` is for who is told of an address that is not their own.
    """
    try:
        yield
    except IntegrityError as error:
        if "people" not in str(error.orig):
            raise
        raise EmailTaken(message) from error


def add_role(session: Session, person: Person, role: str) -> None:
    """Give a role inside the transaction of the deed that brings it, which holds the person.

    Twice at once is once.
    """
    given = session.scalar(
        insert_into(session, PersonRole)
        .values(person_id=person.id, role=role)
        .on_conflict_do_nothing()
        .returning(PersonRole.role)
    )
    if given is not None:
        session.expire(person, ["roles"])
        sessions.drop(session, person)


def drop_role(session: Session, person: Person, role: str) -> None:
    """Take a role away inside the transaction of the deed that ends it; their sessions end."""
    held = (PersonRole.person_id == person.id, PersonRole.role == role)
    session.execute(delete(PersonRole).where(*held))
    session.expire(person, ["roles"])
    sessions.drop(session, person)


def set_time_zone(session: Session, person: Person, zone: str) -> None:
    """Choose the zone in which a person reads times (an IANA name, checked by the form)."""
    with transaction(session):
        person.time_zone = zone


def change_password(
    session: Session, person: Person, *, hash: str, keep: str | None, now: datetime
) -> None:
    """Set a person's own new password. The session that holds the token ``keep`` stays open.

    Raise AddressChanged where a correction has just ended the one that they chose it in.
    """
    with transaction(session):
        _, address = hold(session, person.id)
        if address != person.email:
            raise sessions.AddressChanged
        set_password(session, person, hash=hash, keep=keep, actor=person, now=now)


def set_password(
    session: Session,
    person: Person,
    *,
    hash: str,
    keep: str | None,
    actor: Person | None,
    now: datetime,
) -> None:
    """Set a password inside the transaction of the deed that brings it.

    Every session ends but the one that holds the token ``keep``, and a lock-out ends too.
    ``actor`` None is the operator at the command line.
    """
    person.password_hash = hash
    sessions.drop(session, person, keep=keep)
    throttle.open_account(session, person.email)
    role = audit.role_of(actor)
    audit.record(session, action="password-change", actor=actor, role=role, now=now, person=person)
