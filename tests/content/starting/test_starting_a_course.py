"""``course new course``: a course that checks clean, with a first lesson."""

import pytest

from course.content.findings import Place
from course.content.starting.course_files import CannotAddError, CourseFiles
from course.content.starting.steps import new_course, new_exam, new_lesson
from tests.content import small
from tests.content.starting.files import held, told


def started(title="Welcoming new people", course=small.COURSE):
    return new_course(course, {}, title, today=small.TODAY)


def test_the_course_checks_clean_and_has_an_edition():
    reading = small.read(dict(started().texts))
    assert reading.findings == ()
    assert reading.edition is not None
    assert reading.edition.title == "Welcoming new people"
    assert [step.id for step in reading.edition.steps] == ["how-this-course-works"]


def test_its_places_are_told():
    assert told(started()) == {"the course": "format: 1", "its first lesson": "---"}
    assert started().places[0][0] == Place(f"lessons/{small.COURSE}/course.yaml")


@pytest.mark.parametrize(
    "title", ["Welcome: new people", "# 1", '"Yes"', "Café 李", "'tis", "- a", "$title", "{x}"]
)
def test_any_title_is_kept_to_the_letter(title):
    texts = started(title).texts
    assert held(texts[small.COURSE_YAML])["title"] == title
    assert small.found(dict(texts)) == []


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "a\x00b"])
def test_a_title_is_one_line_of_text(title):
    with pytest.raises(CannotAddError, match="one line of text"):
        started(title)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("My Course", "my-course"),
        ("../x", "x"),
        ("Éthique!", "ethique"),
        ("-a", "a"),
        ("Sam's", "sams"),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused_with_one_that_can(name, meant):
    with pytest.raises(CannotAddError, match=f'Did you mean "{meant}"'):
        started(course=name)


def test_a_course_that_is_there_is_left_alone():
    with pytest.raises(CannotAddError, match="is there already"):
        new_course(small.COURSE, small.files(), "Mine", today=small.TODAY)


def test_a_lesson_and_an_exam_fit_into_it():
    files = dict(started().texts)
    for add, name in ((new_lesson, "hello"), (new_exam, "final")):
        files |= add(CourseFiles(small.COURSE, files, small.TODAY), name, "Hello").texts
        assert small.found(files) == []
