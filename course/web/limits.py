"""What the throttle of ``records`` needs from a request, and its answer as a page."""

import math
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import request
from werkzeug.exceptions import TooManyRequests

from course import clock
from course.grading.words import counted
from course.records.people import throttle
from course.records.people.throttle import Limit
from course.web.database import database
from course.web.words import clock_time

_MINUTE = timedelta(minutes=1)
_HOURS_FROM = 120


class TooOften(TooManyRequests):
    """A 429 in words. ``forgot``: its page leads to a sign-in link, which helps here."""

    def __init__(self, said: str, *, seconds: int | None = None, forgot: bool = False) -> None:
        super().__init__(said, retry_after=seconds)
        self.forgot = forgot


def address_of_visitor() -> str:
    """Return the network a request came from: /24 of IPv4, /48 of IPv6."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def too_many(until: datetime, said: str = "", *, forgot: bool = False) -> TooOften:
    """Return the 429 that says what was too much, in how long to try again, and by the clock."""
    seconds = max(1, math.ceil((until - clock.now()).total_seconds()))
    begun = timedelta(seconds=until.second, microseconds=until.microsecond)
    minute = until - begun + _MINUTE if begun else until  # 3:42:10 is not over at 3:42
    again = f"You can try again in {_so_long(seconds)}, at {clock_time(minute)}."
    return TooOften(f"{said} {again}".strip(), seconds=seconds, forgot=forgot)


def _so_long(seconds: int) -> str:
    """Return a wait in whole minutes, from two hours on in hours: rounded up, never too short."""
    minutes = math.ceil(seconds / 60)
    if minutes < _HOURS_FROM:
        return counted(minutes, "minute")
    return counted(math.ceil(minutes / 60), "hour")


def refuse_more(limit: Limit, whose: object, said: str) -> None:
    """Count a deed of somebody in the database; answer 429 to one more than its limit."""
    until = throttle.take(database(), limit, str(whose), clock.now())
    if until is not None:
        raise too_many(until, said)
