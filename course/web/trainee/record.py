"""A trainee's own record: what they did, and the proof of what the certificate asks for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Assessment, Edition
from course.grading.deeds import Deeds
from course.records.attempts.submitting import settled_deeds
from course.records.cohorts.enrollments import enrollments_of
from course.records.progress.counting import proof_of
from course.records.tables import Enrollment
from course.web import frame
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.trainee import bp
from course.web.trainee.gone import gone_exams
from course.web.trainee.proof_view import left_words, proof_blocks
from course.web.trainee.refusing import ASK

GONE = "The course does not have this exam any more. "


class Sent(NamedTuple):
    """An attempt at an exam that was sent; ``words`` are its score, as far as the exam tells it.

    ``address`` is "" where its result is not open to the trainee.
    """

    title: str
    address: str
    words: str
    at: datetime


@bp.get("/record")
@open_to("trainee")
def record() -> str:
    """Show the record of one course: the one in the address, else the one begun last.

    A course that one has left keeps its record; the others come before it.
    """
    live = shelf().live()
    courses = enrollments_of(database(), current_user.person)
    mine = {id: each for id, each in (courses.left | courses.now).items() if id in live}
    course = request.args.get("course", next(reversed(mine), ""))
    if course and course not in mine:
        raise NotFound
    others = [live[each] for each in mine if each != course]
    if not course:
        return render_template("trainee/no-record.html", waits=bool(courses.now or courses.left))
    return _page(live[course], mine[course], others)


def _page(edition: Edition, enrollment: Enrollment, others: list[Edition]) -> str:
    frame.show_course(edition)
    deeds = settled_deeds(database(), enrollment, clock.now())
    proof = proof_of(database(), enrollment, edition, deeds=deeds)
    on_it = enrollment.state != "withdrawn"
    return render_template(
        "trainee/record.html",
        edition=edition,
        enrollment=enrollment,
        person=current_user.person,
        proof=proof,
        on_it=on_it,
        blocks=proof_blocks(proof, edition, deeds, linked=on_it),
        left=left_words(proof),
        sent=list(_sent(edition, deeds, gone_exams(edition, enrollment, deeds), linked=on_it)),
        others=others,
        ask=ASK,
    )


def _sent(
    edition: Edition, deeds: Deeds, gone: Mapping[int, Assessment], *, linked: bool
) -> Iterator[Sent]:
    """Yield the attempts that were sent, exam by exam; of an exam that is gone as it was then."""
    for id, deed in deeds.exams.items():
        for each in deed.sent:
            exam = gone.get(each.attempt) or edition.assessment_by_id[id]
            score = f"Score: {each.percent}%. " if exam.show != "nothing" else ""
            passed = {True: "Passed. ", False: "Not passed. ", None: ""}[each.passed]
            yield Sent(
                f"{exam.title}, attempt {each.number}",
                url_for("trainee.result", attempt=each.attempt) if linked else "",
                score + passed + (GONE if each.attempt in gone else ""),
                each.at,
            )
