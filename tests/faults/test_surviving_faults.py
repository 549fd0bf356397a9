"""A few seconds of each fault on the documented site; ``make faults`` takes a minute for them."""

import pytest

from tests.faults.faults import SHORT
from tests.faults.run import broken, play
from tests.faults.site import Machine

pytestmark = [pytest.mark.whole, pytest.mark.timeout(150)]


def test_a_site_survives_what_happens_to_its_machine(tmp_path):
    with Machine(tmp_path, mounted=False) as site:
        outcomes, wrong = play(site, SHORT)
    found = {each.fault.name: list(broken(each)) for each in outcomes}
    assert wrong == []
    assert {name: broken for name, broken in found.items() if broken} == {}
