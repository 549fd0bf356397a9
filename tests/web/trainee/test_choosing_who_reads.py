"""A reflection that was sent: one button shares it, or stops the sharing."""

import pytest

from course.records.reflections import reviewing
from course.records.tables import Person
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import NOW, make_person
from tests.story import WORDS, send
from tests.web.trainee.reflecting import ADDRESS, CLOSED, SHARE, STOP, press


def buttons(page):
    return {button.text for button in page.select("main button")}


def test_what_was_kept_private_is_shared_by_one_button(sent, theo_reads):
    page = sent()
    assert "If you share it, Theo Example can read what you sent last. Nobody else." in page.text
    assert "It then counts as done only when a trainer accepts it." in page.text
    assert page.one(".box button").text == SHARE

    shared = press(page, SHARE).follow()

    assert "Theo Example can now read what you sent. Nobody else can." in shared.text
    assert "You, and Theo Example. Nobody else." in shared.text
    assert "You wrote this. Your trainer can read it." in shared.text
    assert theo_reads() == [WORDS]


def test_what_is_shared_is_taken_back_by_one_button(sent, theo_reads):
    page = sent(shared=True)
    assert "You can stop at any time. Nobody else can read it from then on." in page.text
    assert page.one(".box button").text == STOP

    private = press(page, STOP).follow()

    assert (
        "You stopped sharing it. Nobody else can read it now. No trainer opened it." in private.text
    )
    assert "Only you, until you share it." in private.text
    assert "You wrote this. Only you can read it." in private.text
    assert SHARE in buttons(private)
    assert theo_reads() is None


def test_who_opened_it_before_is_told_when_the_sharing_stops(sent, theo_reads):
    page = sent(shared=True)
    theo_reads()
    assert "Theo Example opened it while it was shared." in press(page, STOP).follow().text


def test_pressed_twice_both_say_the_same(sent, theo_reads):
    page = sent()
    assert press(page, SHARE).follow().text == press(page, SHARE).follow().text
    shared = press(page, SHARE).follow()
    assert press(shared, STOP).follow().text == press(shared, STOP).follow().text
    assert theo_reads() is None


@pytest.mark.parametrize("shared", [True, False])
def test_a_draft_that_was_begun_is_not_touched(sent, as_trainee, theo_reads, shared):
    sent(shared=shared)
    as_trainee.save(ADDRESS, {"text": "CANARY draft", "share": "shared", "sequence": 3})
    page = as_trainee.get(ADDRESS)

    after = press(page, STOP if shared else SHARE).follow()

    assert after.one("textarea").content == "CANARY draft"
    assert after.one("form[data-autosave]")["data-sequence"] == "3"
    assert theo_reads() == (None if shared else [WORDS])


def test_a_version_sent_from_another_window_is_not_shared_unread(sent, theo_reads):
    page = sent()
    sent(text=f"{WORDS} CANARY")
    told = press(page, SHARE).follow()
    assert "You sent another version after this one. Read it, then choose again." in told.text
    assert theo_reads() is None
    press(told, SHARE)
    assert theo_reads() == [f"{WORDS} CANARY"]


def test_a_draft_has_no_such_button(as_trainee, stored):
    form = as_trainee.get(ADDRESS).form(ADDRESS).fill(text="Half", share="shared")
    page = form.send().follow()
    assert buttons(page) == {"Save draft", "Send my reflection"}
    for action in ("share", "stop-sharing"):
        as_trainee.post(ADDRESS, {"csrf_token": page.token, "action": action}, 404)
    assert stored().state == "draft"


def test_what_is_never_shared_has_no_such_button_and_is_refused(
    as_trainee, session, cast, edition, now, stored
):
    own = f"/courses/{COURSE}/reflections/a-gift"
    send(session, cast.ana_enrolled, edition, now, reflection="a-gift")
    page = as_trainee.get(own)
    assert buttons(page) == {"Save draft", "Send my reflection"}
    fields = {"csrf_token": page.token, "action": "share", "version": "1"}
    told = as_trainee.post(own, fields, 409)
    assert "This reflection cannot be shared. Only you can read it." in told.text
    assert not stored().shared


def test_what_is_never_shared_from_now_on_says_who_still_reads_it(
    as_trainee, sent, edition, publish_more, theo_reads
):
    sent(shared=True)
    first, *rest = edition.reflections
    never = first.model_copy(update={"share": "never"})
    publish_more(COURSE, name="never", reflections=(never, *rest))
    page = as_trainee.get(ADDRESS)
    assert "You, and Theo Example. Nobody else." in page.text
    private = press(page, STOP).follow()
    assert "Only you. This reflection cannot be shared." in private.text
    assert theo_reads() is None


@pytest.mark.parametrize("state", ["changes-asked", "accepted"])
def test_what_was_answered_can_be_taken_back_and_shared_again(  # noqa: PLR0917  # fixtures
    as_trainee, sent, session, cast, edition, now, stored, state
):
    sent(shared=True)
    if state == "accepted":
        reviewing.accept(session, cast.theo, stored().id, edition=edition, now=now)
    else:
        reviewing.ask_for_changes(session, cast.theo, stored().id, "Say more.", now=now)
    private = press(as_trainee.get(ADDRESS), STOP).follow()
    assert (stored().state, stored().shared) == (state, False)
    assert ("It then counts as done only" in private.text) == (state == "changes-asked")
    press(private, SHARE)
    assert (stored().state, stored().shared) == (state, True)


def test_on_hold_one_can_stop_and_not_share(as_trainee, sent, session, cast, theo_reads):
    page = sent()
    press(page, SHARE)
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    held = as_trainee.get(ADDRESS)
    assert buttons(held) == {STOP}
    private = press(held, STOP).follow()
    assert buttons(private) == set()
    assert "Your course is on hold." in press(page, SHARE, status=403).text
    assert theo_reads() is None


def test_after_withdrawing_nothing_is_shared(sent, session, cast, theo_reads):
    page = sent()
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "withdrawn"
    assert "You are not on this course now" in press(page, SHARE, status=403).text
    assert theo_reads() is None


def test_where_the_step_is_not_open_one_can_read_and_stop_and_not_share(
    as_trainee, sent, publish_more, theo_reads
):
    page = sent()
    press(page, SHARE)
    publish_more(COURSE, name="closed", modules=CLOSED)
    closed = as_trainee.get(ADDRESS)
    assert "Finish “How it works” first. Then you can write a new version." in closed.text
    assert WORDS in closed.text
    assert buttons(closed) == {STOP}
    assert buttons(press(closed, STOP).follow()) == set()
    assert "Finish this first: How it works" in press(page, SHARE, status=403).text
    assert theo_reads() is None


def test_a_text_refused_where_the_step_is_not_open_is_not_lost(sent, publish_more):
    form = sent(shared=True).form(ADDRESS, button="Save draft").fill(text="Too few")
    publish_more(COURSE, name="closed", modules=CLOSED)
    assert form.send("Send my reflection", status=422).one("textarea").content == "Too few"


def test_whoever_saves_a_draft_beside_keep_private_has_stopped_the_sharing(sent, theo_reads):
    form = sent(shared=True).form(ADDRESS, button="Save draft")
    assert form.fields["share"] == "shared"
    page = form.fill(text="Half", share="private").send().follow()
    assert "You stopped sharing it. Nobody else can read it now." in page.text
    assert page.one("textarea").content == "Half"
    assert theo_reads() is None
    again = page.form(ADDRESS, button="Save draft").send().follow()
    assert "Your draft is saved." in again.text


def test_a_page_that_saves_by_itself_stops_no_sharing_and_says_so(as_trainee, sent, theo_reads):
    sent(shared=True)
    old = {"text": "Half", "share": "private", "sequence": 5}
    told = as_trainee.save(ADDRESS, old).json["more"]
    assert told == "What you sent is still shared. To stop that, select “Stop sharing”."
    assert theo_reads() == [WORDS]
    assert "more" not in as_trainee.save(ADDRESS, {**old, "share": "shared", "sequence": 6}).json


def test_without_a_trainer_it_is_shared_with_those_of_the_cohort(as_trainee, sent, session, cast):
    with transaction(session):
        session.get_one(Person, cast.theo.id).disabled_at = NOW
    page = sent()
    assert "None is named yet" in page.text
    shared = press(page, "Share with the trainers of my cohort").follow()
    told = "The trainers of your cohort can read what you sent. None is named yet. Nobody else can."
    assert told in shared.text
    assert "You, and the trainers of your cohort. None is named yet. Nobody else." in shared.text


def test_every_trainer_is_named_on_the_button(sent, session):
    with transaction(session):
        session.add_all([make_person("tess", "trainer"), make_person("abe", "trainer")])
    assert "Share with Abe Example, Tess Example and Theo Example" in buttons(sent())


def test_without_the_token_nothing_changes(as_trainee, sent, stored):
    sent()
    as_trainee.post(ADDRESS, {"action": "share", "version": "1"}, 403)
    assert not stored().shared
