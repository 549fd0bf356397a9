"""The steps of a course as lines of its home: module by module, and those that hold one up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from course.content.edition import Edition
from course.grading.steps import ModuleState, StepState, done, next_step, total
from course.grading.words import counted
from course.web.once import rendered_once
from course.web.trainee.places import address_of_step
from course.web.trainee.refusing import again_on

STATUS_WORDS = {
    "not-started": "Not started",
    "in-progress": "In progress",
    "sent": "Sent",
    "changes-asked": "Changes asked for",
    "completed": "Completed",
    "cannot-start-yet": "Cannot start yet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the course as a line: its link ("" where it cannot start), status and reason."""

    title: str
    address: str
    status: str
    words: str
    reason: str


def parts_of(edition: Edition, modules: Sequence[ModuleState]) -> list[Markup]:
    """Return each module as its list of steps."""
    return [
        _module(edition, number, each, others=_others_are_open(modules, each))
        for number, each in enumerate(modules, 1)
    ]


def holding_up(modules: Iterable[ModuleState]) -> list[StepState]:
    """Return the steps that hold a trainee up: sent to a trainer, or not to be tried again now."""
    states = (state for module in modules for state in module.steps)
    return [each for each in states if each.bar or each.with_trainer or each.status == "sent"]


def row_of(edition: Edition, state: StepState) -> Row:
    """Return a step as a line."""
    closed = state.status == "cannot-start-yet"
    return Row(
        title=state.title,
        address="" if closed else address_of_step(edition, state.step),
        status=state.status,
        words=STATUS_WORDS[state.status],
        reason=_reason(state),
    )


def _others_are_open(modules: Sequence[ModuleState], module: ModuleState) -> bool:
    """Tell whether a trainee who is not through a module can go on in another one as well."""
    others = [each for each in modules if each is not module]
    return done([module]) < total([module]) and next_step(others) is not None


def _module(edition: Edition, number: int, module: ModuleState, *, others: bool) -> Markup:
    """Return a module as its list of steps: most trainees see most modules just alike."""
    return rendered_once(
        "parts/module.html",
        edition.id,
        number,
        others,
        *((state.status, _reason(state)) for state in module.steps),
        values=lambda: {
            "number": number,
            "title": module.title,
            "numbered": module.order == "fixed" and len(module.steps) > 1,
            "others": others,
            "behind": _behind(module),
            "rows": [row_of(edition, state) for state in module.steps],
        },
    )


def _behind(module: ModuleState) -> str:
    """Say how a module stands that waits for nothing of the trainee: "4 steps: 3 completed…"."""
    stand = Counter(state.status for state in module.steps)
    if next_step([module]) or stand["cannot-start-yet"]:
        return ""
    steps = counted(len(module.steps), "step")
    if not stand["sent"]:
        return f"{steps}, completed"
    words = [f"{number} {STATUS_WORDS[status].lower()}" for status, number in stand.items()]
    return f"{steps}: {', '.join(words)}"


def _reason(state: StepState) -> str:
    """Say why a step stands where it does, and from when on an exam can be tried again."""
    bar = state.bar
    if bar is None:
        return state.reason
    return f"{state.reason} {again_on(bar.until) if bar.until else bar.words}"
