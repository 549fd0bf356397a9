"""The figures: what was answered, how fast, what was saved or refused, and what stands open.

They name patterns of addresses, never a person: no name, no number, no network.
"""

import os
from collections.abc import Iterator

from flask import Response
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from course.records.lists.figures import open_now
from course.web.database import db
from course.web.metrics import FOLDER
from course.web.request_log import method, route, seconds

REQUESTS = Counter("waymark_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "waymark_request_seconds",
    "How long an answer took, in seconds.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
SAVES = Counter("waymark_saves", "Changes that were saved.")
REFUSED = Counter("waymark_saves_refused", "Requests to change something that got a 503.")
SIGN_IN_FAILURES = Counter("waymark_sign_in_failures", "Sign-ins that did not succeed.")

SIGN_IN = "/sign-in"


def count(response: Response) -> Response:
    """Count one answer."""
    at, how, status = route(), method(), response.status_code
    REQUESTS.labels(how, at, status).inc()
    SECONDS.labels(at).observe(seconds())
    if how == "POST" and status == 503:
        REFUSED.inc()
    if how == "POST" and at == SIGN_IN and status in {422, 429}:
        SIGN_IN_FAILURES.inc()
    return response


@event.listens_for(db.session, "after_commit")  # only transaction() commits, and to save something
def _count_save(_: Session) -> None:
    SAVES.inc()


class WhatStandsOpen(Collector):
    """Asks the database when it is asked itself; a database that is away gives no figures."""

    def __init__(self, engine: Engine) -> None:
        """Ask this database."""
        self.engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return the letters that wait and the attempts that are open."""
        try:
            with Session(self.engine) as session:
                found = open_now(session)
        except SQLAlchemyError:
            return
        yield GaugeMetricFamily("waymark_outbox_waiting", "Letters not sent yet.", found.letters)
        yield GaugeMetricFamily("waymark_open_attempts", "Exams under way.", found.attempts)


def answer(host: str, port: int, engine: Engine) -> None:
    """Answer on a port, from a thread. Raise OSError where the port is taken."""
    registry = CollectorRegistry()
    registry.register(WhatStandsOpen(engine))
    if FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has none
    else:
        registry.register(REGISTRY)
    start_http_server(port, host, registry)
