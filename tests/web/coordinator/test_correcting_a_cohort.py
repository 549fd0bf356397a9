"""Correcting a cohort: its name and dates, the reason, and what somebody else changed meanwhile."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records.cohorts.correcting import CohortFacts, correct_cohort, facts_of
from course.records.tables import AuditEvent, CohortStaff
from course.records.transaction import transaction
from tests.cast import Cast
from tests.pages import Pages

WINTER = CohortFacts("Winter 2026", date(2026, 12, 1), date(2027, 2, 28))
FIELDS = {
    "name": "Winter 2026",
    "starts_on": "2026-12-01",
    "ends_on": "2027-02-28",
    "reason": "The name was mistyped.",
}


def events(session: Session) -> list[str]:
    found = session.scalars(select(AuditEvent).where(AuditEvent.action == "cohort-correct"))
    return [event.reason for event in found]


def page_of(cast: Cast) -> str:
    return f"/cohorts/{cast.fall.id}/correct"


def test_a_cohort_is_corrected_from_its_page(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    link = as_coordinator.get(f"/cohorts/{cast.fall.id}").link("Correct this cohort")
    assert link == page_of(cast)
    form = as_coordinator.get(link).form(link)
    shown = [form.fields[name] for name in ("name", "starts-on", "ends-on")]
    assert shown == ["Fall 2026", "2026-11-01", ""]
    page = form.fill(**FIELDS).send().follow()
    assert page.h1 == "Winter 2026"
    assert "The cohort Winter 2026 is corrected." in page.text
    assert "1 December 2026 to 28 February 2027" in page.text
    assert "FALLABCD" in page.text
    assert [link.text for link in page.select("tbody th a")] == ["Ana Example"]
    assert events(session) == ["The name was mistyped."]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, "Enter a name for the cohort"),
        ({"name": "x" * 201}, "Make this 200 characters or fewer"),
        (
            {"name": "Spring 2027"},
            "There is a cohort with this name already. Choose another name",
        ),
        ({"ends_on": "soon"}, "Last day (may stay empty): enter a day like 2026-11-22"),
        ({"ends_on": "2026-10-01"}, "The last day comes before the first. Change one of them"),
        ({"reason": ""}, "Enter why you are making this change"),
        (
            {"name": "Fall 2026", "starts_on": "2026-11-01", "ends_on": ""},
            "Nothing is different yet. Change the name or a date",
        ),
    ],
)
def test_what_cannot_be_saved_keeps_what_was_typed(
    as_coordinator: Pages, cast: Cast, session: Session, fields: dict[str, str], problem: str
) -> None:
    sent = FIELDS | fields
    page = as_coordinator.get(page_of(cast)).form(page_of(cast)).fill(**sent).send(status=422)
    assert page.problems == [problem]
    kept = page.form(page_of(cast)).fields
    assert (kept["name"], kept["reason"]) == (sent["name"].strip(), sent["reason"])
    session.expire_all()
    assert facts_of(cast.fall) == CohortFacts("Fall 2026", date(2026, 11, 1), None)
    assert events(session) == []


def test_a_page_that_somebody_overtook_shows_what_stands_now(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    form = as_coordinator.get(page_of(cast)).form(page_of(cast))
    why = {"instead_of": facts_of(cast.fall).mark, "reason": "It begins later."}
    correct_cohort(session, cast.fall, WINTER, **why, actor=cast.cora, now=now)
    page = form.fill(**FIELDS | {"name": "Autumn 2026"}).send(status=422)
    assert page.problems == [
        "Somebody changed this cohort after this page was shown. Check it, then save again"
    ]
    assert "It is called Winter 2026 now." in page.text
    assert events(session) == ["It begins later."]
    again = page.form(page_of(cast))
    assert again.fields["name"] == "Autumn 2026"
    assert again.send().follow().h1 == "Autumn 2026"


def test_a_mistake_on_a_page_that_was_overtaken_hides_nothing(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    """The page that tells the mistake would else save over what its reader was never told of."""
    form = as_coordinator.get(page_of(cast)).form(page_of(cast))
    why = {"instead_of": facts_of(cast.fall).mark, "reason": "It begins later."}
    correct_cohort(session, cast.fall, WINTER, **why, actor=cast.cora, now=now)
    page = form.fill(**FIELDS | {"name": "Autumn 2026", "reason": ""}).send(status=422)
    assert page.problems == [
        "Somebody changed this cohort after this page was shown. Check it, then save again",
        "Enter why you are making this change",
    ]
    again = page.form(page_of(cast)).fill(reason="The name was mistyped.")
    assert again.send().follow().h1 == "Autumn 2026"


def test_a_cohort_of_somebody_else_is_not_found(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))
    as_coordinator.get(page_of(cast))
    as_coordinator.get(f"/cohorts/{cast.spring.id}/correct", 404)
