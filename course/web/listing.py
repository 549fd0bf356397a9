"""Lists: their filters, sort and page stand in the address, so that a list can be kept."""

from urllib.parse import urlencode

from flask import request

from course.records.base import LARGEST_KEY

_PAGE = ("after", "before")


def here(path: str = "", **changes: object) -> str:
    """Return this list's address with some of its query changed, from its first page on.

    ``path`` is another address that takes the same query. What is empty is left out.
    """
    asked = {name: value for name, value in request.args.items() if name not in _PAGE}
    query = {name: value for name, value in {**asked, **changes}.items() if value not in (None, "")}
    return (path or request.path) + (f"?{urlencode(query)}" if query else "")


def page_key(name: str) -> int | None:
    """Return the key of the row next to the page that is asked for, None for the first page."""
    key = request.args.get(name, type=int)
    return key if key is not None and 0 < key <= LARGEST_KEY else None
