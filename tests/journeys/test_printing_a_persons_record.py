"""What a coordinator prints for a board: the parts that the screen folds stand on the paper."""

from tests.journeys.conftest import keep_pictures
from tests.journeys.test_printing import plain, printed
from tests.walks import live_edition, sit_down


def test_a_persons_record_is_printed_with_every_leaf_of_its_proof(enter, live, someone):
    edition, email = live_edition(live), someone("trainee")
    page = enter("coordinator")
    page.goto(f"/records?name={email}")
    page.locator("tbody th a").click()
    last = page.get_by_role("link", name=edition.lessons[-1].title)
    assert not last.is_visible()
    text = "".join(printed(page))
    assert "Changesomething" not in text
    leaves = [*edition.lessons, *edition.reflections]
    assert [each.title for each in leaves if plain(each.title) not in text] == []
    keep_pictures(page, "person-print")


def test_a_link_to_what_is_folded_opens_it(enter, live, someone):
    edition, email = live_edition(live), someone("trainee")
    trainee = enter(email=email)
    for lesson in edition.lessons[:6]:
        trainee.goto(f"/courses/{edition.course}/lessons/{lesson.id}")
    page = enter("coordinator")
    page.goto(f"/records?name={email}")
    page.locator("tbody th a").click()
    page.locator("summary").first.click()
    page.get_by_role("link", name=edition.lessons[0].title).click()
    assert page.locator(f"#lesson-{edition.lessons[0].id}").is_visible()


def test_the_questions_of_an_exam_are_printed_where_they_were_opened(enter, live, someone):
    edition, email = live_edition(live), someone("trainee")
    sitting = sit_down(live, edition, email)
    page = enter("coordinator")
    page.goto(f"/records?name={email}")
    page.locator("tbody th a").click()
    asked = plain(page.locator(".answers > li p").first.text_content())
    assert asked not in "".join(printed(page))
    page.emulate_media(media="screen")
    page.get_by_text(f"{len(sitting.options)} questions with each answer").click()
    assert asked in "".join(printed(page))
