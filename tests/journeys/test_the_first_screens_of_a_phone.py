"""What each person looks for stands on the first screens of a phone; the rest folds."""

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import sideways, violations
from tests.journeys.conftest import keep_pictures
from tests.journeys.test_printing import plain, printed
from tests.plain import Browser
from tests.walks import complete, live_edition, sit_down

HIGH = 740
PHONE = {"viewport": {"width": 360, "height": HIGH}, "bypass_csp": True}


@pytest.fixture(scope="module")
def edition(live):
    return live_edition(live)


@pytest.fixture
def sitter(live, edition, someone):
    """A trainee who sits the first exam, with an answer to all questions but the first."""
    email = someone("trainee")
    sitting = sit_down(live, edition, email)
    for number, offered in list(enumerate(sitting.options, 1))[1:]:
        sitting.browser.get(f"{sitting.address}/{number}")
        sitting.browser.post(f"{sitting.address}/{number}", {"answer": offered[0]})
    return email, sitting


def bottom(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


def test_a_record_tells_the_results_on_two_screens_and_prints_all(enter, edition, sitter):
    email, sitting = sitter
    sitting.send()
    page = enter(email=email, **PHONE)
    page.goto("/record")
    assert bottom(page.get_by_text("exam left.")) <= HIGH
    assert bottom(page.locator("main h2:text('Your exams') + ul > li")) <= 2 * HIGH
    last = page.get_by_role("link", name=edition.lessons[-1].title)
    assert not last.is_visible()
    text = "".join(printed(page))
    leaves = [*edition.lessons, *edition.reflections]
    assert [each.title for each in leaves if plain(each.title) not in text] == []
    keep_pictures(page, "record-print")


def test_a_course_says_how_to_go_on_and_what_is_behind_on_one_screen(enter, edition, sitter):
    email, sitting = sitter
    sitting.send()
    page = enter(email=email, **PHONE)
    page.goto(f"/courses/{edition.course}")
    assert bottom(page.locator("main .button", has_text="Continue:")) <= HIGH
    behind, here, *_ = edition.modules
    first = page.get_by_role("link", name=edition.step_title(behind.steps[0]), exact=True)
    assert not first.is_visible()
    assert bottom(page.locator("main h2", has_text=here.title).first) <= HIGH
    page.get_by_text(f"{len(behind.steps)} steps, completed").click()
    expect(first).to_be_visible()


def test_a_trainer_meets_who_waits_on_the_first_screen(enter, live, edition, someone):
    writer = Browser(live.address)
    writer.sign_in(someone("trainee"))
    lesson = next(each for each in edition.lessons if each.reflections)
    complete(writer, edition, lesson, share="shared")
    page = enter("trainer", **PHONE)
    page.goto("/review")
    assert not page.get_by_label("Cohort").is_visible()
    assert bottom(page.locator("tbody tr").first) <= HIGH


def test_an_exam_is_sent_from_the_second_screen_and_a_changed_answer_stays_in_sight(enter, sitter):
    email, sitting = sitter
    page = enter(email=email, **PHONE)
    page.goto(f"{sitting.address}/check")
    assert bottom(page.get_by_role("button", name="Send my exam")) <= 2 * HIGH
    page.get_by_text(f"Your other {len(sitting.options) - 1} answers").click()
    assert violations(page) == []
    assert sideways(page) <= 0
    row = page.locator("#question-7")
    row.get_by_role("link", name="Change").click()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/check#question-7")
    expect(row).to_be_in_viewport()
