"""``course serve``: the local site, with sample people, that reloads when a file is saved."""

import os
import socket
import threading
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from watchfiles import watch

from course import clock
from course.cli import sample
from course.cli.check import read_or_stop
from course.cli.site import site
from course.config import Settings, WrongSettings
from course.content import report
from course.content.findings import errors
from course.web import create_app
from course.web.publishing import publish

THREADS = 8


@click.command()
def serve() -> None:
    """Run the site on this machine, with a sample trainee, trainer and coordinator.

    What you save in lessons/ and quizzes/ is shown within seconds, when it has no errors.
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
    courses = publish_all(settings)
    with site(settings) as (_, session):
        cast = sample.people(session, settings, courses, now=clock.now())
    click.echo(f"Your course is at {settings.base_url}/")
    for person in cast:
        click.echo(f"  {person.role:<12} {person.email:<26} password: {person.password}")
    click.echo("Stop with Ctrl+C.")
    threading.Thread(target=_publish_on_save, args=(settings,), daemon=True).start()
    _Server(settings).run()


def _refuse_taken_port(settings: Settings) -> None:
    """Say that the address is taken before anything is printed that would not be true."""
    try:
        socket.create_server((settings.host, settings.port)).close()
    except OSError as problem:
        raise WrongSettings(
            f"port {settings.port} cannot be used ({problem.strerror}). Stop the other program, "
            f"or choose another port: WAYMARK_PORT={settings.port + 1} course serve"
        ) from problem


def publish_all(settings: Settings) -> list[str]:
    """Publish every course that has no errors, print what there is to mend; return all ids."""
    files = read_or_stop(settings.course_root)
    with site(settings) as (_, session):
        for reading in files.courses:
            outcome = publish(session, reading, settings.course_root, now=clock.now())
            if outcome.published is None:
                click.echo(report.human(errors(reading.findings)), err=True, nl=False)
            else:
                word = "published" if outcome.published.changed else "live as it is,"
                click.echo(report.human(reading.findings), err=True, nl=False)
                click.echo(f"{reading.course}: {word} {outcome.published.edition_id[:12]}")
    return [reading.course for reading in files.courses]


def _publish_on_save(settings: Settings) -> None:
    root = settings.course_root
    folders = [root / name for name in ("lessons", "quizzes") if (root / name).is_dir()]
    for _ in watch(*folders, debounce=400):
        publish_all(settings)


class _Server(BaseApplication):
    """gunicorn with one process and a few threads: nothing buffers in front of it here."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self.settings)
