"""The pages of a trainer."""

from flask import Blueprint

bp = Blueprint("trainer", __name__)

from course.web.trainer import checking, going_live, paper, preview, queue, replying  # noqa: E402, F401  # they put their views on bp
