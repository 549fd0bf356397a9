"""One's own attempt with all that its pages ask: the exam of its edition, its form, its answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.content.edition import Assessment, Edition, Item
from course.grading.forms import Form, FormItem, from_rows
from course.records.attempts.starting import attempt_of
from course.records.refusals import NotActive, Withdrawn
from course.records.tables import Attempt
from course.web import frame
from course.web.database import database
from course.web.editions import edition_of, live_edition
from course.web.items import AskedItem, ask
from course.web.trainee.places import address_of_exam

FROM_CHECK, FROM_ANSWER = "check", "answer"
"""What a question was opened from, as its address says: the check page, or an answer there."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt, the edition that it was started in, its exam and its form."""

    attempt: Attempt
    edition: Edition
    exam: Assessment
    form: Form

    @property
    def length(self) -> int:
        """How many questions are asked."""
        return len(self.form)

    def place(self, n: int) -> FormItem:
        """Return what is asked at a place, counted from 1; 404 beyond the form."""
        if not 1 <= n <= self.length:
            raise NotFound
        return self.form[n - 1]

    def item(self, n: int) -> Item:
        """Return the item at a place."""
        return self.exam.by_id[self.place(n).item]

    def asked(self, n: int, answer: Sequence[str]) -> AskedItem:
        """Return the question at a place ready to be asked, its options as they were drawn."""
        return ask(self.exam, self.item(n), answer=answer, order=self.place(n).options)

    @property
    def about(self) -> str:
        """The address of what the exam asks; "" where the course does not have it any more."""
        return address_of_exam(live_edition(self.edition.course), self.exam.id)

    def address(self, n: int) -> str:
        """Return the address of the question at a place; past the last, the check page's."""
        if n > self.length:
            return url_for("trainee.check", attempt=self.attempt.id)
        return url_for("trainee.question", attempt=self.attempt.id, n=n)


def sitting(attempt: int) -> Sitting:
    """Return one's own attempt, 404 for anybody else's.

    Raise NotActive where the trainee is off the course, or on hold with the attempt open.
    """
    found = attempt_of(database(), current_user.person, attempt, now=clock.now())
    if found is None:
        raise NotFound
    state = found.enrollment.state
    if state == "withdrawn":
        raise Withdrawn(found.enrollment.course)
    if state == "on-hold" and found.submitted_at is None:
        raise NotActive("Your course is on hold. Your answers are kept. Ask your coordinator.")
    edition = edition_of(found)
    frame.show_course(edition)
    return Sitting(found, edition, edition.assessment_by_id[found.exam], from_rows(found.form))
