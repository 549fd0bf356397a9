"""A person is corrected: their name, their address or both, and nobody gets in by the old one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Thread

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records import outbox
from course.records.cohorts import invitations
from course.records.cohorts.invitations import Invitee
from course.records.facts import Overtaken
from course.records.people import asked_links, links, sessions, signing_in, throttle
from course.records.people.accounts import EmailTaken, NotAnEmail, person_by_email
from course.records.people.correcting import PersonFacts, correct_person, facts_of
from course.records.people.signing_in import TooManyTries
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Invitation, OutboxMail, Person, SignInLink
from course.records.transaction import transaction
from tests.cast import PASSWORD, VERA, Cast
from tests.together import together

ANA = PersonFacts("Ana Example", "ana@example.org")
MENDED = replace(ANA, email="anna@example.org")
NETWORK = "192.0.2.0/24"


def correct(session: Session, cast: Cast, facts: PersonFacts, now: datetime, **more: str) -> None:
    asked = {"instead_of": facts_of(cast.ana).mark, "reason": "Mistyped."} | more
    correct_person(session, cast.ana, facts, **asked, actor=cast.cora, now=now)
    session.expire_all()


def events(session: Session) -> list[tuple[str, object]]:
    found = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [(event.action, event.detail) for event in found]


def letter(token: str) -> tuple[str, str]:
    return "Your link", f"It is {token}"


def sign_in(session: Session, email: str, now: datetime, password: str = PASSWORD) -> Person | None:
    return signing_in.by_password(session, email=email, password=password, address=NETWORK, now=now)


def test_an_address_is_corrected_and_written_down(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, replace(MENDED, email=" ANNA@example.org. "), now, reason=" Mistyped. ")
    assert facts_of(cast.ana) == MENDED
    (event,) = session.scalars(select(AuditEvent))
    assert (event.action, event.person_id, event.reason) == (
        "email-correct",
        cast.ana.id,
        "Mistyped.",
    )
    assert (event.actor_id, event.actor_role, event.at) == (cast.cora.id, "coordinator", now)
    assert event.detail == {"before": "ana@example.org", "after": "anna@example.org"}


def test_a_name_is_corrected_wherever_it_is_printed(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, replace(ANA, name="Ana Ruiz"), now)
    assert (cast.ana.name, cast.ana_enrolled.name) == ("Ana Ruiz", "Ana Ruiz")
    assert events(session) == [("person-rename", {"before": "Ana Example", "after": "Ana Ruiz"})]


def test_both_are_corrected_at_once_and_each_has_its_event(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, PersonFacts("Anna Example", "anna@example.org"), now)
    assert events(session) == [
        ("person-rename", {"before": "Ana Example", "after": "Anna Example"}),
        ("email-correct", {"before": "ana@example.org", "after": "anna@example.org"}),
    ]


@pytest.mark.parametrize(
    ("facts", "reason", "refusal", "why"),
    [
        (MENDED, "  ", Refused, "Enter why"),
        (ANA, "So.", Refused, "Nothing is different"),
        (PersonFacts(" Ana  Example", " ＡＮＡ@Example.org."), "So.", Refused, "Nothing is diff"),
        (replace(ANA, email="anna"), "So.", NotAnEmail, "like name@example.org"),
        (replace(ANA, email="an\x00na@example.org"), "So.", NotAnEmail, "like name@example.org"),
        (replace(ANA, email="x" * 250 + "@example.org"), "So.", NotAnEmail, "like name@"),
        (replace(MENDED, name=" "), "So.", Refused, "Enter your full name"),
        (replace(ANA, email="ben@example.org"), "So.", EmailTaken, "Another account has this"),
        (replace(ANA, email="ＢEN@Example.org."), "So.", EmailTaken, "Another account has this"),
    ],
)
def test_a_correction_that_is_refused_changes_nothing(  # noqa: PLR0917  # what, why, which words
    session: Session,
    cast: Cast,
    now: datetime,
    facts: PersonFacts,
    reason: str,
    refusal: type[Refused],
    why: str,
) -> None:
    token = sessions.open_session(session, cast.ana, device="Firefox", now=now)
    with pytest.raises(refusal, match=why):
        correct(session, cast, facts, now, reason=reason)
    session.expire_all()
    assert facts_of(cast.ana) == ANA
    assert [action for action, _ in events(session)] == ["sign-in"]
    assert sessions.load(session, token, now) is not None


def test_a_page_that_is_older_than_a_correction_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    shown = facts_of(cast.ana).mark
    correct(session, cast, replace(ANA, name="Ana Ruiz"), now)
    with pytest.raises(Overtaken, match="Somebody changed this person's name or address"):
        correct(session, cast, MENDED, now, instead_of=shown)
    session.expire_all()
    assert facts_of(cast.ana) == replace(ANA, name="Ana Ruiz")


def test_of_two_corrections_at_once_one_is_refused(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    shown, ana, cora = facts_of(cast.ana).mark, cast.ana.id, cast.cora.id
    session.rollback()

    def correct_it(own: Session) -> None:
        person, actor = own.get_one(Person, ana), own.get_one(Person, cora)
        why = {"instead_of": shown, "reason": "So."}
        correct_person(own, person, MENDED, **why, actor=actor, now=now)

    outcomes = together(engine, [correct_it] * 4)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", *["Overtaken"] * 3]
    assert len(events(session)) == 1


def test_two_people_who_are_given_one_address_at_once_do_not_both_get_it(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    people, cora = (cast.ana.id, cast.ben.id), cast.cora.id
    session.rollback()

    def correcting(number: int) -> Callable[[Session], None]:
        def correct_it(own: Session) -> None:
            person, actor = own.get_one(Person, number), own.get_one(Person, cora)
            facts = facts_of(person)
            why = {"instead_of": facts.mark, "reason": "So."}
            correct_person(own, person, replace(facts, email=VERA), **why, actor=actor, now=now)

        return correct_it

    outcomes = together(engine, [correcting(number) for number in people])
    assert sorted(type(each).__name__ for each in outcomes) == ["EmailTaken", "NoneType"]
    assert len(events(session)) == 1


def test_they_sign_in_with_the_new_address_and_their_password(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, MENDED, now)
    assert sign_in(session, "ana@example.org", now) is None
    assert sign_in(session, "anna@example.org", now) is cast.ana


def test_a_new_address_signs_them_out_and_a_new_name_does_not(
    session: Session, cast: Cast, now: datetime
) -> None:
    """Whoever came in by a link that went to the wrong address is out; nobody else is."""
    tokens = [
        sessions.open_session(session, person, device="Firefox", now=now)
        for person in (cast.ana, cast.ben)
    ]
    correct(session, cast, replace(ANA, name="Ana Ruiz"), now)
    assert all(sessions.load(session, token, now) for token in tokens)
    correct(session, cast, replace(MENDED, name="Ana Ruiz"), now)
    assert [sessions.load(session, token, now) is None for token in tokens] == [True, False]


def test_links_made_before_end_with_the_address_and_stay_with_the_name(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = {"actor": cast.cora, "reason": "lost", "now": now}
    anas, bens = (links.make_sign_in_link(session, each, **made) for each in (cast.ana, cast.ben))
    correct(session, cast, replace(ANA, name="Ana Ruiz"), now)
    assert links.sign_in_link(session, anas, now) is not None
    correct(session, cast, MENDED, now)
    assert links.sign_in_link(session, anas, now) is None
    assert links.use_sign_in_link(session, anas, now) is None
    assert links.sign_in_link(session, bens, now) is not None


def test_letters_that_wait_for_the_old_address_are_dropped(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = {"actor": cast.cora, "reason": "lost", "now": now, "letter": letter}
    for person in (cast.ana, cast.ben):
        links.make_sign_in_link(session, person, **made)
    asked_links.ask(session, "ana@example.org", address=NETWORK, now=now)
    with transaction(session):
        sent = OutboxMail(to="ana@example.org", subject="", body="", created_at=now, sent_at=now)
        session.add(sent)
    correct(session, cast, MENDED, now)
    kept = session.scalars(select(OutboxMail)).all()
    assert {(each.to, each.sent_at) for each in kept} == {
        ("ben@example.org", None),
        ("ana@example.org", now),
    }


def test_a_link_that_is_asked_for_with_the_old_address_is_not_made(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, MENDED, now)
    for address in ("ana@example.org", "anna@example.org"):
        asked_links.ask(session, address, address=NETWORK, now=now)
    asked_links.write_letters(session, letter, now)
    assert session.scalars(select(OutboxMail.to)).all() == ["anna@example.org"]


def test_who_has_read_the_old_address_mails_a_link_to_the_new_one(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    with Session(engine) as colleague:
        ana = colleague.get_one(Person, cast.ana.id)
        assert ana.email == "ana@example.org"
        correct(session, cast, MENDED, now)
        links.make_sign_in_link(colleague, ana, actor=None, reason="lost", now=now, letter=letter)
    assert session.scalars(select(OutboxMail.to)).all() == ["anna@example.org"]


def test_links_made_at_the_same_moment_open_nothing_from_the_old_address(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    ana, cora = cast.ana.id, cast.cora.id
    asked_links.ask(session, "ana@example.org", address=NETWORK, now=now)
    session.rollback()

    def make(own: Session) -> None:
        person = own.get_one(Person, ana)
        links.make_sign_in_link(own, person, actor=None, reason="lost", now=now, letter=letter)

    def write(own: Session) -> None:
        asked_links.write_letters(own, letter, now)

    def correct_it(own: Session) -> None:
        person, actor = own.get_one(Person, ana), own.get_one(Person, cora)
        why = {"instead_of": ANA.mark, "reason": "So."}
        correct_person(own, person, MENDED, **why, actor=actor, now=now)

    outcomes = together(engine, [make, write, correct_it, make, write, make])
    assert [outcome for outcome in outcomes if outcome is not None] == []
    session.expire_all()
    assert session.get_one(Person, ana).email == "anna@example.org"
    assert set(session.scalars(select(OutboxMail.to))) <= {"anna@example.org"}


def test_a_link_that_is_asked_for_in_the_midst_of_a_correction_goes_nowhere(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    asked_links.ask(session, "ana@example.org", address=NETWORK, now=now)

    def write() -> None:
        with Session(engine) as own:
            asked_links.write_letters(own, letter, now)

    postman = Thread(target=write)
    with transaction(session):
        cast.ana.email = "anna@example.org"
        session.flush()
        postman.start()
        postman.join(0.2)
        assert postman.is_alive(), "it waits for what becomes of the address"
    postman.join()
    assert session.scalars(select(OutboxMail)).all() == []
    assert session.scalars(select(SignInLink)).all() == []


def test_an_old_invitation_to_the_wrong_address_does_not_wake_up(
    session: Session, cast: Cast, now: datetime
) -> None:
    """It slept while the address had an account; a stranger could join by it from then on."""
    invited = {"actor": cast.cora, "now": now}
    token = invitations.invite(session, Invitee(VERA, cohort=cast.spring), **invited)
    other = invitations.invite(session, Invitee("dora@example.org", cohort=cast.spring), **invited)
    correct(session, cast, replace(ANA, email=VERA), now)
    correct(session, cast, MENDED, now)
    ended = invitations.invitation_for(session, token, now=now)
    assert isinstance(ended, invitations.Ended)
    assert not ended.has_account
    assert isinstance(invitations.invitation_for(session, other, now=now), invitations.Invited)
    assert session.scalars(select(Invitation.email)).all() == ["dora@example.org"]
    assert [action for action, _ in events(session)] == [
        *("invite", "invite", "email-correct", "email-correct", "invitation-withdraw")
    ]
    assert session.scalars(
        select(AuditEvent.cohort_id).where(AuditEvent.action == "invitation-withdraw")
    ).all() == [cast.spring.id]


def failed(session: Session, email: str, now: datetime, times: int) -> None:
    with transaction(session):
        for _ in range(times):
            for limit in (throttle.SIGN_IN_PERSON, throttle.SIGN_IN_ROW):
                throttle.failed(session, limit, email, now)


def test_wrong_passwords_count_on_with_the_new_address(
    session: Session, cast: Cast, now: datetime
) -> None:
    """Who guesses does not get a hundred tries more by a correction."""
    failed(session, "ana@example.org", now, 100)
    correct(session, cast, MENDED, now)
    with pytest.raises(TooManyTries) as refusal:
        sign_in(session, "anna@example.org", now)
    assert refusal.value.shut
    assert sign_in(session, "ana@example.org", now) is None


def test_who_tried_the_right_address_in_vain_need_not_wait(
    session: Session, cast: Cast, now: datetime
) -> None:
    failed(session, "anna@example.org", now, 30)
    for _ in range(throttle.LINK_PERSON_DAY.most):
        for limit in (throttle.LINK_PERSON, throttle.LINK_PERSON_DAY):
            throttle.take(session, limit, "anna@example.org", now)
    correct(session, cast, MENDED, now)
    assert sign_in(session, "anna@example.org", now) is cast.ana
    asked_links.ask(session, "anna@example.org", address=NETWORK, now=now)
    asked_links.write_letters(session, letter, now)
    assert session.scalars(select(OutboxMail.to)).all() == ["anna@example.org"]
    assert session.scalars(select(SignInLink.person_id)).all() == [cast.ana.id]


def test_the_old_address_is_free_again(session: Session, cast: Cast, now: datetime) -> None:
    correct(session, cast, MENDED, now)
    assert person_by_email(session, "ana@example.org") is None
    token = invitations.invite(
        session, Invitee("ana@example.org", cohort=cast.fall), actor=cast.cora, now=now
    )
    assert isinstance(invitations.invitation_for(session, token, now=now), invitations.Invited)
    assert outbox.asked(session) == []
