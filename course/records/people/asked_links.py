"""Sign-in links that people ask for by mail. Nothing tells who has an account (PAGES P3)."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from course.records import audit, outbox
from course.records.outbox import Letter
from course.records.people import links, throttle
from course.records.people.accounts import hold, normal_email, person_by_email
from course.records.transaction import NotSaved, transaction

log = logging.getLogger(__name__)


class TooManyAsked(Exception):
    """Too many links were asked for from this network; nothing goes before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many links were asked for")
        self.until = until


def ask(session: Session, email: str, *, address: str, now: datetime) -> None:
    """Note that somebody wants a link for an account. The letter is written beside the requests.

    The same is done for an address that no account has, so that it takes the same time. Of one
    account LINK_PERSON's number are noted, and LINK_PERSON_DAY's; who asks for more is not told.
    ``address`` is the network of the visitor. Raise NotAnEmail or TooManyAsked.
    """
    account = normal_email(email)
    until = throttle.take(session, throttle.LINK_ADDRESS, address, now)
    if until is not None:
        raise TooManyAsked(until)
    for limit in (throttle.LINK_PERSON, throttle.LINK_PERSON_DAY):
        if throttle.take(session, limit, account, now) is not None:
            return
    with transaction(session):
        outbox.ask(session, account, now)


def write_letters(session: Session, letter: Letter, now: datetime) -> None:
    """Write the letters that were asked for: a new link for who is here, none for who is not.

    None either where a link that staff made still works: a stranger who asks would end it. Each
    letter is written by itself, so that one that cannot be holds up no other. Raise NotSaved.
    """
    for number, to in outbox.asked(session):
        try:
            with transaction(session):
                _write(session, number, to, letter, now)
        except NotSaved:
            raise
        except Exception as error:  # its words could be those of the letter
            log.error("letter %d could not be written: %s", number, type(error).__name__)
            outbox.not_written(session, number)


def _write(session: Session, number: int, to: str, letter: Letter, now: datetime) -> None:
    person = person_by_email(session, to)
    address = hold(session, person.id)[1] if person else None
    asked = outbox.hold_asked(session, number)
    if asked is None:
        return
    if (
        person is None
        or person.disabled_at is not None
        or address != to
        or links.staff_link_is_open(session, person, now)
    ):
        session.delete(asked)
        return
    asked.subject, asked.body = letter(links.renew(session, person, now))
    audit.record(
        session,
        action=links.MADE,
        actor=None,
        role=links.BY_MAIL,
        now=now,
        person=person,
        reason="asked for by mail",
    )
