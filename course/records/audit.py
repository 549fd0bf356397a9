"""Write who did what to whom, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from course.records.tables import AuditEvent, Cohort, Enrollment, Person

# Not an object of a session: nobody changes it or asks it again. Built once: each act writes one.
_EVENT = insert(AuditEvent)


def record(  # noqa: PLR0913  one argument for each column: an event says all of them by name
    session: Session,
    *,
    action: str,
    actor: Person | None,
    role: str,
    now: datetime,
    person: Person | None = None,
    enrollment: Enrollment | None = None,
    cohort: Cohort | None = None,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add an audit event to the open transaction; if it cannot be written, the act is undone.

    ``actor`` None is the system or the operator at the command line, as ``role`` says. An
    enrollment brings its person and cohort. ``detail`` holds ids, states and counts: never an
    answer, a reflection, a password or a token.
    """
    session.flush()  # rows made in this transaction have their keys only now
    session.connection().execute(
        _EVENT,
        {
            "at": now,
            "actor_id": actor.id if actor else None,
            "actor_role": role,
            "action": action,
            "person_id": person.id if person else enrollment.person_id if enrollment else None,
            "enrollment_id": enrollment.id if enrollment else None,
            "cohort_id": cohort.id if cohort else enrollment.cohort_id if enrollment else None,
            "reason": reason,
            "detail": dict(detail or {}),
        },
    )


def role_of(actor: Person | None) -> str:
    """Return the role in which somebody changes things: the one that may do most.

    None is the operator at the command line.
    """
    if actor is None:
        return "operator"
    having = (role for role in ("coordinator", "trainer", "trainee") if role in actor.role_names)
    return next(having, "visitor")
