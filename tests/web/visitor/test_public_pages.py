import pytest


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility", "/verify", "/join"])
def test_anyone_may_read_them(visitor, path):
    visitor.get(path)


def test_an_unknown_address_is_a_page_that_leads_on(visitor):
    page = visitor.get("/nowhere", 404)
    assert page.link("go to your start page") == "/"


def test_help_tells_each_person_of_their_own_work(as_trainee, as_trainer, as_coordinator):
    told = [
        [heading in pages.get("/help").text for heading in ("a trainer", "a coordinator")]
        for pages in (as_trainee, as_trainer, as_coordinator)
    ]
    assert told == [[False, False], [True, False], [False, True]]
