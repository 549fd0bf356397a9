"""Checking the content: the words of the command line, what is live, and publishing."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content import report
from course.content.edition import Edition
from course.content.reading import read_site
from course.records.editions import live_ids
from course.records.tables import AuditEvent
from tests.builders import COURSE
from tests.cast import NOW, Cast
from tests.pages import Pages

CHECK = f"/author/{COURSE}"
PUBLISH = "Publish this version to trainees"


def break_course(files: Path) -> None:
    lesson = files / "lessons" / COURSE / "the-role.md"
    lesson.write_text(lesson.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")


def test_the_list_says_whether_the_files_are_live(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get("/author")
    assert "No problems." in page.text
    assert "Live, but the files differ" in page.text
    assert page.link("Peer support basics") == CHECK


def test_a_site_without_courses_says_how_to_start(
    app: Flask, as_trainer: Pages, tmp_path: Path
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], course_root=tmp_path)
    page = as_trainer.get("/author")
    assert [code.get_text() for code in page.select("li code")][-1] == "course check"


def test_a_course_that_the_files_do_not_have_is_not_found(as_trainer: Pages, files: Path) -> None:
    as_trainer.get("/author/another", 404)


def test_the_problems_are_in_the_words_of_the_command_line(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    page = as_trainer.get(CHECK)
    found = read_site(files, today=NOW.date()).findings
    assert found
    assert [block.get_text() for block in page.select(".finding pre")] == [
        "\n".join(report.excerpt(each)) for each in found
    ]
    for each in found:
        assert report.headline(each) in page.text
        assert all(f"{name}: {text}" in page.text for name, text in report.remedies(each))
    assert page.one(".lead").get_text() == report.total(found).strip()
    assert f"lessons/{COURSE}/the-role.md" in [each.get_text() for each in page.select("h3")]


def test_the_sentence_of_a_problem_wraps_on_a_phone(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    page = as_trainer.get(CHECK)
    sentences = [each.get_text() for each in page.select("p.as-written strong")]
    assert sentences
    assert not any(
        sentence in block.get_text() for sentence in sentences for block in page.select("pre")
    )


def test_a_tiny_lesson_has_no_reading_grade_below_zero(as_trainer: Pages, files: Path) -> None:
    grades = as_trainer.get(CHECK).select('td[data-label="Reading grade"]')
    assert [grade.get_text() for grade in grades] == ["0.0", "0.1", "0.2"]


def test_an_author_on_their_own_machine_can_open_the_line(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    link = as_trainer.get(CHECK).select('a[href^="vscode:"]')[0]
    assert str(link["href"]).startswith(f"vscode://file{files}/lessons/{COURSE}/the-role.md:")


def test_nobody_else_is_told_where_the_files_lie(
    app: Flask, as_trainer: Pages, files: Path
) -> None:
    settings = replace(app.extensions["settings"], base_url="https://training.example.org")
    app.extensions["settings"] = settings
    break_course(files)
    assert str(files) not in as_trainer.get(CHECK).html


def test_errors_keep_the_files_from_trainees(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    shown = as_trainer.get(CHECK).form(CHECK)
    break_course(files)
    button = as_trainer.get(CHECK).one("main button")
    assert button.has_attr("disabled")
    reason = as_trainer.get(CHECK).one(f"#{button['aria-describedby']}").get_text()
    assert "keep these files from being published" in reason or "keeps these" in reason
    page = shown.send(PUBLISH, status=422)
    assert page.problems == ["Mend the errors first. Trainees keep the edition they have."]
    assert live_ids(session) == {COURSE: edition.id}


def test_publishing_makes_the_files_live_and_says_who(
    as_trainer: Pages, files: Path, session: Session, edition: Edition, cast: Cast
) -> None:
    form = as_trainer.get(CHECK).form(CHECK)
    page = form.send(PUBLISH).follow()
    new = live_ids(session)[COURSE]
    assert new != edition.id
    assert f"Edition {new[:12]}" in page.text
    assert "by Theo Example" in page.text
    assert "There is nothing to publish" in page.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "publish")).one()
    assert (event.actor_id, event.detail["before"]) == (cast.theo.id, edition.id)


def test_publishing_twice_is_publishing_once(
    as_trainer: Pages, files: Path, session: Session
) -> None:
    form = as_trainer.get(CHECK).form(CHECK)
    form.send(PUBLISH)
    form.send(PUBLISH)
    publishes = select(AuditEvent).where(AuditEvent.action == "publish")
    assert len(session.scalars(publishes).all()) == 1


def test_files_that_changed_meanwhile_are_shown_first(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    form = as_trainer.get(CHECK).form(CHECK)
    course = files / "lessons" / COURSE / "course.yaml"
    course.write_text(course.read_text("utf-8") + "\n# a remark\n", "utf-8")
    page = form.send(PUBLISH, status=422)
    assert page.problems == ["The files changed after this page was shown. Look at it again."]
    assert live_ids(session) == {COURSE: edition.id}


@pytest.mark.parametrize("what", ["words", "minutes", "reading grade", "last reviewed"])
def test_the_lessons_are_measured(as_trainer: Pages, files: Path, what: str) -> None:
    heads = [head.get_text().lower() for head in as_trainer.get(CHECK).select("thead th")]
    assert what in heads
