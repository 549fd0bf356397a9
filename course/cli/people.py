"""``course people``: add people and give them a way in, from the machine of the site."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from course import clock
from course.cli.own import own_settings
from course.cli.site import site
from course.config import Settings
from course.records import editions
from course.records.cohorts import joining
from course.records.people import choosing, links, passwords
from course.records.people.accounts import NewPerson, person_by_email
from course.records.refusals import Refused
from course.records.tables import Person

WRONG_USAGE = 2


@click.group()
def people() -> None:
    """Add a person, or make a sign-in link for one."""


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="The name to print, in any script.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(["trainee", "trainer", "coordinator"]),
    help="May be given several times.",
)
@click.option("--cohort", help="The cohort's name; it is made where it is missing.")
@click.option("--course", help="The course of a new cohort; not needed where there is one course.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    name: str,
    roles: tuple[str, ...],
    cohort: str | None,
    course: str | None,
    password_stdin: bool,
) -> None:
    """Add a person, or give one who is here another role.

    A password for one who is here takes the place of theirs, and signs them out everywhere.

    \b
    Example:
      course people add rosa@example.org --name "Rosa Díaz" --role coordinator
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    settings = own_settings()
    with site(settings) as (_, session), told():
        if password is not None:
            _refuse_weak(session, password, [email, name], settings.site_name)
        stored = passwords.hash_password(password) if password else None
        new = NewPerson(email, name, frozenset(roles), stored)
        course = course or _only_course(session)
        person = joining.add_to_site(session, new, cohort=cohort, course=course, now=clock.now())
        click.echo(f"{person.name} ({person.email}): {', '.join(sorted(person.role_names))}")
        if password is None:
            _print_link(settings, session, person)


@people.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link that signs a person in once, within the hour."""
    settings = own_settings()
    with site(settings) as (_, session), told():
        person = person_by_email(session, email)
        if person is None:
            raise Refused(f"nobody here has the address {email}")
        _print_link(settings, session, person)


@contextmanager
def told() -> Iterator[None]:
    """Turn a refusal into one line and the exit code of wrong usage."""
    try:
        yield
    except Refused as refusal:
        click.echo(f"course: {refusal.message}", err=True)
        sys.exit(WRONG_USAGE)


def _only_course(session: Session) -> str | None:
    """Return the course of a site that has just one; with several it has to be named."""
    live = list(editions.live_ids(session))
    return live[0] if len(live) == 1 else None


def _refuse_weak(session: Session, password: str, own: list[str], site_name: str) -> None:
    objection = choosing.objection(session, password, own=own, site_name=site_name)
    if objection:
        raise Refused(objection)


def _print_link(settings: Settings, session: Session, person: Person) -> None:
    token = links.make_sign_in_link(
        session, person, actor=None, reason="asked for at the command line", now=clock.now()
    )
    click.echo("This link signs them in once, within the hour; then they choose a password:")
    click.echo(f"  {settings.base_url}/sign-in/{token}")
