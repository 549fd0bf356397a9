"""One person: where they stand and by what proof, their attempts, what was changed (PAGES C4)."""

from flask import render_template

from course import clock
from course.content.edition import Edition
from course.records.attempts.submitting import settled_deeds
from course.records.lists import one_person
from course.records.progress import counting
from course.records.tables import Enrollment
from course.web import frame
from course.web.access import open_to
from course.web.coordinator import bp
from course.web.coordinator.changing import changes_for
from course.web.coordinator.filters import STATES
from course.web.coordinator.person_view import ACTIONS, Logged, attempted, logged
from course.web.coordinator.proof_view import lesson_rows, proof_blocks
from course.web.coordinator.seen import enrollments_or_404
from course.web.database import database
from course.web.editions import live_edition


@bp.get("/people/<int:person>")
@open_to("coordinator")
def person(person: int) -> str:
    """Show the record of a person in one course. Of reflections it says done or not done."""
    enrollment, *others = enrollments_or_404(person)
    edition = live_edition(enrollment.course)
    frame.show_course(edition)
    return render_template(
        "coordinator/person.html",
        person=enrollment.person,
        enrollment=enrollment,
        others=others,
        states=STATES,
        edition=edition,
        actions=changes_for(enrollment),
        **_proven(enrollment, edition),
        attempts=[attempted(each) for each in one_person.sittings_of(database(), enrollment)],
        log=_log([enrollment, *others]),
    )


def _proven(enrollment: Enrollment, live: Edition) -> dict[str, object]:
    """Return the proof, and what was done: what it rests on."""
    deeds = settled_deeds(database(), enrollment, clock.now())
    proof = counting.proof_of(database(), enrollment, live, deeds=deeds)
    edition = counting.proven_under(database(), enrollment, live)
    return {
        "proof": proof,
        "proven_under": edition.id[:8],
        "blocks": proof_blocks(proof, edition, deeds),
        "lessons": list(lesson_rows(edition, deeds)),
    }


def _log(enrollments: list[Enrollment]) -> list[Logged]:
    changes = one_person.changes_of(
        database(), enrollments, person_id=enrollments[0].person_id, actions=ACTIONS.keys()
    )
    return [logged(each) for each in changes]
