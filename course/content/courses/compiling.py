"""From the parts of a course without mistakes to its edition."""

from dataclasses import dataclass

from course.content.courses import course_yaml
from course.content.courses.parts import Parts
from course.content.edition import Assessment, Edition, Item, Lesson, MediaFile, Module, Reflection
from course.content.quizzes.drawing import drawn_from_banks
from course.content.quizzes.file import assessment
from course.content.shapes.course import CourseShape


@dataclass(frozen=True, slots=True)
class _Shown:
    """What trainees reach: the steps, and the lessons among them in their order."""

    modules: tuple[Module, ...]
    lessons: tuple[Lesson, ...]


def compile_edition(edition_id: str, parts: Parts, shape: CourseShape) -> Edition:
    """Return the edition. Drafts and what no step reaches stay out of it."""
    shown = _shown(parts, shape)
    return Edition(
        id=edition_id,
        course=parts.sources.course,
        title=shape.title,
        edition_title=shape.edition_title,
        language=shape.language,
        summary=shape.summary,
        contact=course_yaml.contact(shape),
        support=course_yaml.support(shape),
        domains=shape.domains,
        topics=course_yaml.topics(shape),
        modules=shown.modules,
        lessons=shown.lessons,
        reflections=_reflections(parts, shown),
        assessments=_assessments(parts, shown),
        roles=parts.roles.roles or (),
        glossary=parts.glossary.terms,
        boards=parts.alone.boards.boards,
        certificate=course_yaml.certificate(shape),
        media=_media(parts, shown),
    )


def _shown(parts: Parts, shape: CourseShape) -> _Shown:
    modules = course_yaml.modules(shape, parts.drafts)
    names = [step.id for module in modules for step in module.steps if step.kind == "lesson"]
    read = (parts.lessons[name].lesson for name in names)
    return _Shown(modules, tuple(lesson for lesson in read if lesson))


def _reflections(parts: Parts, shown: _Shown) -> tuple[Reflection, ...]:
    return tuple(
        reflection
        for lesson in shown.lessons
        for reflection in parts.lessons[lesson.id].reflections
    )


def _assessments(parts: Parts, shown: _Shown) -> tuple[Assessment, ...]:
    """Return the exams that are steps, in their order, then the practice sets."""
    exams = [step.id for module in shown.modules for step in module.steps if step.kind == "exam"]
    practice = [name for name, quiz in parts.quizzes.items() if quiz.kind == "practice"]
    every = tuple(parts.quizzes.values())
    objectives = {
        f"{lesson.id}/{each.id}" for lesson in shown.lessons for each in lesson.objectives
    }
    made = (
        assessment(parts.quizzes[name], drawn_from_banks(parts.quizzes[name], every))
        for name in (*exams, *practice)
    )
    return tuple(_reachable(each, objectives) for each in made if each)


def _reachable(whole: Assessment, objectives: set[str]) -> Assessment:
    """Take out objectives of lessons that trainees cannot reach, such as drafts."""
    return whole.model_copy(
        update={"items": tuple(_with_objective(item, objectives) for item in whole.items)}
    )


def _with_objective(item: Item, objectives: set[str]) -> Item:
    return item if item.objective in objectives else item.model_copy(update={"objective": ""})


def _media(parts: Parts, shown: _Shown) -> tuple[MediaFile, ...]:
    paths = {path for lesson in shown.lessons for path in parts.lessons[lesson.id].media}
    return tuple(file for path, file in parts.sources.pictures.items() if path in paths)
