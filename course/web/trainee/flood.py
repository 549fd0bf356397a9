"""How many saves of one attempt are taken: 20 a second, 200 at once (DESIGN 7).

Owner: this module, one for each app. Bound: ``MOST_KEPT`` attempts; the one unused for longest is
forgotten, which only gives it its 200 back. It is counted in each process: a flood is stopped
where it arrives. A save that is refused was not stored, and says so; the page's script sends its
newest value again.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from flask import current_app
from flask.sansio.blueprints import BlueprintSetupState

from course.web.trainee import bp

A_SECOND = 20.0
AT_ONCE = 200.0
MOST_KEPT = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Flood:
    """The saves taken lately, by attempt; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin empty."""
        self._lock = threading.Lock()
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def takes(self, attempt: int, *, at: float | None = None) -> bool:
        """Say whether one more save of an attempt is taken now. ``at`` is in seconds."""
        at = monotonic() if at is None else at
        with self._lock:
            bucket = self._buckets.pop(attempt, None) or _Bucket(AT_ONCE, at)
            bucket.left = min(AT_ONCE, bucket.left + (at - bucket.at) * A_SECOND)
            bucket.at = at
            self._buckets[attempt] = bucket
            while len(self._buckets) > MOST_KEPT:
                self._buckets.popitem(last=False)
            if bucket.left < 1:
                return False
            bucket.left -= 1
            return True


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["flood"] = Flood()


def too_fast(attempt: int) -> bool:
    """Say whether the saves of an attempt come faster than anyone can answer."""
    flood: Flood = current_app.extensions["flood"]
    return not flood.takes(attempt)
