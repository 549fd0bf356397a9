"""The command ``course``: check and publish files, run the local site, add people."""

import sys

import click

from course import __version__
from course.cli import check, migrate, people, publish, serve
from course.config import WrongSettings
from course.records.transaction import NotSaved
from course.web.database import WrongSchema

HELP = """Write a course as files, check it, and run its site.

\b
Two to start with:
  course check     read every file and list what to mend
  course serve     run the site on this machine, with sample people
"""
ENVIRONMENT = 3


@click.group(help=HELP, invoke_without_command=True)
@click.version_option(__version__, prog_name="course")
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the short help where no command is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (check.check, publish.publish, serve.serve, migrate.migrate, people.people):
    cli.add_command(command)


def main() -> None:
    """Run the command. Exit 0 fine, 1 problems in the content, 2 wrong usage, 3 environment."""
    try:
        cli()
    except (WrongSettings, WrongSchema, NotSaved) as problem:
        click.echo(f"course: {problem}", err=True)
        sys.exit(ENVIRONMENT)
