"""What an enrollment's own row says of it, so that no list has to count.

``tables.cohorts.Enrollment`` documents the keys.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.requirements import Proof
from course.grading.standing import reflection_standing
from course.grading.steps import ModuleState, StepState


def counts_of(
    edition: Edition,
    deeds: Deeds,
    modules: Iterable[ModuleState],
    proof: Proof,
    *,
    completed: bool,
) -> dict[str, Any]:
    """Return the counts of an enrollment; ``proof`` is the one that its person page shows."""
    states = [state for module in modules for state in module.steps]
    return {
        "edition": edition.id,
        "funnel": _funnel(edition, deeds, states, completed=completed),
        "exams": {
            exam: deed.percent for exam, deed in deeds.exams.items() if deed.percent is not None
        },
        "left": 0 if completed else len(proof.left),
        "requirements": [
            [
                group.leaves[0].kind,
                group.requirement,
                group.done,
                len(group.leaves),
                group.since.astimezone(UTC).isoformat(timespec="seconds") if group.since else "",
            ]
            for group in proof.groups
        ],
    }


def stages(edition: Edition) -> list[tuple[str, str]]:
    """Return the stages of a course in the order trainees come to them: key and title.

    Exams stand before the lessons or after them, as the course's order has it.
    """
    kinds = [step.kind for step in edition.steps]
    last_lesson = len(kinds) - kinds[::-1].index("lesson") if "lesson" in kinds else 0
    exams = [
        (place, (f"exam-{step.id}", edition.step_title(step)))
        for place, step in enumerate(edition.steps)
        if step.kind == "exam"
    ]
    lessons = [("lessons", "All lessons")] if last_lesson else []
    written = [("reflections", "All reflections")] if edition.reflections else []
    return [
        ("started", "Started"),
        *(stage for place, stage in exams if place < last_lesson),
        *lessons,
        *written,
        *(stage for place, stage in exams if place >= last_lesson),
        ("completed", "Completed"),
    ]


def _funnel(
    edition: Edition, deeds: Deeds, states: list[StepState], *, completed: bool
) -> dict[str, int]:
    """Say which stages are reached: 1 or 0, which one query adds up on both databases."""
    over = {state.step: state.status == "completed" for state in states}
    reached = {
        "started": bool(deeds.lessons or deeds.exams),
        "lessons": all(over[step] for step in over if step.kind == "lesson"),
        "reflections": all(
            reflection_standing(each, deeds.reflections.get(each.id)).met
            for each in edition.reflections
        ),
        "completed": completed,
        **{f"exam-{step.id}": over[step] for step in over if step.kind == "exam"},
    }
    return {stage: int(reached[stage]) for stage, _ in stages(edition)}
