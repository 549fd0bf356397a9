"""The pages of a coordinator."""

from flask import Blueprint

bp = Blueprint("coordinator", __name__)

from course.web.coordinator import (  # noqa: E402  # they put their views on bp
    changing,  # noqa: F401  # as above
    cohorts,  # noqa: F401  # as above
    correcting,  # noqa: F401  # as above
    dashboard,  # noqa: F401  # as above
    inviting,  # noqa: F401  # as above
    people,  # noqa: F401  # as above
    records,  # noqa: F401  # as above
    staff,  # noqa: F401  # as above
)
