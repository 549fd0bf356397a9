"""Sessions of signed-in browsers, and the forms that came after one had ended (DESIGN 2.7)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload

from course.records import audit
from course.records.people.tokens import hashed, new_session_token
from course.records.tables import PendingPost, Person, SignInSession
from course.records.transaction import NotSaved, transaction

TRAINEE_IDLE, TRAINEE_LIFE = timedelta(hours=20), timedelta(days=14)
STAFF_IDLE, STAFF_LIFE = timedelta(hours=2), timedelta(hours=12)
POST_KEPT = timedelta(hours=1)
AFTER_LINK = timedelta(hours=1)
"""How long after a one-time link a new password is set without the old one."""
_SEEN_EVERY = timedelta(minutes=1)
# An ended session's row stays for a day: a form that comes late still finds its person by it.
_FORGOTTEN_AFTER = TRAINEE_LIFE + timedelta(days=1)


class AddressChanged(Exception):
    """The address was corrected while its person, or a stranger, was on the way in by it."""


def _within(staff: bool, who: str) -> ColumnElement[bool]:
    return and_(
        SignInSession.staff.is_(staff),
        SignInSession.last_seen_at > bindparam(f"{who}_seen"),
        SignInSession.created_at > bindparam(f"{who}_began"),
    )


_ALIVE = or_(_within(False, "trainee"), _within(True, "staff"))
# Built once: it runs in every request, and building it takes longer than running it.
_LIVE_SESSION = (
    select(SignInSession)
    .join(SignInSession.person)
    .where(SignInSession.id_hash == bindparam("id_hash"), _ALIVE, Person.disabled_at.is_(None))
    .options(joinedload(SignInSession.person).joinedload(Person.roles))
)


def _oldest(now: datetime) -> dict[str, datetime]:
    """Return the moments since which a session must have been used, and have begun, to live."""
    return {
        "trainee_seen": now - TRAINEE_IDLE,
        "trainee_began": now - TRAINEE_LIFE,
        "staff_seen": now - STAFF_IDLE,
        "staff_began": now - STAFF_LIFE,
    }


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and its person."""

    session: SignInSession
    person: Person


def open_session(
    session: Session, person: Person, *, device: str, now: datetime, by_link: bool = False
) -> str:
    """Sign a person in and return the token for the cookie. Old rows are swept out with it.

    ``person`` is as they were when their password or link was looked at: raise AddressChanged
    where the address is another one by now.
    """
    token = new_session_token()
    began = {
        "id_hash": hashed(token),
        "created_at": now,
        "last_seen_at": now,
        "staff": not person.role_names <= {"trainee"},
        "by_link": by_link,
        "device": device[:200],
    }
    with transaction(session):
        whose = {"whose": person.id, "address": person.email}
        if session.connection().execute(_BEGIN, began | whose).one_or_none() is None:
            raise AddressChanged
        _sweep(session, now)
        role = audit.role_of(person)
        audit.record(session, action="sign-in", actor=person, role=role, now=now, person=person)
    return token


def load(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Return the live session of a token with its person and roles, in one query."""
    wanted = {"id_hash": hashed(token), **_oldest(now)}
    found = session.scalars(_LIVE_SESSION, wanted).unique().one_or_none()
    if found is None:
        return None
    if now - found.last_seen_at >= _SEEN_EVERY:
        _see(session, found, now)
    return SignedIn(found, found.person)


def end(session: Session, token: str) -> None:
    """Sign out: the row goes, and the cookie is worth nothing."""
    with transaction(session):
        session.execute(delete(SignInSession).where(SignInSession.id_hash == hashed(token)))


def end_others(session: Session, person: Person, *, keep: str | None) -> None:
    """Sign a person out everywhere but in the browser that holds the token ``keep``."""
    with transaction(session):
        drop(session, person, keep=keep)


def drop(session: Session, person: Person, *, keep: str | None = None) -> None:
    """End a person's sessions inside the transaction of what ended them."""
    gone = delete(SignInSession).where(SignInSession.person_id == person.id)
    if keep is not None:
        gone = gone.where(SignInSession.id_hash != hashed(keep))
    session.execute(gone)


def devices(session: Session, person: Person, *, now: datetime) -> Sequence[SignInSession]:
    """Return where a person is signed in, the latest first."""
    return session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person.id, _ALIVE)
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id_hash),
        _oldest(now),
    ).all()


def asks_old_password(opened: SignInSession, *, now: datetime) -> bool:
    """Tell whether a new password needs the old one: not in the hour after a one-time link."""
    return not opened.by_link or now - opened.created_at > AFTER_LINK


def keep_post(
    session: Session, token: str, path: str, fields: Mapping[str, Sequence[str]], now: datetime
) -> bool:
    """Keep a form for the person of a session that has run out; the newest one replaces others.

    False where the token was never that of a session, or its person signed out.
    """
    ended = session.get(SignInSession, hashed(token))
    if ended is None:
        return False
    with transaction(session):
        session.execute(delete(PendingPost).where(PendingPost.person_id == ended.person_id))
        session.add(
            PendingPost(
                person_id=ended.person_id,
                session_hash=ended.id_hash,
                path=path,
                fields={name: list(values) for name, values in fields.items()},
                created_at=now,
            )
        )
    return True


def kept_post(session: Session, person: Person, *, now: datetime) -> PendingPost | None:
    """Return the form that is kept for a person, for an hour, until it is taken."""
    return session.scalars(
        select(PendingPost)
        .where(PendingPost.person_id == person.id, PendingPost.created_at > now - POST_KEPT)
        .order_by(PendingPost.id.desc())
        .limit(1)
    ).first()


def forget_post(session: Session, person: Person) -> None:
    """Drop what is kept for a person: it was sent again, or is not wanted."""
    with transaction(session):
        session.execute(delete(PendingPost).where(PendingPost.person_id == person.id))


def _see(session: Session, opened: SignInSession, now: datetime) -> None:
    # Reading goes on when nothing can be saved: the session then ends a little earlier. And an
    # UPDATE, not a save of the object: a session that was ended meanwhile stays ended.
    with suppress(NotSaved), transaction(session):
        session.execute(
            update(SignInSession)
            .where(SignInSession.id_hash == opened.id_hash, SignInSession.last_seen_at < now)
            .values(last_seen_at=now)
        )


def _sweep(session: Session, now: datetime) -> None:
    session.execute(_SWEEP_SESSIONS, {"oldest": now - _FORGOTTEN_AFTER})
    session.execute(_SWEEP_POSTS, {"oldest": now - POST_KEPT})


# Built once, all: every sign-in runs them. The first one holds the person, as accounts.hold does.
_BEGUN = ("id_hash", "created_at", "last_seen_at", "staff", "by_link", "device")
_GIVEN = (bindparam(each, type_=getattr(SignInSession, each).type) for each in _BEGUN)
_WHOSE = select(Person.id, *_GIVEN).where(
    Person.id == bindparam("whose"), Person.email == bindparam("address")
)
_BEGIN = (
    insert(SignInSession)
    .from_select(("person_id", *_BEGUN), _WHOSE.with_for_update(key_share=True))
    .returning(SignInSession.person_id)
)
_SWEEP_SESSIONS, _SWEEP_POSTS = (
    delete(table)
    .where(table.created_at < bindparam("oldest"))
    .execution_options(synchronize_session=False)
    for table in (SignInSession, PendingPost)
)
