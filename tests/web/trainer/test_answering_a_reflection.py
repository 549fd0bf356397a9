"""Answering a reflection: reply, accept, ask for changes, then the next one that waits."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import AuditEvent, ReflectionMessage, WrittenReflection
from tests.cast import Cast
from tests.pages import Pages
from tests.story import stop_sharing
from tests.web.trainer.conftest import share
from tests.web.trainer.test_working_through_the_queue import join_fall


def state(session: Session, number: int) -> str:
    return session.get_one(WrittenReflection, number, populate_existing=True).state


def test_the_page_shows_what_a_trainer_needs(as_trainer: Pages, shared: int) -> None:
    page = as_trainer.get(f"/review/{shared}")
    assert page.h1 == "The first day"
    for words in ("Ana Example", "Fall 2026", "Sam is new here", "Asks before helping"):
        assert words in page.text
    assert "I would sit with Sam and ask what helps." in page.text
    assert "9 words" in page.text
    assert page.one("main a[href='tel:988']")


def test_opening_it_is_written_down(
    as_trainer: Pages, shared: int, session: Session, cast: Cast
) -> None:
    as_trainer.get(f"/review/{shared}")
    read = session.scalars(select(AuditEvent).where(AuditEvent.action == "read-reflection")).one()
    assert (read.actor_id, read.person_id) == (cast.theo.id, cast.ana.id)


@pytest.mark.parametrize(
    ("button", "after"),
    [("Send reply", "sent"), ("Accept", "accepted"), ("Ask for changes", "changes-asked")],
)
def test_an_answer_reaches_the_author_and_the_queue_goes_on(
    as_trainer: Pages, shared: int, session: Session, button: str, after: str
) -> None:
    form = as_trainer.get(f"/review/{shared}").form()
    page = form.fill(text="Say more about what Sam wants.").send(button)
    assert page.location == "/review"
    assert "No newer reflection waits for you." in page.follow().text
    assert state(session, shared) == after
    said = session.scalars(select(ReflectionMessage).order_by(ReflectionMessage.id.desc())).first()
    assert said is not None
    assert said.text == "Say more about what Sam wants."


def test_a_reply_leaves_the_queue_and_stays_within_reach(as_trainer: Pages, shared: int) -> None:
    as_trainer.get(f"/review/{shared}").form().fill(text="Say more.").send("Send reply")
    assert "No reflections are waiting." in as_trainer.get("/review").text
    page = as_trainer.get("/review").form("/review").fill(state="replied").send(status=200)
    (row,) = page.select("tbody tr")
    assert "You replied on 22 November 2026" in row.get_text(" ", strip=True)
    again = as_trainer.get(str(page.one("tbody th a")["href"]))
    assert "You replied on 22 November 2026." in again.text


@pytest.mark.parametrize("button", ["Send reply", "Accept", "Ask for changes"])
def test_a_button_pressed_twice_answers_once(
    as_trainer: Pages, shared: int, session: Session, button: str
) -> None:
    form = as_trainer.get(f"/review/{shared}").form().fill(text="Say more.")
    form.send(button)
    form.send(button)
    said = select(ReflectionMessage).where(ReflectionMessage.text == "Say more.")
    assert len(session.scalars(said).all()) == 1


def test_the_next_one_that_waits_opens(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    first = share(session, cast.ana_enrolled, edition, now - timedelta(days=2))
    lee = join_fall(session, cast, "lee", now)
    second = share(session, lee, edition, now - timedelta(days=1))
    page = as_trainer.get(f"/review/{first}").form().send("Accept")
    assert page.location == f"/review/{second}"
    assert "This is the next one that waits." in page.follow().text


def test_asking_for_changes_needs_a_message(
    as_trainer: Pages, shared: int, session: Session
) -> None:
    page = as_trainer.get(f"/review/{shared}").form().send("Ask for changes", status=422)
    assert page.problems == ["Tell the trainee what to change"]
    assert state(session, shared) == "sent"


def test_a_reply_needs_words_and_what_was_typed_is_kept(as_trainer: Pages, shared: int) -> None:
    form = as_trainer.get(f"/review/{shared}").form()
    assert form.send("Send reply", status=422).problems == ["Write your reply"]
    long = "word " * 5000
    page = form.fill(text=long).send("Send reply", status=422)
    assert page.one("textarea").get_text().strip() == long.strip()


def test_what_is_accepted_can_be_answered_but_not_taken_back(
    as_trainer: Pages, shared: int
) -> None:
    as_trainer.get(f"/review/{shared}").form().send("Accept")
    buttons = as_trainer.get(f"/review/{shared}").select("main form button")
    assert [button.get_text() for button in buttons] == ["Send reply"]


def test_it_is_gone_once_its_author_stops_sharing(
    as_trainer: Pages, cast: Cast, shared: int, session: Session, edition: Edition, now: datetime
) -> None:
    form = as_trainer.get(f"/review/{shared}").form()
    stop_sharing(session, cast.ana_enrolled, edition, now)
    as_trainer.get(f"/review/{shared}", 404)
    form.fill(text="Well done.").send("Send reply", status=404)


def test_markup_that_a_trainee_types_stays_text(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    nasty = "<script>alert(1)</script> I would sit with Sam"
    number = share(session, cast.ana_enrolled, edition, now, nasty)
    page = as_trainer.get(f"/review/{number}", shows=nasty)
    assert page.select("main script") == []
    assert nasty in page.text
