"""A person is corrected while somebody else does something of theirs: both are done, in order.

Each test holds rows in the way, begins the deeds until each waits for something, and lets go. On
PostgreSQL a wrong order of locks is a deadlock then; on SQLite the queue of writers orders all.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from time import monotonic, sleep

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, Select, func, select, text
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts import enrolling
from course.records.people import accounts, asked_links, links, sessions, signing_in, throttle
from course.records.people.correcting import PersonFacts, correct_person, facts_of
from course.records.reflections import writing
from course.records.tables import (
    Cohort,
    Enrollment,
    Invitation,
    OutboxMail,
    Person,
    SignInLink,
    SignInSession,
    Throttle,
)
from course.records.transaction import transaction
from tests.cast import PASSWORD, Cast
from tests.story import WORDS

Deed = Callable[[Session], object]
OLD, NEW = "ana@example.org", "anna@example.org"
NETWORK = "192.0.2.0/24"
INVITATIONS = select(Invitation.id)
LINKS = select(SignInLink.token_hash)
ENROLLMENTS = select(Enrollment.id)
COUNTED = select(Throttle.key)
_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def after_waiting(
    engine: Engine, rows: Select[tuple[int]] | Select[tuple[str]], deeds: Sequence[Deed]
) -> list[object]:
    """Hold rows, begin the deeds one after the other, let go; give what each returned or raised."""

    def do(deed: Deed) -> object:
        with Session(engine, expire_on_commit=False) as own:
            try:
                return deed(own)
            except Exception as error:  # what a deed is refused for is its result here
                return error

    with ThreadPoolExecutor(len(deeds)) as pool, Session(engine) as holder:
        begun: list[Future[object]] = []
        with transaction(holder):
            assert holder.scalars(rows.with_for_update()).all(), "nothing is in the way"
            for deed in deeds:
                begun.append(pool.submit(do, deed))
                _wait_until_they_wait(engine, begun)
        return [each.result(10) for each in begun]


def _wait_until_they_wait(engine: Engine, begun: Sequence[Future[object]]) -> None:
    if engine.dialect.name != "postgresql":
        return
    until = monotonic() + 10
    with engine.connect() as asking:
        while monotonic() < until:
            waiting = asking.scalar(_WAITING)
            asking.rollback()
            if waiting is not None and waiting >= sum(not each.done() for each in begun):
                return
            sleep(0.005)
    raise AssertionError("somebody neither waits nor is done")


def letter(token: str) -> tuple[str, str]:
    return "Your link", f"It is {token}"


@pytest.fixture
def corrects(cast: Cast, session: Session, now: datetime) -> Deed:
    """Correct Ana's name and address, as they were when the test began."""
    ana, cora, shown = cast.ana.id, cast.cora.id, facts_of(cast.ana).mark

    def correct(own: Session) -> None:
        actor, why = own.get_one(Person, cora), {"instead_of": shown, "reason": "Mistyped."}
        facts = PersonFacts("Anna Example", NEW)
        correct_person(own, own.get_one(Person, ana), facts, **why, actor=actor, now=now)

    return correct


@pytest.fixture
def traces(cast: Cast, session: Session, now: datetime) -> str:
    """What a correction ends, of each kind one; the token of the link."""
    with transaction(session):
        throttle.failed(session, throttle.SIGN_IN_PERSON, OLD, now)
        invitation = {"email": OLD, "role": "trainee", "cohort_id": cast.spring.id}
        times = {"created_at": now, "expires_at": now + timedelta(days=14)}
        session.add(Invitation(token_hash="f" * 64, **invitation, **times))
        for age, hash in ((0, "a" * 64), (16, "b" * 64)):
            at = {"created_at": now - timedelta(days=age), "last_seen_at": now}
            who = {"person_id": cast.ana.id, "staff": False, "device": "Firefox"}
            session.add(SignInSession(id_hash=hash, **who, **at))
    asked_links.ask(session, OLD, address=NETWORK, now=now)
    token = links.make_sign_in_link(session, cast.ana, actor=None, reason="lost", now=now)
    session.rollback()
    return token


def stands(session: Session, cast: Cast) -> tuple[str, str]:
    session.expire_all()
    return cast.ana.name, cast.ana.email


def test_beside_a_wrong_password(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    tries = {"email": OLD, "password": "wrong wrong wrong", "address": NETWORK, "now": now}
    fails = partial(signing_in.by_password, **tries)
    assert after_waiting(engine, INVITATIONS, [corrects, fails]) == [None, None]
    assert stands(session, cast) == ("Anna Example", NEW)


def test_beside_a_password_that_is_hashed_anew(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    with transaction(session):
        weaker = PasswordHasher(time_cost=1, memory_cost=9, parallelism=1)
        cast.ana.password_hash = weaker.hash(PASSWORD)
    session.rollback()
    tries = {"email": OLD, "password": PASSWORD, "address": NETWORK, "now": now}
    signs_in = partial(signing_in.by_password, **tries)
    done, person = after_waiting(engine, INVITATIONS, [corrects, signs_in])
    assert done is None
    assert isinstance(person, Person) or engine.dialect.name == "sqlite"
    assert stands(session, cast) == ("Anna Example", NEW)


def test_beside_a_letter_that_is_written(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    writes = partial(asked_links.write_letters, letter=letter, now=now)
    assert after_waiting(engine, INVITATIONS, [corrects, writes]) == [None, None]
    assert stands(session, cast) == ("Anna Example", NEW)
    assert session.scalars(select(OutboxMail)).all() == []
    assert session.scalars(select(SignInLink)).all() == []


def test_beside_a_link_that_is_made(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    ana = cast.ana.id

    def make(own: Session) -> object:
        person = own.get_one(Person, ana)
        return links.make_sign_in_link(
            own, person, actor=None, reason="lost", now=now, letter=letter
        )

    token, done = after_waiting(engine, LINKS, [make, corrects])
    assert (type(token), done) == (str, None)
    assert stands(session, cast) == ("Anna Example", NEW)
    for mailed in session.scalars(select(OutboxMail)):
        assert mailed.to == NEW  # on SQLite either may be the first
    if engine.dialect.name == "postgresql":
        assert links.use_sign_in_link(session, token, now) is None


def test_beside_a_link_that_is_used(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    uses = partial(links.use_sign_in_link, token=traces, now=now)
    person, done = after_waiting(engine, COUNTED, [uses, corrects])
    assert done is None
    assert isinstance(person, Person) or engine.dialect.name == "sqlite"
    assert stands(session, cast) == ("Anna Example", NEW)


def test_beside_a_session_that_is_opened(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    with Session(engine) as other:
        ana = other.get_one(Person, cast.ana.id)

    def open_session(own: Session) -> object:
        return sessions.open_session(own, ana, device="Firefox", now=now)

    done, refused = after_waiting(engine, INVITATIONS, [corrects, open_session])
    assert done is None
    if engine.dialect.name == "postgresql":
        assert isinstance(refused, sessions.AddressChanged)
    assert stands(session, cast) == ("Anna Example", NEW)
    assert (
        session.scalars(select(SignInSession).where(SignInSession.id_hash != "b" * 64)).all() == []
    )


def test_beside_a_reflection_that_is_sent(  # noqa: PLR0917  two deeds and their rows
    engine: Engine,
    session: Session,
    cast: Cast,
    edition: Edition,
    corrects: Deed,
    traces: str,
    now: datetime,
) -> None:
    enrolled = cast.ana_enrolled.id

    def send(own: Session) -> None:
        draft = writing.Draft(WORDS, shared=True)
        held = own.get_one(Enrollment, enrolled)
        writing.send(own, held, "first-day", draft, edition=edition, now=now)

    assert after_waiting(engine, ENROLLMENTS, [send, corrects]) == [None, None]
    assert stands(session, cast) == ("Anna Example", NEW)


@pytest.mark.parametrize("role", ["trainee", "trainer"])
def test_beside_a_cohort_that_they_are_put_into(  # noqa: PLR0917  two deeds and their rows
    engine: Engine,
    session: Session,
    cast: Cast,
    corrects: Deed,
    traces: str,
    now: datetime,
    role: str,
) -> None:
    with transaction(session):
        cast.ana.roles.clear()
        cast.spring.course = "another"
    ana, spring = cast.ana.id, cast.spring.id
    session.rollback()

    def put(own: Session) -> None:
        person, cohort = own.get_one(Person, ana), own.get_one(Cohort, spring)
        with transaction(own):
            enrolling.put_in_cohort(own, person, cohort, role=role, actor=None, now=now)

    assert after_waiting(engine, COUNTED, [corrects, put]) == [None, None]
    assert stands(session, cast) == ("Anna Example", NEW)
    assert cast.ana.role_names == {role}
    for enrolled in session.scalars(select(Enrollment).where(Enrollment.person_id == ana)):
        assert enrolled.name == "Anna Example"


def test_beside_a_new_password_from_a_session_that_it_ends(
    engine: Engine, session: Session, cast: Cast, corrects: Deed, traces: str, now: datetime
) -> None:
    """Who came in by a link to the wrong address does not choose a password in this moment."""
    before = session.get_one(Person, cast.ana.id, populate_existing=True).password_hash
    ana = cast.ana.id

    def choose(own: Session) -> None:
        accounts.change_password(own, own.get_one(Person, ana), hash="x" * 97, keep=None, now=now)

    done, refused = after_waiting(engine, INVITATIONS, [corrects, choose])
    assert done is None
    assert stands(session, cast) == ("Anna Example", NEW)
    if engine.dialect.name == "postgresql":
        assert isinstance(refused, sessions.AddressChanged)
        assert cast.ana.password_hash == before


def test_of_two_who_correct_each_other_neither_waits_for_ever(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    pair = (cast.ana.id, cast.ben.id)
    for email in (OLD, "ben@example.org"):
        with transaction(session):
            session.add(
                Invitation(
                    token_hash=email.ljust(64), email=email, role="trainee",
                    created_at=now, expires_at=now,
                )
            )  # fmt: skip
    session.rollback()

    def correcting(whom: int, actor: int) -> Deed:
        def correct(own: Session) -> None:
            person, by = own.get_one(Person, whom), own.get_one(Person, actor)
            facts, why = facts_of(person), {"reason": "Mistyped.", "actor": by, "now": now}
            after = PersonFacts(facts.name, f"new-{facts.email}")
            correct_person(own, person, after, instead_of=facts.mark, **why)

        return correct

    deeds = [correcting(*pair), correcting(*reversed(pair))]
    assert after_waiting(engine, INVITATIONS, deeds) == [None, None]
    assert session.scalar(select(func.count()).where(Person.email.startswith("new-"))) == 2
