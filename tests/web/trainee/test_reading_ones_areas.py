"""What the result of an exam says of each area."""

from course.records.attempts import saving
from tests.builders import (
    COURSE,
    make_edition,
    make_final,
    make_item,
    make_practice,
    make_pre_course,
    right,
    wrong,
)
from tests.story import begin_pre_course, go_live


def areas(page):
    """Return the cells of each row, the lessons in the last one by one."""
    rows = [row.select("th, td:not(:has(a)), a") for row in page.select("tbody tr")]
    return [[cell.text for cell in row] for row in rows]


def test_the_lessons_to_read_again_stand_in_the_table_of_areas(as_trainee, session, cast, now):
    exam = make_pre_course(
        items=tuple(
            make_item(f"pre-{lesson}-{n}", topic=topic, objective=f"{lesson}/use")
            for lesson, topic in (("the-role", "role"), ("gifts", "ethics"))
            for n in range(3)
        ),
        blueprint=(),
    )
    edition = make_edition("by lesson", assessments=(exam, make_final(), make_practice()))
    go_live(session, edition)
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    for item in exam.items:
        answer = right(item) if item.topic == "role" else wrong(item)
        saving.save(session, attempt, item.id, answer, edition=edition, now=now)
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send()
    page = as_trainee.get(f"/attempts/{attempt.id}/result")
    assert areas(page)[:2] == [
        ["Mentoring and education", "3 of 3", "100%", ""],
        ["Ethical responsibility", "0 of 3", "0%", "Gifts"],
    ]
    assert page.link("Gifts") == f"/courses/{COURSE}/lessons/gifts"


def test_a_weak_area_that_no_lesson_is_named_of_says_that_any_will_do(
    as_trainee, session, cast, now
):
    asked = [(lesson, "role", 2) for lesson in ("how-it-works", "the-role", "gifts")]
    exam = make_pre_course(
        items=tuple(
            make_item(f"pre-{topic}-{lesson}-{n}", topic=topic, objective=f"{lesson}/use")
            for lesson, topic, count in [*asked, ("gifts", "ethics", 3)]
            for n in range(count)
        ),
        blueprint=(),
    )
    edition = make_edition("by lesson", assessments=(exam, make_final(), make_practice()))
    go_live(session, edition)
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send("Send my exam")
    page = as_trainee.get(f"/attempts/{attempt.id}/result")
    assert areas(page)[:2] == [
        ["Ethical responsibility", "0 of 3", "0%", "Any lesson of this area"],
        ["Mentoring and education", "0 of 6", "0%", "How it works", "The role", "Gifts"],
    ]


def test_a_result_of_few_questions_tells_no_topic_apart(as_trainee, session, cast, edition, now):
    """Two questions of a topic, one of them right, would say which one: the page tells neither."""
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send("Send my exam")
    page = as_trainee.get(f"/attempts/{attempt.id}/result")
    assert "Your score by" not in page.text
    assert "These lessons will help you most" in page.text
