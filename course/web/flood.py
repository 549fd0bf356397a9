"""How fast one person, or one attempt, may save and send (FAULTS 4.4, DESIGN 7).

Owner: this module, one for each app. Bound: ``MOST_KEPT`` counts; the one unused for longest is
forgotten, which only gives it its whole number back. It is counted in each process: a flood is
stopped where it arrives, and a save costs no second write (decision 11). A save that is refused
was not stored, and says so; the page's script sends its newest value again.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from flask import Flask, current_app

from course import clock
from course.web.limits import too_many

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """``at_once`` deeds are taken at once, and ``a_second`` from then on."""

    name: str
    a_second: float
    at_once: int


ANSWERS = Pace("answers", 20, 200)
"""Saves of one attempt."""
DRAFTS = Pace("drafts", 1, 10)
"""Saves of one person's reflections."""
CHOICES = Pace("choices", 1, 10)
"""Choices of one person's readers: counted apart, for many saves must keep nobody from stopping."""
EXAMS = Pace("exams", 6 / 60, 6)
"""Starts and sends of one person's exams."""
_TOO_FAST = "This came too fast, so it was not done. Go back: what you typed is still on that page."


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Flood:
    """What was done lately, by pace and by whom; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, int], _Bucket] = OrderedDict()

    def takes(self, pace: Pace, whose: int, *, at: float | None = None) -> bool:
        """Say whether one more is taken now. ``at`` is in seconds."""
        at = monotonic() if at is None else at
        key = (pace.name, whose)
        with self._lock:
            bucket = self._buckets.pop(key, None) or _Bucket(pace.at_once, at)
            bucket.left = min(pace.at_once, bucket.left + (at - bucket.at) * pace.a_second)
            bucket.at = at
            self._buckets[key] = bucket
            while len(self._buckets) > MOST_KEPT:
                self._buckets.popitem(last=False)
            if bucket.left < 1:
                return False
            bucket.left -= 1
            return True


def install(app: Flask) -> None:
    """Give the app its counts."""
    app.extensions["flood"] = Flood()


def refuse_flood(pace: Pace, whose: int) -> None:
    """Answer 429 to what comes faster than anyone can do it."""
    flood: Flood = current_app.extensions["flood"]
    if not flood.takes(pace, whose):
        raise too_many(clock.now() + timedelta(seconds=1 / pace.a_second), _TOO_FAST)
