"""What can be shown of a course whose files have errors: every page whose own file can be read."""

import pytest

from course.content.courses.sketch import IN_NO_ORDER, NOT_A_STEP, sketch
from course.content.edition import Edition
from tests.content.small import COURSE_YAML, FINAL, GIFTS, PRACTICE, changed, files, read


def sketched(whole: dict[str, bytes]) -> Edition:
    reading = read(whole)
    assert reading.parts is not None
    return sketch(reading.parts)


def test_a_course_without_errors_is_shown_as_it_will_be_published() -> None:
    edition = read(files()).edition
    made = sketched(files())
    assert edition is not None
    same = ("lessons", "reflections", "modules", "topics", "title", "support", "contact")
    for field in same:
        assert getattr(made, field) == getattr(edition, field), field
    assert {each.id: each for each in made.assessments} == {
        each.id: each for each in edition.assessments
    }


def test_a_broken_lesson_takes_only_itself_away() -> None:
    made = sketched(changed(GIFTS, "summary:", "sumary:"))
    assert [lesson.id for lesson in made.lessons] == ["how-it-works", "the-role"]
    assert [reflection.lesson for reflection in made.reflections] == ["the-role"]
    assert ("lesson", "gifts") not in {(step.kind, step.id) for step in made.steps}


def test_a_draft_stands_in_a_module_of_its_own() -> None:
    made = sketched(changed(GIFTS, "status: live", "status: draft"))
    assert made.modules[-1].title == NOT_A_STEP
    assert [step.id for step in made.modules[-1].steps] == ["gifts"]
    assert made.lessons[-1].id == "gifts"


def test_what_course_yaml_does_not_list_can_be_shown() -> None:
    whole = files()
    whole[GIFTS.replace("gifts", "more")] = whole[GIFTS].replace(b"a-gift", b"another")
    assert sketched(whole).modules[-1].steps[0].id == "more"


@pytest.mark.parametrize("broken", [b"title: [", b"", b"\xff\xfe"])
def test_without_a_course_yaml_every_page_is_still_there(broken: bytes) -> None:
    made = sketched({**files(), COURSE_YAML: broken})
    assert {lesson.id for lesson in made.lessons} == {"how-it-works", "the-role", "gifts"}
    assert {step.id for step in made.steps} >= {"final", "pre-course"}
    assert [module.title for module in made.modules] == [IN_NO_ORDER]
    assert made.title == made.course
    assert made.support == ()


def test_a_broken_question_is_left_out_and_the_others_stay() -> None:
    whole = sketched(files()).assessment_by_id["final"]
    made = sketched(
        changed(FINAL, "text: What comes first?", "txet: What comes first?")
    ).assessment_by_id["final"]
    assert len(made.items) == len(whole.items) - 1


def test_a_practice_file_that_cannot_be_read_takes_no_lesson_away() -> None:
    made = sketched({**files(), PRACTICE: b"questions: ["})
    assert [lesson.id for lesson in made.lessons] == ["how-it-works", "the-role", "gifts"]
    assert "practice" not in made.assessment_by_id


def test_a_sketch_has_no_id_to_be_published_under() -> None:
    assert sketched(files()).id == ""


def test_a_course_yaml_without_a_title_keeps_its_steps_and_their_order() -> None:
    made = sketched(changed(COURSE_YAML, "title: Peer support basics\n", ""))
    assert made.title == "peer-basics"
    assert [module.title for module in made.modules] == ["Start here", "The work"]


def test_beside_a_step_that_cannot_be_read_nobody_says_what_is_none() -> None:
    made = sketched(changed(COURSE_YAML, "- lesson: gifts", "- lesson gifts"))
    assert [module.title for module in made.modules] == ["Start here", "The work", IN_NO_ORDER]
