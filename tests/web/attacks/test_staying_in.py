"""A cookie, a link or an address that somebody kept, tried again later."""

from urllib.parse import urlsplit

import pytest

from course.records.people import accounts
from course.records.people.throttle import SIGN_IN_PERSON
from course.records.tables import Person
from course.records.transaction import transaction
from tests.cast import NOW, PASSWORD
from tests.pages import Pages
from tests.web.attacks.conftest import token_of
from tests.web.conftest import signed_in

NEW = "mountain clip oregano fjord"


def cookie(pages):
    return pages.client.get_cookie("session").value


def tried(app, value):
    """Give what a cookie still opens."""
    client = app.test_client()
    client.set_cookie("session", value)
    return client.get("/profile").status_code


def sign_out(pages, session, cast):
    pages.get("/profile").form("/sign-out").send()


def change_password(pages, session, cast):
    other = signed_in(pages.client.application, cast.ana)
    form = other.get("/profile/password").form("/profile/password")
    form.fill(password=PASSWORD, new_password=NEW).send()


def change_role(pages, session, cast):
    with transaction(session):
        accounts.add_role(session, cast.ana, "trainer")


def disable(pages, session, cast):
    with transaction(session):
        session.get_one(Person, cast.ana.id).disabled_at = NOW


@pytest.mark.parametrize("deed", [sign_out, change_password, change_role, disable])
def test_an_old_cookie_opens_nothing(app, as_trainee, session, cast, deed):
    kept = cookie(as_trainee)
    assert tried(app, kept) == 200
    deed(as_trainee, session, cast)
    assert tried(app, kept) == 303


def test_a_cookie_from_before_signing_in_opens_nothing(app, visitor, cast):
    form = visitor.get("/sign-in").form("/sign-in")
    planted = cookie(visitor)
    form.fill(email=cast.ana.email, password=PASSWORD).send()
    assert tried(app, planted) == 303
    assert cookie(visitor) != planted


@pytest.mark.parametrize("value", ["x", "x" * 3000, ".eJw.bad.sig", "", '{"_user_id": "1"}'])
def test_a_made_up_cookie_is_a_visitor(app, cast, value):
    assert tried(app, value) == 303


ELSEWHERE = ["//evil.example", "https://evil.example/courses", "/\\evil.example", "\\\\evil.net",
             "/%2f%2fevil.example", "///evil.example", "javascript:alert(1)", "@evil.example",
             "http:/profile", "/profile\r\nX: y", "/profile\x00", "//evil.example/profile",
             "/sign-in?next=//evil.example", ".evil.example", "/nowhere", "x" * 3000]  # fmt: skip


def test_nobody_is_led_to_another_site_after_signing_in(app, cast):
    for wanted in ELSEWHERE:
        pages = Pages(app.test_client())
        fields = {"email": cast.ana.email, "password": PASSWORD, "csrf_token": token_of(pages)}
        sent = pages.client.post("/sign-in", data=fields, query_string={"next": wanted})
        parts = urlsplit(sent.headers["Location"])
        assert (parts.scheme, parts.netloc) == ("", ""), wanted
        assert parts.path in {"/courses", "/sign-in"}, wanted


def test_the_password_cannot_be_guessed_from_an_open_session(as_trainee, cast):
    form = as_trainee.get("/profile/password").form("/profile/password")
    for n in range(SIGN_IN_PERSON.most):
        form.fill(password=f"not it {n}", new_password=NEW).send(status=422)
    page = form.fill(password=PASSWORD, new_password=NEW).send(status=429)
    assert page.h1 == "Too many tries"


def test_links_are_made_of_the_sites_own_address_only(as_coordinator, cast):
    spoofed = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example"}
    address = f"/people/{cast.ana.id}/changes/new?type=sign-in-link"
    token = as_coordinator.get(address).form().fields["csrf_token"]
    fields = {"reason": "She lost it", "csrf_token": token}
    page = as_coordinator.post(address, fields, headers=spoofed).follow()
    assert "http://localhost/sign-in/" in page.html
    assert "evil" not in page.html
