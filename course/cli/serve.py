"""``course serve``: the local site, with sample people, that reloads when a file is saved."""

import os
import socket
import threading
from pathlib import Path
from typing import Any, cast

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker
from watchfiles import watch

from course import clock
from course.cli import sample
from course.cli.check import read_or_stop
from course.cli.colours import print_report
from course.cli.folder import tell_other_files
from course.cli.program import findings_as_called
from course.cli.site import site
from course.config import Settings, WrongSettings
from course.content import report
from course.content.findings import errors
from course.content.reading import CourseReading, Site
from course.records.transaction import NotSaved
from course.web import create_app, local_site, unread
from course.web.desk import Desk
from course.web.publishing import Publication, publish

THREADS = 8


@click.command()
def serve() -> None:
    """Run the site on this machine, with a sample trainee, trainer and coordinator.

    What you save in lessons/ and quizzes/ is shown within a second, when it has no errors: a page
    that is open loads again by itself. The problems of its files stand above it.
    Stop with Ctrl+C. For a site that others reach, see docs/how-to.
    """
    settings = Settings.from_environment()
    if not settings.loopback:
        raise WrongSettings(
            "course serve is for this machine alone. Take out WAYMARK_BASE_URL and WAYMARK_HOST, "
            "or run the site with gunicorn app:app"
        )
    _refuse_taken_port(settings)
    os.umask(0o077)
    files = publish_all(settings)
    with site(settings) as (_, session):
        courses = [reading.course for reading in files.courses]
        cast = sample.people(session, settings, courses, now=clock.now())
    tell_other_files(settings.course_root)
    click.echo(f"Your course is at {settings.base_url}/")
    for person in cast:
        click.echo(f"  {person.role:<12} {person.email:<26} password: {person.password}")
    click.echo("Stop with Ctrl+C.")
    _Server(settings, files).run()


def _refuse_taken_port(settings: Settings) -> None:
    """Say that the address is taken before anything is printed that would not be true."""
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as problem:
        raise WrongSettings(
            f"port {settings.port} cannot be used ({problem.strerror}). Stop the other program, "
            f"or choose another port: WAYMARK_PORT={settings.port + 1} course serve"
        ) from problem


def publish_all(settings: Settings) -> Site:
    """Publish every course that has no errors and print what there is to mend; return them all."""
    files = read_or_stop(settings.course_root)
    with site(settings) as (_, session):
        for reading in files.courses:
            tell(reading, publish(session, reading, settings.course_root, now=clock.now()))
    return files


def tell(reading: CourseReading, outcome: Publication) -> None:
    """Print what there is to mend in a course, and what became of it."""
    if outcome.published is None:
        print_report(report.human(findings_as_called(errors(reading.findings))), err=True)
        click.echo(f"{reading.course}: has errors, so its pages stay as they were", err=True)
    else:
        print_report(report.human(findings_as_called(reading.findings)), err=True)
        word = "published" if outcome.published.changed else "live as it is,"
        click.echo(f"{reading.course}: {word} {outcome.published.edition_id[:12]}")


def watch_files(app: Flask, desk: Desk, root: Path) -> None:
    """Catch up with every save, as long as the process runs."""
    folders = [root / name for name in ("lessons", "quizzes") if (root / name).is_dir()]
    for _ in watch(*folders, debounce=400):
        with app.app_context():
            try:
                desk.catch_up()
            except NotSaved as problem:
                click.echo(f"course: not published yet: {problem}. Save the file again.", err=True)


class _Worker(ThreadWorker):
    """A worker that says of what it cannot read what a real site says."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read, with a page of this site."""
        unread.send(cast("Flask", self.wsgi), exc, client, addr)


class _Server(BaseApplication):
    """gunicorn with one process and a few threads: nothing buffers in front of it here."""

    def __init__(self, settings: Settings, files: Site) -> None:
        self.settings = settings
        self.files = files
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": _Worker,
            "limit_request_line": unread.LONGEST_ADDRESS,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the app in the process that serves it; the watcher lives beside it there."""
        root = self.settings.course_root
        app = create_app(self.settings)
        desk = Desk(root, self.files, tell)
        local_site.install(app, desk)
        threading.Thread(target=watch_files, args=(app, desk, root), daemon=True).start()
        return app
