"""What a trainee reads after an exam, and what no result ever gives away (PAGES T7)."""

from dataclasses import asdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.edition import Cell, Module, PassMark, Step, Topic
from course.grading.results import afterwards_words, passing_words, result_of
from course.grading.scoring import ScoreCard, TopicScore
from tests.builders import make_edition, make_final, make_pre_course

EDITION = make_edition()
PRE, FINAL = make_pre_course(), make_final()
POLICIES = ("nothing", "score", "topics", "answers-after-pass", "answers")


def card(role, ethics, *, passed=None):
    """A score of so many points of 4 in each topic."""
    topics = (
        TopicScore("role", Fraction(role), Fraction(4), items=4, answered=4),
        TopicScore("ethics", Fraction(ethics), Fraction(4), items=4, answered=4),
    )
    return ScoreCard(Fraction(role) + Fraction(ethics), Fraction(8), topics, passed)


def questions(**counts):
    """A score where each topic has so many questions of a point each, all but one right."""
    topics = tuple(
        TopicScore(topic, Fraction(count - 1), Fraction(count), items=count, answered=count)
        for topic, count in counts.items()
    )
    raw, maximum = sum(each.raw for each in topics), sum(each.maximum for each in topics)
    return ScoreCard(raw, maximum, topics, False)


def of_three_domains():
    """The course with a third topic, which shares its domain with ethics, and one of no domain."""
    more = Topic(id="privacy", title="Privacy", domain="ethics"), Topic(id="start", title="Start")
    return make_edition(topics=(*EDITION.topics, *more))


def asking(**counts):
    """A final that asks so many questions of each topic."""
    cells = tuple(Cell(topic=topic, count=count) for topic, count in counts.items())
    return make_final(blueprint=cells)


def titles(lessons):
    return [lesson.title for lesson in lessons]


def test_the_pre_course_exam_is_a_starting_point():
    result = result_of(EDITION, PRE, card(1, 2))
    assert result.heading == "Thank you. This is your starting point."
    assert result.meaning == ("You cannot fail this exam. It shows what you know before you start.")
    assert result.score == "You earned 3 of 8 points. That is 37%."
    assert result.advice == "These lessons will help you most"


def test_an_exam_with_a_mark_says_passed_or_not_yet():
    assert result_of(EDITION, FINAL, card(4, 3, passed=True)).heading == "You passed the exam"
    failed = result_of(EDITION, FINAL, card(4, 1, passed=False))
    assert failed.heading == "You have not passed yet"
    assert failed.meaning == "The passing score is 75%."
    assert failed.advice == "Read these lessons again"


def test_a_later_exam_without_a_mark_is_no_starting_point():
    check = make_final(pass_mark=None)
    result = result_of(make_edition(assessments=(PRE, check)), check, card(1, 1))
    assert result.heading == "Thank you. We have your answers."
    assert result.meaning == "You cannot fail this exam."
    assert result.advice == "Read these lessons again"


def test_topics_and_domains_stand_strong_first():
    result = result_of(EDITION, PRE, card(1, "3.5"))
    assert [(part.title, part.points, part.percent) for part in result.topics] == [
        ("Ethics", "3.5 of 4", 87),
        ("The role", "1 of 4", 25),
    ]
    assert [part.title for part in result.domains] == [
        "Ethical responsibility", "Mentoring and education"
    ]  # fmt: skip


def test_a_domain_shows_its_own_mark():
    exam = make_final(pass_mark=PassMark(overall=75, domains={"ethics": 70}))
    assert passing_words(EDITION, exam) == (
        "The passing score is 75%, and 70% in Ethical responsibility."
    )
    assert {part.title: part.mark for part in result_of(EDITION, exam, card(4, 4)).domains} == {
        "Ethical responsibility": 70, "Mentoring and education": None
    }  # fmt: skip


def test_the_lessons_of_weak_topics_are_named_weakest_first():
    assert titles(result_of(EDITION, PRE, card(4, 2)).lessons) == ["Gifts"]
    assert titles(result_of(EDITION, PRE, card(2, 1)).lessons) == [
        "Gifts", "How it works", "The role"
    ]  # fmt: skip


def test_where_all_topics_are_strong_the_lowest_is_named():
    assert titles(result_of(EDITION, FINAL, card(4, 3, passed=True)).lessons) == ["Gifts"]


def test_where_all_is_right_nothing_is_to_be_read_again():
    result = result_of(EDITION, FINAL, card(4, 4, passed=True))
    assert (result.advice, result.lessons) == ("", ())


def test_no_more_than_three_lessons_are_named():
    lessons = tuple(lesson.model_copy(update={"topic": "role"}) for lesson in EDITION.lessons)
    more = tuple(lesson.model_copy(update={"id": f"{lesson.id}-2"}) for lesson in lessons)
    steps = tuple(
        EDITION.steps[0].model_copy(update={"id": lesson.id}) for lesson in lessons + more
    )
    module = EDITION.modules[0].model_copy(update={"steps": steps})
    edition = make_edition(lessons=lessons + more, modules=(module,))
    assert len(result_of(edition, FINAL, card(0, 0, passed=False)).lessons) == 3


def test_an_exam_without_scored_questions_says_so():
    empty = ScoreCard(Fraction(), Fraction(), (), None)
    result = result_of(EDITION, PRE, empty)
    assert result.score == "No question in this exam is scored."
    assert (result.topics, result.lessons) == ((), ())


@pytest.mark.parametrize("fewest", [1, 2])
def test_where_a_topic_has_too_few_questions_only_areas_are_told(fewest):
    edition, counts = of_three_domains(), {"role": 3, "ethics": 5, "privacy": fewest}
    result = result_of(edition, asking(**counts), questions(**counts))
    assert result.topics == ()
    assert [(part.title, part.points) for part in result.domains] == [
        ("Ethical responsibility", f"{3 + fewest} of {5 + fewest}"),
        ("Mentoring and education", "2 of 3"),
    ]
    assert "your score for each area." in afterwards_words(edition, asking(**counts))


def test_topics_with_three_questions_each_are_told():
    counts = {"role": 3, "ethics": 3}
    result = result_of(EDITION, asking(**counts), questions(**counts))
    assert {part.points for part in result.topics} == {"2 of 3"}
    assert "your score for each topic." in afterwards_words(EDITION, asking(**counts))


@pytest.mark.parametrize("counts", [{"role": 2, "ethics": 6}, {"role": 3, "ethics": 6, "start": 1}])
def test_where_an_area_has_too_few_questions_the_whole_score_is_all(counts):
    """A topic of no domain is an area too: it is what the others leave of the whole score."""
    edition = of_three_domains()
    result = result_of(edition, asking(**counts), questions(**counts))
    assert (result.topics, result.domains) == ((), ())
    assert result.score
    assert result.lessons
    assert "You will see your score. " in afterwards_words(edition, asking(**counts))


def test_an_area_with_a_mark_of_its_own_is_always_told():
    counts = {"role": 2, "ethics": 2}
    mark = PassMark(overall=75, domains={"ethics": 70})
    exam = asking(**counts).model_copy(update={"pass_mark": mark})
    assert [part.mark for part in result_of(EDITION, exam, questions(**counts)).domains] == [70]
    assert "each area with a passing score of its own" in afterwards_words(EDITION, exam)


def test_a_provisional_passing_score_is_called_so_before_and_after():
    exam = make_final(pass_mark=PassMark(overall=75, provisional=True))
    words = "The passing score is 75%. It is provisional: a panel of experts has not set it yet."
    assert passing_words(EDITION, exam) == words
    assert result_of(EDITION, exam, card(4, 4, passed=True)).meaning == words


def test_points_are_rounded_down():
    assert result_of(EDITION, PRE, card("2.999", 0)).topics[0].points == "2.99 of 4"


def test_a_later_exam_says_how_far_one_came_since_the_exam_before_the_course():
    result = result_of(EDITION, FINAL, card(4, 2, passed=True), before=55)
    assert result.since == "Before: 55%. Now: 75%."
    assert result_of(EDITION, FINAL, card(4, 2, passed=True)).since == ""
    assert result_of(EDITION, PRE, card(4, 2), before=75).since == ""


def test_where_one_of_both_exams_tells_no_score_nothing_is_compared():
    silent = make_edition(assessments=(make_pre_course(show="nothing"), FINAL))
    assert result_of(silent, FINAL, card(4, 2, passed=True), before=55).since == ""
    final = make_final(show="nothing")
    assert result_of(EDITION, final, card(4, 2, passed=True), before=55).since == ""


@pytest.mark.parametrize(
    ("show", "score", "topics"),
    [
        ("nothing", False, False),
        ("score", True, False),
        ("topics", True, True),
        ("answers-after-pass", True, True),
        ("answers", True, True),
    ],
)
def test_a_result_shows_what_the_exam_lets_it(show, score, topics):
    result = result_of(EDITION, make_final(show=show), card(1, 1, passed=False))
    assert bool(result.score) is score
    for part in (result.topics, result.domains, result.lessons, result.advice):
        assert bool(part) is topics


@pytest.mark.parametrize("passed", [True, False])
@pytest.mark.parametrize("show", POLICIES)
def test_answers_are_shown_only_where_the_exam_says_so(show, passed):
    shown = result_of(EDITION, make_final(show=show), card(4, 4, passed=passed)).answers_shown
    assert shown is (show == "answers" or (show == "answers-after-pass" and passed))


@pytest.mark.parametrize("show", POLICIES)
def test_the_answers_of_the_pre_course_exam_are_never_shown(show):
    exam = make_pre_course(show=show)
    assert result_of(EDITION, exam, card(4, 4)).answers_shown is False
    assert "see the answers once" not in afterwards_words(EDITION, exam)
    assert "and the answers" not in afterwards_words(EDITION, exam)


def test_a_first_exam_with_a_mark_is_no_starting_point():
    module = Module(title="Only", steps=(Step(kind="exam", id="final"),))
    exam = make_final(show="answers")
    result = result_of(make_edition(modules=(module,)), exam, card(1, 1, passed=False))
    assert result.meaning == "The passing score is 75%."
    assert result.answers_shown


@pytest.mark.parametrize("show", POLICIES)
def test_the_instructions_promise_what_the_result_keeps(show):
    exam = make_final(show=show, blueprint=())
    words = afterwards_words(EDITION, exam)
    passed = result_of(EDITION, exam, card(4, 4, passed=True))
    assert ("your score" in words) is bool(passed.score)
    assert ("each topic" in words) is bool(passed.topics)
    assert (("and the answers" in words) or ("once you pass" in words)) is passed.answers_shown


@given(role=st.integers(0, 4), ethics=st.integers(0, 4), show=st.sampled_from(POLICIES))
def test_a_result_holds_nothing_of_the_key(role, ethics, show):
    exam = make_final(show=show)
    told = repr(asdict(result_of(EDITION, exam, card(role, ethics, passed=False))))
    for item in exam.items:
        assert item.id not in told
        assert item.text not in told
        assert all(option.id not in told for option in item.options)
