"""Lists: their filters, sort and page stand in the address, so that a list can be kept."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from flask import request
from wtforms import Field

from course.records.base import LARGEST_KEY
from course.web.forms import Choice, Day
from course.web.words import day

_PAGE = ("after", "before")


def here(path: str = "", **changes: object) -> str:
    """Return this list's address with some of its query changed, from its first page on.

    ``path`` is another address that takes the same query. What is empty is left out.
    """
    asked = {name: value for name, value in request.args.items() if name not in _PAGE}
    query = {name: value for name, value in {**asked, **changes}.items() if value not in (None, "")}
    return (path or request.path) + (f"?{urlencode(query)}" if query else "")


def filtered_by(filters: Iterable[Field]) -> str:
    """Say what a list is filtered by: name or email “jo”, completed from 1 May 2026."""
    return ", ".join(_words(filters))


def _words(filters: Iterable[Field]) -> Iterator[str]:
    for field in filters:
        if not field.data or field.data == field.default:
            continue
        label = field.label.text
        words = day(field.data) if isinstance(field, Day) else f"“{_chosen(field)}”"
        yield f"{label[:1].lower()}{label[1:]} {words}"


def _chosen(field: Field) -> str:
    if isinstance(field, Choice):
        return next(label for _, label, chosen, *_ in field.iter_choices() if chosen)
    return str(field.data)


def page_key(name: str) -> int | None:
    """Return the key of the row next to the page that is asked for, None for the first page."""
    key = request.args.get(name, type=int)
    return key if key is not None and 0 < key <= LARGEST_KEY else None
