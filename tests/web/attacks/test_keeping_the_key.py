"""The key of an exam and a private text: searched for in every byte that anybody is sent."""

import re
from itertools import product

import pytest

from course.records.attempts import submitting
from tests.builders import right, wrong
from tests.web.attacks.conftest import KEY, SECRET

pytestmark = pytest.mark.whole

EXAM = ("/attempts/<int:attempt>/<int:n>", "/attempts/<int:attempt>/check",
        "/attempts/<int:attempt>/result", "/courses/<course>/exams/<exam>")  # fmt: skip
FORMS = ("", "?format=json", ".json", "/", ".yaml")


def asked(things):
    """Give every address once, and those of the exam in each form that somebody would try."""
    yield from (("GET", each, "text/html") for each in things.addresses)
    for rule, form, method in product(EXAM, FORMS, ("GET", "HEAD", "OPTIONS")):
        yield method, things.address(rule) + form, "application/json"


def found(pages, things, *marks):
    """Give the addresses whose answers hold one of the marks, in their heads or bodies."""
    where = set()
    for method, address, accept in asked(things):
        answer = pages.client.open(address, method=method, headers={"Accept": accept})
        assert answer.status_code < 500, f"{method} {address}"
        sent = str(answer.headers) + answer.text
        where |= {address} if any(mark in sent for mark in marks) else set()
    return where


@pytest.mark.parametrize("person", ["visitor", "as_trainer", "as_coordinator", "as_everyone"])
def test_nobody_else_is_sent_the_key_or_a_private_text(request, person, things):
    pages = request.getfixturevalue(person)
    assert found(pages, things, KEY, SECRET) == set()


def test_the_trainee_is_sent_no_key_before_or_after(as_trainee, things, session, edition, now):
    assert found(as_trainee, things, KEY) == set()
    submitting.submit(session, things.attempt, edition=edition, now=now)
    assert found(as_trainee, things, KEY) == set()


def test_the_author_is_sent_their_private_text(as_trainee, things):
    """Or the search above would search for nothing."""
    mine = things.address("/courses/<course>/reflections/<reflection>")
    assert SECRET in as_trainee.get(mine).html


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_right_answer_is_saved_just_as_a_wrong_one(as_trainee, things, edition, accept):
    asked = edition.assessment_by_id["pre-course"].by_id[things.attempt.form[0][0]]
    address = f"/attempts/{things.attempt.id}/1"
    token = as_trainee.get(address).token
    headers = {"Accept": accept, "X-CSRFToken": token}
    said = set()
    for answer in (right(asked), wrong(asked)):
        sent = as_trainee.client.post(address, data={"answer": list(answer)}, headers=headers)
        body = re.sub(rb'"sequence":\d+', b"", sent.get_data())
        said.add((sent.status_code, body, str(sent.headers.get("Location")),
                  tuple(name for name, _ in sent.headers)))  # fmt: skip
    assert len(said) == 1
