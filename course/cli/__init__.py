"""The command ``course``: check and publish files, run the local site, add people."""

import sys
from importlib import import_module

import click

from course import __version__
from course.cli.program import COMMANDS, as_called, program
from course.config import WrongSettings

HELP = """Write a course as files, check it, and run its site.

\b
Two to start with:
  course check     read every file and list what to mend
  course serve     run the site on this machine, with sample people
"""
ENVIRONMENT = 3


class Commands(click.Group):
    """The commands, each imported when it is asked for: ``check`` waits for no web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"course.cli.{cmd_name}")
        found: click.Command = getattr(module, cmd_name)
        _help_as_called(found)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named; what does not fit is told in words of our own."""
        try:
            return super().invoke(ctx)
        except click.MissingParameter:
            raise
        except click.BadParameter as problem:
            named = problem.param.get_error_hint(ctx) if problem.param else problem.param_hint
            raise click.UsageError(f"{named}: {problem.message}", problem.ctx) from problem


class _Help(click.HelpFormatter):
    """Writes a help whose examples name the program as it was called."""

    def getvalue(self) -> str:
        return as_called(super().getvalue())


class _Context(click.Context):
    formatter_class = _Help


def _help_as_called(command: click.Command) -> None:
    command.context_class = _Context
    for inner in getattr(command, "commands", {}).values():
        _help_as_called(inner)


@click.group(cls=Commands, help=HELP, invoke_without_command=True)
@click.version_option(__version__, prog_name="course")
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the short help where no command is given."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command. Exit 0 fine, 1 problems in the content, 2 wrong usage, 3 environment."""
    try:
        _help_as_called(cli)
        cli(prog_name=program())
    except WrongSettings as problem:
        click.echo(as_called(f"course: {problem}"), err=True)
        sys.exit(ENVIRONMENT)
