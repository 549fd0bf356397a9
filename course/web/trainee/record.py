"""A trainee's own record: what they did, and the proof of what the certificate asks for."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Edition
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
from course.web.trainee.proof_view import left_words, proof_blocks


class Sent(NamedTuple):
    """An attempt at an exam that was sent; ``words`` are its score, as far as the exam tells it."""

    title: str
    address: str
    words: str
    at: datetime


@bp.get("/record")
@open_to("trainee")
def record() -> str:
    """Show the record of one course: the one in the address, else the one begun last."""
    live = shelf().live()
    mine = {
        each.course: each
        for each in enrollments_of(database(), current_user.person)
        if each.course in live
    }
    course = request.args.get("course", next(reversed(mine), ""))
    if course and course not in mine:
        raise NotFound
    others = [live[each] for each in mine if each != course]
    if not course:
        return render_template("trainee/no-record.html")
    return _page(live[course], mine[course], others)


def _page(edition: Edition, enrollment: Enrollment, others: list[Edition]) -> str:
    frame.show_course(edition)
    deeds = settled_deeds(database(), enrollment, clock.now())
    proof = proof_of(database(), enrollment, edition, deeds=deeds)
    return render_template(
        "trainee/record.html",
        edition=edition,
        enrollment=enrollment,
        person=current_user.person,
        proof=proof,
        blocks=proof_blocks(proof, edition, deeds),
        left=left_words(proof),
        sent=list(_sent(edition, deeds)),
        others=others,
    )


def _sent(edition: Edition, deeds: Deeds) -> Iterator[Sent]:
    """Yield the attempts that were sent, exam by exam; of an exam that is gone, no score."""
    for id, deed in deeds.exams.items():
        exam = edition.exam(id)
        title = exam.title if exam else "An exam of an earlier edition"
        for each in deed.sent:
            score = f"Score: {each.percent}%. " if exam and exam.show != "nothing" else ""
            yield Sent(
                f"{title}, attempt {each.number}",
                url_for("trainee.result", attempt=each.attempt),
                score + {True: "Passed. ", False: "Not passed. ", None: ""}[each.passed],
                each.at,
            )
