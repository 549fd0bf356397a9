"""Two roles side by side."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from course.content.edition import ROLE_COLUMNS, Role, Source
from course.web.access import open_to
from course.web.items import ready
from course.web.trainee import bp
from course.web.trainee.enrolled import here


@dataclass(frozen=True, slots=True)
class Compared:
    """One column of both roles, by the name that lessons use: a text or a list each."""

    title: str
    cells: tuple[tuple[Markup, ...], tuple[Markup, ...]]


@bp.get("/courses/<course>/roles")
@open_to("trainee")
def roles(course: str) -> ResponseReturnValue:
    """Compare two roles: the form sends their ids in the address, so a choice can be kept."""
    at = here(course)
    known = {role.id: role for role in at.edition.roles}
    if len(known) < 2:
        raise NotFound
    one, two = (_chosen(known, name, n) for n, name in enumerate(("one", "two")))
    page = render_template(
        "trainee/roles.html",
        edition=at.edition,
        known=list(known.values()),
        pair=(one, two),
        same=one == two,
        rows=[_compared(one, two, column) for column in ROLE_COLUMNS] if one != two else [],
        sources=_sources(one, two),
    )
    return page, 422 if one == two else 200


def _chosen(known: dict[str, Role], name: str, place: int) -> Role:
    """Return the role that the address names, else the first or second of the course."""
    id = request.args.get(name, list(known)[place])
    if id not in known:
        raise NotFound
    return known[id]


def _compared(one: Role, two: Role, column: str) -> Compared:
    return Compared(ROLE_COLUMNS[column], (_cell(one, column), _cell(two, column)))


def _cell(role: Role, column: str) -> tuple[Markup, ...]:
    value: str | tuple[str, ...] = getattr(role, column)
    texts = (value,) if isinstance(value, str) else value
    return tuple(ready(text) for text in texts)


def _sources(one: Role, two: Role) -> list[Source]:
    by_place = {source.href or source.title: source for source in one.sources + two.sources}
    return list(by_place.values())
