"""A coordinator says why for every correction and every change of where a person stands.

What is new explains itself (docs/explanation/who-can-read-what.md).
"""

from sqlalchemy.orm import Session

from course.records.transaction import transaction
from tests.cast import Cast, make_person
from tests.pages import Page, Pages

NEW = {"/cohorts/new", "/cohorts/{fall}/invite"}
"""Forms that ask for no reason."""
FORMS = {
    *NEW,
    "/cohorts/{fall}/correct",
    "/cohorts/{fall}/join-code",
    "/cohorts/{fall}/staff/new",
    "/cohorts/{fall}/staff/{theo}/trainer/end",
    "/people/{ana}/changes/new?type=correct",
    "/people/{ana}/changes/new?type=sign-in-link",
    "/people/{ana}/changes/new?type=hold",
    "/people/{ana}/changes/new?type=withdraw",
}


def asks_why(page: Page) -> bool:
    return bool(page.select("main textarea[name=reason]"))


def test_every_form_asks_why_but_those_of_what_is_new(as_coordinator: Pages, cast: Cast) -> None:
    names = {"fall": cast.fall.id, "theo": cast.theo.id, "ana": cast.ana.id}
    asking = {form for form in FORMS if asks_why(as_coordinator.get(form.format(**names)))}
    assert asking == FORMS - NEW


def test_who_is_here_already_is_added_with_a_reason(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(make_person("lee", "trainee"))
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    assert asks_why(form.fill(email="lee@example.org").send(status=422))
