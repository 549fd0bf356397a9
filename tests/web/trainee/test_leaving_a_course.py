"""Who was withdrawn from a course: what they did is kept, theirs to read, and somebody to ask."""

import pytest

from course.records.cohorts import enrolling
from course.records.tables import PublishedEdition
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import make_cohort
from tests.story import begin_final, do_everything_but_the_final, take_the_final
from tests.web.conftest import signed_in

HOME = f"/courses/{COURSE}"
RECORD = f"/record?course={COURSE}"


@pytest.fixture
def leave(session, cast, now):
    def withdraw():
        enrollment = session.merge(cast.ana_enrolled)
        enrolling.change_state(
            session, enrollment, "withdraw", reason="Moved away", actor=cast.cora, now=now
        )

    return withdraw


def test_the_list_of_courses_says_so_and_leads_to_the_record(as_trainee, leave):
    leave()
    page = as_trainee.get("/courses")
    assert "You are not on a course now. What you did is kept." in page.text
    assert "not on a course yet" not in page.text
    assert page.link("See your record") == "/record"
    assert page.link("training@example.org") == "mailto:training@example.org"


def test_who_completed_the_course_reads_that_and_since_when(
    as_trainee, session, cast, edition, now, leave
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    leave()
    page = as_trainee.get("/record")
    assert "You are not on this course now. What you did is kept" in page.text
    assert "and you completed the course on 22 November 2026." in page.text
    assert page.select("dl.summary dd")[3].text == "22 November 2026, 9:00 am UTC"
    assert "Final exam, attempt 1 Score: 100%. Passed." in page.text
    assert page.link("training@example.org") == "mailto:training@example.org"
    assert "gives you the certificate" not in page.text


def test_who_did_a_part_reads_what_they_did_and_is_asked_for_nothing(
    as_trainee, session, cast, edition, now, leave
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    leave()
    page = as_trainee.get("/record")
    assert "How it works Marked as done. 22 November 2026, 9:00 am UTC" in page.text
    assert "left." not in page.text
    assert "When all is done" not in page.text


def test_nothing_on_the_record_leads_into_the_course(
    as_trainee, session, cast, edition, now, leave
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    leave()
    page = as_trainee.get("/record")
    links = [link["href"] for link in page.select("main a")]
    assert not [each for each in links if each.startswith(("/courses", "/attempts"))]


def test_a_page_of_the_course_says_so_and_its_button_leads_to_the_record(
    as_trainee, session, cast, edition, now, leave
):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    leave()
    for address in (HOME, f"{HOME}/lessons/the-role", f"/attempts/{attempt.id}/result"):
        page = as_trainee.get(address, 403)
        assert "You are not on this course now. What you did is kept." in page.text
        assert page.link("training@example.org") == "mailto:training@example.org"
        assert page.link("See your record") == RECORD
    assert "What you did is kept" in as_trainee.get(RECORD).text


def test_who_is_on_another_course_still_reads_the_record_of_the_one_they_left(
    as_trainee, session, cast, publish_more, now, leave
):
    publish_more("second-course", title="A second course")
    leave()
    with transaction(session):
        other = make_cohort("Other", "QTHERABC", "second-course")
        session.add(other)
    enrolling.enroll(session, session.merge(cast.ana), other, now=now, actor=None)
    assert as_trainee.get("/courses", 303).location == "/courses/second-course"
    page = as_trainee.get("/record")
    assert "A second course" in page.one(".caption").text
    assert page.link("Peer support basics") == RECORD
    assert "You are not on this course now." in as_trainee.get(RECORD).text


def test_who_came_back_reads_the_record_of_now(as_trainee, session, cast, now, leave):
    leave()
    enrolling.enroll(
        session, session.merge(cast.ana), session.merge(cast.fall), now=now, actor=None
    )
    page = as_trainee.get("/record")
    assert "You have 3 lessons, 2 reflections and 2 exams left." in page.text
    assert page.select("dl.summary a")[-1]["href"] == HOME


def test_nobody_reads_the_record_that_another_left(app, as_trainee, session, cast, leave):
    leave()
    with transaction(session):
        session.delete(session.merge(cast.ben_enrolled))
    signed_in(app, cast.ben).get(RECORD, 404)


def test_a_course_that_is_not_open_yet_is_not_called_none(app, as_trainee, session):
    with transaction(session):
        session.query(PublishedEdition).update({"live": False})
    app.extensions["shelf"].forget()
    assert "Your course is not open yet, so there is" in as_trainee.get("/record").text


def test_the_record_of_a_course_one_left_costs_at_most_four_queries(as_trainee, leave, queries):
    leave()
    as_trainee.get("/record")
    with queries() as asked:
        as_trainee.get("/record")
    assert len(asked) <= 4, asked
