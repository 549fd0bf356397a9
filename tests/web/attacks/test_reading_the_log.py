"""What the site writes to its log holds no word that anybody typed, no answer and no link."""

import logging

import pytest
from sqlalchemy.exc import DataError

from course.records import outbox
from course.web import postman
from course.web.letters import sign_in_letter
from tests.web.attacks.conftest import SECRET

TYPED = "my own words"


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def test_a_day_on_the_site_leaves_no_words(log, visitor, as_trainee, as_everyone, things):
    visitor.get(f"/sign-in?next=/{TYPED.replace(' ', '-')}")
    form = visitor.get("/sign-in").form("/sign-in")
    form.fill(email="my-own@example.org", password=TYPED).send(status=422)
    address = things.address("/courses/<course>/reflections/<reflection>")
    form = as_trainee.get(address).form(address, button="Save draft")
    form.fill(text=f"{SECRET} {TYPED} " * 3).send()
    as_everyone.get(f"/records?name={TYPED.replace(' ', '+')}")
    for words in (SECRET, TYPED, "my-own", "CANARY", "csrf_token"):
        assert words not in log.text


def test_a_failing_outbox_tells_no_letter(log, app, engine, monkeypatch):
    class Enough(Exception):
        pass

    def fail(*_):
        raise DataError("INSERT", {"body": TYPED}, Exception(TYPED))

    def stop(_):
        raise Enough

    monkeypatch.setattr(outbox, "deliver", fail)
    monkeypatch.setattr(postman, "sleep", stop)
    with pytest.raises(Enough):
        postman._walk(app.extensions["settings"], engine, sign_in_letter(app))
    assert "the outbox could not be emptied: Exception" in log.text or "DataError" in log.text
    assert TYPED not in log.text


def test_an_error_tells_where_but_not_what(log, app, as_coordinator, monkeypatch):
    def fail(**_):
        raise ValueError(TYPED)

    fail.open_to = app.view_functions["coordinator.dashboard"].open_to
    monkeypatch.setitem(app.view_functions, "coordinator.dashboard", fail)
    page = as_coordinator.get(f"/dashboard?x={TYPED.replace(' ', '+')}", 500)
    assert "ValueError" in log.text
    assert TYPED not in log.text + page.html
