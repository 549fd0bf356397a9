"""How much of what a board asks for a course teaches."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from course.content.edition import Board, Module, Step, Topic
from course.grading.hours import hours_of
from tests.builders import make_edition, make_lesson

BOARD = Board(id="one", title="The one board", hours={"ethics": 16, "mentoring": 10})


def taught(*minutes: tuple[str, int], board: Board = BOARD):
    """The hours of a course with lessons of a topic and so many minutes."""
    lessons = tuple(
        make_lesson(f"l-{n}", f"L {n}", topic=topic, minutes=many)
        for n, (topic, many) in enumerate(minutes)
    )
    steps = tuple(Step(kind="lesson", id=lesson.id) for lesson in lessons)
    start = Topic(id="start", title="How it works")
    edition = make_edition(
        lessons=lessons,
        modules=(Module(title="All", steps=steps),),
        boards=(board,),
        topics=(*make_edition().topics, start),
    )
    (hours,) = hours_of(edition)
    return hours


def test_the_minutes_of_a_domain_are_its_hours_rounded_down_to_a_tenth():
    hours = taught(("ethics", 330), ("role", 215), ("role", 0))
    assert [(each.title, each.taught, each.asked) for each in hours.domains] == [
        ("Ethical responsibility", "5.5", 16), ("Mentoring and education", "3.5", 10)
    ]  # fmt: skip
    assert (hours.taught, hours.asked) == ("9.0", 26)


def test_a_topic_of_no_domain_counts_for_nothing():
    assert taught(("start", 600), ("role", 60)).taught == "1.0"


def test_a_domain_counts_for_no_more_than_the_board_asks():
    hours = taught(("role", 60 * 40))
    assert hours.taught == "10.0"
    assert [each.taught for each in hours.domains] == ["0.0", "10.0"]


def test_a_course_without_boards_says_nothing():
    assert hours_of(make_edition()) == ()


@given(role=st.integers(0, 5000), ethics=st.integers(0, 5000))
def test_no_course_teaches_more_than_a_board_asks(role, ethics):
    hours = taught(("role", role), ("ethics", ethics))
    assert float(hours.taught) <= hours.asked
    assert all(float(each.taught) <= each.asked for each in hours.domains)


@given(role=st.integers(0, 5000), ethics=st.integers(0, 5000))
def test_what_is_shown_adds_up_and_claims_no_more_than_is_taught(role, ethics):
    hours = taught(("role", role), ("ethics", ethics))
    assert Decimal(hours.taught) == sum(Decimal(each.taught) for each in hours.domains)
    for each, minutes in zip(hours.domains, (ethics, role), strict=True):
        assert Decimal(each.taught) * 60 <= minutes
