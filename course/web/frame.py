"""What stands around every page: who is here, where they can go, and who can help now."""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from flask import Flask, g, render_template, url_for
from flask_login import AnonymousUserMixin, current_user
from markupsafe import Markup

from course.content.edition import Edition, SupportLine
from course.web.editions import shelf
from course.web.once import rendered_once
from course.web.signed_in import Member
from course.web.watching import answers

log = logging.getLogger(__name__)


class Place(NamedTuple):
    """A page that the header leads to: its name there, its view, and what it is for."""

    label: str
    endpoint: str
    about: str = ""


PLACES = {
    "trainee": [
        Place("Your course", "trainee.courses", "where you are, and what comes next"),
        Place("Your record", "trainee.record", "what you have done, and when"),
    ],
    "trainer": [
        Place("Reflections", "trainer.queue", "what trainees shared with you"),
        Place("Content", "trainer.content", "check, look at and publish the course files"),
    ],
    "coordinator": [
        Place("Dashboard", "coordinator.dashboard", "what needs you, and where trainees are"),
        Place("Cohorts", "coordinator.cohorts", "bring people in, and see who is in each"),
        Place("Records", "coordinator.records", "who has done what, and who is complete"),
    ],
}
"""The pages of each role. What one of them leads to is reached from there."""
PROFILE = Place("Profile", "visitor.profile", "your password and your time zone")
MORE = Place("More", "visitor.more")

MOST_LINKS = 4
"""A header of more than four is not read (PAGES 2.0)."""


def install(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(_frame)


def show_course(edition: Edition) -> None:
    """Say which course this page is of: its support lines stand at its foot."""
    g.edition = edition


def render_anyway(
    template: str, values: Callable[[list[Edition]], Mapping[str, object]] = lambda _: {}
) -> str:
    """Render a page that stands also where the database does not answer (FAULTS F-11).

    Then it is as a visitor sees it, of the editions that were live when it was last asked.
    ``values`` makes those of the template of the editions.
    """
    if not answers():
        log.warning("shown without the database")
        g.known = shelf().known()
        g._login_user = AnonymousUserMixin()  # where Flask-Login looks before it asks
    return render_template(template, **values(_shown()))


def home_of(roles: frozenset[str]) -> str:
    """Return the start page of a person: their own course first, then their work."""
    first = next((PLACES[role][0] for role in PLACES if role in roles), PROFILE)
    return url_for(first.endpoint)


def _frame() -> dict[str, object]:
    member = current_user if isinstance(current_user._get_current_object(), Member) else None
    return {
        "member": member,
        "site_links": _links(member.roles) if member else [],
        "support_lines": _support(),
        "site_foot": _foot(),
    }


@cache
def _links(roles: frozenset[str]) -> list[tuple[str, str]]:
    """Return the links of each role in turn, the first of each role before the second.

    Where they are too many for a header, the last one leads to all of them.
    """
    mine = [PLACES[role] for role in PLACES if role in roles]
    deepest = max((len(places) for places in mine), default=0)
    by_turn = [places[turn] for turn in range(deepest) for places in mine if turn < len(places)]
    whole = [*by_turn, PROFILE]
    shown = whole if len(whole) <= MOST_LINKS else [*whole[: MOST_LINKS - 1], MORE]
    return [(place.label, url_for(place.endpoint)) for place in shown]


def _shown() -> list[Edition]:
    if "known" in g:
        return list(g.known)
    edition = g.get("edition")
    return [edition] if edition else list(shelf().live().values())


def _support() -> list[SupportLine]:
    lines = {line.href: line for each in _shown() for line in each.support}
    return list(lines.values())


def _foot() -> Markup:
    ids = [each.id for each in _shown()]
    return rendered_once("parts/site-foot.html", *ids, values=lambda: {"support_lines": _support()})
