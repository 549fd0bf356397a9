"""A list says in words what it is filtered by; its filters fold, and open where one is wrong."""

import pytest

from tests.cast import Cast
from tests.pages import Pages


def test_a_list_of_everything_names_no_filter(as_coordinator: Pages, cast: Cast) -> None:
    for path in ("/records", f"/cohorts/{cast.fall.id}", "/records?sort=active"):
        page = as_coordinator.get(path)
        assert page.one(".fold-narrow > summary").text == "Filter or sort this list"
        assert "Filtered by" not in page.text
        assert "open" not in page.one(".fold-narrow")


def test_each_filter_that_is_set_is_said(as_coordinator: Pages, cast: Cast) -> None:
    asked = (
        f"cohort={cast.fall.id}&state=enrolled&name=Ana"
        "&completed-from=2026-11-01&completed-to=2026-11-30&sort=active"
    )
    page = as_coordinator.get(f"/records?{asked}")
    assert (
        "Filtered by status “Not started”, name or email “Ana”, cohort “Fall 2026”, "
        "completed from 1 November 2026, completed to 30 November 2026. Clear filters"
    ) in page.text
    assert page.one(".fold-narrow > summary").text == "Change the filters"
    assert page.link("Clear filters") == "/records"


@pytest.mark.parametrize("asked", ["name=zzz", "name=ana"])
def test_a_cohorts_page_says_it_too(as_coordinator: Pages, cast: Cast, asked: str) -> None:
    page = as_coordinator.get(f"/cohorts/{cast.fall.id}?{asked}")
    assert f"Filtered by name or email “{asked.removeprefix('name=')}”." in page.text
    assert page.link("Clear filters") == f"/cohorts/{cast.fall.id}"


def test_a_filter_that_cannot_be_read_stands_open(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records?completed-from=soon&name=ana", 422)
    assert "open" in page.one(".fold-narrow")
    assert "Filtered by" not in page.text


def test_what_was_typed_is_shown_as_text(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records?name=<b>**ana**</b>", shows="**ana**")
    assert "name or email “<b>**ana**</b>”" in page.text
