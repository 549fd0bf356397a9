"""What costs work is taken at a pace, for each person: the rest waits, and nobody else does."""

import pytest

from course.web.flood import DRAFTS, EXAMS, EXPORTS, PUBLISHING
from tests.web.attacks.conftest import token_of

COSTLY = [
    ("/courses/<course>/reflections/<reflection>", DRAFTS, "as_trainee"),
    ("/courses/<course>/exams/<exam>/start", EXAMS, "as_trainee"),
    ("/attempts/<int:attempt>/submit", EXAMS, "as_trainee"),
    ("/author/<course>/publish", PUBLISHING, "as_trainer"),
]


@pytest.mark.parametrize(("rule", "pace", "person"), COSTLY)
def test_a_deed_done_too_often_waits(app, request, things, rule, pace, person):
    pages, flood = request.getfixturevalue(person), app.extensions["flood"]
    whose = things.cast.ana.id if person == "as_trainee" else things.cast.theo.id
    assert sum(flood.takes(pace, whose) for _ in range(50)) == pace.at_once
    sent = pages.client.post(things.address(rule), data={"csrf_token": token_of(pages)})
    assert sent.status_code == 429
    assert int(sent.headers["Retry-After"]) >= 1
    assert "This came too fast, so it was not done." in sent.text


def test_a_seventh_export_within_the_hour_waits(as_coordinator, app, things):
    while app.extensions["flood"].takes(EXPORTS, things.cast.cora.id):
        pass
    assert as_coordinator.get("/records.csv", 429).headers["Retry-After"] == "600"
