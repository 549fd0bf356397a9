"""What ``course serve`` adds to the pages, and that no other site has any of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from course import clock
from course.content.reading import Site
from course.web import create_app, local_site
from course.web.database import db
from course.web.desk import Desk
from course.web.editions import Shelf
from course.web.once import Parts
from tests.builders import COURSE, write_course
from tests.cast import NOW, Cast
from tests.conftest import empty
from tests.content.made import made_course
from tests.pages import Page, Pages
from tests.web.conftest import _settings, signed_in

HOME = f"/courses/{COURSE}"
LESSON = f"{HOME}/lessons/gifts"
LESSONS, QUIZZES = f"lessons/{COURSE}", f"quizzes/{COURSE}"


class Author:
    """Whoever writes the files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def save(self, path: str, old: str, new: str) -> None:
        """Write something else in a file."""
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Iterator[Engine]:
    """The database of ``course serve``; what is shown does not depend on which it is."""
    yield sqlite_engine
    empty(sqlite_engine)


@pytest.fixture(scope="module")
def local_apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The local site by its database: making one compiles every template anew."""
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """The author of the small course."""
    return Author(write_course(tmp_path / "course"))


@pytest.fixture
def told() -> list[str]:
    """What the terminal of the author says."""
    return []


@pytest.fixture
def local(
    engine: Engine,
    author: Author,
    told: list[str],
    local_apps: dict[str, Flask],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Flask:
    """The local site of the author's files, at the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    url = engine.url.render_as_string(hide_password=False)
    settings = replace(_settings(url, tmp_path), course_root=author.root)
    desk = Desk(author.root, Site((), ()), lambda reading, _: told.append(reading.course))
    if url not in local_apps:
        local_apps[url] = create_app(settings)
        local_site.install(local_apps[url], desk)
    fresh = {"settings": settings, "desk": desk, "shelf": Shelf(), "parts": Parts()}
    local_apps[url].extensions.update(fresh)
    with local_apps[url].app_context():
        desk.catch_up()
    return local_apps[url]


@pytest.fixture
def trainee(local: Flask, cast: Cast) -> Pages:
    """Ana's browser."""
    return signed_in(local, cast.ana)


def notes(page: Page) -> str:
    """Return the text of the box above the page, "" where there is none."""
    found = page.select(".author-notes")
    return found[0].text if found else ""


def test_a_save_is_on_the_very_next_page(trainee: Pages, author: Author):
    assert "A gift can change how you work" in trainee.get(LESSON).text
    author.save(f"{LESSONS}/gifts.md", "A gift can change", "A small gift can change")
    assert "A small gift can change how you work" in trainee.get(LESSON).text


def test_files_without_problems_put_nothing_above_a_page(trainee: Pages):
    assert notes(trainee.get(LESSON)) == ""


def test_an_error_stands_above_the_last_good_page(trainee: Pages, author: Author):
    author.save(f"{LESSONS}/gifts.md", "topic: ethics", "topic: ethic")
    page = trainee.get(LESSON)
    assert page.status == 200
    assert "A gift can change how you work" in page.text
    said = notes(page)
    for words in (
        "Found 1 error in 1 file.",
        'error[Q204]: course.yaml has no topic "ethic"',
        f"{LESSONS}/gifts.md:4:8",
        'did you mean "ethics"?',
        "help: topics: ethics, role",
        "The pages stay as they were until every error is mended.",
    ):
        assert words in said, said


def test_a_mended_error_goes_from_the_page(trainee: Pages, author: Author):
    author.save(f"{LESSONS}/gifts.md", "topic: ethics", "topic: ethic")
    assert notes(trainee.get(LESSON))
    author.save(f"{LESSONS}/gifts.md", "topic: ethic", "topic: ethics")
    assert notes(trainee.get(LESSON)) == ""


def test_a_warning_stands_above_the_new_page(trainee: Pages, author: Author):
    author.save(f"{LESSONS}/gifts.md", "A gift can", "Call Sam at 312-867-5309. A gift can")
    page = trainee.get(LESSON)
    assert "312-867-5309" in page.text
    assert "P101" in notes(page)
    assert "stay as they were" not in notes(page)


ERRORS = {
    "the settings of a lesson": (f"{LESSONS}/gifts.md", "topic: ethics", "topic: ethic", LESSON),
    "a practice question": (f"{QUIZZES}/practice.yaml", "type: multiple", "type: many", LESSON),
    "a reflection": (
        f"{LESSONS}/gifts.md",
        "share: never",
        "share: ever",
        f"{HOME}/reflections/a-gift",
    ),
    "an exam": (f"{QUIZZES}/final.yaml", "attempts: 2", "attempts: two", f"{HOME}/exams/final"),
    "course.yaml": (f"{LESSONS}/course.yaml", "format: 1", "format: 9", HOME),
}


@pytest.mark.parametrize("wrong", ERRORS)
def test_a_page_shows_what_is_wrong_with(wrong: str, trainee: Pages, author: Author):
    path, old, new, address = ERRORS[wrong]
    author.save(path, old, new)
    page = trainee.get(address)
    assert page.status == 200
    assert "Found 1 error in 1 file." in notes(page)
    assert path in notes(page)


def test_the_page_of_roles_shows_the_problems_of_its_file(trainee: Pages, author: Author):
    (author.root / LESSONS / "roles.yaml").write_text("format: 1\nroles: none\n")
    page = trainee.get(f"{HOME}/roles", status=404)  # this course never had any
    assert f"{LESSONS}/roles.yaml" in notes(page)


def test_a_question_shows_the_problems_of_its_exam(trainee: Pages, author: Author):
    start = f"{HOME}/lessons/how-it-works"
    trainee.get(start).form(f"{start}/done").send()
    exam = f"{HOME}/exams/pre-course"
    first = trainee.get(exam).form(f"{exam}/start").send().follow()
    author.save(f"{QUIZZES}/pre-course.yaml", "attempts: 1", "attempts: one")
    assert f"{QUIZZES}/pre-course.yaml" in notes(trainee.get(first.path))


def test_a_lesson_that_cannot_be_read_yet_is_told_where_it_will_stand(
    trainee: Pages, author: Author
):
    (author.root / LESSONS / "new.md").write_text("no settings\n")
    page = trainee.get(f"{HOME}/lessons/new", status=404)
    assert f"{LESSONS}/new.md" in notes(page)


def test_problems_elsewhere_are_counted(trainee: Pages, author: Author):
    author.save(f"{QUIZZES}/final.yaml", "attempts: 2", "attempts: two")
    assert "1 problem in the course files." in notes(trainee.get(LESSON))
    author.save(f"{LESSONS}/gifts.md", "topic: ethics", "topic: ethic")
    page = trainee.get(LESSON)
    assert "Found 2 errors in 2 files." in notes(page), "as the content page counts them"
    assert "1 of them is in other files." in notes(page)
    assert not page.select(".author-notes a[href^='/author']")


def test_a_trainer_is_led_to_the_rest(local: Flask, cast: Cast, author: Author):
    author.save(f"{QUIZZES}/final.yaml", "attempts: 2", "attempts: two")
    page = signed_in(local, cast.theo).get("/profile")
    assert "1 problem in the course files: see the content of peer-basics" in notes(page)
    page.one(f'.author-notes a[href="/author/{COURSE}"]')


def test_the_content_check_tells_problems_itself(local: Flask, cast: Cast, author: Author):
    author.save(f"{QUIZZES}/final.yaml", "attempts: 2", "attempts: two")
    page = signed_in(local, cast.theo).get(f"/author/{COURSE}")
    assert notes(page) == ""
    assert page.select('script[src="/serve/serve.js"]')


def test_an_author_writes_no_html_into_the_box(trainee: Pages, author: Author):
    author.save(f"{LESSONS}/gifts.md", "topic: ethics", "topic: <b>ethic</b><script>")
    page = trainee.get(LESSON)
    assert "<b>ethic</b><script>" in notes(page)
    assert not page.select(".author-notes b, .author-notes script")


def test_the_state_is_another_one_after_a_save(trainee: Pages, author: Author):
    page = trainee.get(LESSON)
    known = page.one('script[src="/serve/serve.js"]')["data-state"]
    state = trainee.client.get("/serve/state")
    assert state.get_data(as_text=True) == known
    author.save(f"{LESSONS}/gifts.md", "A gift can", "A small gift can")
    trainee.get(LESSON)
    assert trainee.client.get("/serve/state").get_data(as_text=True) != known


def test_a_page_that_answers_a_form_does_not_load_itself_again(trainee: Pages):
    page = trainee.get(LESSON).form(f"{LESSON}/practice/ethics-p-1").send(status=422)
    assert not page.select("script[data-state]")


def test_the_author_is_told_once_of_each_save(trainee: Pages, author: Author, told: list[str]):
    assert told == [COURSE]
    trainee.get(LESSON)
    assert told == [COURSE]
    author.save(f"{LESSONS}/gifts.md", "A gift can", "A small gift can")
    trainee.get(LESSON)
    trainee.get(HOME)
    assert told == [COURSE, COURSE]


def test_the_author_is_not_told_of_the_course_that_stays(
    trainee: Pages, author: Author, told: list[str]
):
    for path, content in made_course(2, 20).items():
        (author.root / path).parent.mkdir(parents=True, exist_ok=True)
        (author.root / path).write_bytes(content)
    trainee.get(HOME)
    assert told == [COURSE, "made"]
    author.save(f"{LESSONS}/gifts.md", "A gift can", "A small gift can")
    trainee.get(HOME)
    assert told == [COURSE, "made", COURSE]


def test_a_course_that_is_gone_leaves_its_pages_and_problems_behind(trainee: Pages, author: Author):
    for folder in ("lessons", "quizzes"):
        (author.root / folder).rename(author.root / f"no-{folder}")
    page = trainee.get(LESSON)
    assert page.status == 200
    assert notes(page) == ""


def test_the_script_is_sent(trainee: Pages):
    answer = trainee.client.get("/serve/serve.js")
    assert answer.mimetype == "text/javascript"
    assert b"/serve/state" in answer.data


@pytest.mark.parametrize("address", ["/serve/state", "/serve/serve.js"])
def test_a_real_site_has_none_of_its_addresses(visitor: Pages, address: str):
    visitor.get(address, status=404)


def test_a_real_site_has_none_of_it_on_its_pages(as_trainee: Pages):
    page = as_trainee.get(LESSON)
    assert "/serve/" not in page.html
    assert "author-notes" not in page.html
