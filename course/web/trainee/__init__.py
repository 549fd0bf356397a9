"""The pages of a trainee."""

from flask import Blueprint

bp = Blueprint("trainee", __name__)

from course.web.trainee import (  # noqa: E402  # they put their views on bp
    attempt,
    check,
    exam,
    home,
    lesson,
    question,
    record,
    reflection,
    refusing,
    roles,
)

__all__ = [
    "attempt",
    "check",
    "exam",
    "home",
    "lesson",
    "question",
    "record",
    "reflection",
    "refusing",
    "roles",
]
