"""A trainee's own record: the proof, leaf by leaf."""

from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import make_cohort, make_enrollment
from tests.story import begin_final, do_everything_but_the_final, take_the_final
from tests.web.conftest import signed_in


def test_a_new_record_lists_everything_that_is_left(as_trainee):
    page = as_trainee.get("/record")
    assert "You have 7 things left." in page.text
    assert "Ana Example" in page.text
    assert page.select(".proof strong") == []


def test_what_is_done_stands_with_its_evidence_and_time(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get("/record")
    assert "You have 1 thing left." in page.text
    assert "How it works Marked as done. 22 November 2026, 9:00 am UTC" in page.text
    assert "/attempts/" in page.link("Pre-course exam")


def test_who_has_done_everything_reads_so(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get("/record")
    assert "You have done everything that the certificate asks for." in page.text
    assert page.select("dl.summary dd")[3].get_text() == "22 November 2026, 9:00 am UTC"


def test_a_record_without_a_course_is_empty(as_trainee, session, cast):
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "withdrawn"
    assert "there is nothing here" in as_trainee.get("/record").text


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
    page = signed_in(app, cast.ben.email).get("/record")
    assert "Ana" not in page.text
    assert "You have 7 things left." in page.text


def test_the_record_costs_at_most_four_queries(as_trainee, session, cast, edition, now, queries):
    as_trainee.get("/record")
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    with queries() as asked:
        as_trainee.get("/record")
    assert len(asked) <= 4, asked
