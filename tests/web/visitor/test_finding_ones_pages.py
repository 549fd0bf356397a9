"""Every page of one's roles is two taps away from the page one lands on, whatever one's roles."""

from itertools import chain, combinations

import pytest

from course.records.transaction import transaction
from tests.cast import make_person
from tests.web.conftest import signed_in

PAGES = {
    "trainee": {"/courses", "/record"},
    "trainer": {"/review", "/author"},
    "coordinator": {"/dashboard", "/cohorts", "/records"},
}
EVERY_MIX = list(chain.from_iterable(combinations(PAGES, n) for n in range(len(PAGES) + 1)))


def in_the_head(page):
    return [link["href"] for link in page.select("header nav a")]


def landed(pages, path="/"):
    answer = pages.client.get(path, follow_redirects=True)
    return pages.get(answer.request.path)


@pytest.fixture
def somebody(app, session, edition, roles):
    person = make_person("lee", *roles)
    with transaction(session):
        session.add(person)
    return signed_in(app, person)


@pytest.mark.parametrize("roles", EVERY_MIX, ids="+".join)
def test_every_page_of_ones_roles_is_two_taps_away(somebody, roles):
    first = landed(somebody)
    near = set(in_the_head(first))
    far = {link["href"] for each in near for link in landed(somebody, each).select("main a[href]")}
    wanted = {"/profile"}.union(*(PAGES[role] for role in roles))
    assert wanted - near - far == set()


@pytest.mark.parametrize("roles", EVERY_MIX, ids="+".join)
def test_the_head_has_four_links_at_most_and_one_of_each_role(somebody, roles):
    head = in_the_head(landed(somebody))
    assert len(head) <= 4
    assert [role for role in roles if not PAGES[role] & set(head)] == []
    assert head[-1] in {"/profile", "/more"}


@pytest.mark.parametrize("roles", EVERY_MIX, ids="+".join)
def test_the_page_of_all_pages_names_those_of_ones_roles_and_no_other(somebody, roles):
    page = somebody.get("/more")
    links = [link["href"] for link in page.select("main a")]
    assert len(links) == len(set(links))
    assert set(links) == {"/profile"}.union(*(PAGES[role] for role in roles))


@pytest.mark.parametrize("roles", [("coordinator",)])
def test_who_has_one_role_needs_no_second_list(somebody, roles):
    assert in_the_head(landed(somebody)) == ["/dashboard", "/cohorts", "/records", "/profile"]
