"""What stands around the lessons of a course: names to link to, questions, roles, terms."""

from collections.abc import Mapping
from datetime import date

from course.content.courses import course_yaml
from course.content.courses.alone import Alone
from course.content.courses.course_yaml import lessons_named
from course.content.courses.sources import Sources
from course.content.findings import errors
from course.content.lessons.context import LessonContext
from course.content.quizzes.drawing import drawn_from_banks
from course.content.quizzes.file import QuizFile


def around_lessons(alone: Alone, topics: set[str], today: date) -> LessonContext:
    """Return what every lesson may speak of; its own id is still to be set."""
    sources, quizzes, shape = alone.sources, alone.quizzes, alone.course.shape
    files = {name for name, _, _ in sources.named("lessons", ".md")}
    return LessonContext(
        course=sources.course,
        lesson_id="",
        today=today,
        lesson_ids=lessons_named(alone.course) | files,
        topics=sorted(topics) if topics else None,
        reading_speed=shape.reading_speed if shape else 175,
        practice=_practice(quizzes),
        exam_items=_exam_items(quizzes),
        unread=_unread(sources, quizzes),
        roles=alone.roles.roles,
        terms=alone.glossary.terms,
        support=course_yaml.support(shape) if shape else (),
        media=sources.pictures,
        wording=alone.words.wording,
    )


def _practice(quizzes: Mapping[str, QuizFile]) -> tuple[str, ...]:
    return tuple(
        f"{name}/{item.id}"
        for name, quiz in quizzes.items()
        if quiz.kind == "practice"
        for item in quiz.good_items
    )


def _exam_items(quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    exams = (quiz for quiz in quizzes.values() if quiz.kind == "exam")
    return frozenset(
        item.id
        for quiz in exams
        for item in (*quiz.good_items, *drawn_from_banks(quiz, tuple(quizzes.values())))
    )


def _unread(sources: Sources, quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    """Return the quiz files in which something could not be read, so that it may be there.

    And the pictures that are there but cannot be shown, by the path that lessons write.
    """
    whole = {name for name, quiz in quizzes.items() if _is_whole(quiz)}
    files = {name for name, _, _ in sources.named("quizzes", ".yaml")}
    media = f"lessons/{sources.course}/media/"
    return frozenset(files - whole).union(
        f"media/{path.removeprefix(media)}" for path in sources.texts if path.startswith(media)
    )


def _is_whole(quiz: QuizFile) -> bool:
    return (
        bool(quiz.kind and quiz.written.node)
        and not errors(quiz.findings)
        and not any(written.later for written in quiz.items)
    )
