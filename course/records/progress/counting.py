"""Progress and proof: what an enrollment's rows amount to under an edition.

A deed locks its enrollment first (``hold``) and any other row after it, so that two deeds of one
person never count past each other, and never wait for each other in a circle.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.requirements import Proof, as_json, from_json, prove
from course.grading.standing import reflection_standing
from course.grading.steps import StepState, done, state_of, total, walk
from course.records import audit
from course.records.editions import kept_edition, live_id
from course.records.progress.deeds import deeds_of
from course.records.refusals import NotActive, NotYet, Unknown, Withdrawn
from course.records.tables import Completion, Enrollment
from course.records.transaction import transaction

_AT_ONCE = 50
"""How many enrollments one transaction recounts: nobody's save waits longer than for those."""


def proof_of(
    session: Session, enrollment: Enrollment, edition: Edition, *, deeds: Deeds | None = None
) -> Proof:
    """Return the proof under the live edition; once completed, the stored one for ever.

    ``deeds`` are those that the caller has read already.
    """
    if enrollment.completed_at is not None:
        completion = session.get(Completion, enrollment.id)
        if completion is not None:
            return from_json(completion.proof)
    return prove(edition, deeds or deeds_of(session, enrollment))


def lock(session: Session, enrollment_id: int) -> Enrollment:
    """Keep an enrollment to this transaction, as it stands now and not as it was read before."""
    mode = {"key_share": True}
    return session.get_one(Enrollment, enrollment_id, with_for_update=mode, populate_existing=True)


def hold(session: Session, enrollment_id: int) -> Enrollment:
    """Lock the enrollment for a deed. Raise NotActive where it is withdrawn or on hold."""
    held = lock(session, enrollment_id)
    refuse_inactive(held.state)
    return held


def refuse_inactive(state: str) -> None:
    """Raise NotActive where an enrollment that is locked is withdrawn or on hold."""
    if state == "on-hold":
        raise NotActive("Your course is on hold. Ask your coordinator when you can go on.")
    if state == "withdrawn":
        raise Withdrawn


def open_step(
    edition: Edition, deeds: Deeds, kind: Literal["lesson", "exam"], id: str
) -> StepState:
    """Return a step that may be done now.

    Raise Unknown where the course has no such step, NotYet with the reason where it cannot
    start yet.
    """
    step = next((each for each in edition.steps if (each.kind, each.id) == (kind, id)), None)
    if step is None:
        raise Unknown
    state = state_of(edition, deeds, step)
    if state.status == "cannot-start-yet":
        raise NotYet(state.reason)
    return state


def record_progress(
    session: Session, enrollment: Enrollment, *, edition: Edition, now: datetime
) -> None:
    """Count after a deed: the trainee was active, and the row says where they stand now.

    Runs in the deed's own transaction, on an enrollment that it holds. ``edition`` is the live
    one.
    """
    enrollment.last_active_at = enrollment.active_at = now
    if enrollment.state == "enrolled":
        enrollment.state = "in-progress"
    recount(session, enrollment, edition=edition, now=now)


def recount(session: Session, enrollment: Enrollment, *, edition: Edition, now: datetime) -> None:
    """Write the counts of an enrollment, and its completion where every requirement is met.

    Runs in the caller's transaction, on an enrollment that it holds. A completion is written
    once, with its edition and proof, and stays whatever is published later. ``edition`` is the
    live one as far as the caller knows; where another went live meanwhile, that one counts, so
    that no count of before stays after ``recount_course`` has been by.
    """
    _count(session, enrollment, edition=_live(session, edition), now=now)


def _live(session: Session, edition: Edition) -> Edition:
    live = live_id(session, edition.course)
    return edition if live in (None, edition.id) else kept_edition(session, live)


def _count(session: Session, enrollment: Enrollment, *, edition: Edition, now: datetime) -> None:
    session.flush()
    deeds = deeds_of(session, enrollment)
    modules, proof = walk(edition, deeds), prove(edition, deeds)
    states = [state for module in modules for state in module.steps]
    enrollment.steps_done, enrollment.steps_total = done(modules), total(modules)
    if proof.met and enrollment.state == "in-progress":
        _complete(session, enrollment, proof, edition=edition, now=now)
    enrollment.counts = {
        "funnel": _funnel(edition, deeds, states, completed=enrollment.completed_at is not None),
        "exams": {
            exam: deed.percent for exam, deed in deeds.exams.items() if deed.percent is not None
        },
        "left": 0 if enrollment.completed_at else len(proof.left),
    }


def recount_course(session: Session, *, edition: Edition, now: datetime) -> int:
    """Recount everybody who is on a course after its edition went live; return how many.

    In many short transactions, so that saves go on meanwhile. Running it twice is harmless.
    """
    last, counted = 0, 0
    while True:
        with transaction(session):
            batch = session.scalars(
                select(Enrollment)
                .where(
                    Enrollment.course == edition.course,
                    Enrollment.state.in_(("enrolled", "in-progress")),
                    Enrollment.id > last,
                )
                .order_by(Enrollment.id)
                .limit(_AT_ONCE)
                .with_for_update(key_share=True)
                .execution_options(populate_existing=True)
            ).all()
            live = _live(session, edition)
            for enrollment in batch:
                _count(session, enrollment, edition=live, now=now)
                last = enrollment.id
            counted += len(batch)
        if len(batch) < _AT_ONCE:
            return counted


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


def _complete(
    session: Session, enrollment: Enrollment, proof: Proof, *, edition: Edition, now: datetime
) -> None:
    since = proof.since or now
    enrollment.state, enrollment.completed_at = "completed", since
    session.add(
        Completion(
            enrollment_id=enrollment.id,
            edition_id=edition.id,
            completed_at=since,
            proof=as_json(proof),
        )
    )
    detail = {"edition": edition.id}
    audit.record(
        session, action="complete", actor=None, role="system", now=now,
        enrollment=enrollment, detail=detail,
    )  # fmt: skip
