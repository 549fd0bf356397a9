"""``course check``: read every file, list every problem."""

import sys
from pathlib import Path

import click

from course import clock
from course.cli.colours import print_report
from course.cli.mending import mend_site, without_empty_promises
from course.config import Settings
from course.content import report
from course.content.findings import Finding, Severity
from course.content.reading import Site, read_site

CONTENT_PROBLEMS = 1
ENVIRONMENT = 3
FAIL = (Severity.ERROR,)
FAIL_STRICTLY = (Severity.ERROR, Severity.WARNING)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
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
    _refuse_strangers(files, root)
    if root.resolve() != Path.cwd():
        click.echo(f"Reading {root}", err=True)
    site = read_or_stop(root)
    if fix:
        site = mend_site(
            root, site, lambda: read_or_stop(root), lambda each: _asked_for(each, files, root)
        )
    found = [finding for finding in site.findings if _asked_for(finding, files, root)]
    found = without_empty_promises(root, found)
    print_report(PRINTERS[style](found))
    if style == "human" and not found:
        print_report(_well(files) if files else report.all_well(site))
    failing = [each for each in found if each.severity in (FAIL_STRICTLY if strict else FAIL)]
    sys.exit(CONTENT_PROBLEMS if failing else 0)


PRINTERS = {
    "human": report.human,
    "concise": report.concise,
    "json": report.as_json,
    "github": report.github,
}


def _refuse_strangers(files: tuple[Path, ...], root: Path) -> None:
    """Stop where a file is named that no course has: nothing in it would be read."""
    folders = [(root / name).resolve() for name in ("lessons", "quizzes")]
    for named in files:
        path = named.resolve()
        if not any(path.is_relative_to(each) or each.is_relative_to(path) for each in folders):
            raise click.UsageError(f"{named} is not in lessons/ or quizzes/ of {root}")


def _well(files: tuple[Path, ...]) -> str:
    named = ", ".join(map(str, files)) if len(files) <= 3 else f"{len(files)} files"
    return f"No problems in {named}.\n"


def _asked_for(finding: Finding, files: tuple[Path, ...], root: Path) -> bool:
    """Say whether a finding is of a file or folder that was named (none named: of any)."""
    if not files:
        return True
    path = (root / finding.place.path).resolve()
    return any(path.is_relative_to(named.resolve()) for named in files)


def read_or_stop(root: Path) -> Site:
    """Return what the files of a site say; stop where there is no course to read."""
    if not (root / "lessons").is_dir():
        click.echo(
            f"course: there is no lessons folder in {root}. Go to the folder that holds lessons "
            "and quizzes, or name it in WAYMARK_COURSE_ROOT",
            err=True,
        )
        sys.exit(ENVIRONMENT)
    return read_site(root, today=clock.now().date())
