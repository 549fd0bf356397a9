"""The key of an exam and a private text: searched for in every byte that anybody is sent."""

import re

import pytest

from course.records.attempts import submitting
from tests.builders import right, wrong
from tests.web.attacks.conftest import KEY, SECRET

PEOPLE = ["visitor", "as_trainee", "as_trainer", "as_coordinator"]
ACCEPTS = ["text/html", "application/json"]


def every_byte(pages, addresses):
    """Give each address with all that its answers say, heads and bodies, in each form."""
    for address in addresses:
        for accept in ACCEPTS:
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = pages.client.open(address, method=method, headers={"Accept": accept})
                assert answer.status_code < 500, f"{method} {address}"
                yield address, str(answer.headers).encode() + answer.get_data()


def found(pages, addresses, mark):
    return {address for address, sent in every_byte(pages, addresses) if mark.encode() in sent}


def variants(things):
    """Give the addresses of the exam, spelled as somebody would who looks for another form."""
    exam = [things.address(rule) for rule in (
        "/attempts/<int:attempt>/<int:n>", "/attempts/<int:attempt>/check",
        "/attempts/<int:attempt>/result", "/courses/<course>/exams/<exam>",
    )]  # fmt: skip
    return [f"{each}{end}" for each in exam for end in ("?format=json", ".json", "/", ".yaml")]


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_is_sent_the_key_of_an_open_exam(request, person, things):
    pages = request.getfixturevalue(person)
    assert found(pages, [*things.addresses, *variants(things)], KEY) == set()


def test_nobody_is_sent_the_key_of_a_sent_pre_course_exam(
    as_trainee, as_coordinator, things, session, edition, now
):
    submitting.submit(session, things.attempt, edition=edition, now=now)
    for pages in (as_trainee, as_coordinator):
        assert found(pages, things.addresses, KEY) == set()


@pytest.mark.parametrize("person", ["visitor", "as_trainer", "as_coordinator", "as_everyone"])
def test_a_private_text_is_sent_to_its_author_alone(request, person, things):
    pages = request.getfixturevalue(person)
    assert found(pages, things.addresses, SECRET) == set()


def test_the_author_is_sent_their_private_text(as_trainee, things):
    """Or the search above would search for nothing."""
    mine = things.address("/courses/<course>/reflections/<reflection>")
    assert found(as_trainee, [mine], SECRET) == {mine}


@pytest.mark.parametrize("accept", ACCEPTS)
def test_a_right_answer_is_saved_just_as_a_wrong_one(as_trainee, things, edition, accept):
    asked = edition.assessment_by_id["pre-course"].by_id[things.attempt.form[0][0]]
    address = f"/attempts/{things.attempt.id}/1"
    token = as_trainee.get(address).select("[name=csrf_token]")[0]["value"]
    headers = {"Accept": accept, "X-CSRFToken": token}
    said = set()
    for answer in (right(asked), wrong(asked)):
        sent = as_trainee.client.post(address, data={"answer": list(answer)}, headers=headers)
        body = re.sub(rb'"sequence":\d+', b"", sent.get_data())
        said.add((sent.status_code, body, str(sent.headers.get("Location")),
                  tuple(name for name, _ in sent.headers)))  # fmt: skip
    assert len(said) == 1
