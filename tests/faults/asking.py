"""One request on a connection of its own, and what came of it, also where nothing did."""

import socket
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse

PATIENCE = 60.0
"""Seconds after which whoever asks gives up: as long as deploy/nginx.conf waits."""
CUT_OFF = 0
"""The status of a request that got no answer: its process was killed, or nobody listened."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told. ``began`` and ``ended`` are of ``time.monotonic()``."""

    what: str
    began: float
    ended: float
    status: int
    wait: str = ""
    leads_to: str = ""
    text: str = ""

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return self.ended - self.began


def ask(address: tuple[str, int], what: str, message: bytes) -> Told:
    """Send a request and read the whole answer. Half an answer is none."""
    began = time.monotonic()
    try:
        with socket.create_connection(address, timeout=PATIENCE) as connection:
            connection.sendall(message)
            answer = HTTPResponse(connection)
            answer.begin()
            text = answer.read().decode()
    except (OSError, HTTPException):
        return Told(what, began, time.monotonic(), CUT_OFF)
    wait, leads_to = (answer.headers.get(name, "") for name in ("Retry-After", "Location"))
    return Told(what, began, time.monotonic(), answer.status, wait, leads_to, text)
