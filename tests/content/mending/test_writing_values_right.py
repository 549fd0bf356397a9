import pytest

from course.content.catalogue import finding
from course.content.findings import Place
from course.content.mending.values import right_value
from tests.content.mending.files import mended_in_the_course
from tests.content.small import COURSE_YAML, FINAL, GIFTS

RIGHT = [
    (FINAL, "pass_mark: 75%", "pass_mark: 0.75", "Q212"),
    (FINAL, "pass_mark: 75%", "pass_mark: 75", "Q212"),
    (FINAL, "pass_mark: 75%", 'pass_mark: "0.75"', "Q212"),
    (FINAL, "pass_mark: 75%", "pass-mark: 75%", "Q201"),
    (FINAL, "kind: exam", "kind: Exam", "Y122"),
    (GIFTS, "topic: ", "Topic: ", "L303"),
    (COURSE_YAML, "summary: ", "Summary: ", "C604"),
]


@pytest.mark.parametrize(("path", "old", "new", "code"), RIGHT)
def test_what_can_be_meant_in_one_way_is_written_so(path: str, old: str, new: str, code: str):
    done, before = mended_in_the_course(path, old, new)
    assert [each.code for each in done.changes] == [code]
    assert done.content.decode() == before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FINAL, "pass_mark: 75%", "pass_mark: 0.08"),
        (FINAL, "pass_mark: 75%", "pass_mark: 8"),
        (FINAL, "pass_mark: 75%", "pass_mark: 1"),
        (FINAL, "pass_mark: 75%", "pass_mark: 750"),
        (FINAL, "pass_mark: 75%", "pas_mark: 75%"),
        (GIFTS, "topic: ", "topci: "),
        (GIFTS, "title: ", "title:  \n"),
    ],
)
def test_a_guess_is_left_to_the_author(path: str, old: str, new: str):
    done, _ = mended_in_the_course(path, old, new)
    assert done.changes == ()


def test_a_name_that_would_then_be_there_twice_is_left():
    done, _ = mended_in_the_course(FINAL, "pass_mark: 75%", "pass_mark: 75%\nPass_mark: 80%")
    assert done.changes == ()


@pytest.mark.parametrize(
    ("meant", "right"), [("saying-hello", "saying-hello"), ("Saying-Hello", None)]
)
def test_a_file_whose_name_cannot_be_an_id_is_not_pointed_to(meant: str, right: str | None):
    told = finding("C601", Place(COURSE_YAML), "no", label=f'did you mean "{meant}"?')
    assert right_value(told, "Saying-hello") == right
