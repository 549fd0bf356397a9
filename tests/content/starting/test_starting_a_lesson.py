"""``course new lesson``: a lesson that checks clean, and its step."""

import pytest

from course.content.starting.course_files import CannotAddError
from course.content.starting.steps import new_lesson
from tests.content import small
from tests.content.small import COURSE_YAML
from tests.content.starting.files import course, inserted, told, written


def test_it_is_a_step_behind_the_last_lesson_and_no_other_line_changes():
    added = new_lesson(course(), "boundaries", "Boundaries")
    after = written(course(), added)
    before = small.files()[COURSE_YAML].decode()
    assert inserted(before, after[COURSE_YAML].decode()) == "      - lesson: boundaries\n"
    assert told(added) == {"the lesson": "---", "its step": "- lesson: boundaries"}
    edition = small.read(after).edition
    assert edition is not None
    assert [step.id for step in edition.modules[1].steps] == [
        *("the-role", "gifts", "boundaries", "final")
    ]


def test_a_module_can_be_named():
    added = new_lesson(course(), "boundaries", "Boundaries", module="Start here")
    edition = small.read(written(course(), added)).edition
    assert edition is not None
    assert [step.id for step in edition.modules[0].steps] == [
        *("how-it-works", "boundaries", "pre-course")
    ]


def test_a_module_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(CannotAddError, match=r'no module "Start her"\. Did you mean "Start here"'):
        new_lesson(course(), "boundaries", "Boundaries", module="Start her")
    with pytest.raises(CannotAddError, match="There are: Start here, The work"):
        new_lesson(course(), "boundaries", "Boundaries", module="Zebra")


def test_a_lesson_that_is_there_is_left_alone():
    with pytest.raises(CannotAddError, match=r"gifts\.md is there already"):
        new_lesson(course(), "gifts", "Gifts")


def test_the_title_is_kept_to_the_letter():
    after = written(course(), new_lesson(course(), "no", "No: it's #1"))
    edition = small.read(after).edition
    assert edition is not None
    assert edition.lesson_by_id["no"].title == "No: it's #1"


def test_a_course_yaml_with_an_error_is_to_be_mended_first():
    broken = course(small.changed(COURSE_YAML, "summary:", "sumary:"))
    with pytest.raises(CannotAddError, match=r"mend .*course\.yaml first") as stopped:
        new_lesson(broken, "boundaries", "Boundaries")
    assert [each.code for each in stopped.value.findings] == ["C604"]


def test_a_mistake_elsewhere_does_not_stand_in_the_way():
    broken = course(small.changed(small.GIFTS, "summary:", "sumary:"))
    assert new_lesson(broken, "boundaries", "Boundaries").texts


def test_what_would_not_be_clean_is_not_written():
    with pytest.raises(CannotAddError, match="would not be clean") as stopped:
        new_lesson(course(), "final", "Final")  # an exam has this name
    assert [each.code for each in stopped.value.findings] == ["C612"]


def test_it_has_the_topic_of_the_lesson_before_it():
    edition = small.read(written(course(), new_lesson(course(), "more", "More"))).edition
    assert edition is not None
    assert edition.lesson_by_id["more"].topic == edition.lesson_by_id["gifts"].topic == "ethics"
