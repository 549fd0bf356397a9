"""``course check``: read every file, list every problem."""

import sys
from functools import partial
from pathlib import Path

import click

from course import clock
from course.cli.colours import print_report
from course.cli.folder import START, stop_inside_a_course, tell_other_files
from course.cli.mending import mend_site
from course.cli.program import as_called, findings_as_called
from course.config import Settings
from course.content import report
from course.content.findings import Finding, Severity
from course.content.reading import Site, read_site

CONTENT_PROBLEMS = 1
ENVIRONMENT = 3
FAIL = (Severity.ERROR,)
FAIL_STRICTLY = (Severity.ERROR, Severity.WARNING)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    default="human",
    type=click.Choice(["human", "concise", "json", "github"]),
    help="How to print the problems.",
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--fix", is_flag=True, help="Mend what can be mended in one way only, then check.")
def check(files: tuple[Path, ...], style: str, strict: bool, fix: bool) -> None:
    """Read every lesson and exam and list what to mend.

    \b
    Examples:
      course check
      course check lessons/peer-support/ethics.md --format concise
      course check --fix
    """
    root = Settings.from_environment().course_root
    stop_inside_a_course(root)
    meant = tuple(_meant(named, root) for named in files)
    site = read_or_stop(root)
    if fix:
        site = mend_site(
            root, site, lambda: read_or_stop(root), lambda each: _asked_for(each, meant, root)
        )
    found = [finding for finding in site.findings if _asked_for(finding, meant, root)]
    if style == "human":
        found = findings_as_called(found)
    print_report(PRINTERS[style](found))
    if style == "human" and not found:
        print_report(_well(files) if files else report.all_well(site))
    tell_other_files(root)
    failing = [each for each in found if each.severity in (FAIL_STRICTLY if strict else FAIL)]
    sys.exit(CONTENT_PROBLEMS if failing else 0)


PRINTERS = {
    "human": report.human,
    "concise": report.concise,
    "json": report.as_json,
    "github": report.github,
}


def _meant(named: Path, root: Path) -> Path:
    """Return the file or folder of a course that is named: from here, or as a problem names it.

    Stop where there is none, or no course has it: nothing in it would be read.
    """
    folders = [(root / name).resolve() for name in ("lessons", "quizzes")]
    here, there = named.resolve(), (root / named).resolve()
    if here.exists() and any(map(partial(_touch, here), folders)):
        return here
    if there.exists() and any(map(there.is_relative_to, folders)):
        return there
    if not here.exists():
        raise click.UsageError(f"Path '{named}' does not exist.")
    raise click.UsageError(f"{named} is not in lessons/ or quizzes/ of {root}")


def _touch(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _well(files: tuple[Path, ...]) -> str:
    named = ", ".join(map(str, files)) if len(files) <= 3 else f"{len(files)} files"
    return f"No problems in {named}.\n"


def _asked_for(finding: Finding, meant: tuple[Path, ...], root: Path) -> bool:
    """Say whether a finding is of a file or folder that was named (none named: of any)."""
    if not meant:
        return True
    path = (root / finding.place.path).resolve()
    return any(map(path.is_relative_to, meant))


def read_or_stop(root: Path) -> Site:
    """Return what the files of a site say; stop where there is no course to read."""
    if not (root / "lessons").is_dir():
        click.echo(
            as_called(
                f"course: there is no lessons folder in {root}. Go to the folder that holds "
                "lessons and quizzes, name it in WAYMARK_COURSE_ROOT, or start a course:\n"
                f"  {START}"
            ),
            err=True,
        )
        sys.exit(ENVIRONMENT)
    return read_site(root, today=clock.now().date())
