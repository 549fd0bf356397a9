"""The editions that this process serves, in memory.

Owner: this module. Bound: the live edition of each course and ``MOST_OLDER`` earlier ones (those
of attempts under way). Rule: which edition is live is asked of the database again after
``FRESH_FOR`` seconds, so that all processes agree within five; an edition itself never changes.
"""

import threading
from collections import OrderedDict
from time import monotonic
from typing import Protocol

from flask import Flask, current_app
from werkzeug.exceptions import NotFound

from course.content.edition import Edition
from course.records import editions
from course.web.database import database

FRESH_FOR = 2.0
MOST_OLDER = 8


class _Keyed(Protocol):
    edition_id: str


class Shelf:
    """The editions in memory; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty: the first request fills it."""
        self._lock = threading.Lock()
        self._live: dict[str, str] = {}
        self._asked = float("-inf")
        self._loaded: OrderedDict[str, Edition] = OrderedDict()

    def live(self) -> dict[str, Edition]:
        """Return the live edition of each course."""
        with self._lock:
            if monotonic() - self._asked > FRESH_FOR:
                self._live = editions.live_ids(database())
                self._asked = monotonic()
            return {course: self._load(id_) for course, id_ in self._live.items()}

    def edition(self, edition_id: str) -> Edition:
        """Return an edition by its id, live or earlier."""
        with self._lock:
            return self._load(edition_id)

    def forget(self) -> None:
        """Ask the database again at the next request: this process has just published."""
        with self._lock:
            self._asked = float("-inf")

    def _load(self, edition_id: str) -> Edition:
        if edition_id not in self._loaded:
            self._loaded[edition_id] = editions.load_edition(database(), edition_id)
            while len(self._loaded) > len(self._live) + MOST_OLDER:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(edition_id)
        return self._loaded[edition_id]


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
    return shelf().edition(row.edition_id)
