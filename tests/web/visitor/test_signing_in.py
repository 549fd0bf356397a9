"""Signing in with a password."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from course import clock
from course.records.people import links, passwords, throttle
from course.records.people.correcting import correct_person, facts_of
from course.records.tables import Person
from course.records.transaction import transaction
from tests.cast import NOW, PASSWORD


def sign_in(pages, email, password=PASSWORD, status=303):
    return (
        pages.get("/sign-in")
        .form("/sign-in")
        .fill(email=email, password=password)
        .send(status=status)
    )


def test_each_person_lands_on_their_own_start_page(visitor, cast):
    for person, home in [(cast.ana, "/courses"), (cast.theo, "/review"), (cast.cora, "/dashboard")]:
        assert sign_in(visitor, person.email).location == home


def test_who_was_invited_is_told_to_open_the_link(visitor):
    way = visitor.get("/sign-in").link("I have an invitation")
    assert way == "/help#invitation"
    page = visitor.get("/help")
    assert page.one("#invitation + p").text.startswith("Open the link")


def test_capitals_and_spaces_in_the_address_do_not_matter(visitor, cast, edition):
    assert sign_in(visitor, " ANA@Example.org ").location == "/courses"


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org", "not an address"])
def test_a_wrong_pair_never_says_which_was_wrong(visitor, cast, email):
    page = sign_in(visitor, email, "wrong password here", status=422)
    assert page.problems == ["The email address or password is not right"]


def test_an_empty_form_says_what_to_enter_and_keeps_the_address(visitor):
    page = sign_in(visitor, "", "", status=422)
    assert page.problems == ["Enter your email address", "Enter your password"]
    page = sign_in(visitor, "ana@example.org", "", status=422)
    assert page.one("#email")["value"] == "ana@example.org"


def test_the_sixth_failure_in_a_minute_has_to_wait_and_is_told_until_when(visitor, cast):
    for _ in range(5):
        sign_in(visitor, cast.ana.email, "wrong password here", status=422)
    page = sign_in(visitor, cast.ana.email, PASSWORD, status=429)
    assert "You can try again in 1 minute, at 9:01 am UTC" in page.text
    assert page.headers["Retry-After"] == "60"
    assert page.link("Ask for a sign-in link") == "/forgot"


@pytest.mark.parametrize(
    ("failures", "until"),
    [(20, "1 minute, at 9:01"), (24, "16 minutes, at 9:16"), (99, "60 minutes, at 10:00")],
)
def test_a_long_row_of_failures_waits_and_is_told_until_when(
    visitor, cast, session, now, failures, until
):
    with transaction(session):
        for _ in range(failures):
            throttle.failed(session, throttle.SIGN_IN_ROW, cast.ana.email, now)
    page = sign_in(visitor, cast.ana.email, PASSWORD, status=429)
    assert f"You can try again in {until} am UTC" in page.text
    assert page.link("Ask for a sign-in link") == "/forgot"


def test_a_shut_account_is_told_what_opens_it(visitor, cast, session, now):
    with transaction(session):
        for _ in range(100):
            throttle.failed(session, throttle.SIGN_IN_ROW, cast.ana.email, now)
    page = sign_in(visitor, cast.ana.email, PASSWORD, status=429)
    assert "try again at" not in page.text
    assert page.link("Ask for a sign-in link") == "/forgot"
    assert "Retry-After" not in page.headers


def test_the_owner_gets_in_after_the_wait(visitor, cast, edition, monkeypatch):
    for _ in range(5):
        sign_in(visitor, cast.ana.email, "wrong password here", status=422)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=2))
    assert sign_in(visitor, cast.ana.email).location == "/courses"


def test_a_page_asked_for_before_comes_after_signing_in(visitor, cast, edition):
    page = visitor.get("/profile", 303)
    assert page.location == "/sign-in?next=/profile"
    form = page.follow().form("/sign-in").fill(email=cast.ana.email, password=PASSWORD)
    assert form.send().location == "/profile"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https:evil.example", "http:///evil.example",
     "javascript:alert(1)", "@evil.example", "/\t/evil.example", "/%2f%2fevil.example",
     "/sign-in%0d%0aSet-Cookie:x", "/nowhere", "x" * 8000],
)  # fmt: skip
def test_another_sites_address_is_never_led_to(visitor, cast, edition, wanted):
    token = visitor.get("/sign-in").token
    fields = {"email": cast.ana.email, "password": PASSWORD, "csrf_token": token}
    page = visitor.post("/sign-in", fields, 303, query_string={"next": wanted})
    assert page.headers["Location"] == "/courses"


def test_the_cookie_holds_nothing_but_the_sessions_id_and_a_csrf_token(app, visitor, cast):
    sign_in(visitor, cast.ana.email)
    visitor.get("/profile")
    with visitor.client.session_transaction() as kept:
        assert set(kept) - {"_fresh", "_id"} == {"_user_id", "csrf_token"}
        assert str(cast.ana.id) != kept["_user_id"]


def test_signing_in_gives_a_new_session_and_ends_this_browsers_old_one(visitor, cast):
    sign_in(visitor, cast.ana.email)
    with visitor.client.session_transaction() as kept:
        first = kept["_user_id"]
    sign_in(visitor, cast.ana.email)
    with visitor.client.session_transaction() as kept:
        second, kept["_user_id"] = kept["_user_id"], first
    assert first != second
    visitor.get("/profile", 303)


def test_a_cookie_copied_before_signing_out_is_worth_nothing(visitor, cast):
    sign_in(visitor, cast.ana.email)
    with visitor.client.session_transaction() as kept:
        copied = dict(kept)
    page = visitor.get("/profile").form("/sign-out").send()
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    with visitor.client.session_transaction() as kept:
        kept.update(copied)
    visitor.get("/profile", 303)


def test_signing_out_needs_the_form(as_trainee):
    as_trainee.get("/sign-out", 405)
    as_trainee.post("/sign-out", {}, 403)
    as_trainee.get("/profile")


def test_a_trainee_stays_for_20_hours_and_staff_for_2(app, visitor, cast, edition, monkeypatch):
    sign_in(visitor, cast.ana.email)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=19))
    visitor.get("/profile")
    sign_in(visitor, cast.theo.email)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=21, minutes=1))
    visitor.get("/profile", 303)


@pytest.mark.parametrize("cookie", ["", "x", "." * 3000, "eyJhIjoxfQ.x.y"])
def test_a_damaged_cookie_is_a_visitor(visitor, cookie):
    visitor.client.set_cookie("session", cookie)
    visitor.get("/help")
    visitor.get("/profile", 303)


def test_a_link_signs_in_once_and_asks_for_a_new_password(app, visitor, cast, session, now):
    token = links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="lost", now=now)
    page = visitor.get(f"/sign-in/{token}").form(f"/sign-in/{token}").send()
    form = page.follow().form()
    assert not form.tag.select("[name=password]")
    form.fill(new_password="five ginger otters waltz north").send()
    visitor.get(f"/sign-in/{token}", 404)
    assert sign_in(visitor, cast.ana.email, "five ginger otters waltz north").status == 303


def test_opening_a_link_does_not_use_it_up(visitor, cast, session, now):
    token = links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="lost", now=now)
    for _ in range(3):
        visitor.get(f"/sign-in/{token}")
    visitor.get(f"/sign-in/{token}").form(f"/sign-in/{token}").send()


@pytest.mark.parametrize("token", ["x", "A" * 22, "../../etc/passwd", "%00"])
def test_a_link_that_never_was_is_told_so(visitor, token):
    visitor.get(f"/sign-in/{token}", 404)


def test_a_link_that_was_not_copied_whole_says_to_check_that(visitor, cast, session, now):
    token = links.make_sign_in_link(session, cast.ana, actor=cast.cora, reason="lost", now=now)
    page = visitor.get(f"/sign-in/{token[:-3]}", 404)
    assert page.h1 == "This link has ended"
    assert "If you did not use it yet, check that you copied the whole link." in page.text


@pytest.fixture
def corrects_after(engine, cast, now, monkeypatch):
    """Correct Ana's address as soon as a request has done something."""

    def correct():
        with Session(engine) as own:
            ana, cora = own.get_one(Person, cast.ana.id), own.get_one(Person, cast.cora.id)
            facts = facts_of(ana)
            why = {"instead_of": facts.mark, "reason": "Mistyped.", "actor": cora, "now": now}
            correct_person(own, ana, replace(facts, email="anna@example.org"), **why)

    def after(module, name):
        first = getattr(module, name)

        def then(*given):
            done = first(*given)
            monkeypatch.setattr(module, name, first)
            correct()
            return done

        monkeypatch.setattr(module, name, then)

    return after


NOT_IN = "The email address of this account was changed just now. Sign in with the new one."


def test_a_password_that_is_looked_at_during_a_correction_lets_nobody_in(
    visitor, cast, corrects_after
):
    corrects_after(passwords, "verify")
    page = sign_in(visitor, "ana@example.org", status=409)
    assert (page.h1, NOT_IN in page.text) == ("You are not signed in", True)
    visitor.get("/profile", 303)
    assert sign_in(visitor, "anna@example.org").location == "/courses"


def test_a_link_that_is_used_during_a_correction_lets_nobody_in(
    visitor, cast, session, now, corrects_after
):
    token = links.make_sign_in_link(session, cast.ana, actor=None, reason="lost", now=now)
    form = visitor.get(f"/sign-in/{token}").form(f"/sign-in/{token}")
    corrects_after(links, "use_sign_in_link")
    page = form.send(status=409)
    assert NOT_IN in page.text
    assert page.link("Sign in") == "/sign-in"
    visitor.get("/profile/password", 303)


def test_who_chooses_a_password_during_a_correction_is_out_and_it_stays(
    as_trainee, visitor, cast, corrects_after
):
    form = as_trainee.get("/profile/password").form("/profile/password")
    form.fill(**{"password": PASSWORD, "new-password": "quiet river seven lamps"})
    corrects_after(passwords, "hash_password")
    page = form.send(status=409)
    assert NOT_IN in page.text
    assert page.select("form[action='/sign-out']") == []
    as_trainee.get("/profile", 303)
    sign_in(visitor, "anna@example.org", "quiet river seven lamps", status=422)
    sign_in(visitor, "anna@example.org")
