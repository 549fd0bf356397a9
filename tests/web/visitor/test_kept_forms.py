"""A form that came after its session had ended is kept, and shown again to the same person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course import clock
from course.records.people import sessions
from course.records.tables import PendingPost, WrittenReflection
from tests.cast import NOW, PASSWORD


@pytest.fixture
def late(as_trainee, edition, monkeypatch):
    """Ana's browser, a day after she opened a reflection and began to type."""
    address = f"/courses/{edition.course}/reflections/{edition.reflections[0].id}"
    form = as_trainee.get(address).form(address)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=21))
    return as_trainee, form.fill(text="I would listen first. " * 20)


def test_it_is_shown_filled_in_and_saved_after_signing_in(late, cast, session):
    pages, form = late
    page = form.send().follow()
    assert "Your text is kept" in page.text
    again = page.form("/sign-in").fill(email=cast.ana.email, password=PASSWORD).send()
    assert again.location == "/sign-in/kept"
    kept = again.follow()
    assert "I would listen first." in kept.text
    kept.form(form.tag["action"]).send()
    session.expire_all()
    written = session.scalars(select(WrittenReflection)).one()
    assert written.text.startswith("I would listen first.")
    pages.get("/sign-in/kept", 404)


def test_another_person_at_the_same_browser_never_sees_it(late, cast):
    pages, form = late
    page = form.send().follow()
    again = page.form("/sign-in").fill(email=cast.ben.email, password=PASSWORD).send()
    assert again.location == "/courses"
    pages.get("/sign-in/kept", 404)


LOST = "You were signed out, so what you sent was not saved."


def test_after_signing_out_nothing_is_kept(as_trainee, edition, cast):
    address = f"/courses/{edition.course}/reflections/{edition.reflections[0].id}"
    form = as_trainee.get(address).form(address).fill(text="Words " * 60)
    as_trainee.get("/profile").form("/sign-out").send()
    page = form.send(status=403)
    assert page.h1 == "What you sent was not saved"
    assert "Back button may still show what you wrote: copy it first." in page.text


def test_signed_out_from_elsewhere_one_reads_that_nothing_was_saved(
    as_trainee, edition, cast, session
):
    address = f"/courses/{edition.course}/reflections/{edition.reflections[0].id}"
    form = as_trainee.get(address).form(address).fill(text="Words " * 60)
    sessions.end_others(session, cast.ana, keep=None)
    page = form.send().follow()
    assert page.h1 == "Sign in"
    assert f"{LOST} Your browser’s Back button" in page.one(".banner").text
    again = page.form("/sign-in").fill(email=cast.ana.email, password=PASSWORD).send()
    assert again.location == "/courses"
    assert session.scalars(select(PendingPost)).first() is None


def test_a_script_is_told_in_json(late):
    pages, form = late
    headers = {"Accept": "application/json", "X-CSRFToken": form.fields["csrf_token"]}
    page = pages.post(form.tag["action"], form.fields, 401, headers=headers)
    assert "Sign in again" in page.json["problem"]


def test_however_often_the_script_sends_it_is_said_once(late):
    pages, form = late
    headers = {"Accept": "application/json", "X-CSRFToken": form.fields["csrf_token"]}
    for _ in range(4):
        pages.post(form.tag["action"], form.fields, 401, headers=headers)
    assert len(pages.get("/sign-in").select(".banner")) == 1


def test_a_password_is_never_kept(as_trainee, session, monkeypatch):
    form = as_trainee.get("/profile/password").form("/profile/password")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=21))
    page = form.fill(password=PASSWORD, new_password="five ginger otters waltz north").send()
    assert LOST in page.follow().text
    assert session.scalars(select(PendingPost)).first() is None
