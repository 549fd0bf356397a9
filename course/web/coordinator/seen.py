"""What this coordinator sees: a cohort or a person by its number, 404 for everything else."""

from collections.abc import Sequence

from flask import request
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course.records.base import LARGEST_KEY
from course.records.cohorts import enrollments, sight
from course.records.tables import Cohort, Enrollment
from course.web.database import database


def cohort_or_404(cohort: int) -> Cohort:
    """Return a cohort that this coordinator sees."""
    found = sight.cohort_for(database(), current_user.person, cohort)
    if found is None:
        raise NotFound
    return found


def enrollments_or_404(person: int) -> Sequence[Enrollment]:
    """Return the enrollments of a person that this coordinator sees, the one asked for first."""
    if person > LARGEST_KEY:
        raise NotFound
    found = enrollments.enrollments_for(database(), current_user.person, person)
    wanted = request.args.get("enrollment", type=int)
    chosen = [each for each in found if wanted in (None, each.id)][:1]
    if not chosen:
        raise NotFound
    return [*chosen, *(each for each in found if each is not chosen[0])]
