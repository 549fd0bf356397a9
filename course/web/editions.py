"""Which edition of each course is live, as this process last heard.

Owner: this module, one shelf for each app. Bound: an id for each course. Rule: the database is
asked again after ``FRESH_FOR`` seconds, so that all processes agree within five. The editions
themselves are kept by ``records``.
"""

import threading
from time import monotonic
from typing import Protocol

from flask import Flask, current_app
from werkzeug.exceptions import NotFound

from course.content.edition import Edition
from course.records import editions
from course.web.database import database

FRESH_FOR = 2.0


class _Keyed(Protocol):
    edition_id: str


class Shelf:
    """What is live; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty: the first request fills it."""
        self._lock = threading.Lock()
        self._live: dict[str, str] = {}
        self._known: dict[str, Edition] = {}
        self._asked = float("-inf")

    def live(self) -> dict[str, Edition]:
        """Return the live edition of each course."""
        with self._lock:
            if monotonic() - self._asked > FRESH_FOR:
                self._live = editions.live_ids(database())
                self._asked = monotonic()
            live = self._live
        self._known = editions.kept_editions(database(), live)
        return self._known

    def known(self) -> list[Edition]:
        """Return what was live when it was last asked for, without the database."""
        return list(self._known.values())

    def forget(self) -> None:
        """Ask the database again at the next request: this process has just published."""
        with self._lock:
            self._asked = float("-inf")


def install(app: Flask) -> None:
    """Give the app its shelf."""
    app.extensions["shelf"] = Shelf()


def shelf() -> Shelf:
    """Return the shelf of this app."""
    found: Shelf = current_app.extensions["shelf"]
    return found


def live_edition(course: str) -> Edition:
    """Return the live edition of a course, 404 where there is none."""
    found = shelf().live().get(course)
    if found is None:
        raise NotFound
    return found


def edition_of(row: _Keyed) -> Edition:
    """Return the edition that a row is pinned to."""
    return editions.kept_edition(database(), row.edition_id)
