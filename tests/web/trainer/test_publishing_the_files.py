"""Publishing in the browser: what changes and for whom, a question, and nothing unseen."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records import publishing
from course.records.editions import live_ids
from course.records.progress import counting
from course.records.tables import AuditEvent, Publication, PublishedEdition
from course.records.transaction import NotSaved, transaction
from course.web.publishing import publish_on_save
from tests.builders import COURSE, make_edition, make_reflections
from tests.cast import NOW, Cast
from tests.pages import Form, Page, Pages
from tests.story import do_the_first_lesson, send
from tests.web.trainer.conftest import break_course, reading_of

CHECK = f"/author/{COURSE}"
PUBLISH = f"{CHECK}/publish"
BUTTON = "Publish this version to trainees"
BACK = "Go back to this edition"


def confirmation(pages: Pages) -> Form:
    return pages.get(pages.get(CHECK).link(BUTTON)).form(PUBLISH)


def items(page: Page, heading: str) -> list[str]:
    """Return the lines of the list under a heading."""
    return [line.text for line in page.select(f'h2:lexbor-contains("{heading}") + ul > li')]


def test_the_question_says_what_changes_and_for_whom(
    as_trainer: Pages, files: Path, edition: Edition, cast: Cast
) -> None:
    page = as_trainer.get(PUBLISH)
    assert page.h1 == "Publish: Peer support basics"
    assert items(page, "What changes")
    assert items(page, "Who is affected")[0] == "2 people are on this course now."
    assert page.form(PUBLISH).fields["live"] == edition.id


def test_a_first_edition_changes_nothing_for_anybody(
    as_trainer: Pages, files: Path, session: Session, cast: Cast
) -> None:
    with transaction(session):
        session.execute(delete(Publication))
        session.execute(delete(PublishedEdition))
    assert "this course was never published" in as_trainer.get(CHECK).text
    page = confirmation(as_trainer)
    assert "It is the first edition of this course" in as_trainer.get(PUBLISH).text
    page.send(BUTTON).follow()
    assert COURSE in live_ids(session)


def test_publishing_makes_the_files_live_and_says_who(
    as_trainer: Pages, files: Path, session: Session, edition: Edition, cast: Cast
) -> None:
    page = confirmation(as_trainer).send(BUTTON).follow()
    new = live_ids(session)[COURSE]
    assert new != edition.id
    assert f"Edition {new[:12]}" in page.text
    assert "by Theo Example" in page.text
    assert "There is nothing to publish" in page.text
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "publish")).one()
    assert (event.actor_id, event.detail["before"]) == (cast.theo.id, edition.id)


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database saves an edition, and then no progress."""

    def locked(*_: object, **__: object) -> int:
        raise NotSaved("locked")

    monkeypatch.setattr(counting, "recount_course", locked)


def test_an_edition_that_is_live_before_progress_is_counted_is_said_to_be_live(
    as_trainer: Pages, files: Path, session: Session, edition: Edition, uncounted: None
) -> None:
    page = confirmation(as_trainer).send(BUTTON).follow()
    assert live_ids(session)[COURSE] != edition.id
    assert "Trainees read this edition from now on." in page.text
    assert "Each trainee is counted again with their next step." in page.text


def test_going_back_is_said_too_where_progress_is_not_counted(
    as_trainer: Pages, files: Path, session: Session, older: Edition, uncounted: None
) -> None:
    form = as_trainer.get(way_back(as_trainer, older)).form()
    page = form.fill(reason="A key was wrong").send(BACK).follow()
    assert live_ids(session) == {COURSE: older.id}
    assert f"Trainees read edition {older.id[:12]} again." in page.text
    assert "Each trainee is counted again with their next step." in page.text


def test_publishing_twice_is_publishing_once(
    as_trainer: Pages, files: Path, session: Session
) -> None:
    form = confirmation(as_trainer)
    form.send(BUTTON)
    form.send(BUTTON)
    publishes = select(AuditEvent).where(AuditEvent.action == "publish")
    assert len(session.scalars(publishes).all()) == 1


def test_what_is_live_already_is_not_asked_for(as_trainer: Pages, files: Path) -> None:
    confirmation(as_trainer).send(BUTTON)
    page = as_trainer.get(PUBLISH)
    assert "There is nothing to publish" in page.text
    assert page.select(f'form[action="{PUBLISH}"]') == []


def test_errors_keep_the_files_from_trainees(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    form = confirmation(as_trainer)
    break_course(files)
    for page in (form.send(BUTTON, status=422), as_trainer.get(PUBLISH, 422)):
        assert page.problems == ["Mend the errors first. Trainees keep the edition they have."]
    assert live_ids(session) == {COURSE: edition.id}


def test_files_that_changed_meanwhile_are_shown_first(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    form = confirmation(as_trainer)
    lesson = files / "lessons" / COURSE / "gifts.md"
    lesson.write_text(lesson.read_text("utf-8") + "\nGifts are kind.\n", "utf-8")
    page = form.send(BUTTON, status=422)
    assert page.problems == [
        "The files changed after this page was shown. Look at the changes again."
    ]
    assert live_ids(session) == {COURSE: edition.id}
    page.form(PUBLISH).send(BUTTON).follow()
    assert live_ids(session) != {COURSE: edition.id}


def test_what_another_trainer_published_meanwhile_is_shown_first(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    form = confirmation(as_trainer)
    other = make_edition("of another trainer")
    publishing.publish(session, reading_of(other), commit=None, actor=None, now=NOW)
    page = form.send(BUTTON, status=422)
    assert page.problems == [
        "Another edition went live after this page was shown. Look at the changes again."
    ]
    assert page.form(PUBLISH).fields["live"] == other.id
    assert live_ids(session) == {COURSE: other.id}


@pytest.fixture
def older(session: Session, edition: Edition) -> Edition:
    """An edition that was live before the one that is."""
    made = make_edition("older")
    publishing.publish(session, reading_of(made), commit="c0ffee", actor=None, now=NOW)
    publishing.publish(session, reading_of(edition), commit=None, actor=None, now=NOW)
    return made


def way_back(pages: Pages, older: Edition) -> str:
    return pages.get(CHECK).link(f"Go back to edition {older.id[:12]}")


def test_going_back_makes_the_older_edition_live_with_name_and_reason(
    as_trainer: Pages, files: Path, session: Session, older: Edition, cast: Cast
) -> None:
    page = as_trainer.get(way_back(as_trainer, older))
    done = page.form().fill(reason="A key was wrong").send(BACK).follow()
    assert f"Trainees read edition {older.id[:12]} again." in done.text
    assert live_ids(session) == {COURSE: older.id}
    turn = session.scalars(select(Publication).order_by(Publication.id.desc())).first()
    assert turn is not None
    assert (turn.edition_id, turn.published_by) == (older.id, cast.theo.id)
    assert (turn.reason, turn.commit) == ("A key was wrong", "c0ffee")
    assert "made live again" in done.text
    assert "The files differ from what trainees read" in done.text


def test_going_back_needs_a_reason(
    as_trainer: Pages, files: Path, session: Session, older: Edition, edition: Edition
) -> None:
    page = as_trainer.get(way_back(as_trainer, older)).form().send(BACK, status=422)
    assert page.problems == ["Enter why you go back to this edition"]
    assert live_ids(session) == {COURSE: edition.id}


def test_the_page_says_what_going_back_does_to_files_that_differ(
    app: Flask, as_trainer: Pages, files: Path, older: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = way_back(as_trainer, older)
    said = items(as_trainer.get(address), "What going back means")
    assert any("Your files stay as they are. They differ" in line for line in said)
    assert any("git checkout c0ffee" in line for line in said)
    assert not any("course serve" in line for line in said)
    monkeypatch.setitem(app.extensions, "publishes-on-save", False)
    publish_on_save(app)
    assert any(
        "the next save ends it" in each
        for each in items(as_trainer.get(address), "What going back means")
    )


def test_going_back_to_what_the_files_say_leaves_nothing_to_bring_back(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    confirmation(as_trainer).send(BUTTON)
    ours = live_ids(session)[COURSE]
    publishing.publish(session, reading_of(edition), commit=None, actor=None, now=NOW)
    page = as_trainer.get(f"{CHECK}/editions/{ours}/back")
    assert "Your files say the same as this edition." in page.text


def test_what_went_live_meanwhile_stops_going_back(
    as_trainer: Pages, files: Path, session: Session, older: Edition
) -> None:
    form = as_trainer.get(way_back(as_trainer, older)).form()
    newer = make_edition("newer")
    publishing.publish(session, reading_of(newer), commit=None, actor=None, now=NOW)
    page = form.fill(reason="A key was wrong").send(BACK, status=422)
    assert page.problems[0].startswith("Another edition went live")
    assert live_ids(session) == {COURSE: newer.id}


def test_the_live_edition_is_nothing_to_go_back_to(
    as_trainer: Pages, files: Path, edition: Edition
) -> None:
    page = as_trainer.get(f"{CHECK}/editions/{edition.id}/back")
    assert "There is nothing to go back to" in page.text


def test_an_edition_of_another_course_is_not_found(
    as_trainer: Pages, files: Path, session: Session, edition: Edition
) -> None:
    other = make_edition(course="elsewhere")
    row = {"course": "elsewhere", "title": "Other", "compiled": other.model_dump_json()}
    with transaction(session):
        session.add(PublishedEdition(id=other.id, live=False, **row))
    as_trainer.get(f"{CHECK}/editions/{other.id}/back", 404)
    as_trainer.get(f"{CHECK}/editions/{'0' * 64}/back", 404)


def test_what_trainees_would_lose_stands_before_the_button(
    as_trainer: Pages, files: Path, session: Session, edition: Edition, cast: Cast
) -> None:
    answered = make_reflections()[0].model_copy(update={"id": "gone-now"})
    live = make_edition("live", reflections=(answered, *make_reflections()))
    publishing.publish(session, reading_of(live), commit=None, actor=None, now=NOW)
    do_the_first_lesson(session, cast.ana_enrolled, live, NOW)
    send(session, cast.ana_enrolled, live, NOW, reflection="gone-now", shared=False)
    assert "Trainees have answers for 1 thing that would be gone." in as_trainer.get(CHECK).text
    page = as_trainer.get(PUBLISH)
    assert "What trainees would lose" in page.text
    assert "K801" in page.one(".warning-box").text
