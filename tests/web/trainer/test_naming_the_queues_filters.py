"""The queue says in words what it is filtered by; its filters fold as on every other list."""

from tests.cast import Cast
from tests.pages import Pages


def test_what_waits_is_no_filter(as_trainer: Pages, cast: Cast) -> None:
    for path in ("/review", "/review?state=sent"):
        page = as_trainer.get(path)
        assert page.one(".fold-narrow > summary").text == "Filter this list"
        assert "open" not in page.one(".fold-narrow")
        assert "Filtered by" not in page.text


def test_each_filter_that_is_set_is_said(as_trainer: Pages, cast: Cast) -> None:
    page = as_trainer.get(
        f"/review?cohort={cast.fall.id}&reflection=first-day&state=accepted&mine=yes"
    )
    assert (
        "Filtered by cohort “Fall 2026”, reflection “The first day”, status “Accepted”, "
        "written by you “Only with a reply or draft of yours”. Clear filters"
    ) in page.text
    assert page.one(".fold-narrow > summary").text == "Change the filters"
    assert page.link("Clear filters") == "/review"


def test_a_filter_that_is_not_offered_stands_open(as_trainer: Pages, cast: Cast) -> None:
    page = as_trainer.get(f"/review?cohort={cast.spring.id}&state=accepted", 422)
    assert "open" in page.one(".fold-narrow")
    assert "Filtered by" not in page.text
