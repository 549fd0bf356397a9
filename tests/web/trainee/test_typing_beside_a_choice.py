"""Whoever shares or stops while a new version is begun loses no word of it, and it is done."""

import pytest
from sqlalchemy import select

from course import clock
from course.records.tables import AuditEvent, PendingPost
from course.records.transaction import transaction
from course.web.flood import CHOICES, DRAFTS
from tests.cast import NOW, PASSWORD
from tests.story import WORDS
from tests.web.trainee.reflecting import ADDRESS, CLOSED, SHARE, STOP, press

TYPED = "CANARY I would ask"
STOPPED = "You stopped sharing it. Nobody else can read it now."


@pytest.mark.parametrize("shared", [True, False])
def test_what_was_typed_is_the_draft_after_the_press(sent, stored, theo_reads, shared):
    page = sent(shared=shared)

    after = press(page, STOP if shared else SHARE, text=TYPED).follow()

    assert after.one("textarea").content == TYPED
    assert "open" in after.one("main details")
    assert stored().text == TYPED
    assert theo_reads() == (None if shared else [WORDS])


def test_the_button_stands_after_the_form_that_it_belongs_to(sent):
    page = sent(shared=True)
    assert page.one(".box button")["form"] == page.one("form[data-autosave]")["id"]
    assert page.html.index("Save draft") < page.html.index(STOP)
    assert page.form(ADDRESS).send().location == ADDRESS, "Enter saves, and shares nothing"
    assert "You, and Theo Example. Nobody else." in page.pages.get(ADDRESS).text


def test_nothing_typed_saves_nothing(sent, stored):
    page = sent(shared=True)
    before = stored().sequence
    press(page, STOP)
    assert stored().sequence == before


def test_the_next_version_is_kept_private_unless_it_is_chosen_again(sent):
    page = sent(shared=True)
    assert page.form(ADDRESS, button="Save draft").fields["share"] == "shared"
    refused = press(page, STOP, text="y" * 20_001, status=422)
    for after in (refused, press(refused, "Save draft", text=TYPED).follow()):
        assert after.form(ADDRESS, button="Save draft").fields["share"] == "private"


def test_a_newer_text_of_another_window_stays_and_both_are_shown(
    sent, as_trainee, stored, theo_reads
):
    page = sent(shared=True)
    as_trainee.save(ADDRESS, {"text": "The newer text", "share": "shared", "sequence": 4})

    told = press(page, STOP, text=TYPED, status=409)

    assert STOPPED in told.text
    assert told.h1 == "Choose the text to keep"
    assert "The newer text" in told.text
    assert told.one("textarea").content == TYPED
    assert stored().text == "The newer text"
    assert theo_reads() is None
    told.form(ADDRESS).send("Keep the text from this window")
    assert stored().text == TYPED


def test_the_text_that_is_chosen_of_two_leaves_the_sharing_as_it_was_chosen(
    sent, as_trainee, stored, theo_reads
):
    page = sent()
    as_trainee.save(ADDRESS, {"text": "The newer text", "share": "private", "sequence": 4})
    told = press(page, SHARE, text=TYPED, status=409)
    told.form(ADDRESS).send("Keep the text from this window")
    assert (stored().text, theo_reads()) == (TYPED, [WORDS])


def test_the_script_says_by_number_which_text_is_newer(sent, as_trainee, stored):
    page = sent(shared=True)
    as_trainee.save(ADDRESS, {"text": "Saved by itself", "share": "shared", "sequence": 4})
    fields = {**page.form(ADDRESS, button=STOP).fields, "action": "stop-sharing", "text": TYPED}
    as_trainee.post(ADDRESS, {**fields, "sequence": "4"}, 409)
    as_trainee.post(ADDRESS, {**fields, "sequence": "5"})
    assert stored().text == TYPED
    as_trainee.post(ADDRESS, {**fields, "text": f"{TYPED} more", "shown": "x"}, 400)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("y" * 20_001, "Make this 20,000 characters or fewer"),
        ("nul\0", "This had a character that cannot be kept. Check it and send it again"),
    ],
)
def test_a_text_that_cannot_be_kept_is_shown_back_and_the_sharing_has_stopped(
    sent, theo_reads, text, problem
):
    told = press(sent(shared=True), STOP, text=text, status=422)
    assert told.problems == [problem]
    assert told.one("textarea").content == text.replace("\0", "")
    assert STOPPED in told.text
    assert SHARE in {button.text for button in told.select("main button")}
    assert theo_reads() is None


@pytest.fixture(params=["on hold", "closed"])
def shut(request, session, cast, publish_more):
    """Let nothing new be written from now on, when called; give what the page says of it."""

    def act():
        if request.param == "closed":
            publish_more(name="closed", course=cast.ana_enrolled.course, modules=CLOSED)
            return "Finish this first: How it works"
        with transaction(session):
            session.merge(cast.ana_enrolled).state = "on-hold"
        return "Your course is on hold."

    return act


def test_where_nothing_new_can_be_written_any_more_it_stops_and_the_text_is_shown_back(
    sent, shut, theo_reads, stored
):
    page = sent(shared=True)
    why = shut()
    told = press(page, STOP, text=TYPED, status=403)
    assert STOPPED in told.text
    assert why in told.text
    assert told.one("textarea[readonly]").content == TYPED
    assert (theo_reads(), stored().text) == (None, WORDS)
    again = press(page, STOP).follow()
    assert STOPPED in again.text, "nothing typed, nothing to show back"


def test_on_hold_a_text_too_long_is_shown_back_too(sent, session, cast):
    page = sent(shared=True)
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    told = press(page, STOP, text="y" * 20_001, status=403)
    assert told.one("textarea[readonly]").content == "y" * 20_001


@pytest.mark.parametrize("button", [STOP, "Save draft"])
def test_withdrawn_meanwhile_the_text_is_shown_back_and_no_trainer_reads(
    sent, session, cast, theo_reads, button
):
    page = sent(shared=True)
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "withdrawn"
    told = press(page, button, text=TYPED, status=403)
    assert told.one("textarea[readonly]").content == TYPED
    assert theo_reads() is None


def test_where_it_cannot_be_shared_any_more_the_text_is_shown_back(sent, publish_more, edition):
    page = sent()
    first, *rest = edition.reflections
    never = first.model_copy(update={"share": "never"})
    publish_more(name="never", course=edition.course, reflections=(never, *rest))
    told = press(page, SHARE, text=TYPED, status=409)
    assert "This reflection cannot be shared." in told.text
    assert told.one("textarea[readonly]").content == TYPED
    assert not press(page, SHARE, status=409).select("textarea"), "what is stored is not lost"


def test_many_saves_keep_nobody_from_stopping_and_many_presses_are_refused(
    sent, app, cast, theo_reads
):
    page = sent(shared=True)
    flood = app.extensions["flood"]
    while flood.takes(DRAFTS, cast.ana.id):
        pass
    press(page, "Save draft", text=TYPED, status=429)
    after = press(page, STOP, text=TYPED).follow()
    assert (after.one("textarea").content, theo_reads()) == (TYPED, None)
    while flood.takes(CHOICES, cast.ana.id):
        pass
    assert "what you typed is still on that page" in press(page, STOP, status=429).text


def test_a_draft_saved_where_nothing_is_asked_stops_no_sharing(
    sent, as_trainee, edition, publish_more, theo_reads
):
    sent(shared=True)
    first, *rest = edition.reflections
    never = first.model_copy(update={"share": "never"})
    publish_more(name="never", course=edition.course, reflections=(never, *rest))
    page = as_trainee.get(ADDRESS)
    assert not page.select("input[type=radio]")
    after = press(page, "Save draft", text=TYPED).follow()
    assert "Your draft is saved." in after.text
    assert theo_reads() == [WORDS]
    assert "more" not in as_trainee.save(ADDRESS, {"text": "Half", "sequence": 9}).json
    press(as_trainee.get(ADDRESS), STOP)
    assert theo_reads() is None


def test_a_draft_of_a_new_version_is_shown_where_it_cannot_be_written(sent, as_trainee, shut):
    page = sent()
    press(page, "Save draft", text=TYPED).follow()
    shut()
    closed = as_trainee.get(ADDRESS)
    assert "Your draft" in [heading.text for heading in closed.select("main h2")]
    assert closed.text.count(TYPED) == closed.text.count(WORDS) == 1
    assert not closed.select("textarea, script")


class TestAfterTheSessionEnded:
    """Nothing is done then, and that is said."""

    @pytest.fixture
    def comes_too_late(self, monkeypatch, cast):
        """Press a button a day later, and sign in: give the page of signing in, and where to."""

        def send(page, button, **typed):
            monkeypatch.setattr(clock, "now", lambda: NOW.replace(day=NOW.day + 1))
            signing = press(page, button, **typed).follow()
            form = signing.form("/sign-in").fill(email=cast.ana.email, password=PASSWORD)
            return signing, form.send()

        return send

    def test_a_mere_press_is_not_kept_and_leads_back(
        self, sent, as_trainee, session, cast, comes_too_late, stored
    ):
        sent(shared=True)
        with transaction(session):
            session.merge(cast.ana_enrolled).state = "on-hold"

        signing, signed = comes_too_late(as_trainee.get(ADDRESS), STOP)

        told = "You were signed out, so it was not done. Sign in, then select it again."
        assert told in signing.text
        assert "copy" not in signing.text
        assert signed.location == ADDRESS
        assert session.scalars(select(PendingPost)).first() is None
        assert stored().shared
        press(signed.follow(), STOP)
        assert not stored().shared

    def test_with_a_text_that_is_kept_and_that_nothing_else_was_done(
        self, sent, comes_too_late, stored, session
    ):
        page = sent(shared=True)

        signing, signed = comes_too_late(page, STOP, text=TYPED)

        assert "Your text is kept. Sign in to save it. Nothing else was done." in signing.text
        kept = signed.follow()
        told = "The button that you selected did nothing yet."
        assert f"{told} Save it, then select it again on the page that opens." in kept.text
        assert stored().shared
        again = kept.form(ADDRESS).send().follow()
        assert (stored().text, stored().shared) == (TYPED, True)
        press(again, STOP)
        assert (stored().text, stored().shared) == (TYPED, False)
        stops = select(AuditEvent).where(AuditEvent.action == "stop-sharing-reflection")
        assert len(session.scalars(stops).all()) == 1
