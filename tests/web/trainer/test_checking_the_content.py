"""Checking the content: the words of the command line, what is live, and publishing."""

import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course import cli
from course.content import report
from course.content.edition import Edition
from course.content.reading import read_site
from course.records import publishing
from course.records.transaction import transaction
from course.web.publishing import publish_on_save
from tests.builders import COURSE, make_edition
from tests.cast import NOW, Cast
from tests.fuzz.mutations import mutate
from tests.pages import Pages
from tests.queries import counting_queries
from tests.web.trainer.conftest import break_course, reading_of

CHECK = f"/author/{COURSE}"


def test_the_list_says_whether_the_files_are_live(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get("/author")
    assert "No problems." in page.text
    assert "Live, but the files differ" in page.text
    assert page.link("Peer support basics") == CHECK


def test_a_site_without_courses_says_how_to_start(
    app: Flask, as_trainer: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], course_root=tmp_path)
    page = as_trainer.get("/author")
    named = [code.text for code in page.select("li code")]
    assert named == ['course new course my-course --title "My course"', "course check"]
    monkeypatch.chdir(tmp_path)
    for line in named:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code, line
    assert as_trainer.get("/author").link("My course") == "/author/my-course"


def test_a_course_that_the_files_do_not_have_is_not_found(as_trainer: Pages, files: Path) -> None:
    as_trainer.get("/author/another", 404)


def test_files_that_did_not_change_are_not_checked_again(
    app: Flask, as_trainer: Pages, files: Path
) -> None:
    as_trainer.get(CHECK)
    (before,) = app.extensions["files-as-last-read"].courses
    as_trainer.get(f"{CHECK}/preview")
    assert app.extensions["files-as-last-read"].courses[0] is before
    break_course(files)
    assert "sumary" in as_trainer.get(CHECK).text


def test_the_problems_are_in_the_words_of_the_command_line(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    page = as_trainer.get(CHECK)
    found = read_site(files, today=NOW.date()).findings
    assert found
    assert [block.content for block in page.select(".finding pre")] == [
        "\n".join(report.excerpt(each, labelled=False)[1:]) for each in found
    ]
    for each in found:
        assert not each.label or f"here: {each.label}" in page.text
        assert f"{each.place.path}:{each.place.line}:{each.place.column}" in page.text
    for each in found:
        assert report.headline(each) in page.text
        assert all(f"{name}: {text}" in page.text for name, text in report.remedies(each))
    assert page.one(".lead").text == report.total(found).strip()
    assert f"lessons/{COURSE}/the-role.md" in [each.text for each in page.select("h3")]


def test_the_sentence_of_a_problem_wraps_on_a_phone(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    page = as_trainer.get(CHECK)
    sentences = [each.text for each in page.select("p.as-written strong")]
    assert sentences
    assert not any(sentence in block.text for sentence in sentences for block in page.select("pre"))


def test_a_tiny_lesson_has_no_reading_grade_below_zero(as_trainer: Pages, files: Path) -> None:
    grades = as_trainer.get(CHECK).select('td[data-label="Reading grade"]')
    assert [grade.text for grade in grades] == ["0.0", "0.1", "0.2"]


def test_an_author_on_their_own_machine_can_open_the_line(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    link = as_trainer.get(CHECK).select('a[href^="vscode:"]')[0]
    assert link["href"].startswith(f"vscode://file{files}/lessons/{COURSE}/the-role.md:")


def test_nobody_else_is_told_where_the_files_lie(
    app: Flask, as_trainer: Pages, files: Path
) -> None:
    settings = replace(app.extensions["settings"], base_url="https://training.example.org")
    app.extensions["settings"] = settings
    break_course(files)
    assert str(files) not in as_trainer.get(CHECK).html


def test_a_course_with_errors_shows_a_button_that_is_off_and_why(
    as_trainer: Pages, files: Path, edition: Edition
) -> None:
    break_course(files)
    button = as_trainer.get(CHECK).one("main button")
    assert "disabled" in button
    reason = as_trainer.get(CHECK).one(f"#{button['aria-describedby']}").text
    assert "keep these files from being published" in reason or "keeps these" in reason


def test_the_page_says_when_the_site_publishes_every_save_by_itself(
    app: Flask, as_trainer: Pages, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "course serve" not in as_trainer.get(CHECK).text
    monkeypatch.setitem(app.extensions, "publishes-on-save", False)
    publish_on_save(app)
    text = as_trainer.get(CHECK).text
    assert "started by course serve" in text
    assert "publishes every save by itself" in text
    assert "the button below" not in text


def test_a_site_that_publishes_every_save_shows_no_button_that_is_off(
    app: Flask, as_trainer: Pages, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "publishes-on-save", True)
    break_course(files)
    page = as_trainer.get(CHECK)
    assert "these files from being published" in page.text
    assert "Publish this version to trainees" not in page.text


def test_the_day_of_a_review_is_told_from_the_day_that_trainees_see(
    as_trainer: Pages, files: Path, edition: Edition
) -> None:
    assert "Trainees see another day: the one on which its facts were checked" in (
        as_trainer.get(CHECK).text
    )


def test_the_editions_are_listed_with_who_made_them_live(
    as_trainer: Pages, files: Path, session: Session, edition: Edition, cast: Cast
) -> None:
    older = make_edition("older")
    act = {"actor": cast.theo, "now": NOW}
    publishing.publish(session, reading_of(older), commit="c0ffee" * 6 + "+changes", **act)
    back = {"instead_of": older.id, "reason": "It was better"}
    publishing.go_back(session, edition.id, **back, **act)
    page = as_trainer.get(CHECK)
    rows = [row.text for row in page.select("#editions tbody tr")]
    assert len(rows) == 3
    assert "It was better" in rows[0]
    assert "Live now" in rows[0]
    assert "Theo Example" in rows[1]
    assert "commit c0ffeec0ffee and files that were not committed" in rows[1]
    assert "Live again" in rows[2]
    assert page.link(f"Go back to edition {older.id[:12]}") == f"{CHECK}/editions/{older.id}/back"
    assert "by Theo Example" in page.text
    assert "Why: It was better" in page.text


def test_older_editions_are_on_the_next_page(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    for number in range(10):
        made = reading_of(make_edition(f"edition {number}"))
        publishing.publish(session, made, commit=None, actor=None, now=NOW)
    first = as_trainer.get(CHECK)
    assert len(first.select("#editions tbody tr")) == 10
    second = as_trainer.get(first.link("Show older editions").split("#")[0])
    assert len(second.select("#editions tbody tr")) == 1
    assert "Show older editions" not in second.text


def test_the_page_asks_the_database_as_often_however_many_editions_there_are(
    engine: Engine, as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    with counting_queries(engine) as few:
        as_trainer.get(CHECK)
    for number in range(5):
        made = reading_of(make_edition(f"edition {number}"))
        publishing.publish(session, made, commit=None, actor=None, now=NOW)
    as_trainer.get(CHECK)
    with counting_queries(engine) as many:
        as_trainer.get(CHECK)
    assert len(many) == len(few)


def test_a_course_of_other_trainers_is_not_found(
    as_trainer: Pages, files: Path, session: Session, cast: Cast
) -> None:
    with transaction(session):
        cast.fall.course = "elsewhere"
    as_trainer.get(CHECK, 404)
    assert COURSE not in as_trainer.get("/author").html


def test_a_course_that_no_cohort_takes_yet_is_for_every_trainer(
    as_trainer: Pages, files: Path, session: Session, cast: Cast
) -> None:
    with transaction(session):
        cast.fall.course = cast.spring.course = "elsewhere"
    as_trainer.get(CHECK)


def test_the_lessons_are_measured(as_trainer: Pages, files: Path) -> None:
    heads = {head.text for head in as_trainer.get(CHECK).select("thead th")}
    assert heads >= {"Words", "Minutes", "Reading grade"}
    assert heads >= {"Long sentences", "Last reviewed", "Next review"}


def test_long_sentences_and_reviews_that_are_due_stand_by_their_lesson(
    as_trainer: Pages, files: Path
) -> None:
    lesson = files / "lessons" / COURSE / "gifts.md"
    whole = lesson.read_text("utf-8").replace("---\n", "---\nreview_by: 2026-01-31\n", 1)
    lesson.write_text(f"{whole}\n{'Walk with a friend and ' * 8}rest.\n", "utf-8")
    row = next(row for row in as_trainer.get(CHECK).select("tbody tr") if "Gifts" in row.text)
    assert row.one('[data-label="Long sentences"]').text == "1"
    assert row.one('[data-label="Next review"]').text == "31 Jan 2026 has passed"


def test_lessons_are_measured_while_another_file_has_errors(as_trainer: Pages, files: Path) -> None:
    break_course(files)
    heads = [head.text for head in as_trainer.get(CHECK).select("tbody th")]
    assert "Gifts" in heads
    assert "The role" not in heads


def test_a_live_course_whose_files_are_gone_keeps_its_page_and_its_editions(
    as_trainer: Pages, files: Path, edition: Edition
) -> None:
    shutil.rmtree(files / "lessons" / COURSE)
    shutil.rmtree(files / "quizzes" / COURSE)
    listed = as_trainer.get("/author").text
    assert edition.title in listed
    assert "Live, but its files are gone" in listed
    page = as_trainer.get(f"/author/{COURSE}")
    assert page.h1 == f"Content check: {edition.title}"
    assert "C600" in page.text
    assert edition.id[:12] in page.text
    assert as_trainer.get(f"/author/{COURSE}/preview").status == 200


def test_whatever_happens_to_the_files_trainees_read_the_live_edition(
    as_trainer: Pages, as_trainee: Pages, files: Path, edition: Edition
) -> None:
    lesson = f"/courses/{COURSE}/lessons/{edition.lessons[0].id}"
    before = as_trainee.get(lesson).text
    paths = sorted(path for path in files.rglob("*") if path.is_file())
    for seed in range(4):
        random = Random(seed)
        path = random.choice(paths)
        whole = path.read_bytes()
        path.write_bytes(mutate(whole, random)[1])
        assert as_trainer.get(CHECK).h1.startswith("Content check")
        path.write_bytes(whole)
    assert as_trainee.get(lesson).text == before
