"""An exam that is taken out of the course in the midst of an attempt, or after it."""

import pytest

from course.content.edition import Certificate, Requirement
from course.records.transaction import transaction
from tests.builders import COURSE, make_edition, make_final, make_practice, make_pre_course
from tests.story import answer_all, begin_final, do_everything_but_the_final, take_the_final

HOME = f"/courses/{COURSE}"
ABOUT = "About this exam and your attempts"
GONE = "The course does not have this exam any more."


@pytest.fixture
def take_out(publish_more):
    """Publish the course without its final exam."""

    def publish():
        modules = tuple(
            each.model_copy(update={"steps": tuple(s for s in each.steps if s.id != "final")})
            for each in make_edition().modules
        )
        needs = Certificate(title="C", requires=(Requirement(kind="lessons"),))
        left = (make_pre_course(), make_practice())
        whole = {"assessments": left, "modules": modules, "certificate": needs}
        return publish_more(COURSE, name="gone", **whole)

    return publish


@pytest.fixture
def failed(session, cast, edition, now):
    """The attempt at the final that Ana sent and did not pass."""
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    score = take_the_final(session, cast.ana_enrolled, edition, now, rights=2)
    return score.attempt_id


def test_a_result_links_to_the_exam_only_while_the_course_has_it(as_trainee, failed, take_out):
    result = f"/attempts/{failed}/result"
    assert as_trainee.get(result).link(ABOUT) == f"{HOME}/exams/final"
    take_out()
    page = as_trainee.get(result)
    assert ABOUT not in page.text
    assert "Try again" not in page.text


def test_the_record_tells_title_and_score_as_they_were(as_trainee, failed, take_out):
    take_out()
    page = as_trainee.get("/record")
    assert f"Final exam, attempt 1 Score: 50%. Not passed. {GONE} Sent on" in page.text
    assert page.link("Final exam, attempt 1") == f"/attempts/{failed}/result"


def test_the_record_tells_no_score_that_the_exam_did_not_show(
    as_trainee, session, cast, now, publish_more, take_out
):
    silent = (make_pre_course(), make_final(show="nothing"), make_practice())
    edition = publish_more(COURSE, name="silent", assessments=silent)
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=2)
    take_out()
    assert f"Final exam, attempt 1 Not passed. {GONE} Sent on" in as_trainee.get("/record").text


def test_home_leads_to_an_open_attempt_that_can_still_be_sent(as_trainee, final, take_out):
    assert "does not have any more" not in as_trainee.get(HOME).text
    take_out()
    page = as_trainee.get(HOME)
    assert "You have begun an exam that the course does not have any more." in page.text
    assert page.link("Final exam") == f"/attempts/{final.id}/check"
    sent = as_trainee.get(page.link("Final exam")).form().send("Send my exam")
    assert sent.follow().h1 == "You have not passed yet"
    assert "does not have any more" not in as_trainee.get(HOME).text


def test_on_hold_it_cannot_be_sent_so_home_does_not_lead_to_it(
    as_trainee, session, cast, final, take_out
):
    take_out()
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    assert "does not have any more" not in as_trainee.get(HOME).text


def test_the_check_page_promises_no_other_attempt(as_trainee, final, take_out):
    check = f"/attempts/{final.id}/check"
    assert GONE not in as_trainee.get(check).text
    take_out()
    page = as_trainee.get(check)
    assert f"{GONE} You can still send it." in page.text
    assert "attempt left" not in page.text


def test_the_first_question_leads_back_to_where_there_is_a_page(as_trainee, final, take_out):
    question = f"/attempts/{final.id}/1"
    assert as_trainee.get(question).one("nav.back a")["href"] == f"{HOME}/exams/final"
    take_out()
    back = as_trainee.get(question).one("nav.back a")
    assert (back["href"], back.text) == (HOME, "Back to your course")
    as_trainee.get(back["href"])


def test_with_every_answer_there_the_check_page_says_it_too(
    as_trainee, session, final, edition, now, take_out
):
    answer_all(session, final, edition, now)
    take_out()
    assert f"{GONE} You can still send it." in as_trainee.get(f"/attempts/{final.id}/check").text


def test_only_who_has_such_an_attempt_pays_for_it(as_trainee, session, cast, edition, now, queries):
    begin_final(session, cast.ana_enrolled, edition, now)
    for address in (HOME, "/record"):
        as_trainee.get(address)
        with queries() as asked:
            as_trainee.get(address)
        assert len(asked) <= 4, asked
