"""Save what a trainee answers. What is acknowledged counts; what does not count is refused.

A save holds its enrollment together with other saves, but against its submit and against a change
of the enrollment: either it is in the score, or it is told why it is not (FAULTS cases 24, 39).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from course.content.edition import Edition
from course.grading import forms
from course.grading.item_types import Answer, accept_answer
from course.records.attempts.submitting import is_overdue
from course.records.base import LARGEST_SEQUENCE
from course.records.editions import edition_of
from course.records.progress.counting import refuse_inactive
from course.records.refusals import Refused
from course.records.tables import Attempt, LateResponse, Response
from course.records.transaction import transaction
from course.records.upsert import insert_of


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that is stored and will count, and its sequence: the next save's is larger."""

    at: datetime
    sequence: int


_TABLES = Response.metadata.tables
_ENROLLMENTS, _ATTEMPTS = _TABLES["enrollments"], _TABLES["attempts"]
# Both rows as they stand now, held beside other saves and against all else: the enrollment first,
# as every deed does. Built once and without objects, like the insert below: an exam is a thousand
# people who save every few seconds.
_HELD = (
    select(_ENROLLMENTS.c.state, _ATTEMPTS.c.submitted_at, _ATTEMPTS.c.due_at)
    .select_from(_ENROLLMENTS.join(_ATTEMPTS, _ATTEMPTS.c.enrollment_id == _ENROLLMENTS.c.id))
    .where(_ATTEMPTS.c.id == bindparam("attempt"))
    .with_for_update(read=True, of=(_ENROLLMENTS, _ATTEMPTS))
)


class Stale(Refused):
    """A newer answer is stored. It stays, and a page shows both."""

    def __init__(self, newer: Response) -> None:
        super().__init__("You answered this in another window. Select the answer to keep.")
        self.answer: Answer = tuple(newer.answer)
        self.later = newer.later
        self.saved_at = newer.saved_at
        self.sequence = newer.sequence


class Closed(Refused):
    """The attempt was sent before this answer came."""

    def __init__(self, submitted_at: datetime) -> None:
        super().__init__("You sent this exam already. Your answers cannot be changed now.")
        self.submitted_at = submitted_at


class TooLate(Refused):
    """The time had ended. The answer is kept and shown to the coordinator, but not scored."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__(
            "This answer came too late to count. We kept it, and your coordinator can see it."
        )
        self.ended_at = ended_at


class NotInForm(Refused):
    """The attempt does not ask this item, or the save's number cannot be."""

    def __init__(self) -> None:
        super().__init__("This question is not part of your exam. Go back to your exam.")


def save(  # noqa: PLR0913  session, edition and now are handed to every use case
    session: Session,
    attempt: Attempt,
    item: str,
    values: Sequence[str],
    *,
    edition: Edition,
    now: datetime,
    later: bool = False,
    sequence: int | None = None,
) -> Saved:
    """Save an answer to one item of an attempt; nothing chosen is an answer too.

    ``sequence`` counts the saves of a page's script: an older one never overwrites a newer one,
    and the same one may come again. None is a form without a script, which is always the newest.
    Raise NotInForm, NotAnAnswer, NotActive, Stale, Closed or TooLate.
    """
    answer = _accept(session, attempt, item, values, edition=edition)
    if sequence is not None and not 0 < sequence <= LARGEST_SEQUENCE:
        raise NotInForm
    with transaction(session):
        held = session.execute(_HELD, {"attempt": attempt.id}).one()
        refuse_inactive(held.state)
        refusal = _refusal(held.submitted_at, held.due_at, now)
        if refusal is None:
            row = (attempt.id, item, answer, later)
            saved = _write(session, row, sequence=sequence, now=now)
        elif isinstance(refusal, TooLate):
            session.add(
                LateResponse(attempt_id=attempt.id, item=item, answer=list(answer), received_at=now)
            )
    # Raised only now: inside, the late answer would be rolled back with the transaction.
    if refusal is not None:
        raise refusal
    return saved


def _accept(
    session: Session, attempt: Attempt, item: str, values: Sequence[str], *, edition: Edition
) -> Answer:
    if item not in {each.item for each in forms.from_rows(attempt.form)}:
        raise NotInForm
    exam = edition_of(session, attempt, edition).assessment_by_id[attempt.exam]
    return accept_answer(exam, exam.by_id[item], values)


def _refusal(
    sent: datetime | None, ends: datetime | None, now: datetime
) -> Closed | TooLate | None:
    if ends and is_overdue(ends, now) and sent in (None, ends):
        return TooLate(ends)
    return Closed(sent) if sent else None


def _write(
    session: Session,
    row: tuple[int, str, Answer, bool],
    *,
    sequence: int | None,
    now: datetime,
) -> Saved:
    """Insert or replace the response in one statement, which is what guards the sequence."""
    attempt_id, item, answer, later = row
    upsert = _upsert(session.get_bind().dialect.name, numbered=sequence is not None)
    values = {
        "attempt_id": attempt_id,
        "item": item,
        "answer": list(answer),
        "later": later,
        "sequence": sequence or 1,
        "saved_at": now,
    }
    written = session.scalar(upsert, values)
    if written is not None:
        return Saved(now, written)
    stored = session.get_one(Response, (attempt_id, item), populate_existing=True)
    if tuple(stored.answer) == answer and stored.later == later:
        return Saved(stored.saved_at, stored.sequence)
    raise Stale(stored)


@cache
def _upsert(dialect: str, *, numbered: bool) -> ReturningInsert[int]:
    table = _TABLES["responses"]
    insert = insert_of(dialect, table)
    new, kept = insert.excluded, table.c
    values: dict[str, ColumnElement[Any]] = {
        "answer": new.answer,
        "later": new.later,
        "saved_at": new.saved_at,
    }
    values["sequence"] = new.sequence if numbered else kept.sequence + 1
    return insert.on_conflict_do_update(
        index_elements=[kept.attempt_id, kept.item],
        set_=values,
        where=new.sequence > kept.sequence if numbered else None,
    ).returning(kept.sequence)
