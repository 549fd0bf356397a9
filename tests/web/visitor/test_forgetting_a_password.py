"""Asking for a sign-in link by mail, and what a link that has ended leads to (PAGES P2, P3)."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course import clock
from course.records.outbox import MOST_TRIES, queue
from course.records.people import asked_links, links
from course.records.tables import AuditEvent, OutboxMail, SignInLink
from course.records.transaction import NotSaved, transaction
from course.web.database import db
from course.web.letters import sign_in_letter
from course.web.postman import go_round
from tests.cast import NOW, PASSWORD, VERA
from tests.queries import counting_queries
from tests.records.test_sending_letters import MailServer
from tests.together import together
from tests.web.visitor.test_signing_in import sign_in

SENT = "If we know that address, we have sent a link. It works for 1 hour."


@pytest.fixture
def by_mail(app):
    """The site with a mail server; the postman is walked by the tests."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(
        settings, smtp_url="smtp://127.0.0.1:1", mail_from="office@example.org"
    )


def ask(pages, email, status=303, **more):
    token = pages.get("/forgot").token
    return pages.post("/forgot", {"email": email, "csrf_token": token}, status, **more)


def path_in(letter):
    return letter.body.split("http://localhost")[1].split()[0]


def letters(app, session, now=NOW):
    """Walk one round of the postman, up to the mail server; give the letters it would send."""
    asked_links.write_letters(session, sign_in_letter(app), now)
    session.expire_all()
    return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_link_comes_by_mail_and_lets_its_owner_in_once(app, by_mail, visitor, cast, session):
    page = visitor.get("/sign-in")
    form = visitor.get(page.link("I forgot my password")).form("/forgot")
    assert SENT in form.fill(email=" Ana@Example.org").send().follow().text
    (letter,) = letters(app, session)
    assert letter.to == cast.ana.email
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    path = link.removeprefix("http://localhost")
    visitor.get(path).form(path).send()
    visitor.get("/profile")
    visitor.get(path, 404)


@pytest.mark.parametrize("email", [VERA, "disabled"])
def test_an_address_that_nobody_may_sign_in_with_gets_the_same_reply_and_no_letter(
    app, by_mail, visitor, cast, session, email
):
    if email == "disabled":
        with transaction(session):
            cast.ben.disabled_at = NOW
        email = cast.ben.email
    known, unknown = (ask(visitor, each).follow() for each in (cast.ana.email, email))
    assert SENT in known.text
    assert known.text == unknown.text
    assert [letter.to for letter in letters(app, session)] == [cast.ana.email]


def test_the_database_is_asked_the_same_whether_or_not_there_is_such_an_account(
    app, by_mail, visitor, cast
):
    """The letter is written later, beside the requests: nobody can tell by the time it takes."""
    with app.app_context():
        engine, asked = db.engine, []
    for email in (cast.ana.email, VERA):
        token = visitor.get("/forgot").token
        with counting_queries(engine) as statements:
            visitor.post("/forgot", {"email": email, "csrf_token": token}, 303)
        asked.append(statements)
    assert asked[0]
    assert asked[0] == asked[1]


def test_a_link_that_was_asked_for_is_in_the_log(app, by_mail, visitor, cast, session):
    ask(visitor, cast.ana.email)
    letters(app, session)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_id, event.actor_role) == (
        "sign-in-link-make",
        None,
        "visitor",
    )
    assert event.person_id == cast.ana.id


def test_the_fourth_letter_within_an_hour_is_not_sent_and_nobody_is_told(
    app, by_mail, visitor, cast, session, monkeypatch
):
    form = visitor.get("/forgot").form("/forgot").fill(email=cast.ana.email)
    for _ in range(5):
        assert form.send().location == "/sign-in"
    assert len(letters(app, session)) == 3
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=61))
    form.send()
    assert len(letters(app, session, clock.now())) == 4


def test_the_eleventh_letter_within_a_day_is_not_sent_and_nobody_is_told(
    by_mail, visitor, cast, session, monkeypatch
):
    form = visitor.get("/forgot").form("/forgot").fill(email=cast.ana.email)

    def ask_thrice(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        for _ in range(3):
            assert form.send().location == "/sign-in"
        return session.scalar(select(func.count(OutboxMail.id)))

    hours = [ask_thrice(NOW + number * timedelta(minutes=61)) for number in range(5)]
    assert hours == [3, 6, 9, 10, 10]
    assert ask_thrice(NOW + timedelta(hours=24)) == 13


def test_whoever_asks_a_link_that_a_coordinator_made_goes_on_working(
    app, by_mail, visitor, cast, session, now
):
    token = links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="no mail", now=now)
    ask(visitor, cast.ana.email)
    assert letters(app, session) == []
    visitor.get(f"/sign-in/{token}").form(f"/sign-in/{token}").send()
    for number in (1, 2):
        ask(visitor, cast.ana.email)
        assert len(letters(app, session)) == number, "once it is used, links come by mail again"


def test_after_the_hour_of_a_coordinators_link_one_comes_by_mail_again(
    app, by_mail, visitor, cast, session, now
):
    links.make_sign_in_link(session, cast.ana, actor=None, reason="no mail", now=now)
    ask(visitor, cast.ana.email)
    assert len(letters(app, session, now + timedelta(hours=1))) == 1


def test_of_two_links_that_were_asked_for_the_newer_works(app, by_mail, visitor, cast, session):
    for _ in range(2):
        ask(visitor, cast.ana.email)
    older, newer = (path_in(letter) for letter in letters(app, session))
    visitor.get(older, 404)
    visitor.get(newer)


def test_a_letter_that_cannot_be_written_holds_up_no_other(
    app, by_mail, visitor, cast, session, caplog
):
    for person in (cast.ana, cast.ben):
        ask(visitor, person.email)
    sign_in_with, made = sign_in_letter(app), []

    def letter(token):
        made.append(token)
        if len(made) == 1:
            raise RuntimeError(token)
        return sign_in_with(token)

    asked_links.write_letters(session, letter, NOW)
    first, second = session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    assert (first.body, first.tries) == ("", 1)
    assert made[1] in second.body
    assert links.sign_in_link(session, made[0], NOW) is None, "nothing of it is left"
    assert f"letter {first.id} could not be written: RuntimeError" in caplog.text
    assert made[0] not in caplog.text
    assert cast.ana.email not in caplog.text
    assert all(each.body for each in letters(app, session))


def test_a_letter_that_can_never_be_written_is_given_up(app, by_mail, visitor, cast, session):
    def letter(_):
        raise RuntimeError

    ask(visitor, cast.ana.email)
    for _ in range(MOST_TRIES):
        asked_links.write_letters(session, letter, NOW)
    (row,) = letters(app, session)
    assert (row.body, row.tries) == ("", MOST_TRIES)


def test_what_is_written_is_sent_also_where_nothing_can_be_written(  # noqa: PLR0917  # fixtures
    app, engine, by_mail, visitor, cast, session, caplog
):
    def letter(token):
        raise NotSaved(token)

    with transaction(session):
        queue(session, cast.ben.email, lambda _: ("Hello", "You are invited"), "", NOW)
    ask(visitor, cast.ana.email)
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings = replace(app.extensions["settings"], smtp_url=server.url)
        go_round(settings, engine, letter)
        server.shutdown()
    assert [cast.ben.email in each for each in server.letters] == [True]
    assert "letters could not be written: NotSaved" in caplog.text
    assert session.scalars(select(SignInLink.token_hash)).all() == []


def test_the_21st_link_within_an_hour_from_one_network_has_to_wait(by_mail, visitor, cast):
    form = visitor.get("/forgot").form("/forgot")
    for number in range(20):
        form.fill(email=f"guess{number}@example.org").send()
    page = ask(visitor, cast.ana.email, 429)
    assert page.headers["Retry-After"] == "3600"
    assert "You can try again in 60 minutes, at 10:00 am UTC." in page.text
    ask(visitor, cast.ana.email, environ_base={"REMOTE_ADDR": "203.0.113.9"})


def test_one_round_of_the_postman_brings_the_letter(app, engine, by_mail, visitor, cast, session):
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings = replace(app.extensions["settings"], smtp_url=server.url)
        for email in (cast.ana.email, VERA):
            ask(visitor, email)
        go_round(settings, engine, sign_in_letter(app))
        server.shutdown()
        (letter,) = server.letters
    assert f"To: {cast.ana.email}" in letter
    assert "http://localhost/sign-in/" in letter


def test_postmen_at_the_same_moment_write_one_letter(app, engine, by_mail, visitor, cast, session):
    ask(visitor, cast.ana.email)
    letter = sign_in_letter(app)
    together(engine, [lambda own: asked_links.write_letters(own, letter, NOW)] * 4)
    made = session.scalars(select(AuditEvent).where(AuditEvent.action == "sign-in-link-make"))
    assert len(made.all()) == 1
    first, again = letters(app, session)[0].body, letters(app, session)[0].body
    assert first == again


@pytest.mark.parametrize(("email", "problem"), [("", "Enter your"), ("ana", "name@example.org")])
def test_what_is_no_address_is_said(by_mail, visitor, email, problem):
    page = ask(visitor, email, 422)
    assert problem in page.problems[0]
    assert page.one("#email").get("value", "") == email


def test_the_privacy_page_says_that_links_come_by_mail(by_mail, visitor):
    assert visitor.get("/privacy").link("have one sent") == "/forgot"


def test_without_mail_the_coordinator_is_who_to_ask(visitor, edition, session):
    page = visitor.get("/forgot")
    assert "Ask your coordinator for a sign-in link" in page.text
    assert "training@example.org" in page.text
    assert page.select("main form") == []
    token = visitor.get("/join").token
    page = visitor.post("/forgot", {"email": "ana@example.org", "csrf_token": token}, 200)
    assert "Ask your coordinator" in page.text
    assert session.scalars(select(OutboxMail)).all() == []


def test_a_used_sign_in_link_leads_to_a_new_one(visitor, cast, session, now):
    token = links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="lost", now=now)
    visitor.get(f"/sign-in/{token}").form(f"/sign-in/{token}").send()
    page = visitor.get(f"/sign-in/{token}", 404)
    assert page.h1 == "This link has ended"
    assert page.link("Ask for a new one") == "/forgot"
    assert page.link("Sign in with your password") == "/sign-in"


def test_a_link_opens_an_account_that_a_hundred_failures_shut(
    app, by_mail, visitor, cast, session, now
):
    from course.records.people import throttle

    with transaction(session):
        for _ in range(100):
            throttle.failed(session, throttle.SIGN_IN_ROW, cast.ana.email, now)
    shut = sign_in(visitor, cast.ana.email, PASSWORD, status=429)
    visitor.get(shut.link("Ask for a sign-in link")).form("/forgot").fill(
        email=cast.ana.email
    ).send()
    path = path_in(letters(app, session)[0])
    visitor.get(path).form(path).send()
    assert sign_in(visitor, cast.ana.email).status == 303
