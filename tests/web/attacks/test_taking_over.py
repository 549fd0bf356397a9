"""Somebody who looks after one cohort tries to reach further with what they may do in it."""

import pytest
from sqlalchemy import select

from course.records.tables import CohortStaff, Enrollment, Person, SignInLink
from course.records.transaction import transaction
from tests.cast import make_cohort, make_person
from tests.web.conftest import signed_in

REFUSED = "They work here too, or are in a cohort you do not see. Ask a coordinator who sees all"


@pytest.fixture
def cohort(session, cast, edition):
    """A cohort of another course, which Carl alone coordinates."""
    with transaction(session):
        made, carl = (
            make_cohort("Winter", "WNTERABC", "another"),
            make_person("carl", "coordinator"),
        )
        session.add_all([made, carl])
        session.flush()
        session.add(CohortStaff(cohort_id=made.id, person_id=carl.id, role="coordinator"))
    return made


@pytest.fixture
def carl(app, session, cohort):
    (staff,) = cohort.staff
    return signed_in(app, session.get(Person, staff.person_id))


@pytest.mark.parametrize("kind", ["sign-in-link", "correct"])
def test_adding_a_trainee_of_another_cohort_opens_no_way_into_their_account(
    app, carl, cohort, cast, session, kind
):
    with transaction(session):
        session.add(
            Enrollment(
                person_id=cast.ana.id,
                name=cast.ana.name,
                cohort_id=cohort.id,
                course="another",
                state="enrolled",
                enrolled_at=cast.ana.created_at,
                counts={},
            )
        )
    form = carl.get(f"/people/{cast.ana.id}/changes/new?type={kind}").form()
    page = form.fill(reason="To look around").send(status=422)
    assert page.problems == [REFUSED]
    assert session.scalars(select(SignInLink)).first() is None


def test_their_own_trainee_gets_a_link(carl, cohort, session, cast):
    with transaction(session):
        eve = make_person("eve", "trainee")
        session.add(
            Enrollment(
                person=eve,
                name=eve.name,
                cohort=cohort,
                course="another",
                state="enrolled",
                enrolled_at=cast.ana.created_at,
                counts={},
            )
        )
    form = carl.get(f"/people/{eve.id}/changes/new?type=sign-in-link").form()
    form.fill(reason="She lost her password").send()


@pytest.mark.parametrize("person", ["cora", "site-trainer"])
def test_who_sees_every_cohort_is_not_bound_to_one_by_who_does_not(
    carl, cohort, cast, session, person
):
    with transaction(session):
        session.add(make_person("site-trainer", "trainer"))
    form = carl.get(f"/cohorts/{cohort.id}/staff/new").form()
    page = form.fill(email=f"{person}@example.org", reason="Help us").send(status=422)
    assert page.problems == ["They look after every cohort now. Ask a coordinator who does too"]
    assert len(session.scalars(select(CohortStaff)).all()) == 2


def test_somebody_who_looks_after_some_cohorts_is_given_one_more(carl, cohort, cast):
    form = carl.get(f"/cohorts/{cohort.id}/staff/new").form()
    form.fill(email=cast.theo.email, reason="Help us").send()
