"""Checks of the site: its mail, its backups, and its courses against their files."""

import smtplib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from course.cli.checks.line import Line, fail, note, ok
from course.config import PREFIX, Settings
from course.content.reading import CourseReading, read_site
from course.records import checkup, editions, outbox
from course.records.backups import known
from course.records.backups.archive import sealed
from course.records.backups.folder import backups_folder

LETTER_WAITS = timedelta(hours=1)


def mail(settings: Settings) -> Line:
    """Sign in to the mail server, without sending anything."""
    if not settings.smtp_url:
        return note("mail", "none: the site shows its links, and you pass them on")
    host = urlsplit(settings.smtp_url).hostname
    try:
        with outbox.connect(settings.smtp_url) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return fail("mail", f"{host} does not take letters ({error}). Check {PREFIX}SMTP_URL")
    return ok("mail", f"{host}, from {settings.mail_from}")


def letters(session: Session, now: datetime) -> Line:
    """Look for letters that do not leave."""
    waiting = checkup.letters_since(session, now - LETTER_WAITS)
    if waiting:
        return fail(
            "letters",
            f"{waiting} wait for more than an hour. See the line above on mail, then the log of "
            "the mail server",
        )
    if refused := checkup.letters_given_up(session):
        return note("letters", f"{refused} were refused {outbox.MOST_TRIES} times")
    return ok("letters", "none waits")


def backups(session: Session, settings: Settings, now: datetime) -> Line:
    """Ask for a backup of the last two days, once there is somebody whose records it keeps."""
    last = checkup.last_backup(session)
    if not checkup.has_people(session):
        return _of_nobody(settings)
    if last is None:
        return fail("backup", "there is none. Run: course backup")
    if checkup.too_old(last.made_at, now):
        days = (now - last.made_at).days
        return fail("backup", f"the last one is {days} days old. Run each night: course backup")
    if lost := _lost(last):
        return fail("backup", lost)
    return ok("backup", f"{last.made_at:%Y-%m-%d %H:%M} UTC")


def _of_nobody(settings: Settings) -> Line:
    if known.with_people(backups_folder(settings)):
        return fail(
            "backup",
            f"nobody is here, but people are in a backup. {known.bring_back(settings)}",
        )
    return note("backup", "nobody is here yet")


def _lost(last: checkup.LastBackup) -> str:
    """Say what became of the last backup's file; nothing where it is as it was written."""
    if last.file is None:
        return ""
    try:
        found = sealed(last.file)
    except FileNotFoundError:
        return f"{last.file} is not there any more. Mount its disk, or run: course backup"
    except OSError as error:
        return f"{last.file} cannot be read ({error.strerror}). Run: course backup"
    if found.size != last.size:
        return f"{last.file} has {found.size:,} bytes of {last.size:,}. Run: course backup"
    if found.sha256 != last.sha256:
        return f"{last.file} is not what was written. Look at the disk, then run: course backup"
    return ""


def courses(session: Session, settings: Settings, now: datetime) -> list[Line]:
    """Hold what is live against the files of each course."""
    live = editions.live_ids(session)
    if not (settings.course_root / "lessons").is_dir():
        return [note("courses", f"no lessons folder in {settings.course_root}")]
    site = read_site(settings.course_root, today=now.date())
    return [_course(reading, live.get(reading.course)) for reading in site.courses]


def _course(reading: CourseReading, live: str | None) -> Line:
    if reading.edition is None:
        return fail("course", f"{reading.course}: its files have errors. Run: course check")
    if live is None:
        return fail("course", f"{reading.course}: it is not published. Run: course publish")
    if live != reading.edition.id:
        return note("course", f"{reading.course}: its files differ from what is live")
    return ok("course", f"{reading.course}: live as its files are")
