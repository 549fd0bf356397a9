"""A session is a row: it lives while it is used, and a dead row is a dead cookie."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.people import accounts, sessions
from course.records.tables import AuditEvent, Person, SignInSession
from course.records.transaction import NotSaved, transaction
from tests.cast import Cast
from tests.queries import counting_queries

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opened(session: Session, person: Person, now: datetime) -> str:
    return sessions.open_session(session, person, device="Firefox", now=now)


def test_a_token_finds_its_person_and_their_roles(
    session: Session, cast: Cast, now: datetime
) -> None:
    found = sessions.load(session, opened(session, cast.theo, now), now)
    assert found is not None
    assert found.person is cast.theo
    assert found.person.role_names == {"trainer"}


def test_nobody_comes_in_by_an_address_that_is_another_by_now(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    with Session(engine) as earlier:
        ana = earlier.get_one(Person, cast.ana.id)
    with transaction(session):
        cast.ana.email = "anna@example.org"
    with pytest.raises(sessions.AddressChanged):
        opened(session, ana, now)
    assert session.scalars(select(SignInSession)).all() == []
    assert session.scalars(select(AuditEvent)).all() == []
    opened(session, cast.ana, now)


def test_opening_takes_four_queries(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    """The session itself, two sweeps and the event: people sign in by the hundred at nine."""
    with counting_queries(engine) as asked:
        opened(session, cast.ana, now)
    assert len(asked) == 4, asked


def test_loading_takes_one_query(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    token = opened(session, cast.ana, now)
    with Session(engine) as fresh, counting_queries(engine) as asked:
        found = sessions.load(fresh, token, now)
        assert found is not None
        assert found.person.role_names == {"trainee"}
    assert len(asked) == 1, asked


def test_the_token_itself_is_not_stored(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    row = session.scalars(select(SignInSession)).one()
    assert len(token) == 43
    assert token not in {row.id_hash, row.device}


@pytest.mark.parametrize("token", ["", "guess", "x" * 8000, "\x00", "\ud800"])
def test_a_guessed_token_is_nobody(session: Session, cast: Cast, now: datetime, token: str) -> None:
    opened(session, cast.ana, now)
    assert sessions.load(session, token, now) is None


def test_a_trainee_stays_signed_in_for_twenty_idle_hours(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = opened(session, cast.ana, now)
    assert sessions.load(session, token, now + 20 * HOUR) is None
    assert sessions.load(session, token, now + 19 * HOUR)
    assert sessions.load(session, token, now + 38 * HOUR)


def test_a_trainee_signs_in_again_after_fourteen_days(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = opened(session, cast.ana, now)
    at = now
    while at < now + 14 * DAY - 19 * HOUR:
        at += 19 * HOUR
        assert sessions.load(session, token, at)
    assert sessions.load(session, token, now + 14 * DAY) is None


def test_staff_are_idle_for_two_hours_at_most(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.cora, now)
    assert sessions.load(session, token, now + 2 * HOUR) is None
    for hour in range(1, 12):
        assert sessions.load(session, token, now + hour * HOUR)
    assert sessions.load(session, token, now + 12 * HOUR) is None


def test_being_seen_is_written_once_a_minute_at_most(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = opened(session, cast.ana, now)
    for seconds, seen in ((59, 0), (60, 60), (119, 60), (120, 120)):
        found = sessions.load(session, token, now + timedelta(seconds=seconds))
        assert found is not None
        assert found.session.last_seen_at == now + timedelta(seconds=seen)


def test_reading_goes_on_when_nothing_can_be_saved(
    session: Session, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = opened(session, cast.ana, now)

    def full(_: Session) -> None:
        raise NotSaved

    monkeypatch.setattr(sessions, "transaction", full)
    assert sessions.load(session, token, now + HOUR)


def test_signing_out_ends_it_at_once(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    sessions.end(session, token)
    assert sessions.load(session, token, now) is None


def test_a_session_ended_elsewhere_does_not_come_back(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    token = opened(session, cast.ana, now)
    found = sessions.load(session, token, now)
    assert found is not None
    with Session(engine) as other:
        sessions.end(other, token)
    sessions._see(session, found.session, now + HOUR)
    assert sessions.load(session, token, now + HOUR) is None


def test_signing_out_everywhere_keeps_this_browser(
    session: Session, cast: Cast, now: datetime
) -> None:
    here, there, bens = (opened(session, p, now) for p in (cast.ana, cast.ana, cast.ben))
    sessions.end_others(session, cast.ana, keep=here)
    assert sessions.load(session, here, now)
    assert sessions.load(session, bens, now)
    assert sessions.load(session, there, now) is None


def test_a_new_password_ends_the_other_sessions(
    session: Session, cast: Cast, now: datetime
) -> None:
    here, there = opened(session, cast.ana, now), opened(session, cast.ana, now)
    accounts.change_password(session, cast.ana, hash="new", keep=here, now=now)
    assert sessions.load(session, here, now)
    assert sessions.load(session, there, now) is None


def test_a_new_role_ends_every_session(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    with transaction(session):
        accounts.add_role(session, cast.ana, "trainer")
    assert sessions.load(session, token, now) is None


def test_a_disabled_person_is_out_at_once(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    with transaction(session):
        cast.ana.disabled_at = now
    assert sessions.load(session, token, now) is None


def test_devices_are_a_persons_own_live_sessions(
    session: Session, cast: Cast, now: datetime
) -> None:
    opened(session, cast.ana, now - 30 * HOUR)
    opened(session, cast.ben, now)
    opened(session, cast.ana, now)
    assert [row.created_at for row in sessions.devices(session, cast.ana, now=now)] == [now]


def test_signing_in_is_an_audit_event_and_sweeps_old_rows(
    session: Session, cast: Cast, now: datetime
) -> None:
    opened(session, cast.ana, now - 20 * DAY)
    opened(session, cast.ana, now)
    assert session.scalars(select(AuditEvent.action)).all() == ["sign-in", "sign-in"]
    assert len(session.scalars(select(SignInSession)).all()) == 1


def test_the_old_password_is_not_asked_in_the_hour_after_a_link(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = sessions.open_session(session, cast.ana, device="", now=now, by_link=True)
    found = sessions.load(session, token, now)
    assert found is not None
    assert not sessions.asks_old_password(found.session, now=now)
    assert sessions.asks_old_password(found.session, now=now + 2 * HOUR)


def test_a_late_form_is_kept_for_its_person_for_an_hour(
    session: Session, cast: Cast, now: datetime
) -> None:
    token, late = opened(session, cast.ana, now), now + 21 * HOUR
    assert sessions.keep_post(session, token, "/attempts/1/2", {"answer": ["a", "b"]}, late)
    kept = sessions.kept_post(session, cast.ana, now=late)
    assert kept is not None
    assert (kept.path, kept.fields) == ("/attempts/1/2", {"answer": ["a", "b"]})
    assert sessions.kept_post(session, cast.ben, now=late) is None
    assert sessions.kept_post(session, cast.ana, now=late + HOUR) is None


def test_only_the_newest_late_form_is_kept(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    for text in ("first", "second"):
        sessions.keep_post(session, token, "/reflections", {"text": [text]}, now)
    kept = sessions.kept_post(session, cast.ana, now=now)
    assert kept is not None
    assert kept.fields == {"text": ["second"]}
    sessions.forget_post(session, cast.ana)
    assert sessions.kept_post(session, cast.ana, now=now) is None


def test_nothing_is_kept_for_who_signed_out(session: Session, cast: Cast, now: datetime) -> None:
    token = opened(session, cast.ana, now)
    sessions.end(session, token)
    assert not sessions.keep_post(session, token, "/", {"text": ["x"]}, now)
