"""Answering a reflection: reply, accept, ask for changes, then the next one that waits."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import AuditEvent, ReflectionMessage, WrittenReflection
from course.records.transaction import transaction
from tests.cast import Cast, make_person
from tests.pages import Pages
from tests.story import stop_sharing
from tests.web.conftest import signed_in
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
    assert "You replied on 22 November 2026" in row.text
    again = as_trainer.get(page.one("tbody th a")["href"])
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
    assert page.one("textarea").content == long


def test_what_is_accepted_can_be_answered_but_not_taken_back(
    as_trainer: Pages, shared: int
) -> None:
    as_trainer.get(f"/review/{shared}").form().send("Accept")
    buttons = as_trainer.get(f"/review/{shared}").select("main form button")
    assert [button.text for button in buttons] == ["Save draft", "Send reply"]


def test_the_page_says_which_buttons_send_the_text(as_trainer: Pages, shared: int) -> None:
    told = "“Accept” and “Ask for changes” send it too."
    page = as_trainer.get(f"/review/{shared}")
    assert f"Ana Example reads this once you send it. {told}" in page.text
    page.form().send("Accept")
    assert told not in as_trainer.get(f"/review/{shared}").text


def sent(session: Session) -> list[str]:
    return list(session.scalars(select(ReflectionMessage.kind).order_by(ReflectionMessage.id)))


def test_the_first_button_saves_and_sends_nothing(
    as_trainer: Pages, shared: int, session: Session
) -> None:
    form = as_trainer.get(f"/review/{shared}").form()
    page = form.fill(text="I hear\r\nthat").send()
    assert page.location == f"/review/{shared}"
    page = page.follow()
    assert "Your draft is saved. Only you can read it." in page.text
    assert page.one("textarea").content == "I hear\nthat"
    assert "Saved at 9:00 am UTC" in page.text
    assert sent(session) == ["version"]
    assert page.select("main form button")[0].text == "Save draft"


def test_an_empty_reply_is_not_said_to_be_saved(as_trainer: Pages, shared: int) -> None:
    page = as_trainer.get(f"/review/{shared}").form().send().follow()
    assert page.one("[role=status].banner, .banner").text == "Nothing to save Your reply is empty."
    assert page.one("p.status-line").text == ""


def test_a_draft_is_saved_as_it_is_typed_and_no_reading_written_down_for_it(
    as_trainer: Pages, shared: int, session: Session
) -> None:
    address = f"/review/{shared}"
    answer = as_trainer.save(address, {"text": "I hear", "sequence": 1})
    assert answer.json == {"saved": "9:00 am UTC", "sequence": 1}
    as_trainer.save(address, {"text": "I hear that", "sequence": 2})
    reads = select(AuditEvent).where(AuditEvent.action == "read-reflection")
    assert len(session.scalars(reads).all()) == 2, "the two pages that gave the tokens"
    form = as_trainer.get(address).form()
    assert form.fields["text"] == "I hear that"
    assert as_trainer.get(address).one("form[data-autosave=text]")["data-sequence"] == "2"


def test_a_draft_is_gone_once_it_is_sent(as_trainer: Pages, shared: int) -> None:
    address = f"/review/{shared}"
    as_trainer.get(address).form().fill(text="I hear that").send()
    as_trainer.get(address).form().send("Send reply")
    assert as_trainer.get(address).form().fields["text"] == ""


def test_an_action_that_no_button_has_sends_nothing(
    as_trainer: Pages, shared: int, session: Session
) -> None:
    form = as_trainer.get(f"/review/{shared}").form()
    for action in ("send", "x", "REPLY", "accept "):
        form.fields["action"] = action
        page = form.fill(text="I hear that").send(status=422)
        assert page.problems == ["Choose one of the buttons. Nothing was sent"], action
        assert page.one("textarea").content == "I hear that"
        assert sent(session) == ["version"]


def test_two_windows_show_both_drafts_and_either_can_be_kept(
    as_trainer: Pages, shared: int
) -> None:
    address = f"/review/{shared}"
    form = as_trainer.get(address).form()
    as_trainer.save(address, {"text": "The newer text", "sequence": 5})
    told = as_trainer.save(address, {"text": "The older text", "sequence": 4}, 409)
    assert told.json["newer"] is True
    assert "You wrote this in another window at 9:00 am UTC." in told.json["problem"]
    form.fields["sequence"] = "4"
    page = form.fill(text="The older text").send(status=409)
    assert "The newer text" in page.text
    page.form(address).send("Keep the text from this window")
    assert as_trainer.get(address).form().fields["text"] == "The older text"


def test_a_window_that_sends_drops_no_newer_draft_of_another_window(
    as_trainer: Pages, shared: int, session: Session
) -> None:
    address = f"/review/{shared}"
    form = as_trainer.get(address).form()
    as_trainer.save(address, {"text": "The newer text", "sequence": 5})
    form.fields["sequence"] = "1"
    page = form.fill(text="Thank you").send("Send reply", status=409)
    assert "The newer text" in page.text
    assert sent(session) == ["version"]
    assert as_trainer.get(address).form().fields["text"] == "The newer text"
    form.fields["sequence"] = "6"
    form.send("Send reply")
    assert sent(session) == ["version", "reply"]


def test_a_draft_too_long_or_without_its_reflection_is_refused(
    as_trainer: Pages, shared: int, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    address = f"/review/{shared}"
    told = as_trainer.save(address, {"text": "x" * 20_001, "sequence": 1}, 422)
    assert told.json["problem"] == "Make this 20,000 characters or fewer"
    form = as_trainer.get(address).form().fill(text="I hear that")
    stop_sharing(session, cast.ana_enrolled, edition, now)
    form.send(status=404)


def test_who_opened_it_a_moment_ago_is_named(
    app: Flask, as_trainer: Pages, shared: int, cast: Cast, session: Session
) -> None:
    with transaction(session):
        sam = make_person("sam", "trainer")
        session.add(sam)
    signed_in(app, sam).get(f"/review/{shared}")
    told = as_trainer.get(f"/review/{shared}").text
    assert "Sam Example opened this at 9:00 am UTC, less than a minute ago." in told


def test_what_to_do_at_a_sign_of_danger_stands_before_the_reply(
    as_trainer: Pages, shared: int
) -> None:
    page = as_trainer.get(f"/review/{shared}")
    assert "Follow your program’s protocol" in page.text
    assert "training@example.org" in page.one("section[aria-labelledby=worried]").text
    assert page.html.index('id="worried"') < page.html.index("<textarea")


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
