"""Two roles side by side."""

import pytest

from course.content.edition import ROLE_COLUMNS, Role
from tests.builders import COURSE

ROLES = f"/courses/{COURSE}/roles"


def make_role(id_, title):
    return Role(
        id=id_,
        title=title,
        purpose=f"{title} purpose",
        basis="Training",
        does=("Listens", "Links"),
        not_its_job=("Diagnose",),
        rests_on="Trust",
        records_and_pay="Paid",
        self_disclosure="Yes",
    )


@pytest.fixture
def roles(publish_more):
    made = tuple(make_role(each, each.title()) for each in ("peer", "sponsor", "therapist"))
    publish_more(COURSE, name="with roles", roles=made)


def test_two_roles_stand_side_by_side(as_trainee, roles):
    page = as_trainee.get(ROLES)
    assert "Peer and Sponsor, side by side" in page.text
    assert "Peer purpose" in page.text


def test_the_rows_have_the_names_that_lessons_use(as_trainee, roles):
    rows = as_trainee.get(ROLES).select("tbody th[scope=row]")
    assert [row.text for row in rows] == list(ROLE_COLUMNS.values())


def test_the_choice_is_in_the_address(as_trainee, roles):
    page = as_trainee.get(ROLES).form(ROLES).fill(two="therapist").send(status=200)
    assert page.path == f"{ROLES}?one=peer&two=therapist"
    assert "Therapist purpose" in page.text


def test_the_same_role_twice_is_asked_again(as_trainee, roles):
    page = as_trainee.get(f"{ROLES}?one=peer&two=peer", 422)
    assert page.problems == ["Choose two different roles"]


def test_an_unknown_role_is_not_found(as_trainee, roles):
    as_trainee.get(f"{ROLES}?one=nobody", 404)


def test_a_course_without_roles_has_no_such_page(as_trainee):
    as_trainee.get(ROLES, 404)
