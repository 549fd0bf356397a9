"""A reflection: written in private, saved as a draft, sent to oneself or to named trainers."""

import pytest
from sqlalchemy import select

from course.records.reflections import reviewing
from course.records.tables import WrittenReflection
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import make_person
from tests.story import WORDS, send

ADDRESS = f"/courses/{COURSE}/reflections/first-day"
OWN = f"/courses/{COURSE}/reflections/a-gift"


@pytest.fixture
def form(as_trainee):
    return as_trainee.get(ADDRESS).form(ADDRESS)


def stored(session):
    return session.scalars(
        select(WrittenReflection).execution_options(populate_existing=True)
    ).one()


def test_the_page_says_by_name_who_can_read_it(as_trainee):
    page = as_trainee.get(ADDRESS)
    assert "If you share it and send it: Theo Example. Nobody else." in page.text
    assert "Share with Theo Example" in page.text


def test_every_trainer_who_can_read_it_is_named(as_trainee, session, cast):
    with transaction(session):
        session.add(make_person("tess", "trainer"))
    assert "Tess Example and Theo Example" in as_trainee.get(ADDRESS).text


def test_keep_private_is_chosen_by_default(form):
    assert form.fields["share"] == "private"


def test_private_stays_chosen_after_saving(form):
    page = form.fill(text="Half").send().follow()
    assert page.form(ADDRESS).fields["share"] == "private"


def test_once_shared_the_page_says_who_reads_it(form):
    page = form.fill(text=WORDS, share="shared").send("Send my reflection").follow()
    assert "You, and Theo Example. Nobody else." in page.text
    assert page.one("main details form button:not([name])").text == "Save draft"


def test_a_reflection_never_shared_offers_no_sharing(as_trainee):
    page = as_trainee.get(OWN)
    assert "Only you. This reflection cannot be shared." in page.text
    assert not page.select("[name=share]")


def test_saving_a_draft_is_the_first_button_and_harmless(as_trainee, form, session):
    page = form.fill(text="Half a th").send()
    assert page.location == ADDRESS
    shown = page.follow()
    assert "Your draft is saved." in shown.text
    assert shown.one("textarea").content == "Half a th"
    assert stored(session).state == "draft"


def test_the_draft_says_when_it_was_saved(form):
    assert "Saved at 9:00 am UTC" in form.fill(text="Half").send().follow().text


def test_sending_it_privately_completes_it(form, session):
    page = form.fill(text=WORDS).send("Send my reflection").follow()
    assert "It is done. You kept it private: only you can read it." in page.text
    assert "Done. Only you can read it." in page.text
    assert "Sent" not in page.text
    assert stored(session).sent_at
    assert not stored(session).shared


def test_sending_it_shared_says_who_has_it(form, session):
    page = form.fill(text=WORDS, share="shared").send("Send my reflection").follow()
    assert "Your reflection is sent to your trainer." in page.text
    assert "Shared with your trainer." in page.text
    assert stored(session).shared


def test_an_empty_reflection_is_not_sent(form, session):
    page = form.send("Send my reflection", status=422)
    assert page.problems == ["Write your reflection"]
    assert session.scalars(select(WrittenReflection)).all() == []


def test_a_text_too_short_says_by_how_much_and_is_kept_on_the_page(form):
    page = form.fill(text="Too few").send("Send my reflection", status=422)
    assert page.problems == ["Your reflection is 2 words. Write at least 5."]
    assert page.one("textarea").content == "Too few"


def test_a_text_too_long_is_never_cut(form):
    page = form.fill(text="word " * 51).send("Send my reflection", status=422)
    assert page.problems == ["Your reflection is 51 words. Make it 50 or fewer."]
    assert page.one("textarea").content.count("word") == 51


def test_twenty_thousand_characters_are_saved_and_one_more_is_refused(form, as_trainee, session):
    form.fill(text="x" * 20_000).send()
    assert len(stored(session).text) == 20_000
    again = as_trainee.get(ADDRESS).form(ADDRESS).fill(text="y" * 20_001)
    page = again.send(status=422)
    assert page.problems == ["Make this 20,000 characters or fewer"]
    assert page.one("textarea").content == "y" * 20_001
    assert stored(session).text[0] == "x"


def test_what_no_form_sends_is_refused(as_trainee, form, session):
    for fields in ({"share": "everyone"}, {"text": ["one", "two"]}, {"text": "nul\0"}):
        sent = {"csrf_token": form.fields["csrf_token"], "text": WORDS, **fields}
        as_trainee.post(ADDRESS, sent, 422, shows="nul\0")
        assert session.scalars(select(WrittenReflection)).all() == [], fields


def test_a_line_break_counts_once_as_in_the_browser(form, session):
    form.fill(text="one\r\ntwo").send()
    assert stored(session).text == "one\ntwo"


def test_markup_that_a_trainee_types_is_shown_as_text(form):
    page = form.fill(text="<b>one</b> **two** three four five").send("Send my reflection")
    shown = page.pages.get(page.location, shows="<b>one</b> **two** three four five")
    assert not shown.select(".thread b")


def test_the_script_is_told_when_it_was_saved(as_trainee):
    answer = as_trainee.save(ADDRESS, {"text": "Half", "share": "private", "sequence": 1})
    assert answer.json == {"saved": "9:00 am UTC", "sequence": 1}


def test_an_older_window_is_told_and_the_newer_text_stays(as_trainee, session):
    as_trainee.save(ADDRESS, {"text": "The newer text", "sequence": 2})
    answer = as_trainee.save(ADDRESS, {"text": "The older text", "sequence": 1}, 409)
    assert answer.json["newer"] is True
    assert "You wrote this in another window at 9:00 am UTC." in answer.json["problem"]
    assert stored(session).text == "The newer text"


def test_both_texts_are_shown_and_the_one_of_this_window_can_be_kept(as_trainee, session, form):
    as_trainee.save(ADDRESS, {"text": "The newer text", "sequence": 2})
    fields = {"text": "The older text", "sequence": "1", "csrf_token": form.fields["csrf_token"]}
    page = as_trainee.post(ADDRESS, fields, 409)
    assert "The newer text" in page.text
    page.form(ADDRESS).send("Keep the text from this window")
    assert stored(session).text == "The older text"


def test_what_sharing_and_keeping_private_mean_is_told_before_it_is_chosen(form, as_trainee):
    told = as_trainee.get(ADDRESS).text
    assert "If you share it and send it: Theo Example. Nobody else." in told
    assert "It then counts as done only when a trainer accepts it." in told
    assert "Kept private, it counts as done when you send it." in told
    page = form.fill(text=WORDS, share="shared").send("Send my reflection").follow()
    assert "Shared with your trainer. It counts as done when a trainer accepts it." in page.text


@pytest.mark.parametrize("button", ["Save draft", "Send my reflection"])
def test_without_a_script_an_older_window_replaces_no_newer_text_unasked(
    as_trainee, session, button
):
    older, newer = as_trainee.get(ADDRESS).form(ADDRESS), as_trainee.get(ADDRESS).form(ADDRESS)
    newer.fill(text="The newer text").send()
    newer.send()  # pressed twice
    page = older.fill(text=WORDS).send(button, status=409)
    assert "You wrote this in another window at 9:00 am UTC." in page.text
    assert "The newer text" in page.text
    assert stored(session).text == "The newer text"
    page.form(ADDRESS).send("Keep the text from this window")
    session.expire_all()
    assert stored(session).text == WORDS
    again = as_trainee.get(ADDRESS).form(ADDRESS).fill(text="And on from there")
    again.send()
    session.expire_all()
    assert stored(session).text == "And on from there"


def test_the_trainers_reply_stands_in_the_thread(as_trainee, session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now, shared=True)
    written = stored(session).id
    reviewing.ask_for_changes(session, cast.theo, written, "Say more about Sam.", now=now)
    page = as_trainee.get(ADDRESS)
    assert "Changes asked for." in page.text
    assert "Theo Example asked for changes. 22 November 2026, 9:00 am UTC" in page.text
    assert page.text.count("Say more about Sam.") == 1
    assert page.text.index("Say more about Sam.") < page.text.index("Your reflection")
    assert "It counts as completed meanwhile." not in page.text


def test_changes_that_nothing_waits_for_say_so(
    as_trainee, session, cast, edition, now, publish_more
):
    first, *rest = edition.reflections
    free = first.model_copy(update={"review": "none"})
    free = publish_more(COURSE, name="free", reflections=(free, *rest))
    send(session, cast.ana_enrolled, free, now, shared=True)
    reviewing.ask_for_changes(session, cast.theo, stored(session).id, "Say more.", now=now)
    page = as_trainee.get(ADDRESS)
    assert "and send it again. It counts as completed meanwhile." in page.text
    again = page.form(ADDRESS, button="Save draft").fill(text=f"{WORDS} More.")
    again = again.send("Send my reflection").follow()
    assert "asked for changes" in again.one("ol.thread").text


def test_what_was_sent_stands_above_the_form_that_is_folded(form, session):
    page = form.fill(text=WORDS).send("Send my reflection").follow()
    headings = [heading.text for heading in page.select("main h2")]
    assert headings == ["What you wrote, and the replies"]
    folded = page.one("main details")
    assert "open" not in folded
    assert folded.one("summary").text == "Write a new version"
    assert folded.one("form")


def test_a_new_version_that_was_begun_is_not_folded(form):
    page = form.fill(text=WORDS).send("Send my reflection").follow()
    begun = page.form(ADDRESS, button="Save draft").fill(text="Another").send().follow()
    assert "open" in begun.one("main details")
    wrong = begun.form(ADDRESS, button="Save draft").send("Send my reflection", status=422)
    assert "open" in wrong.one("main details")


def test_before_it_is_sent_nothing_is_folded(as_trainee, form):
    assert not as_trainee.get(ADDRESS).select("main details")
    assert not form.fill(text="Half").send().follow().select("main details")


def test_words_are_counted_where_there_are_any(as_trainee, form):
    assert "so far" not in as_trainee.get(ADDRESS).text
    assert "2 words so far." in form.fill(text="Two words").send().follow().text


@pytest.fixture
def on_hold(session, cast):
    """Put Ana's course on hold when called."""

    def hold():
        with transaction(session):
            session.merge(cast.ana_enrolled).state = "on-hold"

    return hold


def test_on_hold_a_draft_can_be_read_and_there_is_no_form(as_trainee, form, on_hold):
    form.fill(text="Half a thought").send()
    on_hold()
    page = as_trainee.get(ADDRESS)
    assert "Your course is on hold. You can read. You cannot save or send." in page.text
    assert "Half a thought" in page.text
    assert not page.select("main form")


def test_on_hold_what_was_sent_stands_there_once(as_trainee, form, on_hold):
    form.fill(text=WORDS).send("Send my reflection")
    on_hold()
    assert as_trainee.get(ADDRESS).text.count(WORDS) == 1


@pytest.mark.parametrize("button", ["Send my reflection", "Save draft"])
def test_a_text_that_comes_while_on_hold_is_shown_back(form, session, on_hold, button):
    on_hold()
    for text in (WORDS, "Too few", "y" * 20_001):
        page = form.fill(text=text).send(button, status=403)
        assert "Your course is on hold." in page.text
        assert "Copy your text" in page.text
        assert page.one("textarea[readonly]").content == text
        assert session.scalars(select(WrittenReflection)).all() == []


def test_the_script_is_told_that_the_course_is_on_hold(as_trainee, form, on_hold):
    on_hold()
    headers = {"Accept": "application/json", "X-CSRFToken": form.fields["csrf_token"]}
    answer = as_trainee.post(ADDRESS, {"text": WORDS, "sequence": 1}, 403, headers=headers)
    assert "on hold" in answer.json["problem"]


def test_another_persons_text_is_nowhere(as_trainee, session, cast, edition, now):
    send(session, cast.ben_enrolled, edition, now, text="CANARY of Ben is here now")
    for address in (ADDRESS, "/record", f"/courses/{COURSE}"):
        assert "CANARY" not in as_trainee.get(address).html


def test_an_unknown_reflection_is_not_found(as_trainee):
    as_trainee.get(f"/courses/{COURSE}/reflections/nothing", 404)


def test_the_page_asks_the_same_of_the_database_however_long_the_thread(
    as_trainee, session, cast, edition, now, queries
):
    for n in range(1, 4):
        send(session, cast.ana_enrolled, edition, now, text=f"{WORDS} {n}")
        with queries() as asked:
            as_trainee.get(ADDRESS)
        assert len(asked) <= 6, asked
