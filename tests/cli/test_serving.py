"""``course serve``: the terminal tells what each save does, whether or not a page is open."""

import re
import time
from pathlib import Path

import pytest

from tests.desk import Desk

pytestmark = pytest.mark.whole


def wait_for_another(desk: Desk, state: str) -> str:
    """Ask as the script of a page does, until the pages are other ones."""
    end = time.monotonic() + 30
    while (now := desk.state()) == state:
        assert time.monotonic() < end, desk.said()
        time.sleep(0.02)
    return now


def test_the_terminal_tells_of_each_save_when_no_page_is_open(tmp_path: Path):
    with Desk(tmp_path) as desk:
        first = desk.state()
        desk.save("A gift can", "A small gift can")
        second = wait_for_another(desk, first)
        desk.save("topic: ethics", "topic: ethic")
        third = wait_for_another(desk, second)
        desk.wait_for("peer-basics: has errors, so its pages stay as they were")
        desk.save("topic: ethic", "topic: ethics")
        wait_for_another(desk, third)
        desk.wait_for("live as it is")
        said = desk.said()
    assert len(re.findall(r"peer-basics: published \w{12}", said)) == 2
    assert said.count("error[Q204]") == 1
