"""Numbers that pages say in words."""

import pytest

from course.web.words import in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "one"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (99, "ninety-nine"),
     (100, "100"), (1200, "1,200")],
)  # fmt: skip
def test_a_number_under_a_hundred_is_said_in_words(number, words):
    assert in_words(number) == words
