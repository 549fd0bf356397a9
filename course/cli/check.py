"""``course check``: read every file, list every problem."""

import sys
from pathlib import Path

import click

from course import clock
from course.config import Settings
from course.content import report
from course.content.findings import Finding, errors
from course.content.reading import Site, read_site

CONTENT_PROBLEMS = 1
ENVIRONMENT = 3


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "style",
    default="human",
    type=click.Choice(["human", "concise", "json", "github"]),
    help="How to print the problems.",
)
@click.option("--strict", is_flag=True, help="Warnings and advice fail too.")
def check(files: tuple[Path, ...], style: str, strict: bool) -> None:
    """Read every lesson and exam and list what to mend.

    \b
    Examples:
      course check
      course check lessons/peer-support/ethics.md --format concise
    """
    root = Settings.from_environment().course_root
    if root.resolve() != Path.cwd():
        click.echo(f"Reading {root}", err=True)
    site = read_or_stop(root)
    found = [finding for finding in site.findings if _asked_for(finding, files, root)]
    click.echo(PRINTERS[style](found), nl=False)
    if style == "human" and not found:
        click.echo(report.all_well(site), nl=False)
    failing = found if strict else errors(found)
    sys.exit(CONTENT_PROBLEMS if failing else 0)


PRINTERS = {
    "human": report.human,
    "concise": report.concise,
    "json": report.as_json,
    "github": report.github,
}


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
