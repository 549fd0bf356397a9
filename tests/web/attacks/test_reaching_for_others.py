"""Other people's things by their number: 404 to who has no business with them, 403 to a role."""

import pytest
from sqlalchemy import select

from course.records.tables import Attempt, CohortStaff, Enrollment, PersonRole, WrittenReflection
from course.records.transaction import transaction
from tests.cast import make_person
from tests.house.routes import ROUTES, TRAINEE
from tests.web.attacks.conftest import token_of
from tests.web.conftest import signed_in

pytestmark = pytest.mark.whole

OWN_ATTEMPT = [rule for rule in ROUTES if "<int:attempt>" in rule]
OF_A_COHORT = [rule for rule in ROUTES if "<int:cohort>" in rule or "<int:person>" in rule]


def asked(pages, address):
    """Ask for an address by both methods; give the statuses of those that the address has."""
    token = token_of(pages)
    fields = {"reason": "x", "email": "eve@example.org", "answer": "x", "text": "x"}
    statuses = {
        pages.client.get(address).status_code,
        pages.client.post(address, data={**fields, "csrf_token": token}).status_code,
    }
    return statuses - {405}


def test_an_attempt_is_nowhere_to_another_trainee(app, things):
    ben = signed_in(app, things.cast.ben)
    for rule in OWN_ATTEMPT:
        assert asked(ben, things.address(rule)) == {404}, rule


def test_an_attempt_is_nowhere_to_a_coordinator_who_is_a_trainee_too(as_everyone, things):
    for rule in OWN_ATTEMPT:
        assert asked(as_everyone, things.address(rule)) == {404}, rule


@pytest.fixture
def of_spring(app, session, things):
    """The browser of somebody who coordinates and trains Ben's cohort, and no other."""
    with transaction(session):
        carl = make_person("carl", "coordinator", "trainer")
        session.add(carl)
        session.flush()
        for role in ("coordinator", "trainer"):
            session.add(CohortStaff(cohort_id=things.cast.spring.id, person_id=carl.id, role=role))
    return signed_in(app, carl)


def test_another_cohort_and_its_people_are_nowhere(of_spring, things):
    for rule in OF_A_COHORT:
        assert asked(of_spring, things.address(rule)) == {404}, rule


def test_another_cohorts_people_are_in_no_list_export_or_search(of_spring, things):
    lists = ["/dashboard", "/cohorts", "/records", "/records.csv", "/records?name=ana", "/review",
             f"/people/{things.cast.ben.id}", f"/cohorts/{things.cast.spring.id}"]  # fmt: skip
    for address in lists:
        sent = of_spring.client.get(address)
        assert sent.status_code == 200, address
        assert "Ana Example" not in sent.text, address
        assert "ana@example.org" not in sent.text, address


def test_a_filter_by_another_cohort_is_refused(of_spring, things):
    for path in ("/records", "/records.csv", "/dashboard", "/review"):
        sent = of_spring.client.get(f"{path}?cohort={things.cast.fall.id}")
        assert sent.status_code in {400, 422}, path
        assert "Ana Example" not in sent.text, path


def test_a_shared_reflection_is_nowhere_to_another_cohorts_trainer(of_spring, things, session):
    with transaction(session):
        session.get_one(WrittenReflection, things.written).shared = True
    assert asked(of_spring, f"/review/{things.written}") == {404}


def test_more_fields_than_the_form_has_change_nothing(as_trainee, things, session):
    number = things.attempt.id
    option = things.attempt.form[0][1][0]
    page = as_trainee.get(f"/attempts/{number}/1")
    more = {"score": "100", "passed": "1", "person_id": "2", "enrollment_id": "2", "state": "x",
            "submitted_at": "2020-01-01", "due_at": "2030-01-01", "action": "send"}  # fmt: skip
    token = page.token
    for address in (f"/attempts/{number}/1", "/profile"):
        fields = {**more, "answer": option, "time-zone": "UTC", "role": "coordinator"}
        as_trainee.post(address, {**fields, "csrf_token": token})
    session.expire_all()
    attempt = session.get_one(Attempt, number)
    assert (attempt.submitted_at, attempt.due_at, attempt.scores) == (None, None, [])
    ana = things.cast.ana.id
    roles = session.scalars(select(PersonRole.role).where(PersonRole.person_id == ana)).all()
    assert roles == ["trainee"]


def test_one_joins_as_a_trainee_whatever_the_form_says(visitor, session, things):
    form = visitor.get("/join").form("/join").fill(code="FALLABCD").send(status=200).form("/join")
    form.fields.update({"role": "coordinator", "roles": "trainer", "cohort": "2"})
    form.fill(name="Eve", email="eve@example.org", new_password="mountain clip oregano fjord")
    form.send()
    roles = session.scalars(select(PersonRole.role).order_by(PersonRole.person_id.desc())).first()
    assert roles == "trainee"
    assert visitor.client.get("/dashboard").status_code == 403


@pytest.mark.parametrize("state", ["withdrawn", "on-hold"])
def test_who_is_off_the_course_saves_nothing(as_trainee, things, session, state):
    with transaction(session):
        session.get_one(Enrollment, things.cast.ana_enrolled.id).state = state
    for rule in (rule for rule, allowed in ROUTES.items() if allowed == TRAINEE):
        address = things.address(rule)
        token = token_of(as_trainee)
        sent = as_trainee.client.post(
            address, data={"text": "x " * 9, "answer": "x", "csrf_token": token}
        )
        assert sent.status_code in {403, 404, 405, 422}, address


def test_a_number_too_long_to_be_one_is_nowhere(as_everyone):
    for rule in ("/people/{}", "/attempts/{}/1", "/attempts/1/{}", "/review/{}", "/cohorts/{}"):
        for digits in (20, 5000):
            as_everyone.get(rule.format("9" * digits), 404)
