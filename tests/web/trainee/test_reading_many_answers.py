"""The result of an exam that shows its answers: of many questions they fold."""

import pytest

from tests.builders import make_edition, make_final, make_item, make_practice, make_pre_course
from tests.story import do_everything_but_the_final, go_live, take_the_final


@pytest.mark.parametrize(("asked", "folded"), [(5, []), (6, ["Each of the 6 questions"])])
def test_the_answers_of_a_long_exam_fold(as_trainee, session, cast, now, asked, folded):
    items = tuple(make_item(f"final-{n}", topic="role") for n in range(asked))
    final = make_final(items=items, blueprint=(), show="answers")
    edition = make_edition("told", assessments=(make_pre_course(), final, make_practice()))
    go_live(session, edition)
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    score = take_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(f"/attempts/{score.attempt_id}/result")
    assert [each.text for each in page.select("main summary")] == folded
    assert len(page.select("main ol > li")) == asked
    assert page.link("Continue with your course")
