"""The pages of a trainee."""

from flask import Blueprint

bp = Blueprint("trainee", __name__)

from course.web.trainee import (  # noqa: E402, F401  # they put their views on bp
    check,
    exam,
    home,
    lesson,
    question,
    record,
    reflection,
    refusing,
    result,
    roles,
)
