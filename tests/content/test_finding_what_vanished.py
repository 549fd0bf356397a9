"""K801: what a new edition takes away although trainees have answers for it."""

from course.content.edition import Edition
from course.content.vanished import Ids, gone, vanished
from tests.builders import make_edition

LIVE = make_edition()
EVERY = Ids(
    exams=frozenset({"pre-course", "final"}),
    items=frozenset(item.id for each in LIVE.assessments for item in each.items),
    reflections=frozenset({"first-day", "a-gift"}),
)


def without_item(item: str) -> Edition:
    return LIVE.model_copy(
        update={
            "assessments": tuple(
                each.model_copy(update={"items": tuple(i for i in each.items if i.id != item)})
                for each in LIVE.assessments
            )
        }
    )


def without_exam(exam: str) -> Edition:
    kept = tuple(each for each in LIVE.assessments if each.id != exam)
    return LIVE.model_copy(update={"assessments": kept})


def test_the_same_ids_are_no_finding():
    assert gone(LIVE, LIVE) == Ids()
    assert vanished(LIVE, LIVE, EVERY) == ()


def test_a_question_that_is_gone_is_a_warning_in_the_file_where_it_was():
    item = LIVE.assessment_by_id["final"].items[0].id
    [told] = vanished(LIVE, without_item(item), EVERY)
    assert (told.code, told.severity) == ("K801", "warning")
    assert told.place.path == "quizzes/peer-basics/final.yaml"
    assert f'the question "{item}" is gone, but trainees have answers for it' == told.message
    assert "status: retired" in told.help


def test_what_nobody_has_answered_may_go():
    item = LIVE.assessment_by_id["final"].items[0].id
    assert vanished(LIVE, without_item(item), Ids()) == ()


def test_a_question_in_another_file_is_not_gone():
    moved, *kept = LIVE.assessment_by_id["final"].items
    assessments = {each.id: each for each in LIVE.assessments}
    assessments["final"] = assessments["final"].model_copy(update={"items": tuple(kept)})
    practice = assessments["practice"]
    assessments["practice"] = practice.model_copy(update={"items": (*practice.items, moved)})
    after = LIVE.model_copy(update={"assessments": tuple(assessments.values())})
    assert vanished(LIVE, after, EVERY) == ()


def test_an_exam_that_is_gone_is_one_finding_and_not_one_for_each_question():
    [told] = vanished(LIVE, without_exam("final"), EVERY)
    assert told.message == 'the exam "final" is gone, but trainees have results for it'


def test_a_reflection_that_is_gone_is_told_at_its_lesson():
    kept = tuple(each for each in LIVE.reflections if each.id != "a-gift")
    [told] = vanished(LIVE, LIVE.model_copy(update={"reflections": kept}), EVERY)
    assert told.place.path == "lessons/peer-basics/gifts.md"
    assert told.message == 'the reflection "a-gift" is gone, but trainees have texts for it'
