"""What of a board's hours a course teaches, told alike to trainees and to coordinators."""

import pytest

from course.content.edition import Board
from tests.builders import COURSE, make_edition, make_lessons
from tests.story import go_live

BOARD = Board(id="one", title="The One Board", hours={"ethics": 16, "mentoring": 10})
WORDS = "The lessons teach about 0.6 of the 26 hours of training that it asks for."


@pytest.fixture
def edition(session):
    lessons = tuple(each.model_copy(update={"minutes": 14}) for each in make_lessons())
    made = make_edition(boards=(BOARD,), lessons=lessons)
    go_live(session, made)
    return made


def test_a_trainee_reads_how_many_hours_count(as_trainee):
    page = as_trainee.get(f"/courses/{COURSE}")
    assert WORDS in page.text
    cells = page.select("tbody tr:last-child > *")
    assert [cell.text for cell in cells] == ["Mentoring and education", "0.4", "10"]


def test_a_coordinator_reads_the_same_on_the_page_of_a_cohort(as_coordinator, cast):
    page = as_coordinator.get(f"/cohorts/{cast.fall.id}")
    assert WORDS in page.text
