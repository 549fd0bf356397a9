"""What stands around every page: who is here, where they can go, and who can help now."""

import logging
from collections.abc import Callable, Mapping
from functools import cache

from flask import Flask, g, render_template, url_for
from flask_login import AnonymousUserMixin, current_user
from markupsafe import Markup

from course.content.edition import Edition, SupportLine
from course.web.editions import shelf
from course.web.once import rendered_once
from course.web.signed_in import Member
from course.web.watching import answers

LINKS = {
    "trainee": [("Your course", "trainee.courses"), ("Your record", "trainee.record")],
    "trainer": [("Reflections", "trainer.queue"), ("Content", "trainer.content")],
    "coordinator": [
        ("Dashboard", "coordinator.dashboard"),
        ("Cohorts", "coordinator.cohorts"),
        ("Records", "coordinator.records"),
    ],
}
log = logging.getLogger(__name__)

MOST_LINKS = 3
"""Links before "Profile": a header of more than four is not read."""


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
    first = next((LINKS[role][0][1] for role in LINKS if role in roles), "visitor.profile")
    return url_for(first)


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
    """Return the links of each role in turn, the first of each role before the second."""
    mine = [LINKS[role] for role in LINKS if role in roles]
    deepest = max((len(links) for links in mine), default=0)
    by_turn = [links[turn] for turn in range(deepest) for links in mine if turn < len(links)]
    links = [(label, url_for(endpoint)) for label, endpoint in by_turn[:MOST_LINKS]]
    return [*links, ("Profile", url_for("visitor.profile"))]


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
