"""What gunicorn is told beyond its settings: how it logs, stops, and shares memory.

Named by deploy/gunicorn.conf.py; nothing else of the site knows which server runs it.
"""

import gc
import logging
import socket
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, cast

from flask import Flask
from gunicorn.glogging import Logger
from gunicorn.workers.sync import SyncWorker
from sqlalchemy.exc import DBAPIError

from course import clock
from course.config import WrongSettings
from course.content.edition import Edition
from course.records.progress import counting
from course.records.reasons import reason
from course.records.transaction import NotSaved
from course.web import memory, unread
from course.web.database import database, db
from course.web.editions import shelf
from course.web.lane import Handed, Lane
from course.web.log_lines import OURS, JsonLines
from course.web.ready import WrongSchema

EMPTYING_SECONDS = 10
"""Where the door stays open for others, the queue has no end, and this is it."""
NOT_BY_WAITING = 78
"""How a start ends that is of no use to try again; deploy/waymark.service knows this number."""

log = logging.getLogger(__name__)


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
    cause = error.__cause__ if isinstance(error, NotSaved) else error
    if isinstance(error, WrongSettings | WrongSchema):
        log.critical("the site does not start: %s", error)
        sys.exit(NOT_BY_WAITING)
    if isinstance(cause, DBAPIError):
        log.critical("the site does not start: the database does not answer: %s", reason(cause))
    else:
        log.critical("the site stops: %s", kind.__name__, exc_info=error)


class Worker(SyncWorker):
    """A worker that, told to stop, first answers everybody who was let in.

    Whoever connected while it was busy waits in the queue of its socket, and would be cut off
    when that closes. The master has shut the door by then (``door``), so the queue has an end.
    While it is held up, its lane (``lane``) looks after who is at the door.
    """

    handed: Handed
    """Shared by all processes: made by the master, before the first of them."""

    def init_process(self) -> None:
        """Listen also to what others hand on, before the door: they came first."""
        self.lane = Lane(self.sockets[0], self.handed, super().handle)
        self.sockets = [self.handed, *self.sockets]  # type: ignore[list-item]  # it accepts as one
        super().init_process()

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Answer one request."""
        self.lane.busy(True)
        super().handle(listener, client, addr)
        self.lane.busy(False)

    def handle_request(self, listener: Any, req: Any, client: Any, addr: Any) -> Any:
        """Answer what was read."""
        done = super().handle_request(listener, req, client, addr)
        # Of a request that was read whole nothing is on its way, which would cut the answer off.
        self._let_go(client, at_once=getattr(req.body.reader, "length", None) == 0)
        return done

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read, with a page of this site."""
        unread.send(cast("Flask", self.wsgi), exc, client, addr)
        self._let_go(client)

    def _let_go(self, client: Any, *, at_once: bool = False) -> None:
        """Wait for nobody to hang up while others wait for an answer.

        gunicorn would give each two seconds for that; of a site that stops all have ten together.
        """
        if at_once or not self.alive:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RD)

    def run(self) -> None:
        """Work until told to stop, then empty the queue and close it."""
        self.lane.start()
        super().run()
        self.lane.end()
        until = time.monotonic() + EMPTYING_SECONDS
        for client, address in self.lane.left:
            self.handle(self.handed, client, address)
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
        for edition in shelf().live().values():
            _count_the_rest(edition)
        for page in app.jinja_env.list_templates():
            app.jinja_env.get_template(page)
        database().close()
        db.engine.dispose()
    memory.give_back()
    # The collector would write into every object, and so copy it. What could be collected stays
    # too: new things would else fill the gaps, between things that are shared.
    gc.freeze()


def _count_the_rest(edition: Edition) -> None:
    """Count whom a publish left uncounted, that was stopped in the midst or met a lock."""
    try:
        counted = counting.recount_rest(database(), edition=edition, now=clock.now())
    except NotSaved:
        log.warning("progress in %s is still not counted: it could not be saved", edition.course)
    else:
        if counted:
            log.info("progress in %s was still to be counted: %d", edition.course, counted)
