"""``course publish``: what has an error never goes live."""

import io
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from course.cli.site import site
from course.config import Settings
from course.records import editions
from course.records.progress import counting
from course.records.tables import Response
from course.records.transaction import NotSaved
from tests.cast import NOW, make_cast
from tests.story import answer_all, begin_pre_course


def test_the_files_go_live_and_the_same_files_do_nothing(run):
    assert "published, edition" in run("publish").stdout
    assert "already live, edition" in run("publish").stdout


def test_a_course_with_an_error_is_not_published_and_the_old_edition_stays(
    run, published, site_folder
):
    lesson = next((site_folder / "lessons").rglob("*.md"))
    lesson.write_text(lesson.read_text().replace("summary:", "sumary:", 1))
    done = run("publish", status=1)
    assert "not published. Trainees keep the edition they have" in done.stdout
    assert "error[L303]" in done.stderr


def test_progress_that_is_not_counted_yet_is_said_of_an_edition_that_is_live(run, monkeypatch):
    def locked(*_, **__):
        raise NotSaved("locked")

    with monkeypatch.context() as while_locked:
        while_locked.setattr(counting, "recount_course", locked)
        assert "is live, but progress is not counted yet" in run("publish", status=3).stderr
    assert "already live, edition" in run("publish").stdout


def test_a_course_that_is_not_there_is_wrong_usage(run):
    assert "there is no course" in run("publish", "nowhere", status=2).stderr


@pytest.fixture
def answered(run, published, site_folder):
    """A site where Ana has answered a question that the files have no more."""
    with site(Settings.from_environment()) as (_, session):
        edition = editions.live_edition(session, "peer-basics")
        ana = make_cast(session).ana_enrolled
        attempt = begin_pre_course(session, ana, edition, NOW)
        answer_all(session, attempt, edition, NOW)
        mine = Response.attempt_id == attempt.id
        gone = session.scalars(select(Response.item).where(mine).order_by(Response.item)).first()
    exam = site_folder / "quizzes" / "peer-basics" / "pre-course.yaml"
    exam.write_text(exam.read_text().replace(f"id: {gone}\n", f"id: {gone}-again\n"))
    return SimpleNamespace(id=edition.id, gone=gone)


def live():
    """Return the id of the edition that trainees read."""
    with site(Settings.from_environment()) as (_, session):
        return editions.live_id(session, "peer-basics")


def test_what_changes_and_for_whom_is_said_before_it_is_published(run, published, site_folder):
    assert "what changes" not in run("publish").stdout
    lesson = site_folder / "lessons" / "peer-basics" / "gifts.md"
    lesson.write_text(lesson.read_text() + "\nGifts are kind.\n")
    said = run("publish").stdout
    assert "peer-basics: what changes\n  Lessons: 1 changed (Gifts).\n" in said
    assert "peer-basics: who is affected\n  Nobody is on this course yet.\n" in said
    assert said.index("who is affected") < said.index("published, edition")


def test_what_trainees_would_lose_is_not_published_without_a_yes(run, answered):
    done = run("publish", status=1)
    assert f'the question "{answered.gone}" is gone, but trainees have' in done.stderr
    assert "To publish it all the same: course publish peer-basics --yes" in done.stdout
    assert "are on this course now." in done.stdout
    assert live() == answered.id


def test_with_a_yes_it_is_published_and_said_all_the_same(run, answered):
    done = run("publish", "--yes")
    assert f'the question "{answered.gone}" is gone, but trainees have' in done.stderr
    assert "published, edition" in done.stdout
    assert live() != answered.id
    assert "K801" not in run("publish").stderr


class Terminal(io.StringIO):
    """Where somebody types."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("typed", "status"), [("n\n", 1), ("y\n", 0)])
def test_in_a_terminal_it_is_asked(run, answered, monkeypatch, typed, status):
    monkeypatch.setattr(io, "StringIO", Terminal)
    done = run("publish", status=status, given=typed)
    assert "publish it all the same?" in done.stderr
    assert (live() == answered.id) is bool(status)
