"""Every address is declared, and opens to those it is declared for: walked, not read."""

import re

import pytest

from course.web.access import opened_to
from tests.house.routes import EVERYONE, ROUTES, SIGNED_IN

pytestmark = pytest.mark.whole

PEOPLE = ("visitor", "as_trainee", "as_trainer", "as_coordinator")


def path_of(rule):
    """Return an address of a rule, of things that are not there."""
    return re.sub(r"<[^>]+>", "none", re.sub(r"<int:[^>]+>", "999999", rule))


def methods_of(app, rule):
    found = {rule_.rule: set() for rule_ in app.url_map.iter_rules()}
    for each in app.url_map.iter_rules():
        found[each.rule] |= each.methods & {"GET", "POST"}
    return sorted(found[rule])


def wanted(person, allowed):
    """Say what a person should meet at an address."""
    everyone = allowed == EVERYONE
    if person == "visitor":
        return "open" if everyone else "sign in first"
    mine = allowed == SIGNED_IN or person.removeprefix("as_") in allowed
    return "open" if everyone or mine else "not for you"


def met(status, location):
    """Say what a person met; an address without its thing (404) is open all the same."""
    if status >= 500:
        return "broken"
    if status == 403:
        return "not for you"
    to_sign_in = location.split("?")[0] == "/sign-in"
    return "sign in first" if status == 303 and to_sign_in else "open"


def ask(pages, method, path):
    """Ask for an address; give its status and where it leads."""
    if method == "GET":
        response = pages.client.get(path)
    else:
        page = pages.client.get("/join").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        response = pages.client.post(path, data={"csrf_token": token})
    return response.status_code, response.headers.get("Location", "")


def test_every_address_is_declared(app):
    assert {rule.rule for rule in app.url_map.iter_rules()} == set(ROUTES)


def test_each_view_says_who_may_open_it(app):
    with app.app_context():
        said = {rule.rule: opened_to(rule.endpoint) for rule in app.url_map.iter_rules()}
    assert said == ROUTES


@pytest.mark.parametrize("person", PEOPLE)
def test_an_address_opens_to_those_it_is_for(app, request, person):
    pages = request.getfixturevalue(person)
    wrong = []
    last = "/sign-out"
    for rule, allowed in sorted(ROUTES.items(), key=lambda route: route[0] == last):
        for method in methods_of(app, rule):
            found = met(*ask(pages, method, path_of(rule)))
            if found != wanted(person, allowed):
                wrong.append(f"{method} {rule}: {found}, not {wanted(person, allowed)}")
    assert wrong == []
