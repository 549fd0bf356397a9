"""What of a course can be shown before it can be published, for a preview of its files."""

from collections.abc import Iterator

from course.content.courses import course_yaml
from course.content.courses.as_read import IN_NO_ORDER, NOT_A_STEP
from course.content.courses.hidden_steps import hidden_steps
from course.content.courses.parts import Parts
from course.content.edition import (
    Assessment,
    Certificate,
    Contact,
    Edition,
    Lesson,
    Module,
    Step,
    Topic,
)
from course.content.quizzes.drawing import drawn_from_banks
from course.content.quizzes.file import assessment


def sketch(parts: Parts) -> Edition:
    """Return every lesson, reflection, exam and practice set whose own file can be read.

    Drafts and what no step reaches are in it too, in a module of their own. Without a readable
    course.yaml every page is in one module, and there are no support lines; where a step cannot be
    read, the rest is in no order. A topic that cannot be read has its id for a title. It has no id:
    it is never published.
    """
    shape = parts.course.shape
    lessons = {name: each.lesson for name, each in parts.lessons.items() if each.lesson}
    assessments = {each.id: each for each in _assessments(parts)}
    modules = _modules(parts, lessons, assessments)
    order = [s.id for module in modules for s in module.steps if s.kind == "lesson"]
    return Edition(
        id="",
        course=parts.sources.course,
        title=(shape.title if shape else "") or parts.sources.course,
        edition_title=shape.edition_title if shape else "",
        language=shape.language if shape else "en",
        summary=shape.summary if shape else "",
        contact=course_yaml.contact(shape) if shape else Contact(name=""),
        support=course_yaml.support(shape) if shape else (),
        domains=shape.domains if shape else {},
        topics=_topics(parts, lessons, assessments),
        modules=modules,
        lessons=tuple(lessons[name] for name in order),
        reflections=tuple(each for name in order for each in parts.lessons[name].reflections),
        assessments=tuple(assessments.values()),
        roles=parts.roles.roles or (),
        glossary=parts.glossary.terms,
        certificate=Certificate(title="", requires=()),
        media=tuple(parts.sources.pictures.values()),
    )


def _topics(
    parts: Parts, lessons: dict[str, Lesson], assessments: dict[str, Assessment]
) -> tuple[Topic, ...]:
    """Return the topics of course.yaml, then those that pages name beside them."""
    known = course_yaml.topics(parts.course.shape) if parts.course.shape else ()
    named = {each.topic for each in lessons.values()}
    for each in assessments.values():
        named |= {item.topic for item in each.items} | {cell.topic for cell in each.blueprint}
    rest = sorted(named - {each.id for each in known})
    return (*known, *(Topic(id=name, title=name) for name in rest))


def _assessments(parts: Parts) -> Iterator[Assessment]:
    every = tuple(parts.quizzes.values())
    for quiz in every:
        made = assessment(quiz, drawn_from_banks(quiz, every))
        if made:
            yield made


def _modules(
    parts: Parts, lessons: dict[str, Lesson], assessments: dict[str, Assessment]
) -> tuple[Module, ...]:
    """Return the steps that can be shown, in the course's order, then what is no step."""
    shape = parts.course.shape
    listed = course_yaml.modules(shape, parts.drafts) if shape else ()
    made = [
        module.model_copy(update={"steps": steps})
        for module in listed
        if (steps := tuple(s for s in module.steps if s.id in _there(s, lessons, assessments)))
    ]
    placed = {(step.kind, step.id) for module in made for step in module.steps}
    rest = [
        *(Step(kind="lesson", id=name) for name in lessons),
        *(Step(kind="exam", id=name) for name, each in assessments.items() if each.kind == "exam"),
    ]
    others = tuple(step for step in rest if (step.kind, step.id) not in placed)
    apart = NOT_A_STEP if shape and hidden_steps(parts.course) == set() else IN_NO_ORDER
    return (*made, Module(title=apart, steps=others)) if others else tuple(made)


def _there(step: Step, lessons: dict[str, Lesson], assessments: dict[str, Assessment]) -> set[str]:
    exams = {name for name, each in assessments.items() if each.kind == "exam"}
    return set(lessons) if step.kind == "lesson" else exams
