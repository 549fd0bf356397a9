"""From files to the live edition: read, check, store, count again; and back to an earlier one."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.content.reading import CourseReading, files_of
from course.records import editions, publishing
from course.records.progress import counting
from course.records.publishing import Published
from course.records.tables import Person
from course.records.transaction import NotSaved

GIT_SECONDS = 5
_ON_SAVE = "publishes-on-save"


class NotCounted(NotSaved):
    """The edition is live, but not everybody's progress is counted under it.

    The next publish of the same files counts again, and so does the next start of the site.
    Before that, each person's next step counts theirs.
    """


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of one course: published (perhaps as it already was), or refused."""

    course: str
    published: Published | None


def publish(
    session: Session,
    reading: CourseReading,
    root: Path,
    *,
    now: datetime,
    actor: Person | None = None,
    instead_of: str | None = None,
) -> Publication:
    """Make the files the live edition, where they have no error. Progress is counted again.

    ``instead_of`` and what is raised are as in ``records.publishing.publish``; and NotCounted.
    """
    if reading.edition is None:
        return Publication(reading.course, None)
    published = publishing.publish(
        session,
        reading,
        commit=commit_of(root, reading.course),
        actor=actor,
        now=now,
        instead_of=instead_of,
    )
    # Also where nothing changed: who was killed between the two is set right by the next.
    _recount(session, reading.edition, now)
    return Publication(reading.course, published)


def go_back(
    session: Session,
    edition_id: str,
    *,
    instead_of: str,
    reason: str,
    actor: Person,
    now: datetime,
) -> Published:
    """Make an earlier edition live again, and count progress again.

    Raises what ``records.publishing.go_back`` does, and NotCounted.
    """
    edition = editions.kept_edition(session, edition_id)
    done = publishing.go_back(
        session, edition_id, instead_of=instead_of, reason=reason, actor=actor, now=now
    )
    _recount(session, edition, now)
    return done


def _recount(session: Session, edition: Edition, now: datetime) -> None:
    try:
        counting.recount_course(session, edition=edition, now=now)
    except NotSaved as problem:
        raise NotCounted(
            f"{edition.course}: edition {edition.id[:12]} is live, but progress is not counted "
            "yet: the database could not save it. Run: course publish"
        ) from problem


def publish_on_save(app: Flask) -> None:
    """Let the pages say that whoever started this site publishes every save by itself."""
    app.extensions[_ON_SAVE] = True


def publishes_on_save(app: Flask) -> bool:
    """Tell whether every save is published before anybody can press a button."""
    return bool(app.extensions.get(_ON_SAVE))


def commit_of(root: Path, course: str) -> str | None:
    """Return the git commit that a course's files are in, with "+changes" where not all are.

    None where none of them is in it, and where git cannot tell: no repository, no git on this
    machine, a damaged index. An auditor looks each file up under it.
    """
    git = shutil.which("git")
    commit = _ask(git, root, "rev-parse", "HEAD") if git else None
    if not git or commit is None:
        return None
    folders = [f"lessons/{course}", f"quizzes/{course}"]
    paths = sorted(files_of(root, course))
    # What was taken away is in no list of files; a file that git ignores is in no status.
    changed = _ask(git, root, "status", "--porcelain", "--", *folders)
    committed = _ask(git, root, "ls-tree", "-r", "-z", commit, "--", *folders)
    here = _ask(git, root, "hash-object", "--", *paths)
    if changed is None or committed is None or here is None:
        return None
    found = _blobs(committed)
    if not any(path in found for path in paths):
        return None
    same = [found.get(path) for path in paths] == here.split()
    return commit if same and not changed else f"{commit}+changes"


def _blobs(listed: str) -> dict[str, str]:
    """Return the files of a commit by path, each with the hash of what is in it."""
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return {path: about.split()[2] for about, _, path in entries}


def _ask(git: str, root: Path, *words: str) -> str | None:
    try:
        answer = subprocess.run(  # noqa: S603  # fixed words; the folder is the operator's own
            [git, "-C", str(root), *words],
            capture_output=True,
            text=True,
            timeout=GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
