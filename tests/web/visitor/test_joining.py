"""New accounts: by invitation, by join code, and the first coordinator's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course import clock
from course.records.cohorts import invitations
from course.records.cohorts.invitations import Invitee
from course.records.people import links
from course.records.tables import AuditEvent, Enrollment, Person
from course.records.transaction import transaction
from tests.cast import NOW, PASSWORD, VERA, make_cohort

GOOD = "five ginger otters waltz north"


@pytest.fixture
def invitation(session, cast, now):
    invitee = Invitee(VERA, cohort=cast.fall)
    return f"/invite/{invitations.invite(session, invitee, actor=cast.cora, now=now)}"


def joined(session):
    return session.scalars(select(AuditEvent.id).where(AuditEvent.action == "enroll")).all()


def account(page, action, **fields):
    return page.form(action).fill(**{"name": "Vera Ünal", "new_password": GOOD, **fields})


def test_an_invitation_makes_the_account_and_enrolls_it(visitor, session, edition, invitation):
    page = visitor.get(invitation)
    assert "You have been invited to Fall 2026" in page.text
    assert VERA in page.text
    assert account(page, invitation).send().location == "/courses"
    vera = session.scalars(select(Person).where(Person.email == VERA)).one()
    assert vera.name == "Vera Ünal"
    assert session.scalars(select(Enrollment).where(Enrollment.person_id == vera.id)).one()


def test_a_used_invitation_leads_to_signing_in(visitor, edition, invitation):
    account(visitor.get(invitation), invitation).send()
    page = visitor.get(invitation, 404)
    assert page.h1 == "You already have an account"
    assert page.link("Sign in") == "/sign-in"


def test_an_invitation_that_never_was_says_so(visitor):
    page = visitor.get("/invite/none", 404)
    assert page.h1 == "This link has ended"
    assert "Or check that you copied the whole link." in page.text
    assert page.link("Ask for a new one") == "/help#ask"


def test_an_invitation_that_is_too_old_says_when_it_ended(visitor, invitation, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=15))
    page = visitor.get(invitation, 404)
    assert page.h1 == "This invitation ended on 6 December 2026"
    assert page.link("Ask for a new one") == "/help#ask"


WEAK = [
    ("", "Choose a password"),
    ("short", "15 characters"),
    ("vera vera vera vera", "made of your name"),
    ("passwordpassword", "easy to guess"),
    ("peer support specialist", "words of the course or the site"),
    ("PeerSupportTraining", "words of the course or the site"),
    ("Peer Training and Ethics", "words of the course or the site"),
    ("a" * 257, "256"),
]


def test_a_weak_password_is_refused_and_the_name_kept(visitor, session, invitation):
    page = visitor.get(invitation)
    for password, problem in WEAK:
        page = account(page, invitation, new_password=password).send(status=422)
        assert problem in page.problems[0], password
        assert page.one("#name")["value"] == "Vera Ünal"
        assert session.scalars(select(Person).where(Person.email == VERA)).first() is None


def test_a_role_in_the_form_is_not_looked_at(visitor, session, edition, invitation):
    form = account(visitor.get(invitation), invitation)
    form.fields["role"] = "coordinator"
    form.send()
    vera = session.scalars(select(Person).where(Person.email == VERA)).one()
    assert vera.role_names == {"trainee"}


def test_a_join_code_makes_an_account_in_two_steps(visitor, session, cast, edition):
    page = visitor.get("/join").form("/join").fill(code=" fall abcd ").send(status=200)
    assert "You are joining Fall 2026" in page.text
    assert account(page, "/join", email=VERA).send().location == "/courses"
    vera = session.scalars(select(Person).where(Person.email == VERA)).one()
    enrolled = session.scalars(select(Enrollment).where(Enrollment.person_id == vera.id)).one()
    assert enrolled.cohort_id == cast.fall.id


def test_someone_who_is_signed_in_just_joins(visitor, as_trainer, cast, edition):
    page = as_trainer.get("/join").form("/join").fill(code="SPRNGABC").send(status=200)
    page = page.form("/join").send("Join Spring 2027")
    assert page.location == f"/courses/{edition.course}"


@pytest.mark.parametrize("code", ["ABCDEFGH", "x", "🙂" * 8])
def test_an_unknown_code_says_what_to_check(visitor, cast, code):
    page = visitor.get("/join").form("/join").fill(code=code).send(status=422)
    assert "Check the code" in page.problems[0]


def test_the_21st_wrong_code_from_one_network_has_to_wait(visitor, cast):
    form = visitor.get("/join").form("/join").fill(code="ABCDEFGH")
    for _ in range(20):
        form.send(status=422)
    page = form.fill(code="FALLABCD").send(status=429)
    assert page.headers["Retry-After"] == "3600"
    again = "You can try again in 60 minutes, at 10:00 am"
    assert f"Too many wrong codes were tried from here. {again}" in page.text


def test_an_address_that_has_an_account_leads_to_signing_in_and_back_to_the_code(
    visitor, cast, edition
):
    page = visitor.get("/join").form("/join").fill(code="FALLABCD").send(status=200)
    page = account(page, "/join", email="theo@example.org").send(status=422)
    assert "Sign in" in page.problems[0]
    assert "Then use the join code FALLABCD again. You keep your account." in page.text
    form = visitor.get(page.link("Sign in")).form()
    page = form.fill(email="theo@example.org", password=PASSWORD).send().follow()
    assert page.h1 == "Use a join code"
    assert page.form("/join").fill(code="FALLABCD").send(status=200).h1 == "Join Fall 2026"


def test_all_that_is_wrong_with_a_new_account_is_told_at_once(visitor, session, cast):
    page = visitor.get("/join").form("/join").fill(code="FALLABCD").send(status=200)
    wrong = {"email": "vera at home", "name": " ", "new_password": "short"}
    page = account(page, "/join", **wrong).send(status=422)
    assert page.problems == [
        "Enter an email address like name@example.org",
        "Enter your full name",
        "Use at least 15 characters. Four words that do not belong together do.",
    ]
    assert page.one("#email")["value"] == "vera at home"


def test_who_is_in_the_cohort_already_is_led_to_their_course(as_trainee, session, cast, edition):
    page = as_trainee.get("/join").form("/join").fill(code="FALLABCD").send(status=303)
    assert page.location == f"/courses/{edition.course}"
    assert "You are in Fall 2026 already." in page.follow().text
    assert joined(session) == []


@pytest.mark.parametrize("action", ["", "join"])
def test_who_is_on_the_course_in_another_cohort_is_told_so_and_led_to_it(
    as_trainee, session, cast, edition, action
):
    form = as_trainee.get("/join").form("/join").fill(code="SPRNGABC")
    form.fields["action"] = action
    page = form.send(status=422)
    assert page.problems == ["You are on this course already, in Fall 2026"]
    assert page.link("Go to your course") == f"/courses/{edition.course}"
    assert joined(session) == []


def test_who_is_signed_in_goes_back_to_their_start_page(as_trainee, visitor):
    assert as_trainee.get("/join").link("Back to your start page") == "/"
    assert visitor.get("/join").link("Back to sign in") == "/sign-in"


def test_who_joins_a_course_that_is_not_open_yet_reads_that(as_trainee, session, edition):
    with transaction(session):
        session.add(make_cohort("Next year", "NEXTYEAR", "not-published"))
    page = as_trainee.get("/join").form("/join").fill(code="NEXTYEAR").send(status=200)
    joined = page.form("/join").send()
    assert joined.location == "/courses"


def test_the_first_start_makes_one_coordinator_and_no_second(visitor, session, now):
    token = links.make_set_up(session, now)
    if token is None:  # the start of this very app has made it
        from course.records.tables import SetUp
        from course.records.transaction import transaction

        with transaction(session):
            session.query(SetUp).delete()
        token = links.make_set_up(session, now)
    page = visitor.get(f"/set-up/{token}")
    sent = account(page, f"/set-up/{token}", email="rosa@example.org").send()
    assert sent.location == "/dashboard"
    visitor.get(f"/set-up/{token}", 404)
    assert links.make_set_up(session, now) is None
