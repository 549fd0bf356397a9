"""A form that came after its session had ended is kept, and shown again to the same person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course import clock
from course.records.people import sessions
from course.records.tables import PendingPost, WrittenReflection
from tests.cast import NOW, PASSWORD
from tests.story import do_the_first_lesson


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


def test_a_change_of_a_coordinator_is_read_again_and_made_to_whom_it_was_meant(
    as_coordinator, cast, session, monkeypatch
):
    change = f"/people/{cast.ana.id}/changes/new"
    meant = f"{change}?enrollment={cast.ana_enrolled.id}&type=hold"
    form = as_coordinator.get(meant).form(change).fill(reason="She asked for a break.")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))
    page = form.send().follow()
    assert "What you sent is kept. Sign in to save it." in page.one(".banner").text
    kept = page.form().fill(email=cast.cora.email, password=PASSWORD).send().follow()
    assert kept.h1 == "What you sent is kept"
    assert kept.one("main dl").text == "WhyShe asked for a break."
    assert kept.link("Open the page that it was on") == meant
    kept.form(change).send()
    session.refresh(cast.ana_enrolled)
    assert cast.ana_enrolled.state == "on-hold"
    as_coordinator.get("/sign-in/kept", 404)


def test_an_answer_is_saved_without_a_word_of_reading_it(
    as_trainee, cast, edition, session, monkeypatch
):
    do_the_first_lesson(session, cast.ana_enrolled, edition, NOW)
    lesson = f"/courses/{edition.course}/lessons/gifts"
    form = as_trainee.get(lesson).form(f"{lesson}/practice/ethics-p-1")
    answer = form.tag.select("[name=answer]")[0]["value"]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=21))
    page = form.fill(answer=answer).send().follow()
    kept = page.form().fill(email=cast.ana.email, password=PASSWORD).send().follow()
    assert kept.h1 == "Your answer is kept"
    assert "Save it now, or it is gone in an hour." in kept.text
    assert kept.select("main dl") == []


def test_a_form_whose_address_would_be_cut_is_not_kept(as_coordinator, cast, monkeypatch):
    change = f"/people/{cast.ana.id}/changes/new"
    meant = f"{change}?enrollment={cast.ana_enrolled.id}&type=hold&more={'x' * 500}"
    form = as_coordinator.get(meant).form(change).fill(reason="She asked for a break.")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))
    as_coordinator.post(meant, form.fields)
    assert LOST in as_coordinator.get("/sign-in").one(".banner").text


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


@pytest.fixture
def button_pressed_too_late(as_trainee, edition, monkeypatch):
    """Select “mark as done” a day after the lesson was opened, and give the page that comes."""

    def press(**more):
        lesson = f"/courses/{edition.course}/lessons/{edition.lessons[0].id}"
        form = as_trainee.get(lesson).form(f"{lesson}/done")
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=21))
        headers = {"Referer": f"http://localhost{lesson}?from=home", **more}
        return as_trainee.post(form.tag["action"], form.fields, headers=headers).follow()

    return press


def test_a_button_that_saves_nothing_is_said_not_done_and_leads_back(button_pressed_too_late, cast):
    page = button_pressed_too_late()
    told = page.one(".banner").text
    assert "You were signed out, so it was not done. Sign in, then select it again." in told
    again = page.form().fill(email=cast.ana.email, password=PASSWORD).send()
    assert again.location.endswith("/lessons/how-it-works?from=home")
    again.follow()


@pytest.mark.parametrize("come_from", ["https://elsewhere.example/courses", "http://[broken", ""])
def test_a_button_of_no_page_of_ours_leads_home(button_pressed_too_late, cast, come_from):
    signing = button_pressed_too_late(Referer=come_from)
    again = signing.form().fill(email=cast.ana.email, password=PASSWORD).send()
    assert again.location == "/courses"
