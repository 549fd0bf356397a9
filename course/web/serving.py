"""What gunicorn is told beyond its settings: how it logs, stops, and shares memory.

Named by deploy/gunicorn.conf.py; nothing else of the site knows which server runs it.
"""

import gc
import logging
import sys
import time
from types import TracebackType
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger
from gunicorn.workers.sync import SyncWorker
from sqlalchemy.exc import DBAPIError

from course.config import WrongSettings
from course.records.transaction import NotSaved
from course.web.database import WrongSchema, database, db
from course.web.editions import shelf
from course.web.log_lines import OURS, JsonLines

EMPTYING_SECONDS = 10
"""Where the door stays open for others, the queue has no end, and this is it."""


class Log(Logger):
    """gunicorn's log and ours as lines of JSON on stderr. Requests are logged by the app."""

    def setup(self, cfg: Any) -> None:
        """Give every line the one form."""
        super().setup(cfg)
        lines = logging.StreamHandler()
        lines.setFormatter(JsonLines())
        self.error_log.handlers = [lines]
        logging.root.handlers = [lines]
        logging.getLogger(OURS).setLevel(logging.INFO)
        sys.excepthook = _say_why_it_stops


def _say_why_it_stops(
    kind: type[BaseException], error: BaseException, _: TracebackType | None
) -> None:
    log = logging.getLogger(__name__)
    cause = error.__cause__ if isinstance(error, NotSaved) else error
    if isinstance(error, WrongSettings | WrongSchema):
        log.critical("the site does not start: %s", error)
    elif isinstance(cause, DBAPIError):
        log.critical("the site does not start: the database does not answer: %s", cause.orig)
    else:
        log.critical("the site stops: %s", kind.__name__, exc_info=error)


class Worker(SyncWorker):
    """A worker that, told to stop, first answers everybody who was let in.

    Whoever connected while it was busy waits in the queue of its socket, and would be cut off
    when that closes. The master has shut the door by then (``door``), so the queue has an end.
    """

    def run(self) -> None:
        """Work until told to stop, then empty the queue and close it."""
        super().run()
        until = time.monotonic() + EMPTYING_SECONDS
        for door in self.sockets:
            self._empty(door, until)
            door.close()

    def _empty(self, door: Any, until: float) -> None:
        while time.monotonic() < until:
            self.notify()
            try:
                self.accept(door)
            except ConnectionAbortedError:  # this one did not want to wait
                continue
            except BlockingIOError:  # nobody waits any more
                return


def share(app: Flask) -> None:
    """Load what every process needs, before there are several: they share that memory.

    No connection to the database goes along: two processes in one would break it.
    """
    with app.app_context():
        shelf().live()
        for page in app.jinja_env.list_templates():
            app.jinja_env.get_template(page)
        database().close()
        db.engine.dispose()
    gc.collect()
    gc.freeze()  # the collector would write into every object, and so copy it
