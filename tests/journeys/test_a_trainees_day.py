"""A trainee's day, from the first page to an exam's result, with scripts and without."""

import re

import pytest


def read_and_mark_as_done(page):
    """Answer what the lesson asks, write its reflections, and mark it as done."""
    lesson = page.url.split("#")[0]
    for number in range(page.locator(".question-box").count()):
        box = page.locator(".question-box").nth(number)
        box.locator("input[type=radio], input[type=checkbox]").first.check()
        box.get_by_role("button", name="Check my answer").click()
        told = page.locator(".question-box").nth(number).get_by_role("status")
        assert re.match("That is right|Not quite", told.inner_text())
    for number in range(page.locator(".reflection-link").count()):
        page.locator(".reflection-link").nth(number).get_by_role("link").click()
        write_a_reflection(page)
        page.goto(lesson)
    page.get_by_role("button", name="Mark as done and continue").click()


def write_a_reflection(page):
    """Write, share with the trainer, and send."""
    page.get_by_label("Your reflection").fill("I would ask first, and then listen. " * 16)
    page.get_by_label("Share with").check()
    page.get_by_role("button", name="Send my reflection").click()
    page.locator("main").get_by_text("Your trainer can read it").first.wait_for()


def sit_the_exam(page, *, scripts):
    """Answer every question, come back to one, check, and send."""
    page.get_by_role("button", name="Start the exam").click()
    page.get_by_text("Question 1 of").wait_for()
    assert page.locator("noscript p").is_visible() is not scripts  # when an answer is saved
    total = int(re.search(r"Question 1 of (\d+)", page.locator("main").inner_text())[1])
    page.get_by_label("Come back to this question later").check()
    for number in range(1, total + 1):
        page.get_by_text(f"Question {number} of {total}").wait_for()
        if number > 1:
            page.locator("input[name=answer]").first.check()
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_text("questions has no answer yet").first.wait_for()
    page.get_by_role("link", name="Answer question 1", exact=True).click()
    page.locator("input[name=answer]").nth(1).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Send my exam").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.timeout(180)  # a whole day
def test_from_the_first_page_to_the_result(enter, scripts):
    page = enter("trainee", java_script_enabled=scripts)
    page.get_by_text("You have done 0 of").wait_for()
    while page.get_by_role("link", name="Continue:").count():
        page.get_by_role("link", name="Continue:").click()
        if page.get_by_role("button", name="Start the exam").count():
            break
        read_and_mark_as_done(page)
        page.goto("/courses/peer-support")
    sit_the_exam(page, scripts=scripts)
    page.get_by_role("heading", level=1, name=re.compile("starting point")).wait_for()
    assert "That is right" not in page.locator("main").inner_text()  # no key, ever
    page.get_by_role("link", name="Your record").click()
    page.get_by_role("heading", level=1, name="Your record").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/record")
    assert "/sign-in" in page.url
