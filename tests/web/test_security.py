"""Forms from elsewhere, stale forms, odd fields, too much: each is a page with the right status."""

from dataclasses import replace
from functools import partial

import pytest

from course.records.tables import EditionFile
from course.records.transaction import transaction
from tests.cast import PASSWORD
from tests.pages import Pages


@pytest.fixture
def tls(app):
    """A browser that reached the site over TLS."""
    client = app.test_client()
    client.open = partial(client.open, base_url="https://localhost")
    return Pages(client)


def fields(pages, **more):
    token = pages.get("/sign-in").token
    return {"email": "ana@example.org", "password": PASSWORD, "csrf_token": token, **more}


def test_a_form_without_its_token_is_refused_in_plain_words(visitor, cast):
    page = visitor.post("/sign-in", {"email": "x", "password": "y"}, 403)
    assert page.h1 == "What you sent was not saved"


def test_a_token_of_another_session_is_refused(visitor, as_trainee, cast):
    visitor.post("/sign-in", fields(as_trainee_out(as_trainee)), 403)


def as_trainee_out(pages):
    pages.get("/profile").form("/sign-out").send()
    return pages


def test_a_token_does_not_grow_old(visitor, cast, edition, monkeypatch):
    import time

    sent, later = fields(visitor), time.time() + 7 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    visitor.post("/sign-in", sent, 303)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(visitor, cast, headers):
    visitor.post("/sign-in", fields(visitor), 403, headers=headers)


def test_a_form_of_our_own_site_goes_through(visitor, cast, edition):
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    visitor.post("/sign-in", fields(visitor), 303, headers=headers)


def test_another_host_name_is_refused(app):
    assert app.test_client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_field_sent_twice_is_said(visitor, cast):
    sent = fields(visitor, email=["ana@example.org", "ben@example.org"])
    page = visitor.post("/sign-in", sent, 422)
    assert page.problems == ["This came twice. Fill it in once"]


def test_a_character_that_cannot_be_kept_is_said(visitor, cast):
    page = visitor.post("/sign-in", fields(visitor, email="ana\x00@example.org"), 422)
    assert "character that cannot be kept" in page.problems[0]


def test_a_line_too_long_is_said(visitor, cast):
    page = visitor.post("/sign-in", fields(visitor, email="a" * 5000), 422)
    assert page.problems == ["Make this 300 characters or fewer"]


def test_too_large_a_body_is_a_page(visitor, cast):
    page = visitor.post("/sign-in", {"text": "x" * 3_000_000}, 413)
    assert page.h1 == "That is too big"


def test_too_many_fields_are_a_page(visitor, cast):
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    page = visitor.post("/sign-in", part * 2000 + b"--b--\r\n", 413, headers=headers)
    assert page.h1 == "That is too big"


@pytest.mark.parametrize("path", ["/help", "/sign-in", "/dashboard"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_that_no_page_has_is_a_page(app, method, path):
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == 405
    assert b"<h1>We could not do that</h1>" in answer.data


def test_a_form_to_nowhere_is_not_found(visitor):
    visitor.post("/nowhere", {"a": "b"}, 404)


def test_a_page_says_which_methods_it_has(app):
    answer = app.test_client().get("/sign-out")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"


@pytest.mark.parametrize(
    "path",
    ["/quizzes/pre-course.yaml", "/static/../quizzes/x.yaml", "/static/%2e%2e/app.db", "/.git/HEAD",
     "/instance/waymark.sqlite3", "/static/x/..%2f..%2fapp.py", "/console", "/help.json"],
)  # fmt: skip
def test_no_file_of_the_site_can_be_fetched(visitor, path):
    visitor.get(path, 404)


def test_our_own_files_are_kept_for_a_year_under_their_hash(visitor, app):
    href = visitor.get("/help").one("link[rel=stylesheet]")["href"]
    answer = app.test_client().get(href)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert app.test_client().get(href.replace("site.css", "site.js")).status_code == 404


def test_our_own_files_and_pictures_are_one_copy_for_all(app, as_trainee, session):
    href = as_trainee.get("/help").one("link[rel=stylesheet]")["href"]
    with transaction(session):
        session.add(EditionFile(hash="abc", extension="png", content=b"picture"))
    for path in (href, "/media/abc.png"):
        answer = as_trainee.client.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Vary" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert as_trainee.get("/help").headers["Vary"] == "Cookie"


def test_over_tls_a_form_needs_no_referer(tls, cast):
    """A browser may be told to send none; the token and the origin are what is asked for."""
    form = {**fields(tls), "email": cast.ana.email}
    own = {"Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"}
    tls.post("/sign-in", form, 303, headers=own)


def test_over_tls_another_sites_page_is_refused_all_the_same(tls, cast):
    for said in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        tls.post("/sign-in", fields(tls), 403, headers=said)
    tls.post("/sign-in", {**fields(tls), "csrf_token": "made up"}, 403)


def test_tls_is_asked_for_from_then_on_and_only_over_tls(tls, visitor):
    year = "max-age=31536000; includeSubDomains"
    assert tls.get("/help").headers["Strict-Transport-Security"] == year
    assert "Strict-Transport-Security" not in visitor.get("/help").headers


def test_the_operator_can_leave_the_names_below_out(tls, app):
    settings = replace(app.extensions["settings"], hsts_subdomains=False)
    app.extensions["settings"] = settings
    assert tls.get("/help").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_nothing_is_signed_in_by_a_header(visitor, cast):
    visitor.get("/profile", 303, headers={"X-Forwarded-User": "cora@example.org"})
