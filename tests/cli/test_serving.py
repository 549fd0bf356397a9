"""``course serve``: the terminal tells what each save does, whether or not a page is open."""

import re
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

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


def asked(desk: Desk, path: str) -> tuple[HTTPResponse, str]:
    """Ask for a page as any browser does."""
    with closing(HTTPConnection(urlsplit(desk.address).netloc, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer, answer.read().decode()


def test_a_long_address_is_read_and_an_endless_one_answered_as_on_a_real_site(tmp_path: Path):
    with Desk(tmp_path) as desk:
        assert asked(desk, f"/help?x={'x' * 8000}")[0].status == 200
        answer, page = asked(desk, f"/help?x={'x' * 10_000}")
        assert answer.status == 414
        assert "<h1>We could not read that</h1>" in page
        assert "The address is too long. Go back and try again." in page
        assert answer.headers["X-Frame-Options"] == "DENY"
