"""The meaning of a word opens beside it: on the screen, and never over the word."""

import pytest

from tests.journeys.conftest import COURSE
from tests.walks import live_edition

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SCROLL = "(term, to) => window.scrollBy(0, term.getBoundingClientRect().top - to)"


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_meaning_of_a_term_does_not_cover_it(enter, live, screen):
    lesson = live_edition(live).lessons[2]
    page = enter("trainer", viewport=screen)
    page.goto(f"/author/{COURSE}/preview/lessons/{lesson.id}")
    terms = page.locator("button.term")
    assert terms.count() >= 2
    for term in terms.all():
        for to in (10, screen["height"] / 2, screen["height"] - 60):
            term.evaluate(SCROLL, to)
            term.click()
            word = term.bounding_box()
            means = page.locator(".term-means:popover-open").bounding_box()
            assert lies_beside(means, word), f"{term.inner_text()} at {to}"
            assert lies_within(means, screen), f"{term.inner_text()} at {to}"
            page.keyboard.press("Escape")


def lies_beside(box, other):
    """Tell whether a box lies below another one, or above it."""
    return box["y"] >= other["y"] + other["height"] or box["y"] + box["height"] <= other["y"]


def lies_within(box, screen):
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return min(box["x"], box["y"]) >= 0 and right <= screen["width"] and bottom <= screen["height"]
