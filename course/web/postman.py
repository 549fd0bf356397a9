"""Write the letters that were asked for, and send what waits in the outbox, beside the requests.

Only where the site has a mail server. Owner: one thread in each process, begun at its first
request (a thread made before a server forks would be lost). Several at once are fine: each letter
is claimed before it is written or sent.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course import clock
from course.config import Settings
from course.records import outbox
from course.records.outbox import Letter
from course.records.people import asked_links
from course.web.database import db
from course.web.letters import sign_in_letter
from course.web.log_lines import trace

ROUND_SECONDS = 15

log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Begin the rounds at the first request of a process."""
    if not settings.smtp_url:
        return
    begun = threading.Lock()

    def begin() -> None:
        if begun.acquire(blocking=False):
            rounds = (settings, db.engine, sign_in_letter(app))
            threading.Thread(target=_walk, args=rounds, daemon=True, name="postman").start()

    app.before_request(begin)


def _walk(settings: Settings, engine: Engine, sign_in: Letter) -> None:
    while True:
        go_round(settings, engine, sign_in)
        sleep(ROUND_SECONDS)


def go_round(settings: Settings, engine: Engine, sign_in: Letter) -> None:
    """Write what was asked for, with ``sign_in`` around each link, and send all that waits.

    What fails of either is tried again in the next round: letters stay in the outbox.
    """
    now = clock.now()
    with _logged("letters could not be written"), Session(engine) as session:
        asked_links.write_letters(session, sign_in, now)
    with _logged("the outbox could not be emptied"):
        outbox.deliver(lambda: Session(engine), settings.smtp_url, settings.mail_from, now)


@contextmanager
def _logged(failure: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        log.error("%s: %s", failure, trace(error))
