"""Progress and proof: what an enrollment's rows amount to under an edition.

A deed locks its enrollment first (``hold``) and any other row after it, so that two deeds of one
person never count past each other, and never wait for each other in a circle.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.grading.deeds import Deeds
from course.grading.requirements import Proof, as_json, from_json, prove
from course.grading.steps import done, finish_first, total, walk, what_comes_first
from course.records import audit
from course.records.editions import kept_edition, live_id
from course.records.progress.counts import counts_of
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
    completion = _completion(session, enrollment)
    if completion is not None:
        return from_json(completion.proof)
    return prove(edition, deeds or deeds_of(session, enrollment))


def proven_under(session: Session, enrollment: Enrollment, live: Edition) -> Edition:
    """Return the edition that the proof speaks of: that of the completion, else the live one."""
    completion = _completion(session, enrollment)
    return kept_edition(session, completion.edition_id) if completion else live


def _completion(session: Session, enrollment: Enrollment) -> Completion | None:
    return session.get(Completion, enrollment.id) if enrollment.completed_at is not None else None


def lock(session: Session, enrollment_id: int, *, to_read: bool = False) -> Enrollment:
    """Keep an enrollment to this transaction, as it stands now and not as it was read before.

    ``to_read``: others may read it too, and who changes it waits.
    """
    mode = {"read": True} if to_read else {"key_share": True}
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


def open_step(edition: Edition, deeds: Deeds, kind: Literal["lesson", "exam"], id: str) -> None:
    """Go on where nothing has to be done before a step.

    Raise Unknown where the course has no such step, NotYet with what comes first where something
    does.
    """
    step = next((each for each in edition.steps if (each.kind, each.id) == (kind, id)), None)
    if step is None:
        raise Unknown
    if first := what_comes_first(edition, deeds, step):
        raise NotYet(finish_first(first), course=edition.course, first=first)


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
    that no count of before stays after ``recount_course`` has been by. What is completed is
    counted under the edition of its completion.
    """
    _count(session, enrollment, edition=_live(session, edition), now=now)


def _live(session: Session, edition: Edition) -> Edition:
    live = live_id(session, edition.course)
    return edition if live in (None, edition.id) else kept_edition(session, live)


def _count(session: Session, enrollment: Enrollment, *, edition: Edition, now: datetime) -> None:
    session.flush()
    edition = proven_under(session, enrollment, edition)
    deeds = deeds_of(session, enrollment)
    modules = walk(edition, deeds, now)
    proof = proof_of(session, enrollment, edition, deeds=deeds)
    enrollment.steps_done, enrollment.steps_total = done(modules), total(modules)
    if proof.met and enrollment.state == "in-progress":
        _complete(session, enrollment, proof, edition=edition, now=now)
    completed = enrollment.completed_at is not None
    enrollment.counts = counts_of(edition, deeds, modules, proof, completed=completed)


def recount_course(session: Session, *, edition: Edition, now: datetime) -> int:
    """Recount who has not completed a course after its edition went live; return how many.

    Also who withdrew or is on hold: their proof is under the live edition too. In many short
    transactions, so that saves go on meanwhile. Running it twice is harmless.
    """
    which = and_(Enrollment.course == edition.course, _open())
    return _recount_all(session, which, edition, now)


def recount_rest(session: Session, *, edition: Edition, now: datetime) -> int:
    """Recount who has not completed a course and is not counted under it; return how many.

    Whoever published it was stopped in the midst. Counted too is whoever was counted last by a
    version of this program that kept no requirements. Nothing is written where nobody is left.
    """
    left = Enrollment.counts["edition"].as_string().is_distinct_from(edition.id)
    before = Enrollment.counts["requirements"].as_string().is_(None)
    rest = and_(Enrollment.course == edition.course, or_(and_(_open(), left), before))
    if session.scalar(select(Enrollment.id).where(rest).limit(1)) is None:
        return 0
    return _recount_all(session, rest, edition, now)


def _open() -> ColumnElement[bool]:
    return Enrollment.completed_at.is_(None)


def _recount_all(
    session: Session, which: ColumnElement[bool], edition: Edition, now: datetime
) -> int:
    last, counted = 0, 0
    while True:
        with transaction(session):
            batch = session.scalars(
                select(Enrollment)
                .where(which, Enrollment.id > last)
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
