"""The acts that are measured, each as the requests of a person who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import psutil

from tests.bench.drive import Load, Request, drive
from tests.bench.seed import email_of
from tests.live import PASSWORD, LiveSite
from tests.plain import Browser
from tests.walks import Sitting

SEQUENCE = count(1)
"""Numbers the saves of all runs: a later one is a newer answer."""


@dataclass(frozen=True)
class Act:
    """Something that a person does, and the bare act on the same server it is held against."""

    name: str
    site: LiveSite
    request: Request
    slots: int = 8
    allowed: frozenset[int] = frozenset({200})
    against: str = ""
    target: str = ""

    def run(
        self,
        seconds: float,
        *,
        per_second: float = 0.0,
        watched: Callable[[int], bool] = lambda slot: True,
    ) -> Load:
        """Load the act's server with it."""
        assert self.site.server
        return drive(
            self.site.at,
            self.request,
            slots=self.slots,
            seconds=seconds,
            server=psutil.Process(self.site.server.pid),
            per_second=per_second,
            allowed=self.allowed,
            watched=watched,
        )


def reading(browsers: list[Browser], path: str) -> Request:
    """Read one page, each slot as another person."""
    messages = [browser.request(path) for browser in browsers]
    return lambda slot, _: messages[slot % len(messages)]


def answering(sittings: list[Sitting], slots: int) -> Request:
    """Choose answers in an exam, each slot in attempts of its own."""

    def request(slot: int, sent: int) -> bytes:
        mine = sittings[slot::slots]
        sitting = mine[sent % len(mine)]
        question = sent // len(mine) % len(sitting.options)
        offered = sitting.options[question]
        fields = {"answer": offered[sent % len(offered)], "sequence": next(SEQUENCE)}
        return sitting.browser.request_to_post(f"{sitting.address}/{question + 1}", fields)

    return request


def inserting(browsers: list[Browser]) -> Request:
    """Insert one answer without any rule, each slot as another person."""

    def request(slot: int, _: int) -> bytes:
        fields = {"item": "item", "answer": "an-option", "sequence": next(SEQUENCE)}
        return browsers[slot % len(browsers)].request_to_post("/answer", fields)

    return request


def signing_in(site: LiveSite, slots: int) -> Request:
    """Sign in by the form, each slot as another person."""
    messages = []
    for slot in range(slots):
        browser = Browser(site.address)
        browser.get("/sign-in")
        fields = {
            "csrf_token": browser.token,
            "email": email_of(slot + 1),
            "password": PASSWORD,
        }
        messages.append(browser.request_to_post("/sign-in", fields, as_script=False))
    return lambda slot, _: messages[slot % len(messages)]
