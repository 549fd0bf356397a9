"""What anyone may open: the front door, getting in and out, one's own account, help, health."""

from flask import Blueprint

bp = Blueprint("visitor", __name__)

from course.web.visitor import account, forgot, health, joining, public, signing_in, verify  # noqa: E402, F401  # they put their views on bp
