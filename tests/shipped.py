"""The course that came along, read once for all the tests of a worker that look at it."""

from functools import cache
from pathlib import Path

from course.content.reading import Site, read_site
from tests.cast import NOW

ROOT = Path(__file__).parents[1]


@cache
def shipped_site() -> Site:
    return read_site(ROOT, today=NOW.date())
