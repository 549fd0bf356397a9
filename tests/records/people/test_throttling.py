"""Failures are counted, the wait grows, and a quiet time ends it."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from course.records.people import throttle
from course.records.people.throttle import (
    EXPORTS,
    JOIN_ADDRESS,
    JOIN_COHORT,
    SIGN_IN_PERSON,
    SIGN_IN_ROW,
    Limit,
)
from course.records.tables import Throttle
from course.records.transaction import transaction
from tests.conftest import empty
from tests.rows_read import work_of
from tests.together import together

FEW, MANY = 100, 2000
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def fail(session: Session, limit: Limit, at: datetime, times: int = 1) -> datetime | None:
    """Fail some times and return until when the next has to wait."""
    with transaction(session):
        for _ in range(times):
            throttle.failed(session, limit, "ana", at)
    return throttle.failures(session, [throttle.key(limit, "ana")], at).until


def test_fewer_failures_than_the_limit_wait_for_nothing(session: Session, now: datetime) -> None:
    assert fail(session, SIGN_IN_PERSON, now, times=4) is None


def test_failures_a_minute_apart_are_forgotten(session: Session, now: datetime) -> None:
    for minute in range(10):
        assert fail(session, SIGN_IN_PERSON, now + minute * MINUTE) is None


def test_the_wait_doubles_from_a_minute_to_an_hour(session: Session, now: datetime) -> None:
    at, waits = now, []
    fail(session, SIGN_IN_PERSON, at, times=4)
    for _ in range(9):
        until = fail(session, SIGN_IN_PERSON, at)
        assert until is not None
        waits.append((until - at) // MINUTE)
        at = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_an_hour_of_quiet_begins_anew(session: Session, now: datetime) -> None:
    until = fail(session, SIGN_IN_PERSON, now, times=5)
    assert until is not None
    assert fail(session, SIGN_IN_PERSON, until + HOUR + MINUTE) is None


def is_counted(session: Session, limit: Limit, at: datetime) -> bool:
    return bool(throttle.failures(session, [throttle.key(limit, "ana")], at).keys)


def test_a_plain_limit_waits_until_its_time_is_over(session: Session, now: datetime) -> None:
    assert fail(session, JOIN_ADDRESS, now, times=19) is None
    assert fail(session, JOIN_ADDRESS, now + 30 * MINUTE) == now + HOUR
    assert fail(session, JOIN_ADDRESS, now + HOUR) is None


def test_clearing_forgets(session: Session, now: datetime) -> None:
    fail(session, SIGN_IN_PERSON, now, times=5)
    with transaction(session):
        throttle.clear(session, SIGN_IN_PERSON, "ana")
    assert not is_counted(session, SIGN_IN_PERSON, now)


def test_a_row_of_failures_is_forgotten_after_ninety_quiet_days(
    session: Session, now: datetime
) -> None:
    fail(session, SIGN_IN_ROW, now, times=19)
    last = now + timedelta(days=89)
    assert fail(session, SIGN_IN_ROW, last) == last + MINUTE
    last += timedelta(days=89)
    assert fail(session, SIGN_IN_ROW, last) == last + 2 * MINUTE
    assert fail(session, SIGN_IN_ROW, last + timedelta(days=90)) is None


def test_a_shut_row_is_never_forgotten(session: Session, now: datetime) -> None:
    fail(session, SIGN_IN_ROW, now, times=100)
    later = now + timedelta(days=1000)
    sweep(session, later)
    found = throttle.failures(session, [throttle.key(SIGN_IN_ROW, "ana")], later)
    assert found.until is not None
    assert found.shut


def test_a_wait_that_ends_by_itself_is_not_called_shut(session: Session, now: datetime) -> None:
    for limit, times in ((SIGN_IN_ROW, 99), (SIGN_IN_PERSON, 40), (JOIN_ADDRESS, 20)):
        assert fail(session, limit, now, times=times) is not None
        assert not throttle.failures(session, [throttle.key(limit, "ana")], now).shut


def sweep(session: Session, at: datetime) -> None:
    with transaction(session):
        throttle.sweep(session, at)


def test_sweeping_drops_what_is_forgotten_for_a_day(session: Session, now: datetime) -> None:
    kept = {JOIN_ADDRESS: HOUR, SIGN_IN_ROW: timedelta(days=90)}
    for limit in (*kept, JOIN_COHORT):
        fail(session, limit, now)
    for limit, time in kept.items():
        sweep(session, now + time + timedelta(days=1))
        assert is_counted(session, limit, now)
        sweep(session, now + time + timedelta(days=1, seconds=1))
        assert not is_counted(session, limit, now)
    assert is_counted(session, JOIN_COHORT, now)


def test_sweeping_looks_at_nothing_that_stays(session: Session, now: datetime) -> None:
    """Every wrong password sweeps: the rows that strangers made in ninety days must not slow it."""

    def rows(first: int, last: int) -> list[dict[str, object]]:
        return [
            {"key": f"sign-in-row:{n}", "count": 1, "forget_at": now + timedelta(days=n % 90)}
            for n in range(first, last)
        ]

    def work() -> int:
        return work_of(session, lambda: throttle.sweep(session, now))

    with transaction(session):
        session.execute(insert(Throttle), rows(0, FEW))
    with transaction(session):
        few = work()
    with transaction(session):
        session.execute(insert(Throttle), rows(FEW, MANY))
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ANALYZE throttle"))  # it does so by itself, in time
    with transaction(session):
        assert work() <= few + 10


def test_sweeping_waits_for_nobody(postgresql_engine: Engine, now: datetime) -> None:
    """Who fails again after days holds a row that is to go, and may wait for one of the sweeper's.

    On SQLite one writes at a time.
    """
    with Session(postgresql_engine) as failing, Session(postgresql_engine) as sweeping:
        fail(failing, JOIN_ADDRESS, now)
        throttle.failed(failing, JOIN_ADDRESS, "ana", now + 3 * DAY)
        with transaction(sweeping):
            sweeping.execute(text("SET LOCAL lock_timeout = '200ms'"))
            throttle.sweep(sweeping, now + 3 * DAY)
        failing.commit()
        assert is_counted(failing, JOIN_ADDRESS, now + 3 * DAY)
        empty(postgresql_engine)


def test_forty_failures_at_once_are_forty(engine: Engine, now: datetime) -> None:
    """CTFd reads and then writes, so that some of forty are lost (FAULTS 105)."""

    def five_times(own: Session) -> None:
        for _ in range(5):
            fail(own, SIGN_IN_PERSON, now)

    results = together(engine, [five_times] * 8)
    assert not any(isinstance(result, Exception) for result in results), results
    with Session(engine) as session:
        assert session.get_one(Throttle, throttle.key(SIGN_IN_PERSON, "ana")).count == 40


def test_so_many_deeds_are_taken_and_one_more_has_to_wait(session: Session, now: datetime) -> None:
    taken = [throttle.take(session, EXPORTS, "ana", now) for _ in range(EXPORTS.most)]
    assert taken == [None] * EXPORTS.most
    assert throttle.take(session, EXPORTS, "ana", now + 30 * MINUTE) == now + HOUR
    assert throttle.take(session, EXPORTS, "ben", now) is None
    assert throttle.take(session, EXPORTS, "ana", now + HOUR) is None


def test_of_twenty_deeds_at_once_no_more_are_taken(engine: Engine, now: datetime) -> None:
    deeds = [lambda own: throttle.take(own, EXPORTS, "ana", now)] * 20
    assert together(engine, deeds).count(None) == EXPORTS.most
