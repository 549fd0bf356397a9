"""Write the pages of docs/reference anew from the code, so that they cannot fall behind it.

Run by ``make docs``; a test holds the committed pages to what this writes.
"""

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path

import click

from course.cli import cli
from course.config import PREFIX, Settings
from course.content.catalogue import CATALOGUE
from course.records.lists.exporting import COLUMNS
from docs.author_files import author_files

FOLDER = Path(__file__).parent / "reference"

SETTINGS = {
    "host": "The address that `course serve` answers on.",
    "port": "The port that `course serve` answers on.",
    "base_url": "The address that people type. Needed where others reach the site; then https.",
    "course_root": "The folder that holds `lessons/` and `quizzes/`.",
    "instance_dir": "The folder of the database, the keys and the backups (mode 0700).",
    "keys_dir": "The folder of the keys, where they lie elsewhere than the rest.",
    "database_url": "`sqlite:///FILE` or `postgresql://…`. Left out: one file in the instance.",
    "smtp_url": "The server that sends mail. Left out: the site sends none, and shows the links.",
    "mail_from": "The sender of mail. Needed with `WAYMARK_SMTP_URL`.",
    "site_name": "The name in the head of every page.",
    "time_zone": "The zone in which times are shown to who has not chosen one.",
    "trusted_proxies": "How many proxies in front of the site may say who asked.",
}
KINDS = {
    "F": "Files",
    "Y": "YAML",
    "C": "The course, its modules and its certificate",
    "L": "Lessons, boxes and Markdown",
    "Q": "Questions and exams",
    "R": "Plain words",
    "S": "The style of questions",
    "D": "Reviews and their dates",
    "T": "Text",
    "A": "Accessibility",
}


def pages() -> dict[Path, str]:
    """Return every page of the reference, by its file."""
    return {
        FOLDER / "settings.md": "".join(_settings()),
        FOLDER / "commands.md": "".join(_commands()),
        FOLDER / "messages.md": "".join(_messages()),
        FOLDER / "author-files.md": "".join(author_files()),
        FOLDER / "records-csv.md": "".join(_columns()),
    }


def _settings() -> Iterator[str]:
    yield "# Settings\n\n"
    yield "The site reads them from the environment, or from a file `.env` where it starts.\n"
    yield "A name that is not in this list, a bad value or an unsafe mix stops the start.\n\n"
    yield "| Setting | Without it | What it says |\n|---|---|---|\n"
    shown = {
        "course_root": "this folder, where it holds `lessons/`; else where it is installed",
        "instance_dir": "`instance`",
    }
    shown |= {"keys_dir": "the instance", "base_url": "`http://HOST:PORT` on this machine"}
    for field in fields(Settings):
        default = shown.get(field.name, f"`{field.default}`" if field.default != "" else "nothing")
        yield f"| `{PREFIX}{field.name.upper()}` | {default} | {SETTINGS[field.name]} |\n"


def _commands() -> Iterator[str]:
    yield "# The command `course`\n\n"
    yield "It ends with 0 when all is well, 1 for problems in the course's files, 2 for a command\n"
    yield "that it does not know, and 3 when the machine or its settings stand in the way.\n"
    yield from _command(cli, click.Context(cli, info_name="course", terminal_width=80))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"\n## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _messages() -> Iterator[str]:
    yield "# What `course check` finds\n\n"
    yield "An error keeps the course from being published. A warning does not.\n"
    in_order = sorted(CATALOGUE.values(), key=lambda rule: rule.code)
    for kind, rules in groupby(in_order, key=lambda rule: rule.code[0]):
        yield f"\n## {KINDS[kind]}\n\n| Code | | What | Why |\n|---|---|---|---|\n"
        for rule in rules:
            yield f"| {rule.code} | {rule.severity.value} | {rule.title} | {rule.why} |\n"


def _columns() -> Iterator[str]:
    yield "# The columns of the completion records\n\n"
    yield "`/records.csv` has these columns, in this order, in UTF-8 with a byte order mark.\n"
    yield "Moments are ISO 8601 in UTC.\n"
    yield "A cell that a spreadsheet would read as a formula begins with an apostrophe.\n\n"
    yield "| Column | What it says |\n|---|---|\n"
    for column in COLUMNS:
        yield f"| `{column.name}` | {column.meaning} |\n"


def main() -> None:
    """Write the pages and say which."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        click.echo(path.relative_to(FOLDER.parent.parent))


if __name__ == "__main__":
    main()
