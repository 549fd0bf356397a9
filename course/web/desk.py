"""The author's desk under ``course serve``: the files as they were last read, published on save.

Owner: the one process of ``course serve``. Bound: the last reading of each course. Rule: the files
are read again after each save and before each page, and what changed is published, so that a page
never shows what a file no longer says.
"""

import secrets
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

from course import clock
from course.content.reading import CourseReading, Site, read_site
from course.web.database import database
from course.web.editions import shelf
from course.web.publishing import Publication, publish

Tell = Callable[[CourseReading, Publication], None]


class Desk:
    """What the files say and what became of them; safe to use from several threads."""

    def __init__(self, root: Path, before: Site, tell: Tell) -> None:
        """Begin with what was read ``before``; ``tell`` hears of each course that changed."""
        self._root = root
        self._tell = tell
        self._lock = threading.Lock()
        self._turns = count(1)
        self._start = secrets.token_hex(4)
        self.site = before
        self.state = f"{self._start}-0"
        """A word that is another one whenever a page may have changed, also after a restart."""

    def catch_up(self) -> None:
        """Read the files again and publish what changed. Raise NotSaved, then all stays as it was.

        Call it in the context of the app.
        """
        with self._lock:
            site = read_site(self._root, today=clock.now().date(), before=self.site)
            if site == self.site:
                return
            kept = {id(reading) for reading in self.site.courses}
            changed = [reading for reading in site.courses if id(reading) not in kept]
            now = clock.now()
            done = [publish(database(), reading, self._root, now=now) for reading in changed]
            shelf().forget()
            self.site, self.state = site, f"{self._start}-{next(self._turns)}"
        for reading, outcome in zip(changed, done, strict=True):
            self._tell(reading, outcome)
