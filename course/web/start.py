"""What the first start of a site does: its first edition, its first coordinator."""

import click
from flask import Flask

from course import clock
from course.config import Settings
from course.content.reading import read_site
from course.records import editions
from course.records.people import links
from course.web.database import database
from course.web.publishing import publish


def start(app: Flask, settings: Settings) -> None:
    """Fill a new site, whose tables are there; leave one that runs as it is.

    Files are published only where no edition exists: after that, publishing is somebody's
    decision.
    """
    with app.app_context():
        if not editions.live_ids(database()):
            _publish_first(settings)
        token = links.make_set_up(database(), clock.now())
        if token:
            click.echo("This site has no coordinator yet. The first one opens this link, once:")
            click.echo(f"  {settings.base_url}/set-up/{token}")


def _publish_first(settings: Settings) -> None:
    if not (settings.course_root / "lessons").is_dir():
        return
    site = read_site(settings.course_root, today=clock.now().date())
    for reading in site.courses:
        publish(database(), reading, settings.course_root, now=clock.now())
