"""What stands around the lessons of a course: names to link to, questions, roles, terms."""

from collections.abc import Mapping
from datetime import date

from course.content.courses import course_yaml
from course.content.courses.alone import Alone
from course.content.courses.course_yaml import lessons_named
from course.content.courses.sources import Sources
from course.content.filenames import ID
from course.content.lessons.context import LessonContext
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
        f"{name}/{item.word('id')}"
        for name, quiz in quizzes.items()
        if quiz.kind == "practice"
        for item in quiz.items
    )


def _exam_items(quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    exams = [quiz for quiz in quizzes.values() if quiz.exam and quiz.kind == "exam"]
    drawn = {name for quiz in exams if quiz.exam for name in quiz.exam.banks}
    banks = (quiz for name, quiz in quizzes.items() if name in drawn and quiz.kind == "bank")
    return frozenset(item.word("id") for quiz in (*exams, *banks) for item in quiz.items)


def _unread(sources: Sources, quizzes: Mapping[str, QuizFile]) -> frozenset[str]:
    """Return the quiz files of which not each question's id can be read: it may be there.

    And the pictures that are there but cannot be shown, by the path that lessons write.
    """
    whole = {name for name, quiz in quizzes.items() if _is_whole(quiz)}
    files = {name for name, _, _ in sources.named("quizzes", ".yaml")}
    media = f"lessons/{sources.course}/media/"
    return frozenset(files - whole).union(
        f"media/{path.removeprefix(media)}" for path in sources.texts if path.startswith(media)
    )


def _is_whole(quiz: QuizFile) -> bool:
    known = quiz.kind and quiz.written.shape and not quiz.written.unsure.covers("questions")
    return bool(known) and all(ID.fullmatch(written.word("id")) for written in quiz.items)
