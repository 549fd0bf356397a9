"""Attempts at exams that the course, as it is now, does not have any more."""

from course.content.edition import Assessment, Edition
from course.grading.deeds import Deeds
from course.records.attempts.starting import attempts_of
from course.records.tables import Enrollment
from course.web.database import database
from course.web.editions import edition_of


def gone_exams(edition: Edition, enrollment: Enrollment, deeds: Deeds) -> dict[int, Assessment]:
    """Return the exam of each attempt at one that is gone now, as its own edition has it.

    Asks the database only where there is such an attempt.
    """
    gone = {id for id in deeds.exams if edition.exam(id) is None}
    if not gone:
        return {}
    return {
        each.id: edition_of(each).assessment_by_id[each.exam]
        for each in attempts_of(database(), enrollment)
        if each.exam in gone
    }
