"""``course new reflection``: a box at the end of a lesson."""

import pytest

from course.content.starting.course_files import CannotAddError
from course.content.starting.items import new_reflection
from tests.content import small
from tests.content.small import GIFTS
from tests.content.starting.files import course, told, written


def test_it_stands_at_the_end_and_no_other_line_changes():
    added = new_reflection(course(), "gifts", "A ring: from Sam")
    after = written(course(), added)[GIFTS].decode()
    before = small.files()[GIFTS].decode()
    assert after.startswith(f"{before}\n/// reflection | A ring: from Sam\n")
    assert told(added) == {'the reflection "a-ring-from-sam"': "/// reflection | A ring: from Sam"}
    edition = small.read(written(course(), added)).edition
    assert edition is not None
    assert edition.reflection_by_id["a-ring-from-sam"].title == "A ring: from Sam"


def test_its_id_is_new_in_the_whole_course():
    first = written(course(), new_reflection(course(), "gifts", "A ring"))
    second = new_reflection(course(first), "the-role", "A ring")
    assert [what for _, what in second.places] == ['the reflection "a-ring-2"']
    written(course(first), second)


def test_a_title_without_latin_letters_gets_an_id_of_the_lesson():
    added = new_reflection(course(), "gifts", "李")
    assert [what for _, what in added.places] == ['the reflection "gifts-reflection"']
    written(course(), added)


def test_line_ends_and_a_missing_end_are_kept():
    text = small.files()[GIFTS].decode().rstrip("\n").replace("\n", "\r\n")
    files = {**small.files(), GIFTS: text.encode()}
    added = new_reflection(course(files), "gifts", "A ring")
    after = written(course(files), added)[GIFTS].decode()
    assert after.startswith(text)
    assert after.count("\n") == after.count("\r\n")
    assert "A ring" in told(added)['the reflection "a-ring"']


def test_a_lesson_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(CannotAddError, match=r'no lesson "gitfs"\. Did you mean "gifts"'):
        new_reflection(course(), "gitfs", "A ring")


def test_a_lesson_with_an_error_is_to_be_mended_first():
    broken = course(small.changed(GIFTS, "summary:", "sumary:"))
    with pytest.raises(CannotAddError, match=r"mend .*gifts\.md first"):
        new_reflection(broken, "gifts", "A ring")
