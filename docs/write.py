"""Write docs/reference and .schema anew from the code, so that they cannot fall behind it.

Run by ``make docs``; a test holds the committed pages to what this writes.
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from course.cli import cli
from course.config import PREFIX, Settings
from course.records.lists.exporting import COLUMNS
from docs import messages
from docs.author_files import author_files
from docs.schemas import schemas

FOLDER = Path(__file__).parent / "reference"

SETTINGS = {
    "host": "The address on which the site answers, to a proxy or on this machine.",
    "port": "The port on which the site answers.",
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
    "metrics_port": "The port on which this machine alone may ask a real site for its figures.",
    "hsts_subdomains": (
        "Whether browsers are told to ask for TLS at the names below this one too: `yes` or `no`."
    ),
}


def pages() -> dict[Path, str]:
    """Return every page of the reference and every schema, by its file."""
    return {
        **schemas(),
        FOLDER / "settings.md": "".join(_settings()),
        FOLDER / "commands.md": "".join(_commands()),
        FOLDER / "messages.md": "".join(messages.overview()),
        **{FOLDER / name: text for name, text in messages.families().items()},
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
    shown |= {"metrics_port": "nothing", "hsts_subdomains": "`yes`"}
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
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(path.relative_to(FOLDER.parent.parent))


if __name__ == "__main__":
    main()
