"""Sign in by password: who gets in, who has to wait, and what is written down."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.people import accounts, links, passwords, signing_in, throttle
from course.records.people.signing_in import TooManyTries
from course.records.tables import AuditEvent, Person, Throttle
from course.records.transaction import transaction
from tests.cast import PASSWORD, Cast
from tests.queries import counting_queries

NETWORK = "192.0.2.0/24"
Try = Callable[..., Person | None]


@pytest.fixture
def attempt(session: Session, now: datetime) -> Try:
    """Try to sign in: as Ana, with a wrong password, from one network, unless told otherwise."""

    def sign_in(
        password: str = "wrong", email: str = "ana@example.org", at: datetime = now, **more: str
    ) -> Person | None:
        address = more.get("address", NETWORK)
        return signing_in.by_password(
            session, email=email, password=password, address=address, now=at
        )

    return sign_in


def test_the_right_password_lets_in(cast: Cast, attempt: Try) -> None:
    assert attempt(PASSWORD) is cast.ana


@pytest.mark.parametrize("email", [" ANA@example.org ", "ａｎａ@example.org", "ana@example.org."])
def test_the_address_may_be_typed_in_other_ways(cast: Cast, attempt: Try, email: str) -> None:
    assert attempt(PASSWORD, email) is cast.ana


@pytest.mark.parametrize("email", ["vera@example.org", "ana", "", "ana\x00@example.org"])
def test_nobody_gets_in_under_an_unknown_address(cast: Cast, attempt: Try, email: str) -> None:
    assert attempt(PASSWORD, email) is None


def test_a_disabled_account_is_like_an_unknown_one(
    session: Session, cast: Cast, attempt: Try, now: datetime
) -> None:
    with transaction(session):
        cast.ana.disabled_at = now
    assert attempt(PASSWORD) is None


def test_a_person_without_a_password_cannot_sign_in_by_one(
    session: Session, cast: Cast, attempt: Try
) -> None:
    with transaction(session):
        cast.ana.password_hash = None
    assert attempt("") is None


def test_five_failures_make_the_account_wait_a_minute(
    cast: Cast, attempt: Try, now: datetime
) -> None:
    for _ in range(5):
        assert attempt() is None
    with pytest.raises(TooManyTries) as raised:
        attempt(PASSWORD)
    assert raised.value.until == now + timedelta(minutes=1)


def test_an_unknown_account_waits_just_the_same(attempt: Try) -> None:
    for _ in range(5):
        attempt(email="vera@example.org")
    with pytest.raises(TooManyTries):
        attempt(email="Vera@example.org")


def test_one_account_that_waits_does_not_stop_others(cast: Cast, attempt: Try) -> None:
    for _ in range(5):
        attempt()
    assert attempt(PASSWORD, "ben@example.org") is cast.ben


def test_after_the_wait_the_owner_gets_in_and_the_count_is_gone(
    session: Session, cast: Cast, attempt: Try, now: datetime
) -> None:
    for _ in range(5):
        attempt()
    assert attempt(PASSWORD, at=now + timedelta(minutes=1)) is cast.ana
    count = session.get(Throttle, throttle.key(throttle.SIGN_IN_PERSON, "ana@example.org"))
    assert count is None


def test_a_failure_takes_out_what_is_forgotten_for_a_day(
    session: Session, attempt: Try, now: datetime
) -> None:
    attempt(email="vera@example.org")
    vera = throttle.key(throttle.SIGN_IN_ROW, "vera@example.org")
    attempt(at=now + timedelta(days=91))
    assert session.get(Throttle, vera) is not None
    attempt(at=now + timedelta(days=91, seconds=1))
    session.expire_all()
    assert session.get(Throttle, vera) is None


def guess_every_15_seconds(
    attempt: Try, now: datetime, times: int, email: str = "ana@example.org"
) -> datetime:
    """Never five within a minute, so that only the row counts. Return when the next one may."""
    at = now
    for _ in range(times):
        try:
            assert attempt(email=email, at=at) is None
        except TooManyTries as refusal:
            if refusal.shut:
                raise
            at = refusal.until
            assert attempt(email=email, at=at) is None
        at += timedelta(seconds=15)
    return at


def put_in_a_row(session: Session, now: datetime, times: int, email: str) -> None:
    """Write down so many failures in a row, as guessing leaves them when the last wait is over."""
    key = throttle.key(throttle.SIGN_IN_ROW, email)
    row = Throttle(key=key, count=times, until=now, forget_at=now + timedelta(days=90))
    with transaction(session):
        session.merge(row)


def test_the_twentieth_failure_in_a_row_waits_however_slow_they_come(
    cast: Cast, attempt: Try, now: datetime
) -> None:
    at = guess_every_15_seconds(attempt, now, 20)
    with pytest.raises(TooManyTries) as raised:
        attempt(PASSWORD, at=at)
    assert not raised.value.shut
    assert raised.value.until == at + timedelta(seconds=45)
    assert attempt(PASSWORD, at=raised.value.until) is cast.ana


def test_a_stranger_takes_days_to_shut_an_account(
    session: Session, cast: Cast, attempt: Try, now: datetime
) -> None:
    at = guess_every_15_seconds(attempt, now, 99)
    row = session.get_one(Throttle, throttle.key(throttle.SIGN_IN_ROW, "ana@example.org"))
    assert row.count == 99
    with pytest.raises(TooManyTries) as raised:
        attempt(PASSWORD, at=at)
    assert not raised.value.shut
    assert raised.value.until - now > timedelta(days=3)
    assert attempt(PASSWORD, at=raised.value.until) is cast.ana


@pytest.mark.parametrize("email", ["ana@example.org", "vera@example.org"])
def test_the_hundredth_failure_in_a_row_shuts_the_account(
    session: Session, cast: Cast, attempt: Try, now: datetime, email: str
) -> None:
    """Vera's is an account that nobody has: it shuts just the same."""
    put_in_a_row(session, now, 98, email)
    with transaction(session):
        throttle.sweep(session, now + timedelta(days=30))
    at = guess_every_15_seconds(attempt, now + timedelta(days=30), 2, email)
    for later in (timedelta(), timedelta(days=300)):
        with pytest.raises(TooManyTries) as raised:
            attempt(PASSWORD, email, at=at + later)
        assert raised.value.shut


def test_a_success_ends_the_row(session: Session, cast: Cast, attempt: Try, now: datetime) -> None:
    put_in_a_row(session, now, 99, "ana@example.org")
    assert attempt(PASSWORD) is cast.ana
    at = guess_every_15_seconds(attempt, now, 19)
    assert attempt(PASSWORD, at=at) is cast.ana


def by_link(session: Session, ana: Person, at: datetime) -> None:
    token = links.make_sign_in_link(session, ana, actor=None, reason="shut out", now=at)
    assert links.use_sign_in_link(session, token, at) is ana


def by_new_password(session: Session, ana: Person, at: datetime) -> None:
    hashed = passwords.hash_password(PASSWORD)
    accounts.change_password(session, ana, hash=hashed, keep=None, now=at)


@pytest.mark.parametrize("way", [by_link, by_new_password])
def test_a_link_or_a_new_password_opens_a_shut_account(
    session: Session, cast: Cast, attempt: Try, now: datetime, way: Callable[..., None]
) -> None:
    put_in_a_row(session, now, 99, "ana@example.org")
    assert attempt() is None
    with pytest.raises(TooManyTries):
        attempt(PASSWORD)
    way(session, cast.ana, now)
    assert attempt(PASSWORD) is cast.ana


def test_signing_in_asks_the_throttle_and_the_person_and_no_more(
    engine: Engine, cast: Cast, now: datetime
) -> None:
    with Session(engine) as fresh, counting_queries(engine) as asked:
        signing_in.by_password(
            fresh, email="ana@example.org", password=PASSWORD, address=NETWORK, now=now
        )
    assert len(asked) == 2, asked


def test_a_class_behind_one_address_signs_in_at_once(cast: Cast, attempt: Try) -> None:
    for _ in range(100):
        assert attempt(PASSWORD) is cast.ana


def test_guessing_at_many_accounts_makes_the_network_wait(cast: Cast, attempt: Try) -> None:
    for number in range(60):
        attempt(email=f"guess{number}@example.org")
    with pytest.raises(TooManyTries):
        attempt(PASSWORD)
    assert attempt(PASSWORD, address="198.51.100.0/24") is cast.ana


def test_a_failure_is_in_the_audit_log_without_what_was_typed(
    session: Session, cast: Cast, attempt: Try
) -> None:
    attempt("my secret password")
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.person_id, event.actor_id) == ("sign-in-failed", cast.ana.id, None)
    assert event.detail == {}


def test_what_was_typed_as_an_address_is_not_kept(session: Session, attempt: Try) -> None:
    attempt(email="my secret password")
    assert not any("secret" in key for key in session.scalars(select(Throttle.key)))


def test_a_hash_of_older_settings_is_made_anew(
    session: Session, cast: Cast, attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cast.ana.password_hash
    monkeypatch.setattr(passwords, "needs_rehash", lambda _: True)
    attempt(PASSWORD)
    session.expire_all()
    assert cast.ana.password_hash != before
    assert passwords.verify(cast.ana.password_hash, PASSWORD)
