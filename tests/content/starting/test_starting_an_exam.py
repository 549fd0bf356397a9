"""``course new exam``: an exam that checks clean, its step, and what the certificate needs."""

import pytest

from course.content.starting.course_files import CannotAddError
from course.content.starting.steps import new_exam
from tests.content import small
from tests.content.small import COURSE_YAML
from tests.content.starting.files import course, told, written


def test_it_is_the_last_step_after_the_lessons_of_its_module_and_asked_for():
    added = new_exam(course(), "last", "Last exam")
    edition = small.read(written(course(), added)).edition
    assert edition is not None
    step = edition.modules[1].steps[-1]
    assert (step.id, step.after) == ("last", ("the-role", "gifts"))
    needed = edition.certificate.requires[-1]
    assert (needed.exam, needed.must) == ("last", "passed")
    exam = edition.exam("last")
    assert exam is not None
    assert exam.title == "Last exam"
    assert [item.id for item in exam.items] == ["last-1", "last-2"]


def test_its_places_are_told():
    assert told(new_exam(course(), "last", "Last exam")) == {
        "the exam": "format: 1",
        "its step": "- exam: last",
        "the certificate asks for it": "- {exam: last, is: passed}",
    }


def test_each_line_of_course_yaml_stays():
    before = small.files()[COURSE_YAML].decode().splitlines()
    after = new_exam(course(), "last", "Last exam").texts[COURSE_YAML].decode().splitlines()
    new = ["      - exam: last", "        after: [the-role, gifts]"]
    at = before.index("certificate:")
    assert after == [*before[:at], *new, *before[at:], "    - {exam: last, is: passed}"]


def test_a_course_written_in_brackets_stays_so():
    text = small.files()[COURSE_YAML].decode()
    steps = "      - lesson: the-role\n      - lesson: gifts\n"
    steps += "      - exam: final\n        after: [the-role, gifts]\n"
    assert steps in text
    text = text.replace(f"    steps:\n{steps}", "    steps: [{lesson: the-role}, {lesson: gifts}, "
                        "{exam: final}]\n")  # fmt: skip
    before = course({**small.files(), COURSE_YAML: text.encode()})
    after = written(before, new_exam(before, "last", "Last exam"))[COURSE_YAML].decode()
    assert "{exam: final}, {exam: last, after: [the-role, gifts]}]\n" in after


def test_an_exam_that_is_there_is_left_alone():
    with pytest.raises(CannotAddError, match=r"final\.yaml is there already"):
        new_exam(course(), "final", "Final")
