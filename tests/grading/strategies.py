"""Assessments, answers and deeds of every shape, for the properties of grading."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from course.content.edition import Assessment, Cell
from course.grading.deeds import Deeds, ExamDeed, LessonDeed, ReflectionDeed
from tests.builders import make_item

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TOPICS = ("role", "ethics", "confidentiality")
LEVELS = ("recall", "apply", "judge")
TYPES = ("single", "multiple", "true-false")
DOMAIN_OF = {"role": "mentoring", "ethics": "ethics", "confidentiality": "ethics"}

few_tries = settings(max_examples=40, deadline=None)
"""How often a property of whole exams or courses is tried in the everyday tests."""

seeds = st.text("0123456789abcdef", min_size=8, max_size=8)
moments = st.integers(0, 10_000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@st.composite
def item_lists(draw):
    count = draw(st.integers(1, 8))
    return tuple(
        make_item(
            f"item-{n}",
            draw(st.sampled_from(TYPES)),
            topic=draw(st.sampled_from(TOPICS)),
            level=draw(st.sampled_from(LEVELS)),
            points=draw(st.integers(1, 3)),
            status=draw(st.sampled_from(("live", "live", "live", "pilot", "retired"))),
        )
        for n in range(count)
    )


@st.composite
def assessments(draw):
    """An exam whose blueprint asks for no more than there is."""
    items = draw(item_lists())
    live = [(item.topic, item.level) for item in items if item.status == "live"]
    cells = []
    for topic in draw(st.sets(st.sampled_from(TOPICS))):
        asked = draw(st.sampled_from([(None,), LEVELS]))
        for level in asked:
            there = sum(each == topic and level in (None, at) for each, at in live)
            if there:
                cells.append(Cell(topic=topic, level=level, count=draw(st.integers(1, there))))
    return Assessment(
        id="exam",
        title="Exam",
        kind="exam",
        items=items,
        blueprint=tuple(cells),
        shuffle_questions=draw(st.booleans()),
        shuffle_options=draw(st.booleans()),
    )


@st.composite
def answers_to(draw, assessment):
    """Any answer to any item: some options, none, or a word that is no option."""
    return {
        item.id: tuple(draw(st.sets(st.sampled_from([*(o.id for o in item.options), "noise"]))))
        for item in assessment.items
        if draw(st.booleans())
    }


lesson_deeds = st.builds(LessonDeed, opened_at=moments, done_at=st.none() | moments)
reflection_deeds = st.one_of(
    st.builds(ReflectionDeed, state=st.just("draft"), shared=st.just(False), saved_at=moments),
    st.builds(
        ReflectionDeed,
        state=st.sampled_from(["sent", "changes-asked", "accepted"]),
        shared=st.booleans(),
        saved_at=moments,
        sent_at=moments,
        decided_at=moments,
    ),
)
exam_deeds = st.builds(
    ExamDeed,
    open_attempt=st.none() | st.integers(1, 9),
    taken_at=st.none() | moments,
    percent=st.integers(0, 100),
)


@st.composite
def deeds_in(draw, edition):
    """Any deeds in a course; who passed an exam has taken it."""

    def some(ids, deed):
        return {each: draw(deed) for each in ids if draw(st.booleans())}

    exams = some((each.id for each in edition.assessments if each.kind == "exam"), exam_deeds)
    passed = {
        each: ExamDeed(taken_at=deed.taken_at, passed_at=deed.taken_at, percent=80, attempt=1)
        for each, deed in exams.items()
        if deed.taken_at and draw(st.booleans())
    }
    boxes = (box.item for lesson in edition.lessons for box in lesson.questions)
    return Deeds(
        enrolled_at=NOW,
        lessons=some((each.id for each in edition.lessons), lesson_deeds),
        answered=some(boxes, moments),
        reflections=some((each.id for each in edition.reflections), reflection_deeds),
        exams={**exams, **passed},
    )
