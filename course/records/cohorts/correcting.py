"""Correct what a cohort is called and when it runs. Its people and its join code stay."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from course.records import audit
from course.records.cohorts.adding import name_is_free, one_line, refuse_backward
from course.records.facts import Facts, Overtaken
from course.records.refusals import Refused
from course.records.tables import Cohort, Person
from course.records.transaction import transaction


@dataclass(frozen=True, slots=True)
class CohortFacts(Facts):
    """What can be corrected of a cohort."""

    called = "this cohort"
    name: str
    starts_on: date | None
    ends_on: date | None


def facts_of(cohort: Cohort) -> CohortFacts:
    """Return what a cohort is called and when it runs."""
    return CohortFacts(cohort.name, cohort.starts_on, cohort.ends_on)


def correct_cohort(  # noqa: PLR0913  which, to what, instead of what, why, by whom and when
    session: Session,
    cohort: Cohort,
    facts: CohortFacts,
    *,
    instead_of: str,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    """Correct a cohort; ``instead_of`` is the mark of the facts that are to be replaced.

    Raise Overtaken where they are others by now, and Refused without a reason, where nothing
    would change, the name is taken, or the dates are the wrong way round.
    """
    if not reason.strip():
        raise Refused("Enter why you are making this change")
    refuse_backward(facts.starts_on, facts.ends_on)
    with name_is_free(), transaction(session):
        # The row as it stands now, and nobody else's until this is written.
        held = session.get_one(Cohort, cohort.id, with_for_update=True, populate_existing=True)
        before = facts_of(held)
        if before.mark != instead_of:
            raise Overtaken(before.called)
        held.name = one_line(facts.name)
        held.starts_on, held.ends_on = facts.starts_on, facts.ends_on
        if facts_of(held) == before:
            raise Refused("Nothing is different yet. Change the name or a date")
        audit.record(
            session,
            action="cohort-correct",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            cohort=held,
            reason=reason.strip(),
            detail={"before": _as_json(before), "after": _as_json(facts_of(held))},
        )


def _as_json(facts: CohortFacts) -> dict[str, str]:
    return {name: str(fact or "") for name, fact in asdict(facts).items()}
