"""The site that people see: ``create_app`` puts its parts together."""

from flask import Flask
from jinja2 import StrictUndefined

from course.config import SITE_FILES, Settings
from course.web import (
    access,
    coordinator,
    database,
    editions,
    errors,
    flood,
    frame,
    kept_posts,
    memory,
    metrics,
    once,
    postman,
    request_log,
    security,
    signed_in,
    static_files,
    trainee,
    trainer,
    visitor,
    words,
)
from course.web.ready import make_ready, readable, refuse_missing_files
from course.web.start import start


def create_app(settings: Settings | None = None) -> Flask:
    """Return the app of a server, its site made ready, by default for the environment's settings.

    Raises WrongSettings where a setting is unknown, wrong or unsafe, and WrongSchema where the
    database is older or newer than the code, damaged, or gone.
    """
    settings = settings or Settings.from_environment()
    refuse_missing_files(settings)
    make_ready(settings, whole=True)
    app = build(settings)
    with readable(settings):
        start(app, settings)
    return app


def build(settings: Settings) -> Flask:
    """Put the parts of the app together; nothing is asked of the database."""
    app = errors.Site(__name__, static_folder=None, template_folder=str(SITE_FILES / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.extensions["settings"] = settings
    request_log.install(app, settings)
    metrics.install(app, settings)
    security.install(app, settings)
    database.install(app, settings)
    signed_in.install(app)
    access.install(app)
    kept_posts.install(app)
    editions.install(app)
    errors.install(app)
    flood.install(app)
    once.install(app)
    memory.install(app)
    words.install(app, site_name=settings.site_name, time_zone=settings.time_zone)
    frame.install(app)
    postman.install(app, settings)
    static_files.install(app)
    for person in (visitor, trainee, trainer, coordinator):
        app.register_blueprint(person.bp)
    return app
