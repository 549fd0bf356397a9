"""What stands around every page: who is here, where they can go, and who can help now."""

from functools import cache

from flask import Flask, g, url_for
from flask_login import current_user
from markupsafe import Markup

from course.content.edition import Edition, SupportLine
from course.web.editions import shelf
from course.web.once import rendered_once
from course.web.signed_in import Member

LINKS = {
    "trainee": [("Your course", "trainee.courses"), ("Your record", "trainee.record")],
    "trainer": [("Reflections", "trainer.queue"), ("Content", "trainer.content")],
    "coordinator": [
        ("Dashboard", "coordinator.dashboard"),
        ("Cohorts", "coordinator.cohorts"),
        ("Records", "coordinator.records"),
    ],
}
MOST_LINKS = 3
"""Links before "Profile": a header of more than four is not read."""


def install(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(_frame)


def show_course(edition: Edition) -> None:
    """Say which course this page is of: its support lines stand at its foot."""
    g.edition = edition


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
    edition = g.get("edition")
    return [edition] if edition else list(shelf().live().values())


def _support() -> list[SupportLine]:
    lines = {line.href: line for each in _shown() for line in each.support}
    return list(lines.values())


def _foot() -> Markup:
    ids = [each.id for each in _shown()]
    return rendered_once("parts/site-foot.html", *ids, values=lambda: {"support_lines": _support()})
