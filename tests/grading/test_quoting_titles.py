"""A title inside a sentence stands in quote marks, never in two pairs."""

import pytest

from course.grading.words import quoted


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Gifts", "“Gifts”"),
        ("“So you will be certified?”", "“So you will be certified?”"),
        ('"Are you a nurse?"', '"Are you a nurse?"'),
        ("The word “clean”", "“The word “clean””"),
    ],
)
def test_a_title_keeps_its_own_marks_where_it_stands_in_them_as_a_whole(title, said):
    assert quoted(title) == said
