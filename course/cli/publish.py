"""``course publish``: make the files the live edition."""

import sys

import click

from course import clock
from course.cli.check import CONTENT_PROBLEMS, read_or_stop
from course.cli.site import site
from course.config import Settings
from course.content import report
from course.content.findings import errors
from course.web.publishing import publish as publish_course


@click.command()
@click.argument("courses", nargs=-1)
def publish(courses: tuple[str, ...]) -> None:
    """Check the files; those of a course without errors become its live edition.

    \b
    Examples:
      course publish
      course publish peer-support
    """
    settings = Settings.from_environment()
    files = read_or_stop(settings.course_root)
    unknown = set(courses) - {reading.course for reading in files.courses}
    if unknown:
        raise click.UsageError(f"there is no course {', '.join(sorted(unknown))} in lessons/")
    failed = False
    with site(settings) as (_, session):
        for reading in files.courses:
            if courses and reading.course not in courses:
                continue
            outcome = publish_course(session, reading, settings.course_root, now=clock.now())
            if outcome.published is None:
                click.echo(report.human(errors(reading.findings)), err=True, nl=False)
                click.echo(f"{reading.course}: not published. Trainees keep the edition they have.")
                failed = True
            else:
                word = "published" if outcome.published.changed else "already live"
                click.echo(f"{reading.course}: {word}, edition {outcome.published.edition_id[:12]}")
    sys.exit(CONTENT_PROBLEMS if failed else 0)
