"""An invitation: one address, one use, two weeks; and the one-time sign-in link."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts import enrollments, invitations, sight
from course.records.cohorts.invitations import AlreadyHere, Ended, Invited, Invitee
from course.records.people import links, throttle
from course.records.people.accounts import NotAnEmail
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Invitation, OutboxMail, Person, SignInLink
from course.records.transaction import transaction
from tests.cast import VERA, Cast
from tests.together import together


def invite(session: Session, cast: Cast, now: datetime, **changes: str) -> str:
    invitee = Invitee(VERA, cohort=cast.fall, **changes)
    return invitations.invite(session, invitee, actor=cast.cora, now=now)


def accept(session: Session, token: str, now: datetime) -> Person:
    return invitations.accept_invitation(
        session, token, name="Vera Ruiz", password_hash="hash", now=now
    )


def test_an_invitation_says_what_it_is_for(session: Session, cast: Cast, now: datetime) -> None:
    found = invitations.invitation_for(session, invite(session, cast, now), now=now)
    assert found == Invited(VERA, "trainee", cast.fall, cast.cora)


def test_accepting_makes_the_account_and_enrolls_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    vera = accept(session, invite(session, cast, now), now)
    assert (vera.email, vera.name, vera.role_names) == (VERA, "Vera Ruiz", {"trainee"})
    enrollment = enrollments.enrollment_of(session, vera, cast.fall.course)
    assert enrollment is not None
    assert enrollment.cohort is cast.fall
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == ["invite", "join", "enroll"]


def test_a_trainer_who_accepts_looks_after_the_cohort(
    session: Session, cast: Cast, now: datetime
) -> None:
    vera = accept(session, invite(session, cast, now, role="trainer"), now)
    assert vera.role_names == {"trainer"}
    assert list(sight.sight(session, vera).cohorts.values()) == ["Fall 2026"]
    assert enrollments.enrollment_of(session, vera, cast.fall.course) is None


def test_an_invitation_works_once(session: Session, cast: Cast, now: datetime) -> None:
    token = invite(session, cast, now)
    accept(session, token, now)
    with pytest.raises(Ended):
        accept(session, token, now)
    assert isinstance(invitations.invitation_for(session, token, now=now), Ended)


def test_pressing_twice_at_once_makes_one_account(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    token = invite(session, cast, now)
    results = together(engine, [lambda own: accept(own, token, now)] * 4)
    assert sum(isinstance(result, Person) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


def test_an_invitation_ends_after_two_weeks(session: Session, cast: Cast, now: datetime) -> None:
    token, later = invite(session, cast, now), now + timedelta(days=14)
    found = invitations.invitation_for(session, token, now=later)
    assert isinstance(found, Ended)
    assert "6 December 2026" in found.heading
    with pytest.raises(Ended):
        accept(session, token, later)


def test_a_newer_invitation_ends_the_older(session: Session, cast: Cast, now: datetime) -> None:
    older, newer = invite(session, cast, now), invite(session, cast, now)
    assert isinstance(invitations.invitation_for(session, older, now=now), Ended)
    assert isinstance(invitations.invitation_for(session, newer, now=now), Invited)


def test_a_withdrawn_invitation_opens_nothing(session: Session, cast: Cast, now: datetime) -> None:
    token = invite(session, cast, now)
    (open_,) = invitations.unused_invitations(session, cast.fall)

    def withdraw(cohort: Cohort) -> None:
        invitations.withdraw_invitation(
            session, cohort, open_.id, reason="A wrong address", actor=cast.cora, now=now
        )

    with pytest.raises(Refused):
        withdraw(cast.spring)
    withdraw(cast.fall)
    assert isinstance(invitations.invitation_for(session, token, now=now), Ended)
    with pytest.raises(Ended):
        accept(session, token, now)
    with pytest.raises(Refused, match="already"):
        withdraw(cast.fall)
    acts = select(AuditEvent).where(AuditEvent.action == "invitation-withdraw")
    event = session.scalars(acts).one()
    assert (event.actor_id, event.reason) == (cast.cora.id, "A wrong address")


def test_a_used_invitation_is_not_withdrawn(session: Session, cast: Cast, now: datetime) -> None:
    token = invite(session, cast, now)
    (open_,) = invitations.unused_invitations(session, cast.fall)
    vera = accept(session, token, now)
    with pytest.raises(Refused, match="used"):
        invitations.withdraw_invitation(
            session, cast.fall, open_.id, reason="Late", actor=cast.cora, now=now
        )
    assert vera.role_names == {"trainee"}


def test_a_name_that_is_none_leaves_the_invitation_open(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = invite(session, cast, now)
    with pytest.raises(Refused, match="full name"):
        invitations.accept_invitation(session, token, name=" ", password_hash="hash", now=now)
    assert isinstance(invitations.invitation_for(session, token, now=now), Invited)


def test_somebody_who_is_here_is_not_invited(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(AlreadyHere) as raised:
        invitations.invite(
            session, Invitee("ANA@example.org", cohort=cast.fall), actor=cast.cora, now=now
        )
    assert raised.value.person is cast.ana


def test_a_wrong_address_or_a_missing_cohort_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    with pytest.raises(NotAnEmail):
        invitations.invite(session, Invitee("vera", cohort=cast.fall), actor=cast.cora, now=now)
    with pytest.raises(Refused, match="cohort"):
        invitations.invite(session, Invitee(VERA), actor=cast.cora, now=now)


def test_the_letter_is_written_with_the_invitation_and_the_token_only_in_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = invitations.invite(
        session,
        Invitee(VERA, cohort=cast.fall),
        actor=cast.cora,
        now=now,
        letter=lambda made: ("You are invited", f"/invite/{made}"),
    )
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.to, mail.subject, mail.body) == (VERA, "You are invited", f"/invite/{token}")
    assert session.scalars(select(Invitation)).one().token_hash != token


def make_link(session: Session, cast: Cast, now: datetime) -> str:
    return links.make_sign_in_link(
        session, cast.ana, actor=cast.cora, reason="lost password", now=now
    )


def test_a_sign_in_link_works_once_and_looking_does_not_use_it(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = make_link(session, cast, now)
    assert links.sign_in_link(session, token, now)
    assert links.sign_in_link(session, token, now)
    assert links.use_sign_in_link(session, token, now) is cast.ana
    assert links.sign_in_link(session, token, now) is None
    assert links.use_sign_in_link(session, token, now) is None


def test_a_sign_in_link_ends_after_an_hour(session: Session, cast: Cast, now: datetime) -> None:
    token = make_link(session, cast, now)
    assert links.use_sign_in_link(session, token, now + timedelta(hours=1)) is None


def test_only_the_newest_sign_in_link_works(session: Session, cast: Cast, now: datetime) -> None:
    older, newer = make_link(session, cast, now), make_link(session, cast, now)
    assert links.use_sign_in_link(session, older, now) is None
    assert links.use_sign_in_link(session, newer, now) is cast.ana


def test_used_by_many_at_once_it_lets_in_one(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    token = make_link(session, cast, now)
    results = together(engine, [lambda own: links.use_sign_in_link(own, token, now)] * 4)
    assert sum(result is not None for result in results) == 1, results


def test_a_link_of_a_disabled_person_lets_nobody_in(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = make_link(session, cast, now)
    with transaction(session):
        cast.ana.disabled_at = now
    assert links.use_sign_in_link(session, token, now) is None


def test_a_link_ends_a_lock_out(session: Session, cast: Cast, now: datetime) -> None:
    with transaction(session):
        for _ in range(5):
            throttle.failed(session, throttle.SIGN_IN_PERSON, cast.ana.email, now)
    links.use_sign_in_link(session, make_link(session, cast, now), now)
    key = throttle.key(throttle.SIGN_IN_PERSON, cast.ana.email)
    assert not throttle.failures(session, [key], now).keys


def test_a_link_needs_a_reason_and_its_token_is_not_stored(
    session: Session, cast: Cast, now: datetime
) -> None:
    with pytest.raises(Refused, match="why"):
        links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="", now=now)
    token = make_link(session, cast, now)
    assert session.scalars(select(SignInLink.token_hash)).one() != token
    event = session.scalars(select(AuditEvent)).one()
    assert (event.reason, event.person_id) == ("lost password", cast.ana.id)
