"""How pages say moments, numbers and counts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request
from flask_login import current_user

from course.content.language import count_words
from course.grading.words import counted
from course.web.gist import is_long
from course.web.signed_in import Member


def install(app: Flask, *, site_name: str, time_zone: str) -> None:
    """Give every template the filters, the test of length and the site's name."""
    app.config["TIME_ZONE"] = time_zone
    app.jinja_env.globals["site_name"] = site_name
    app.jinja_env.globals["is_current"] = is_current
    app.jinja_env.globals["wants_a_zone"] = wants_a_zone
    app.jinja_env.tests["long"] = is_long
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        short_day=short_day,
        clock_time=clock_time,
        counted=counted,
        iso=iso,
        word_count=count_words,
        device=device,
    )


# The first that is found counts: most browsers also give the names of those that came before them.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"} | {
    name: name for name in ("Firefox", "Chrome", "Safari")
}
_SYSTEMS = {"Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "CrOS": "a Chromebook"}
_SYSTEMS |= {"Windows": "Windows", "Mac OS X": "a Mac", "Linux": "Linux"}


def device(agent: str) -> str:
    """Return what a browser says of itself as "Chrome on Android", where it is a known one."""
    browser = next((_BROWSERS[mark] for mark in _BROWSERS if mark in agent), "A browser")
    system = next(
        (_SYSTEMS[mark] for mark in _SYSTEMS if mark in agent), "a device of another kind"
    )
    return f"{browser} on {system}"


def zone() -> ZoneInfo:
    """Return the zone in which the person who is here reads times."""
    member = current_user._get_current_object()
    own = member.person.time_zone if isinstance(member, Member) else None
    return ZoneInfo(own or current_app.config["TIME_ZONE"])


def day_begins(value: date) -> datetime:
    """Return the moment at which a day begins for the person who is here."""
    return datetime(value.year, value.month, value.day, tzinfo=zone())


def _local(value: datetime) -> datetime:
    return value.astimezone(zone())


def day(value: date) -> str:
    """Return a day as "14 August 2026" (a moment in the reader's zone)."""
    value = _local(value) if isinstance(value, datetime) else value
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """Return a day as "14 Aug 2026", for tables (a moment in the reader's zone)."""
    value = _local(value) if isinstance(value, datetime) else value
    return f"{value.day} {value:%b %Y}"


def clock_time(value: datetime) -> str:
    """Return a moment's time as "3:40 pm UTC", and note that the page tells one."""
    g.tells_a_time = True
    local = _local(value)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'} {local:%Z}"


def wants_a_zone() -> bool:
    """Tell whether the page, as far as it is rendered, tells a time in UTC for want of a zone."""
    member = current_user._get_current_object()
    chosen = not isinstance(member, Member) or member.person.time_zone
    return "tells_a_time" in g and not chosen and zone().key == "UTC"


def moment(value: datetime) -> str:
    """Return a moment as "14 August 2026, 3:40 pm UTC"."""
    return f"{day(value)}, {clock_time(value)}"


def iso(value: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, for ``<time datetime>``."""
    return value.isoformat(timespec="seconds")


def is_current(address: str) -> bool:
    """Say whether the page shown lies under an address (for ``aria-current``)."""
    return request.path == address or request.path.startswith(address.rstrip("/") + "/")
