"""The filters of a list: folded where they would fill a phone, open where there is room."""

import pytest

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}


@pytest.mark.parametrize("asked", ["", "?state=enrolled"])
def test_the_first_row_stands_on_the_first_screen_of_a_phone(enter, someone, asked):
    someone("trainee")
    page = enter("coordinator", viewport=PHONE)
    page.goto(f"/records{asked}")
    name = page.get_by_label("Name or email")
    assert not name.is_visible()
    box = page.locator("tbody th a").first.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
    page.locator("main summary").click()
    assert name.is_visible()


def test_on_a_wide_screen_the_filters_stand_open(enter):
    page = enter("coordinator", viewport=WIDE)
    page.goto("/records")
    assert not page.locator("main summary").is_visible()
    page.get_by_label("Name or email").fill("nobody of this name")
    page.get_by_role("button", name="Show").press("Enter")
    page.get_by_text("Filtered by name or email “nobody of this name”.").wait_for()
