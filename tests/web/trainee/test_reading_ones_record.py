"""A trainee's own record: the proof, leaf by leaf."""

from datetime import timedelta

from course.content.edition import Certificate, Requirement
from course.records.transaction import transaction
from tests.builders import COURSE, make_final, make_practice, make_pre_course
from tests.cast import make_cohort, make_enrollment
from tests.story import begin_final, do_everything_but_the_final, take_the_final
from tests.web.conftest import signed_in


def test_a_new_record_lists_everything_that_is_left(as_trainee):
    page = as_trainee.get("/record")
    assert "You have 3 lessons, 2 reflections and 2 exams left." in page.text
    assert "Ana Example" in page.text
    assert page.select(".proof strong") == []


def test_what_is_done_stands_with_its_evidence_and_time(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get("/record")
    assert "You have 1 exam left." in page.text
    assert "How it works Marked as done. 22 November 2026, 9:00 am UTC" in page.text
    assert "/attempts/" in page.link("Pre-course exam")


def test_a_lesson_stands_with_its_minutes_and_the_edition_it_was_read_in(
    as_trainee, session, cast, edition, now, publish_more
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    assert "9:00 am UTC. About 2 minutes. The role" in as_trainee.get("/record").text
    publish_more(COURSE, name="later")
    read = f"About 2 minutes. Read in an earlier edition ({edition.id[:8]}). The role"
    assert read in as_trainee.get("/record").text


def test_each_attempt_stands_with_its_score_and_a_link(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    for day, rights in enumerate((1, 4)):
        later = now + timedelta(days=2 * day)
        take_the_final(session, cast.ana_enrolled, edition, later, rights=rights)
    page = as_trainee.get("/record")
    exams = page.text.split("Your exams")[1]
    assert "Pre-course exam, attempt 1 Score: 0%. Sent on 22 November 2026" in exams
    assert "Final exam, attempt 1 Score: 25%. Not passed. Sent on 22 November 2026" in exams
    assert "Final exam, attempt 2 Score: 100%. Passed. Sent on 24 November 2026" in exams
    results = {page.link(f"Final exam, attempt {n}") for n in (1, 2)}
    assert len(results) == 2
    assert all(as_trainee.get(each) for each in results)


def test_an_exam_that_shows_nothing_shows_no_score_here_either(
    as_trainee, session, cast, edition, now, publish_more
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    final = make_final(items=())
    silent = (make_pre_course(show="nothing"), final, make_practice())
    publish_more(COURSE, name="silent", assessments=silent)
    exams = as_trainee.get("/record").text.split("Your exams")[1]
    assert exams.startswith(" Pre-course exam, attempt 1 Sent on")


def test_an_attempt_at_an_exam_that_is_gone_is_still_listed(
    as_trainee, session, cast, edition, now, publish_more
):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    steps = tuple(
        module.model_copy(
            update={"steps": tuple(step for step in module.steps if step.id != "pre-course")}
        )
        for module in edition.modules
    )
    needs = Certificate(title="C", requires=(Requirement(kind="lessons"),))
    left = (make_final(), make_practice())
    publish_more(COURSE, name="gone", assessments=left, modules=steps, certificate=needs)
    page = as_trainee.get("/record")
    assert "Pre-course exam, attempt 1 Score: 0%. The course does not have this" in page.text
    as_trainee.get(page.link("Pre-course exam, attempt 1"))


def test_the_record_says_whom_to_ask_for_another_name(as_trainee):
    page = as_trainee.get("/record")
    assert "To change it, ask Training office: training@example.org." in page.text


def test_who_has_done_everything_reads_so(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get("/record")
    assert "You have done everything that the certificate asks for." in page.text
    assert page.select("dl.summary dd")[3].text == "22 November 2026, 9:00 am UTC"


def test_a_record_without_a_course_is_empty(as_trainee, session, cast):
    with transaction(session):
        session.delete(session.merge(cast.ana_enrolled))
    assert "You are not on a course yet, so there is nothing" in as_trainee.get("/record").text


def test_a_second_course_has_a_record_of_its_own(as_trainee, session, cast, publish_more):
    publish_more("second-course", title="A second course")
    with transaction(session):
        cohort = make_cohort("Other", "QTHERABC", "second-course")
        session.add_all([cohort, make_enrollment(session.merge(cast.ana), cohort)])
    page = as_trainee.get("/record")
    assert page.link("Peer support basics") == f"/record?course={COURSE}"
    assert as_trainee.get(f"/record?course={COURSE}").link("Peer support basics")
    as_trainee.get("/record?course=nothing", 404)


def test_nobody_reads_anothers_record(app, cast, session, edition, now):
    begin_final(session, cast.ana_enrolled, edition, now)
    page = signed_in(app, cast.ben).get("/record")
    assert "Ana" not in page.text
    assert "You have 3 lessons, 2 reflections and 2 exams left." in page.text


def test_the_record_costs_at_most_four_queries(as_trainee, session, cast, edition, now, queries):
    as_trainee.get("/record")
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    with queries() as asked:
        as_trainee.get("/record")
    assert len(asked) <= 4, asked
