"""What a trainee of the small course does, as tests need it done before they begin."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.attempts import saving, starting, submitting
from course.records.progress import lessons, practice
from course.records.reflections import choosing, writing
from course.records.tables import Attempt, Enrollment, Publication, PublishedEdition, Score
from course.records.transaction import transaction
from tests.builders import right, wrong
from tests.cast import NOW

WORDS = "I would sit with Sam and ask what helps."
"""A text that is neither too short nor too long."""


def do_the_first_lesson(
    session: Session, enrollment: Enrollment, edition: Edition, now: datetime
) -> None:
    lessons.mark_done(session, enrollment, "how-it-works", edition=edition, now=now)


def begin_pre_course(
    session: Session, enrollment: Enrollment, edition: Edition, now: datetime
) -> Attempt:
    do_the_first_lesson(session, enrollment, edition, now)
    return starting.start(session, enrollment, "pre-course", edition=edition, now=now)


def do_everything_but_the_final(
    session: Session, enrollment: Enrollment, edition: Edition, now: datetime
) -> None:
    attempt = begin_pre_course(session, enrollment, edition, now)
    submitting.submit(session, attempt, edition=edition, now=now)
    for lesson in ("the-role", "gifts"):
        lessons.mark_done(session, enrollment, lesson, edition=edition, now=now)
    answer = right(edition.assessment_by_id["practice"].by_id["ethics-p-1"])
    practice.answer_practice(session, enrollment, "ethics-p-1", answer, edition=edition, now=now)
    for reflection in ("first-day", "a-gift"):
        send(session, enrollment, edition, now, reflection=reflection)


def send(
    session: Session,
    enrollment: Enrollment,
    edition: Edition,
    now: datetime,
    *,
    reflection: str = "first-day",
    text: str = WORDS,
    shared: bool = False,
) -> None:
    draft = writing.Draft(text, shared=shared)
    writing.send(session, enrollment, reflection, draft, edition=edition, now=now)


def stop_sharing(session: Session, enrollment: Enrollment, edition: Edition, now: datetime) -> None:
    """Take the shared reflection back from the trainers."""
    choosing.keep_private(session, enrollment, "first-day", edition=edition, now=now)


def go_live(session: Session, edition: Edition) -> None:
    """Make an edition the live one of its course, as ``publish`` does."""
    with transaction(session):
        ours = PublishedEdition.course == edition.course
        connection = session.connection()
        connection.execute(update(PublishedEdition).where(ours).values(live=False))
        connection.execute(
            insert(PublishedEdition),
            {
                "id": edition.id,
                "course": edition.course,
                "title": edition.title,
                "live": True,
                "compiled": edition.model_dump_json(),
            },
        )
        connection.execute(
            insert(Publication),
            {"course": edition.course, "edition_id": edition.id, "published_at": NOW},
        )


def begin_final(
    session: Session, enrollment: Enrollment, edition: Edition, now: datetime
) -> Attempt:
    do_everything_but_the_final(session, enrollment, edition, now)
    return starting.start(session, enrollment, "final", edition=edition, now=now)


def answer_all(
    session: Session, attempt: Attempt, edition: Edition, now: datetime, *, rights: int = 99
) -> None:
    """Answer every item of the form: so many rightly, the others wrongly."""
    exam = edition.assessment_by_id[attempt.exam]
    for place, (item, _options) in enumerate(attempt.form):
        asked = exam.by_id[item]
        answer = right(asked) if place < rights else wrong(asked)
        saving.save(session, attempt, item, answer, edition=edition, now=now)


def take_the_final(
    session: Session, enrollment: Enrollment, edition: Edition, now: datetime, *, rights: int = 99
) -> Score:
    attempt = starting.start(session, enrollment, "final", edition=edition, now=now)
    answer_all(session, attempt, edition, now, rights=rights)
    return submitting.submit(session, attempt, edition=edition, now=now)
