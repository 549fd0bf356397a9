"""Practice questions in a lesson: answered as often as one likes, scored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition, QuestionBox
from course.grading.item_types import Answer, NotAnAnswer, accept_answer, is_right
from course.records.progress.counting import hold, open_step, record_progress
from course.records.progress.deeds import deeds_of
from course.records.refusals import Unknown
from course.records.tables import Enrollment, PracticeResponse
from course.records.transaction import transaction
from course.records.upsert import insert_into


@dataclass(frozen=True, slots=True)
class PracticeOutcome:
    """The answer that was stored, and whether it is wholly right."""

    answer: Answer
    right: bool


def answer_practice(
    session: Session,
    enrollment: Enrollment,
    item: str,
    values: Sequence[str],
    *,
    edition: Edition,
    now: datetime,
) -> PracticeOutcome:
    """Store the latest answer to a practice item of a lesson, and say whether it is right.

    Raise Unknown where no lesson has the item, NotYet, NotActive, or NotAnAnswer with the
    sentence to show.
    """
    lesson, box = _box(edition, item)
    practice = edition.assessment_by_id[box.assessment]
    asked = practice.by_id[item]
    answer = accept_answer(practice, asked, values)
    if not answer:
        raise NotAnAnswer("Select an answer.")
    with transaction(session):
        held = hold(session, enrollment.id)
        open_step(edition, deeds_of(session, held), "lesson", lesson)
        _store(session, held, item=item, answer=answer, edition=edition, now=now)
        record_progress(session, held, edition=edition, now=now)
    return PracticeOutcome(answer, is_right(asked, answer))


def _box(edition: Edition, item: str) -> tuple[str, QuestionBox]:
    found = (
        (lesson.id, box)
        for lesson in edition.lessons
        for box in lesson.questions
        if box.item == item
    )
    for place in found:
        return place
    raise Unknown


def _store(
    session: Session,
    enrollment: Enrollment,
    *,
    item: str,
    answer: Answer,
    edition: Edition,
    now: datetime,
) -> None:
    latest = {"edition_id": edition.id, "answer": list(answer), "answered_at": now}
    insert = insert_into(session, PracticeResponse).values(
        enrollment_id=enrollment.id, item=item, tries=1, **latest
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["enrollment_id", "item"],
            set_={**latest, "tries": PracticeResponse.tries + 1},
        )
    )
