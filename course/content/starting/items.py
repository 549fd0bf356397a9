"""A question or a reflection more: an example of its kind, with an id that nothing else has."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import get_args

from course.content.courses.parts import Parts
from course.content.filenames import as_id
from course.content.findings import Place
from course.content.quizzes.file import cells
from course.content.quizzes.items import ITEM_KINDS
from course.content.shapes.values import Level
from course.content.starting import examples
from course.content.starting.course_files import (
    Added,
    CourseFiles,
    added,
    free_name,
    hold_id,
    hold_line,
    one_of,
)
from course.content.starting.exam_questions import FOR_EXAMS
from course.content.starting.inserting import Entry
from course.content.starting.questions import EXAMPLES
from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping as Settings

LEVELS = get_args(Level)
USUAL = "apply"
TYPES = tuple(name for name in EXAMPLES if name in ITEM_KINDS)
"""The question types, the plainest first."""


def new_question(before: CourseFiles, name: str, type_name: str) -> Added:
    """Add a question at the end of a quiz file; where there is none, start a practice file."""
    hold_id(name, "file")
    path = before.quiz(name)
    before.hold_without_errors(before.course_yaml)
    before.hold_without_errors(path)
    there = before.parts.quizzes.get(name)
    scored = there is not None and there.kind != "practice"
    lines = example(before, name, type_name, FOR_EXAMS if scored else EXAMPLES)
    question_id = lines.split()[1]
    if there:
        after = _one_more(before, path, lines)
    else:
        after = before.having_new(path, examples.PRACTICE.substitute() + listed(lines))
    place = after.place(path, ("questions", len(there.items) if there else 0))
    places = [] if there else [(Place(path), "a new file of practice questions")]
    told = added(before, after, *places, (place, f'the question "{question_id}"'))
    shown = there is None or there.kind == "practice"
    return replace(told, box=f"/// question | {name}/{question_id}\n///") if shown else told


def _one_more(before: CourseFiles, path: str, lines: str) -> CourseFiles:
    node = load(before.text(path).removeprefix("\ufeff"), path).node
    if isinstance(node, Settings) and "questions" not in node.entries:  # an exam of banks alone
        return before.having_more(path, f"questions:\n{listed(lines)}")
    return before.having_entry(path, ("questions",), Entry(lines))


def new_reflection(before: CourseFiles, lesson: str, title: str) -> Added:
    """Add a reflection at the end of a lesson."""
    path, parts = before.lesson(lesson), before.parts
    if path not in before.files:
        raise one_of(lesson, parts.lessons, "lesson")
    before.hold_without_errors(path)
    title = hold_line(title)
    known = {name for each in parts.lessons.values() for name, _ in each.reflection_places}
    name = free_name(as_id(title) or f"{lesson}-reflection", known)
    box = examples.REFLECTION.substitute(title=title, id=name)
    after = before.having_more(path, f"\n{box}")
    line = after.text(path).count("\n") - box.count("\n") + 1
    return added(before, after, (Place(path, line), f'the reflection "{name}"'))


def listed(lines: str) -> str:
    """Return the lines of a question as an entry of the list of a file, an empty line above."""
    first, *rest = lines.split("\n")
    return f"\n  - {first}\n" + "".join(f"    {line}\n" for line in rest)


def example(
    before: CourseFiles, name: str, type_name: str, texts: Mapping[str, str], *, skip: int = 0
) -> str:
    """Return the lines of a question for a quiz file, whose id is the first free of NAME-1 on.

    ``texts`` are the examples by type, and ``skip`` are as many ids that are free, but not for
    this one.
    """
    parts = before.parts
    taken = {each.word("id") for quiz in parts.quizzes.values() for each in quiz.items}
    for _ in range(skip + 1):
        question_id = free_name(name, taken, first=1)
        taken.add(question_id)
    topic, level = _topic_and_level(before, name, parts)
    settings = [
        (f"id: {question_id}", "answers are kept under it, so it never changes"),
        (f"type: {type_name}", ""),
        (f"topic: {topic}", "a topic of course.yaml"),
        *((each, "what it tests: lesson/objective") for each in _objective(topic, before, parts)),
        (f"level: {level}", f"or: {', '.join(each for each in LEVELS if each != level)}"),
    ]
    head = [f"{setting:<33} # {says}" if says else setting for setting, says in settings]
    return "\n".join([*head, texts[type_name]])


def _topic_and_level(before: CourseFiles, name: str, parts: Parts) -> tuple[str, str]:
    """Return those of the last question of a file, else of the first that its blueprint wants."""
    topics = list(before.shape.topics)
    quiz = parts.quizzes.get(name)
    there = quiz.items if quiz else ()
    alike = next((each for each in reversed(there) if each.word("topic") in topics), None)
    if alike is None:
        wanted = cells(quiz.exam) if quiz and quiz.exam else ()
        return (wanted[0].topic, wanted[0].level or USUAL) if wanted else (topics[0], USUAL)
    level = alike.word("level")
    return alike.word("topic"), level if level in LEVELS else USUAL


def _objective(topic: str, before: CourseFiles, parts: Parts) -> Iterator[str]:
    """Yield the setting for the first objective of the last lesson about a topic, if any."""
    steps = [step.lesson for module in before.shape.modules for step in module.steps]
    for name in reversed(steps):
        reading = parts.lessons.get(name or "")
        if reading and reading.lesson and reading.lesson.topic == topic:
            yield f"objective: {name}/{reading.lesson.objectives[0].id}"
            return
