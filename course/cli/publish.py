"""``course publish``: make the files the live edition."""

import sys

import click
from sqlalchemy.orm import Session

from course import clock
from course.cli.check import CONTENT_PROBLEMS, read_or_stop
from course.cli.colours import print_report
from course.cli.own import own_settings
from course.cli.program import as_called, findings_as_called
from course.cli.site import site
from course.config import Settings
from course.content import report
from course.content.findings import errors
from course.content.reading import CourseReading
from course.records import editions
from course.records.lists.vanishing import vanishing
from course.web.publishing import publish as publish_course
from course.web.trainer.impact import impact


@click.command()
@click.argument("courses", nargs=-1)
@click.option(
    "--yes",
    is_flag=True,
    help="Publish also where trainees have answers for what would be gone, without a question.",
)
def publish(courses: tuple[str, ...], yes: bool) -> None:
    """Check the files; those of a course without errors become its live edition.

    First it says what changes and who is affected. Where trainees have answers for something that
    would be gone, it asks in a terminal; elsewhere it publishes that course with --yes only.

    \b
    Examples:
      course publish
      course publish peer-support
      course publish peer-support --yes
    """
    settings = own_settings()
    files = read_or_stop(settings.course_root)
    unknown = set(courses) - {reading.course for reading in files.courses}
    if unknown:
        raise click.UsageError(f"there is no course {', '.join(sorted(unknown))} in lessons/")
    with site(settings) as (_, session):
        done = [
            _publish(session, reading, settings, yes=yes)
            for reading in files.courses
            if not courses or reading.course in courses
        ]
    sys.exit(0 if all(done) else CONTENT_PROBLEMS)


def _publish(session: Session, reading: CourseReading, settings: Settings, *, yes: bool) -> bool:
    """Publish one course, if that is wanted; return whether its files are live now."""
    lost = _tell_impact(session, reading)
    if lost and not yes and not _wanted(reading.course):
        return False
    outcome = publish_course(session, reading, settings.course_root, now=clock.now())
    if outcome.published is None:
        print_report(report.human(findings_as_called(errors(reading.findings))), err=True)
        click.echo(f"{reading.course}: not published. Trainees keep the edition they have.")
        return False
    word = "published" if outcome.published.changed else "already live"
    click.echo(f"{reading.course}: {word}, edition {outcome.published.edition_id[:12]}")
    return True


def _tell_impact(session: Session, reading: CourseReading) -> bool:
    """Print what would change and for whom; return whether trainees would lose answers."""
    live, new = editions.live_edition(session, reading.course), reading.edition
    if live is None or new is None or live.id == new.id:
        return False
    differ = impact(session, live, new, now=clock.now())
    click.echo(f"{reading.course}: what changes")
    for line in differ.changes or ("Only remarks and settings that change no page.",):
        click.echo(f"  {line}")
    click.echo(f"{reading.course}: who is affected")
    for line in differ.people:
        click.echo(f"  {line}")
    lost = vanishing(session, live, new)
    print_report(report.human(lost), err=True)
    return bool(lost)


def _wanted(course: str) -> bool:
    """Ask in a terminal whether answers may be lost; elsewhere say how to allow it."""
    if not sys.stdin.isatty():
        click.echo(
            f"{course}: not published, because trainees have answers for what would be gone. "
            + as_called(f"To publish it all the same: course publish {course} --yes")
        )
        return False
    if click.confirm(f"{course}: publish it all the same?", err=True):
        return True
    click.echo(f"{course}: not published. Trainees keep the edition they have.")
    return False
