"""What somebody who has to wait is told: in how long, whatever zone their clock shows."""

from datetime import timedelta

import pytest

from course.web.limits import too_many
from tests.cast import NOW


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (timedelta(seconds=1), "in 1 minute, at 9:01 am UTC."),
        (timedelta(seconds=61), "in 2 minutes, at 9:02 am UTC."),
        (timedelta(minutes=119), "in 119 minutes, at 10:59 am UTC."),
        (timedelta(hours=2), "in 2 hours, at 11:00 am UTC."),
        (timedelta(hours=2, seconds=1), "in 3 hours, at 11:01 am UTC."),
    ],
)
def test_a_wait_is_rounded_up_and_long_ones_are_in_hours(app, wait, said):
    with app.test_request_context():
        assert too_many(NOW + wait).description == f"You can try again {said}"
