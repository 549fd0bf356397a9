"""Steps: where a trainee stands on each step of a course, and which one comes next.

This is what the trainee sees. It tells whether a reflection is with the trainer, which is
nobody else's business (DESIGN 2.11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from course.content.edition import Edition, Lesson, Reflection, Step
from course.grading.deeds import Deeds, ExamDeed
from course.grading.standing import (
    Standing,
    exam_standing,
    lesson_standing,
    reflection_standing,
)
from course.grading.tries import Barred, barred
from course.grading.words import not_answered, quoted, to_finish

Status = Literal[
    "not-started", "in-progress", "sent", "changes-asked", "completed", "cannot-start-yet"
]


@dataclass(frozen=True, slots=True)
class StepState:
    """Where one step stands. ``reason`` says why in words, ``since`` when it was completed.

    ``bar`` is what stands against another attempt at an exam that was not passed: its words are
    not in ``reason``, because a page says the moment of a wait in the reader's own zone.
    ``with_trainer``: nothing but a trainer's answer is waited for.
    """

    step: Step
    title: str
    status: Status
    reason: str = ""
    since: datetime | None = None
    bar: Barred | None = None
    with_trainer: bool = False


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module with its steps as they stand."""

    title: str
    order: Literal["fixed", "free"]
    steps: tuple[StepState, ...]


@dataclass(frozen=True, slots=True)
class First:
    """What comes before a step that cannot start yet; ``open`` where it can be done now.

    ``left`` says of one that was begun what of it is left.
    """

    kind: Literal["lesson", "exam", "reflection"]
    id: str
    title: str
    open: bool
    left: str = ""


def walk(edition: Edition, deeds: Deeds, now: datetime) -> tuple[ModuleState, ...]:
    """Say where each step stands at a moment, in the order of the course.

    A step of a fixed module opens when those before it in the module are completed, any step
    when those its ``after`` names are. An exam that was begun stays open; one that was sent and
    not passed cannot start while its attempts are used up, or a wait between two is not over.
    """
    course_walk = _Walk(edition, deeds, now)
    return tuple(
        ModuleState(module.title, module.order, tuple(map(course_walk.state, module.steps)))
        for module in edition.modules
    )


def what_comes_first(edition: Edition, deeds: Deeds, step: Step) -> tuple[First, ...]:
    """Return what a step that cannot start yet waits for, in the course's order.

    The steps before it, else the reflections; nothing where it can start, or is completed. Of an
    exam whose attempts are barred its own page tells that, so it counts as one that can start.
    """
    return _Walk(edition, deeds).first(step)


def finish_first(first: Sequence[First]) -> str:
    """Say what comes first: the first title, and how many more."""
    titles = [each.title for each in first]
    if first[0].kind != "reflection":
        return to_finish(titles, "step")
    return not_answered(titles) if first[0].left else to_finish(titles, "reflection")


def next_step(modules: Iterable[ModuleState]) -> StepState | None:
    """Return the first step that waits for the trainee, None where none does.

    One that was sent waits for the trainer, so it is passed over; so is an exam that cannot be
    tried again now.
    """
    steps = (state for module in modules for state in module.steps)
    return next((state for state in steps if state.status in _WAITS_FOR_TRAINEE), None)


def done(modules: Iterable[ModuleState]) -> int:
    """Return how many steps are completed."""
    return sum(state.status == "completed" for module in modules for state in module.steps)


def total(modules: Iterable[ModuleState]) -> int:
    """Return how many steps there are."""
    return sum(len(module.steps) for module in modules)


_WAITS_FOR_TRAINEE = ("not-started", "in-progress", "changes-asked")


class _Walk:
    """One trainee's deeds held against each step of a course."""

    def __init__(self, edition: Edition, deeds: Deeds, now: datetime | None = None) -> None:
        self.edition = edition
        self.deeds = deeds
        self.now = now
        self.standings: dict[Step, Standing] = {}

    def state(self, step: Step) -> StepState:
        title, standing = self.edition.step_title(step), self._standing(step)
        if standing.met:
            return StepState(step, title, "completed", since=standing.since)
        exam = step.kind == "exam"
        if exam and self._is_open(step):
            return StepState(step, title, "in-progress", standing.evidence)
        if unmet := self._unmet(step):
            reason = to_finish([self.edition.step_title(each) for each in unmet], "step")
            return StepState(step, title, "cannot-start-yet", reason)
        if step.after_reflections and (written := self._unwritten()):
            titles, sent = [each.title for each, _ in written], written[0][1] == "sent"
            reason = not_answered(titles) if sent else to_finish(titles, "reflection")
            return StepState(step, title, "cannot-start-yet", reason, with_trainer=sent)
        if exam and (bar := self._bar(step)):
            return StepState(step, title, "cannot-start-yet", standing.evidence, bar=bar)
        begun = self._begun_exam if exam else self._begun_lesson
        return StepState(step, title, *begun(step))

    def first(self, step: Step) -> tuple[First, ...]:
        """Return what a step waits for."""
        if self._standing(step).met or self._is_open(step):
            return ()
        steps = tuple(self._before(each) for each in self._unmet(step))
        if steps or not step.after_reflections:
            return steps
        of = {each.id: each for each in self.edition.steps if each.kind == "lesson"}
        return tuple(
            First(
                "reflection",
                each.id,
                each.title,
                open=self._can_start(of[each.lesson]),
                left="Your trainer has not answered yet." if state == "sent" else "",
            )
            for each, state in self._unwritten()
        )

    def _before(self, step: Step) -> First:
        state, can_start = self.state(step), self._can_start(step)
        left = state.reason if can_start else ""
        return First(step.kind, step.id, state.title, open=can_start, left=left)

    def _can_start(self, step: Step) -> bool:
        return self.state(step).status != "cannot-start-yet"

    def _unmet(self, step: Step) -> list[Step]:
        return [each for each in self.edition.prerequisites[step] if not self._standing(each).met]

    def _standing(self, step: Step) -> Standing:
        found = self.standings.get(step)
        if found is None:
            found = self.standings[step] = self._work_out(step)
        return found

    def _work_out(self, step: Step) -> Standing:
        if step.kind == "lesson":
            return lesson_standing(self.edition, self.edition.lesson_by_id[step.id], self.deeds)
        exam = self.edition.assessment_by_id[step.id]
        must: Literal["passed", "taken"] = "passed" if exam.pass_mark else "taken"
        return exam_standing(exam, self.deeds.exams.get(exam.id), must=must)

    def _unwritten(self) -> list[tuple[Reflection, str]]:
        """Return the reflections that a step that waits for all still waits for, with their state.

        Those that wait for a trainer come last: nothing is left to do about them.
        """
        lessons = [each for each in self.edition.steps if each.kind == "lesson"]
        found = (self._open_reflections(self.edition.lesson_by_id[each.id]) for each in lessons)
        return sorted((each for some in found for each in some), key=lambda each: each[1] == "sent")

    def _is_open(self, step: Step) -> bool:
        """Tell whether a step is an exam with an attempt that was not sent yet."""
        deed = self.deeds.exams.get(step.id) if step.kind == "exam" else None
        return deed is not None and deed.open_attempt is not None

    def _bar(self, step: Step) -> Barred | None:
        """Return what stands against another attempt at the exam that a step is."""
        deed = self.deeds.exams.get(step.id)
        if deed is None or self.now is None:
            return None
        return barred(self.edition.assessment_by_id[step.id], deed, self.now)

    def _begun_exam(self, step: Step) -> tuple[Status, str]:
        if self.deeds.exams.get(step.id, ExamDeed()).taken_at is None:
            return "not-started", ""
        return "in-progress", self._standing(step).evidence

    def _begun_lesson(self, step: Step) -> tuple[Status, str]:
        lesson, deed = self.edition.lesson_by_id[step.id], self.deeds.lessons.get(step.id)
        if deed is None and self.deeds.reflections.keys().isdisjoint(lesson.reflections):
            return "not-started", ""
        states = self._open_reflections(lesson)
        asked = [each.title for each, state in states if state == "changes-asked"]
        if asked:
            return "changes-asked", f"Your trainer asked for changes to {quoted(asked[0])}."
        if deed is None:
            return "not-started", ""
        waits = lesson.complete_when == "reflection" and {state for _, state in states} == {"sent"}
        if deed.done_at and waits:
            return "sent", not_answered([each.title for each, _ in states])
        return "in-progress", self._standing(step).evidence

    def _open_reflections(self, lesson: Lesson) -> list[tuple[Reflection, str]]:
        """Return each reflection of a lesson that is not complete, and its state."""
        found = [self.edition.reflection_by_id[each] for each in lesson.reflections]
        written = [(each, self.deeds.reflections.get(each.id)) for each in found]
        return [
            (reflection, deed.state if deed else "not-started")
            for reflection, deed in written
            if not reflection_standing(reflection, deed).met
        ]
