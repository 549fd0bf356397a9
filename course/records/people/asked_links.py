"""Sign-in links that people ask for by mail. Nothing tells who has an account (PAGES P3)."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.outbox import Letter
from course.records.people import links, throttle
from course.records.people.accounts import normal_email, person_by_email
from course.records.transaction import transaction


class TooManyAsked(Exception):
    """Too many links were asked for from this network; nothing goes before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many links were asked for")
        self.until = until


def ask(session: Session, email: str, *, address: str, now: datetime) -> None:
    """Note that somebody wants a link for an account. The letter is written beside the requests.

    The same is done for an address that no account has, so that it takes the same time. Of one
    account LINK_PERSON's number are noted, and who asks for more is not told. ``address`` is the
    network of the visitor. Raise NotAnEmail or TooManyAsked.
    """
    account = normal_email(email)
    until = throttle.take(session, throttle.LINK_ADDRESS, address, now)
    if until is not None:
        raise TooManyAsked(until)
    if throttle.take(session, throttle.LINK_PERSON, account, now) is None:
        with transaction(session):
            outbox.ask(session, account, now)


def write_letters(session: Session, letter: Letter, now: datetime) -> None:
    """Write the letters that were asked for: a new link for who is here, none for who is not."""
    if not outbox.is_asked(session):
        return
    with transaction(session):
        for asked in outbox.asked(session):
            person = person_by_email(session, asked.to)
            if person is None or person.disabled_at is not None:
                session.delete(asked)
                continue
            token = links.renew(session, person, now)
            asked.subject, asked.body = letter(token)
            audit.record(
                session,
                action="sign-in-link-make",
                actor=None,
                role="visitor",
                now=now,
                person=person,
                reason="asked for by mail",
            )
