"""Where the things of a course are: the address of a step, of a leaf, and of what comes next."""

from collections.abc import Container
from functools import lru_cache

from flask import url_for

from course.content.edition import Edition, Step
from course.grading.requirements import Leaf
from course.grading.steps import ModuleState, StepState, next_step


def address_of(edition: Edition, kind: str, id: str) -> str:
    """Return the address of a lesson, an exam or a reflection."""
    return address_in(edition.course, kind, id)


# Made of names alone, so never out of date; the home of a course asks for every one of them.
@lru_cache(maxsize=2_000)
def address_in(course: str, kind: str, id: str) -> str:
    """Return the address of a lesson, an exam or a reflection of the course of that name."""
    if kind == "lesson":
        return url_for("trainee.lesson", course=course, lesson=id)
    if kind == "exam":
        return url_for("trainee.exam", course=course, exam=id)
    return url_for("trainee.reflection", course=course, reflection=id)


def address_of_step(edition: Edition, step: Step) -> str:
    """Return the address of a step."""
    return address_of(edition, step.kind, step.id)


def address_of_exam(edition: Edition, id: str) -> str:
    """Return where one reads about an exam; "" where the course does not have it now."""
    return address_of(edition, "exam", id) if edition.exam(id) else ""


def address_of_leaf(edition: Edition, leaf: Leaf) -> str:
    """Return where a leaf's evidence is, else where it is done; "" where it is gone by now."""
    if leaf.kind == "exam" and leaf.attempt:
        return url_for("trainee.result", attempt=leaf.attempt)
    things: dict[str, Container[str]] = {
        "lesson": edition.lesson_by_id,
        "exam": edition.assessment_by_id,
        "reflection": edition.reflection_by_id,
    }
    return address_of(edition, leaf.kind, leaf.id) if leaf.id in things[leaf.kind] else ""


def after(edition: Edition, step: Step, modules: tuple[ModuleState, ...]) -> StepState | None:
    """Return the step to go on with after one: the next that waits, else the first that does."""
    states = [state for module in modules for state in module.steps]
    place = next((n for n, state in enumerate(states) if state.step == step), -1)
    waiting = ("not-started", "in-progress", "changes-asked")
    later = (state for state in states[place + 1 :] if state.status in waiting)
    others = next_step(modules)
    return next(later, others if others and others.step != step else None)
