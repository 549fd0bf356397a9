"""Objectives that no question of the course asks about (Q228)."""

from collections.abc import Iterable, Iterator

from course.content.catalogue import finding
from course.content.courses.course_yaml import lessons_named
from course.content.courses.hidden_steps import hidden_steps
from course.content.courses.objectives import Misspelt, objective_place
from course.content.courses.parts import Parts
from course.content.findings import Finding
from course.content.lessons.file import LessonReading


def uncovered_objectives(parts: Parts, misspelt: Iterable[Misspelt]) -> Iterator[Finding]:
    """Find the objectives without a question, in each lesson that trainees reach.

    They are told where most objectives of the course have one, and some of the lesson: then the
    rest were forgotten. A question with a mistake counts, it may be the one, and so does one
    for which the lesson misspells the objective.
    """
    items = [written for quiz in parts.quizzes.values() for written in quiz.items]
    named = {written.word("objective") for written in items}
    named |= {f"{each.lesson}/{each.objective}" for each in misspelt}
    named_lessons = lessons_named(parts.course)
    listed = {name: each for name, each in parts.lessons.items() if name in named_lessons}
    gone = len(listed) < len(named_lessons) or hidden_steps(parts.course) != set()
    if gone or any(_is_unsure(reading) for reading in listed.values()):
        return
    objectives = {
        name: reading.objectives
        for name, reading in listed.items()
        if reading.objectives and not reading.draft
    }
    left = {
        name: [each for each in ids if f"{name}/{each}" not in named]
        for name, ids in objectives.items()
    }
    count = sum(map(len, left.values()))
    if count * 2 < sum(map(len, objectives.values())) and not parts.unread_quizzes:
        some = {name: ids for name, ids in left.items() if len(ids) < len(objectives[name])}
        yield from (_finding(parts, name, ids) for name, ids in some.items() if ids)


def _is_unsure(reading: LessonReading) -> bool:
    """Say whether a mistake hides which objectives a lesson has, or if it is a draft."""
    return reading.lesson is None and (reading.draft or reading.objectives is None)


def _finding(parts: Parts, lesson: str, left: list[str]) -> Finding:
    many = "objectives" if len(left) > 1 else "objective"
    return finding(
        "Q228",
        objective_place(parts, lesson, left[0]),
        f"no question asks about the {many} {', '.join(left)}",
        label="nobody can tell if it is met",
        help=f"write a question with: objective: {lesson}/{left[0]}",
    )
