"""A number for each request, in its answer, on its error page and in its line of the log.

The line holds nothing that anybody typed: an address is written as its pattern, without its
query, so that no link's token and no searched name is in it. Who asked is a person's number and
a network, never a name or a whole address (FAULTS 4.8).
"""

import logging
import re
import secrets
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import inspect

from course.config import Settings
from course.web.limits import address_of_visitor
from course.web.signed_in import Member

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a proxy may call a request."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Number every request, say the number in its answer, and write its line.

    Goes before all else that looks at a request: it sees each one first, and each answer last.
    """

    def from_proxy_or_anew() -> None:
        take_number(request.headers.get(HEADER, "") if settings.trusted_proxies else "")

    app.before_request(from_proxy_or_anew)
    app.after_request(_end)


def take_number(given: str = "") -> None:
    """Number this request as a proxy did, where it is such a number, else anew."""
    g.request_number = given if GIVEN.fullmatch(given) else new_number()
    g.request_began = perf_counter()


def new_number() -> str:
    """Return a number that can be read out over the telephone: three groups of four digits."""
    digits = f"{secrets.randbelow(10**12):012d}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def request_number() -> str:
    """Return the number of this request, nothing where there is no request."""
    return str(g.get("request_number", "")) if has_request_context() else ""


def seconds() -> float:
    """Return how long this request has taken so far."""
    return perf_counter() - float(g.request_began)


def method() -> str:
    """Return the method of this request, "other" where it is somebody's invention."""
    return request.method if request.method in METHODS else "other"


def route() -> str:
    """Return the pattern of this request's address, nothing where no page has it."""
    return request.url_rule.rule if request.url_rule else ""


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_number()
    if log.isEnabledFor(logging.INFO):
        facts = _facts(response)
        log.info("%(method)s %(route)s %(status)d", facts, extra={"facts": facts})
    return response


def _facts(response: Response) -> dict[str, object]:
    return {
        "method": method(),
        "route": route(),
        "status": response.status_code,
        "ms": round(seconds() * 1000, 1),
        "person": _person(),
        "network": address_of_visitor(),
    }


def _person() -> int | None:
    """Return the number of who is signed in where that is known already."""
    member = g.get("_login_user")
    # Not person.id: after a transaction that failed it would be asked of the database again.
    identity = inspect(member.person).identity if isinstance(member, Member) else None
    return int(identity[0]) if identity else None
