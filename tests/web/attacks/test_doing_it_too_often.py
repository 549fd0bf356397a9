"""What costs work is taken at a pace, for each person: the rest waits, and nobody else does."""

from datetime import timedelta

import pytest

from course import clock
from course.records.people import throttle
from course.records.transaction import NotSaved
from course.web.flood import DRAFTS, EXAMS
from tests.cast import NOW
from tests.web.attacks.conftest import token_of

COSTLY = [
    ("/courses/<course>/reflections/<reflection>", DRAFTS),
    ("/courses/<course>/exams/<exam>/start", EXAMS),
    ("/attempts/<int:attempt>/submit", EXAMS),
]


@pytest.mark.parametrize(("rule", "pace"), COSTLY)
def test_a_deed_done_too_often_waits(app, as_trainee, things, rule, pace):
    flood = app.extensions["flood"]
    assert sum(flood.takes(pace, things.cast.ana.id) for _ in range(50)) == pace.at_once
    fields = {"csrf_token": token_of(as_trainee)}
    page = as_trainee.post(things.address(rule), fields, 429)
    assert 1 <= int(page.headers["Retry-After"]) <= 10
    assert "You can try again in 1 minute, at 9:01 am UTC." in page.text
    assert "sign-in link" not in page.text
    assert "what you typed is still on that page" in page.text


def test_a_seventh_export_within_the_hour_waits(as_coordinator, things, session, monkeypatch):
    whose = str(things.cast.cora.id)
    for _ in range(5):
        throttle.take(session, throttle.EXPORTS, whose, NOW)
    as_coordinator.get("/records.csv")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=20))
    page = as_coordinator.get("/records.csv", 429)
    assert page.headers["Retry-After"] == "2400"
    assert "6 times" in page.text
    assert "You can try again in 40 minutes, at 10:00 am UTC." in page.text
    assert "sign-in link" not in page.text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=61))
    as_coordinator.get("/records.csv")


def test_a_seventh_edition_within_a_minute_waits(as_trainer, things, session):
    for _ in range(6):
        throttle.take(session, throttle.PUBLISHING, str(things.cast.theo.id), NOW)
    fields = {"csrf_token": token_of(as_trainer)}
    page = as_trainer.post(things.address("/author/<course>/publish"), fields, 429)
    assert page.headers["Retry-After"] == "60"
    assert "You can try again in 1 minute, at 9:01 am UTC." in page.text


def test_who_guesses_at_certificates_waits_and_a_reader_in_another_network_does_not(app, visitor):
    for guess in range(60):
        visitor.get(f"/verify/GUESS{guess}", 404)
    page = visitor.get("/verify/ABCD", 429)
    assert page.headers["Retry-After"] == "60"
    assert "sign-in link" not in page.text
    visitor.get("/verify/ABCD", 404, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    visitor.get("/verify")


def test_a_database_that_cannot_save_keeps_nobody_from_checking_a_number(visitor, monkeypatch):
    def full(*_):
        raise NotSaved("no room")

    monkeypatch.setattr(throttle, "failed", full)
    visitor.get("/verify/ABCD", 404)
