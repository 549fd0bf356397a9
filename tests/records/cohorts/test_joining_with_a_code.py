"""A join code: eight letters, until its day, and off when too many guess."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts import enrolling, enrollments, joining
from course.records.cohorts.enrolling import AlreadyEnrolled
from course.records.cohorts.joining import LETTERS, TooManyCodes
from course.records.people import throttle
from course.records.people.accounts import EmailTaken
from course.records.people.throttle import JOIN_COHORT
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Person, Throttle
from course.records.transaction import transaction
from tests.cast import VERA, Cast
from tests.together import together

NETWORK = "192.0.2.0/24"


def find(session: Session, code: str, now: datetime, address: str = NETWORK) -> Cohort:
    return joining.cohort_to_join(session, code, address=address, now=now)


@pytest.mark.parametrize("typed", ["FALLABCD", "fallabcd", " fall-abcd ", "F A L L A B C D"])
def test_a_code_finds_its_cohort_however_it_is_typed(
    session: Session, cast: Cast, now: datetime, typed: str
) -> None:
    assert find(session, typed, now) is cast.fall


@pytest.mark.parametrize("typed", ["", "FALLABCE", "FALLABCDE", "\x00", "%", "١٢٣"])
def test_another_code_finds_nothing(
    session: Session, cast: Cast, now: datetime, typed: str
) -> None:
    with pytest.raises(Refused, match="8 letters"):
        find(session, typed, now)


def test_a_code_works_up_to_and_on_its_day(session: Session, cast: Cast, now: datetime) -> None:
    last = datetime(2026, 12, 31, 23, 59, tzinfo=now.tzinfo)
    assert find(session, "FALLABCD", last) is cast.fall
    with pytest.raises(Refused, match="ended"):
        find(session, "FALLABCD", last + timedelta(minutes=1))


def test_a_new_code_has_eight_plain_letters_and_ends_the_old(
    session: Session, cast: Cast, now: datetime
) -> None:
    code = joining.renew_join_code(
        session, cast.fall, until=date(2027, 1, 31), actor=cast.cora, now=now
    )
    assert len(code) == 8
    assert set(code) <= set(LETTERS)
    assert not {"I", "O"} & set(LETTERS)
    assert find(session, code, now) is cast.fall
    with pytest.raises(Refused):
        find(session, "FALLABCD", now)


def test_a_code_cannot_end_before_it_begins(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="day"):
        joining.renew_join_code(
            session, cast.fall, until=date(2026, 11, 21), actor=cast.cora, now=now
        )


def test_twenty_wrong_codes_make_the_network_wait(
    session: Session, cast: Cast, now: datetime
) -> None:
    guess(session, 20, now)
    with pytest.raises(TooManyCodes) as raised:
        find(session, "FALLABCD", now)
    assert raised.value.until == now + timedelta(hours=1)
    assert find(session, "FALLABCD", now, address="198.51.100.0/24") is cast.fall


def test_two_hundred_wrong_codes_turn_a_code_off_until_it_is_renewed(
    session: Session, cast: Cast, now: datetime
) -> None:
    key, most = throttle.key(JOIN_COHORT, str(cast.fall.id)), JOIN_COHORT.most
    with transaction(session):
        session.add(Throttle(key=key, count=most - 2, forget_at=now + timedelta(days=9)))
    guess(session, 1, now)
    assert find(session, "FALLABCD", now, "203.0.113.0/24") is cast.fall
    assert session.get_one(Throttle, key, populate_existing=True).count == most - 1
    guess(session, 1, now)
    with pytest.raises(Refused, match="8 letters"):
        find(session, "FALLABCD", now)
    code = joining.renew_join_code(
        session, cast.fall, until=date(2026, 12, 31), actor=cast.cora, now=now
    )
    guess(session, 1, now, address="203.0.113.0/24")
    assert find(session, code, now) is cast.fall


def guess(session: Session, times: int, now: datetime, address: str = NETWORK) -> None:
    for _ in range(times):
        with pytest.raises(Refused):
            find(session, "WRONGWRG", now, address)


def test_a_new_person_gets_an_account_and_is_enrolled(
    session: Session, cast: Cast, now: datetime
) -> None:
    vera = join_as(session, cast.fall, VERA, now)
    assert vera.role_names == {"trainee"}
    enrollment = enrollments.enrollment_of(session, vera, cast.fall.course)
    assert enrollment is not None
    assert (enrollment.cohort, enrollment.state) == (cast.fall, "enrolled")
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        "join",
        "enroll",
    ]


@pytest.mark.parametrize("typed", ["Ana@example.org", "ＡＮＡ@example.org"])
def test_an_address_that_is_taken_is_refused(
    session: Session, cast: Cast, now: datetime, typed: str
) -> None:
    with pytest.raises(EmailTaken):
        join_as(session, cast.fall, typed, now)


def test_of_two_at_once_one_gets_the_address(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    def join(own: Session) -> Person:
        return join_as(own, own.get_one(Cohort, cast.fall.id), VERA, now)

    results = together(engine, [join] * 4)
    assert sum(isinstance(result, Person) for result in results) == 1
    assert sum(isinstance(result, EmailTaken) for result in results) == 3


def join_as(session: Session, cohort: Cohort, email: str, now: datetime) -> Person:
    return joining.join_with_code(
        session, cohort, email=email, name="Vera Ruiz", password_hash="hash", now=now
    )


def test_who_has_an_account_just_joins_and_joins_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    for _ in range(2):
        enrolling.enroll(session, cast.theo, cast.spring, now=now, actor=cast.theo)
    assert cast.theo.role_names == {"trainer", "trainee"}
    assert session.scalars(select(AuditEvent.action)).all() == ["enroll"]


def test_nobody_takes_a_course_twice_at_once(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(AlreadyEnrolled, match=r"Fall 2026"):
        enrolling.enroll(session, cast.ana, cast.spring, now=now, actor=cast.ana)
