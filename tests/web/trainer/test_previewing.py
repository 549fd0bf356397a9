"""Preview: the files as they are now, three ways, for their trainers, and nothing is saved."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from course.records.tables import Base
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import Cast
from tests.pages import Page, Pages
from tests.queries import counting_queries
from tests.web.trainer.conftest import break_course

PREVIEW = f"/author/{COURSE}/preview"
ROLE = f"{PREVIEW}/lessons/the-role"
GIFTS = f"{PREVIEW}/lessons/gifts"
FIRST_DAY = f"{PREVIEW}/reflections/first-day"
FINAL = f"{PREVIEW}/exams/final"
NOTHING_SAVED = "Preview: nothing is saved."
PAGES = (ROLE, GIFTS, FIRST_DAY, FINAL, f"{FINAL}/1")


def rewrite(files: Path, name: str, old: str, new: str) -> None:
    path = files / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_each_page_says_that_nothing_is_saved(as_trainer: Pages, files: Path) -> None:
    for address in PAGES:
        for show in ("", "?show=answers", "?show=print", "?show=other"):
            assert NOTHING_SAVED in as_trainer.get(address + show).one(".preview-bar").text


def test_the_list_leads_to_every_page(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(as_trainer.get(f"/author/{COURSE}").link("Preview as a trainee"))
    addresses = [link["href"] for link in page.select("main a")]
    assert set(addresses) >= {ROLE, GIFTS, FIRST_DAY, FINAL, f"{PREVIEW}/print"}
    for address in addresses:
        as_trainer.get(address)


def test_without_course_yaml_the_list_says_nothing_untrue_of_live_lessons(
    as_trainer: Pages, files: Path
) -> None:
    rewrite(files, f"lessons/{COURSE}/course.yaml", "- lesson: gifts", "- lesson gifts")
    page = as_trainer.get(PREVIEW)
    assert "In no order course.yaml cannot be read as it is now" in page.text
    assert "Trainees do not see these." not in page.text
    page.one(f'main a[href="{GIFTS}"]')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ethics: {title: Ethics, domain: ethics}", "ethics: title Ethics"),
        ("- lesson: gifts", "- lesson gifts"),
        ("topics:", "tpoics:"),
    ],
)
def test_pages_whose_topic_cannot_be_read_are_shown(
    as_trainer: Pages, files: Path, old: str, new: str
) -> None:
    rewrite(files, f"lessons/{COURSE}/course.yaml", old, new)
    for address in (PREVIEW, FIRST_DAY, FINAL, f"{FINAL}/1"):
        assert as_trainer.get(address).status == 200


def test_a_lesson_is_shown_as_its_file_is_now(as_trainer: Pages, files: Path) -> None:
    rewrite(files, f"lessons/{COURSE}/gifts.md", "People like to give.", "Unpublished words.")
    assert "Unpublished words." in as_trainer.get(GIFTS).text


def test_it_looks_as_it_does_to_a_trainee(
    as_trainer: Pages, as_trainee: Pages, files: Path, session: Session, cast: Cast
) -> None:
    """The lesson of the files, once published, is what the preview showed."""
    shown = as_trainer.get(f"{PREVIEW}/lessons/how-it-works")
    as_trainer.get(f"/author/{COURSE}/publish").form(f"/author/{COURSE}/publish").send()
    met = as_trainee.get(f"/courses/{COURSE}/lessons/how-it-works")
    assert shown.h1 == met.h1
    assert [part.text for part in shown.select("main div.author")] == [
        part.text for part in met.select("main div.author")
    ]
    assert shown.select("p.caption")[0].text == met.select("p.caption")[0].text


def test_a_practice_question_can_be_tried(as_trainer: Pages, files: Path) -> None:
    for choice, verdict in (("The person", "That is right."), ("The peer", "Not quite.")):
        form = as_trainer.get(ROLE).form(f"{ROLE}/practice/role-p-1")
        page = form.choose(choice).send("Check my answer", status=200)
        assert verdict in page.one(".answer-told").text
        assert NOTHING_SAVED in page.text
    assert as_trainer.get(ROLE).select(".answer-told") == []


def test_an_empty_try_is_told_as_a_trainee_is_told(as_trainer: Pages, files: Path) -> None:
    form = as_trainer.get(ROLE).form(f"{ROLE}/practice/role-p-1")
    assert form.send("Check my answer", status=422).problems == ["Select an answer."]


def test_a_question_that_the_lesson_does_not_have_is_not_found(
    as_trainer: Pages, files: Path
) -> None:
    form = as_trainer.get(ROLE).form(f"{ROLE}/practice/role-p-1")
    for address in (f"{ROLE}/practice/ethics-p-1", f"{PREVIEW}/lessons/none/practice/role-p-1"):
        answer = as_trainer.client.post(address, data=form.fields)
        assert answer.status_code == 404


def rows(session: Session) -> dict[str, int]:
    session.rollback()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_nothing_is_saved(as_trainer: Pages, files: Path, session: Session, engine: Engine) -> None:
    as_trainer.get(PREVIEW)
    before = rows(session)
    with counting_queries(engine) as asked:
        for address in (*PAGES, f"{PREVIEW}/print", PREVIEW):
            as_trainer.get(address)
            as_trainer.get(f"{address}?show=answers")
        as_trainer.get(ROLE).form(f"{ROLE}/practice/role-p-1").choose("The person").send(status=200)
    assert rows(session) == before
    written = [line for line in asked if line.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [line for line in written if not line.startswith("UPDATE sessions")] == []


def marks(page: Page) -> list[str]:
    return [each.text for each in page.select(".marked li strong")]


def test_with_answers_shows_what_is_right_and_why(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(f"{ROLE}?show=answers")
    right = next(each for each in page.select(".marked li") if "Right:" in each.text)
    assert "The person" in right.text
    assert "The goals are theirs." in right.text
    assert "The person chooses the goals." in page.text
    assert "What reviewers look for" in page.text
    assert "Asks before helping" in page.text


def test_without_it_no_page_tells_an_answer(as_trainer: Pages, files: Path) -> None:
    for address in (*PAGES, *(f"{each}?show=print" for each in PAGES)):
        page = as_trainer.get(address)
        assert "Asks before helping" not in page.html
        assert "The goals are theirs." not in page.html
        assert "This is how peers work." not in page.html
        assert marks(page) == []


def test_the_answers_of_an_exam_are_for_staff_to_check(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(f"{FINAL}?show=answers")
    assert len(page.select(".question-box")) == 6
    assert marks(page) == ["Right:"] * 6
    assert "single, role, recall" in page.text


def test_the_questions_of_an_exam_come_one_by_one(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(FINAL)
    assert "6 questions. An attempt asks 4 of them." in page.text
    first = as_trainer.get(page.link("What comes first?"))
    assert first.h1.endswith("What comes first?")
    assert first.one("main form")["action"] == f"{FINAL}/2"
    assert as_trainer.get(f"{FINAL}/6").one("main form")["action"] == FINAL
    as_trainer.get(f"{FINAL}/7", 404)
    as_trainer.get(f"{FINAL}/0", 404)


def test_what_an_exam_draws_from_is_not_said_to_be_its_own(as_trainer: Pages, files: Path) -> None:
    quiz = files / f"quizzes/{COURSE}/final.yaml"
    whole = quiz.read_text("utf-8")
    settings, questions = whole.split("questions:\n")
    quiz.write_text(f"{settings}from: [bank]\n", "utf-8")
    bank = f"format: 1\ntitle: Bank\nkind: bank\nquestions:\n{questions}"
    (quiz.parent / "bank.yaml").write_text(bank, "utf-8")
    page = as_trainer.get(FINAL)
    assert "Questions it draws from" in [each.text for each in page.select("h2")]
    assert "6 questions. An attempt asks 4 of them." in page.text
    assert "Question 1 of 6 that the exam draws from" in as_trainer.get(f"{FINAL}/1").text


def test_an_exam_that_asks_all_it_has_draws_nothing(as_trainer: Pages, files: Path) -> None:
    rewrite(files, f"quizzes/{COURSE}/final.yaml", "blueprint:\n  role: 2\n  ethics: 2\n", "")
    page = as_trainer.get(FINAL)
    assert "Its questions" in [each.text for each in page.select("h2")]
    assert "draws from" not in page.text + as_trainer.get(f"{FINAL}/1").text


def test_a_page_is_shown_whatever_is_wrong_with_other_files(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    for address in (GIFTS, f"{PREVIEW}/reflections/a-gift", FINAL, f"{PREVIEW}/print"):
        assert as_trainer.get(address).select(".finding") == []
    page = as_trainer.get(PREVIEW)
    assert ROLE in {link["href"] for link in page.select("main a")}
    assert f"lessons/{COURSE}/the-role.md" in page.text


def test_a_page_that_cannot_be_made_names_its_problems(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    for address in (ROLE, FIRST_DAY):
        page = as_trainer.get(address)
        assert page.h1 == "This page cannot be made yet"
        assert "sumary" in page.one(".finding").text


def test_the_problems_of_its_own_file_stand_on_a_page(as_trainer: Pages, files: Path) -> None:
    rewrite(files, f"lessons/{COURSE}/gifts.md", "status: live", "review_by: 2026-01-31")
    assert "was to be reviewed by 2026-01-31" in as_trainer.get(GIFTS).text
    assert "was to be reviewed" not in as_trainer.get(ROLE).text


def test_a_draft_is_shown_and_said_to_be_one(as_trainer: Pages, files: Path) -> None:
    rewrite(files, f"lessons/{COURSE}/gifts.md", "status: live", "status: draft")
    assert as_trainer.get(GIFTS).select("p.caption")[0].text.startswith("Not in the course yet")
    assert "Trainees do not see these." in as_trainer.get(PREVIEW).text


def test_a_question_whose_file_is_broken_is_said_to_be_missing(
    as_trainer: Pages, files: Path
) -> None:
    rewrite(files, f"quizzes/{COURSE}/practice.yaml", "questions:", "questions: [")
    for show in ("", "?show=answers", "?show=print"):
        assert "role-p-1 cannot be shown" in as_trainer.get(ROLE + show).text


def test_what_the_files_do_not_have_is_not_found(as_trainer: Pages, files: Path) -> None:
    for address in ("lessons/none", "reflections/none", "exams/none", "exams/practice/1"):
        as_trainer.get(f"{PREVIEW}/{address}", 404)
    as_trainer.get(f"{PREVIEW}/media/none.png", 404)


def test_a_course_of_other_trainers_is_not_found(
    as_trainer: Pages, files: Path, session: Session, cast: Cast
) -> None:
    with transaction(session):
        cast.fall.course = "elsewhere"
    for address in (PREVIEW, *PAGES, f"{PREVIEW}/print", f"{PREVIEW}/media/a.png"):
        as_trainer.get(address, 404)


def picture() -> bytes:
    folder = Path(__file__).parents[3] / "docs" / "pictures"
    return (folder / "lesson.png").read_bytes()


def test_a_picture_is_shown_before_it_is_published(
    app: Flask, as_trainer: Pages, files: Path
) -> None:
    media = files / "lessons" / COURSE / "media"
    media.mkdir()
    (media / "walk.png").write_bytes(picture())
    words = "People like to give.\n\n![Two people walk](media/walk.png)\n"
    rewrite(files, f"lessons/{COURSE}/gifts.md", "People like to give.", words)
    shown = as_trainer.get(GIFTS).one("main img")
    answer = as_trainer.client.get(shown["src"])
    assert shown["src"].startswith(f"{PREVIEW}/media/")
    assert answer.mimetype == "image/png"
    assert answer.get_data() == picture()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_to_a_lesson_stays_in_the_preview(as_trainer: Pages, files: Path) -> None:
    words = "People like to give. Read [The role](the-role.md)."
    rewrite(files, f"lessons/{COURSE}/gifts.md", "People like to give.", words)
    assert as_trainer.get(GIFTS).link("The role") == ROLE


def test_the_whole_course_is_one_page_for_print(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(f"{PREVIEW}/print")
    assert [each.text for each in page.select(".sheet-title")] == [
        "How it works", "The role", "Gifts",
    ]  # fmt: skip
    assert "Who chooses the goals?" in page.text
    assert "Sam is new here." in page.text
    assert "The goals are theirs." not in page.html


def test_each_way_to_look_leads_to_the_others(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get(f"{ROLE}?show=answers")
    assert page.link("As a trainee") == ROLE
    assert page.link("For print") == f"{ROLE}?show=print"
    assert page.one('.preview-bar [aria-current="page"]').text == "With answers"
