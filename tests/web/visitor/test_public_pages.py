import pytest

from course.content.edition import SupportLine
from course.web.access import open_to_everyone
from tests.builders import make_edition
from tests.story import go_live


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility", "/verify", "/join"])
def test_anyone_may_read_them(visitor, path):
    visitor.get(path)


def test_an_unknown_address_is_a_page_that_leads_on(visitor):
    page = visitor.get("/nowhere", 404)
    assert page.link("go to your start page") == "/"


ABROAD = SupportLine(label="113 Help", about="Call or chat, free", href="tel:113")


@pytest.mark.parametrize("path", ["/nowhere", "/dashboard", "/broken"])
def test_an_error_page_names_who_can_help_where_the_course_is_known(
    app, as_trainee, session, path, monkeypatch
):
    def broken(*_):
        raise RuntimeError("broken")

    monkeypatch.setitem(app.view_functions, "visitor.accessibility", open_to_everyone(broken))
    go_live(session, make_edition("abroad", support=(ABROAD,)))
    app.extensions["shelf"].forget()
    as_trainee.get("/profile")
    status = {"/nowhere": 404, "/dashboard": 403, "/broken": 500}[path]
    page = as_trainee.get("/accessibility" if path == "/broken" else path, status)
    assert "Training office" in page.text
    assert page.link("training@example.org") == "mailto:training@example.org"
    assert page.link("113 Help") == "tel:113"
    assert page.select("a[href='tel:988']") == []


def test_an_error_page_before_any_course_is_known_names_the_line_of_the_united_states(visitor):
    page = visitor.get("/nowhere", 404)
    assert page.link("call or text 988") == "tel:988"
    assert "Who you can ask" not in page.text


def test_help_tells_each_person_of_their_own_work(as_trainee, as_trainer, as_coordinator):
    told = [
        [heading in pages.get("/help").text for heading in ("a trainer", "a coordinator")]
        for pages in (as_trainee, as_trainer, as_coordinator)
    ]
    assert told == [[False, False], [True, False], [False, True]]


def test_help_promises_only_the_text_that_is_kept(visitor):
    page = visitor.get("/help")
    assert "what you send then is kept for one hour" in page.text
    assert "on another device, it is not kept. Copy your text first." in page.text


def test_the_privacy_page_says_what_a_coordinator_sees_of_practice(visitor):
    """A person's page counts what was answered; see docs/explanation/who-can-read-what.md."""
    (row,) = (
        row
        for row in visitor.get("/privacy").select("tbody tr")
        if "practice" in row.one("th").text
    )
    assert row.one("td").text == "You. Your coordinators see how many you answered."
