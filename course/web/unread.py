"""What a server answers to what is no request that it could read: a page as all others are.

gunicorn's own would quote what came, and have neither a number nor the headers of this site.
"""

import logging
import sys
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from gunicorn.http import errors as refusals

from course.config import Settings
from course.web import errors, request_log

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 8190
"""The longest address with its method, in bytes: as long as nginx lets through."""

REFUSED = {
    refusals.LimitRequestLine: (414, "The address is too long. Go back and try again."),
    refusals.LimitRequestHeaders: (
        431,
        "Your browser sent too much with it. Delete what it keeps of this site, then try again.",
    ),
    refusals.UnsupportedTransferCoding: (501, "It came in a form that this site does not read."),
    refusals.ExpectationFailed: (417, "It came in a form that this site does not read."),
}
"""The status of each refusal of gunicorn that has one of its own, and what its page says."""
_OURS = (
    refusals.InvalidResponseHeader,  # type: ignore[attr-defined]  # newer than its stubs
    refusals.InvalidResponseHeaderName,  # type: ignore[attr-defined]  # newer than its stubs
)


def send(app: Flask, failure: BaseException, client: socket, sender: Any) -> None:
    """Answer what could not be read on its connection, where they are still there."""
    with suppress(OSError):
        client.sendall(answer(app, failure, sender[0] if sender else ""))


def answer(app: Flask, failure: BaseException, address: str) -> bytes:
    """Return the whole answer to what could not be read, and write its line.

    ``address`` is of who sent it. Nothing of what they sent is in the answer or in the log.
    """
    with app.request_context(_environ(app, address)) as context:
        request_log.take_number()
        status, body = _page(failure)
        made = app.make_response((body, status, {"Connection": "close"}))
        response = app.process_response(made)
        response.status = f"{status} {HTTPStatus(status).phrase}"
        headers = response.get_wsgi_headers(context.request.environ)
        head = [f"HTTP/1.1 {response.status}", *(f"{name}: {value}" for name, value in headers)]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + response.get_data()


def _page(failure: BaseException) -> tuple[int, str]:
    theirs = isinstance(failure, refusals.ParseException) and not isinstance(failure, _OURS)
    if not theirs:
        log.error("an answer could not be made", exc_info=failure)
        return 500, errors.page(500)[0]
    status, says = REFUSED.get(type(failure), (400, ""))
    log.warning("what came could not be read: %s", type(failure).__name__)
    return status, errors.page(400, detail=says)[0]


def _environ(app: Flask, address: str) -> dict[str, object]:
    """Return a request that stands for the one that could not be read."""
    settings: Settings = app.extensions["settings"]
    site = urlsplit(settings.base_url)
    return {
        "REQUEST_METHOD": "-",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or 80),
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": address,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
