"""Letters: written in the transaction of the act, sent afterwards, at least once."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy import Row, Update, delete, or_, select, update
from sqlalchemy.orm import Session

from course.records.tables import OutboxMail
from course.records.transaction import transaction

log = logging.getLogger(__name__)

Letter = Callable[[str], tuple[str, str]]
"""Makes the subject and the body of a letter from a new token."""

MOST_TRIES = 8
_REFUSED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    ValueError,  # a text that no letter can carry
)
_AT_ONCE = 20
_SMTP_SECONDS = 20
# A letter whose sender died is tried again; one that was refused waits as long.
_TRY_AGAIN = timedelta(minutes=10)


def queue(session: Session, to: str, letter: Letter | None, token: str, now: datetime) -> None:
    """Put a letter into the outbox, inside the caller's transaction; without one, do nothing."""
    if letter is None:
        return
    subject, body = letter(token)
    session.add(OutboxMail(to=to, subject=subject, body=body, created_at=now))


def ask(session: Session, to: str, now: datetime) -> None:
    """Put a letter without words into the outbox, inside the caller's transaction.

    Somebody asked for it; whether it is written, and what it says, is found out afterwards.
    """
    session.add(OutboxMail(to=to, subject="", body="", created_at=now))


_ASKED = (OutboxMail.sent_at.is_(None), OutboxMail.body == "", OutboxMail.tries < MOST_TRIES)


def asked(session: Session) -> Sequence[Row[int, str]]:
    """Return the numbers of letters to write and whom they are for, the oldest first."""
    waiting = select(OutboxMail.id, OutboxMail.to).where(*_ASKED)
    return session.execute(waiting.order_by(OutboxMail.id).limit(_AT_ONCE)).all()


def hold_asked(session: Session, number: int) -> OutboxMail | None:
    """Lock a letter to write, None where somebody else has written it, or does so now."""
    mine = select(OutboxMail).where(OutboxMail.id == number, *_ASKED)
    return session.scalar(
        mine.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    )


def not_written(session: Session, number: int) -> None:
    """Count a letter that could not be written: after MOST_TRIES nobody tries it any more."""
    with transaction(session):
        letter = hold_asked(session, number)
        if letter:
            letter.tries += 1


def deliver(
    open_session: Callable[[], Session], smtp_url: str, mail_from: str, now: datetime
) -> int:
    """Send what waits and return how many letters went. Several processes may do this at once.

    ``smtp_url`` is ``smtp://[name:password@]host[:port]`` (STARTTLS where the server offers it)
    or ``smtps://…``. A letter that is refused is tried again later, MOST_TRIES times, and holds
    up no other. Where the server is out of reach, letters wait until it is back.
    """
    with open_session() as session:
        letters = _claim(session, now)
        if not letters:
            return 0
        sent, refused = _send(letters, smtp_url, mail_from)
        with transaction(session):
            # A body may hold a link: what has been sent need not be kept.
            session.execute(_these(sent).values(sent_at=now, body=""))
            session.execute(_these(refused).values(tries=OutboxMail.tries + 1))
    return len(sent)


def _these(letters: list[OutboxMail]) -> Update:
    """Return a change of letters, also of those that were dropped meanwhile: it passes them by."""
    return update(OutboxMail).where(OutboxMail.id.in_([letter.id for letter in letters]))


def drop(session: Session, to: str) -> None:
    """Drop what was not sent to an address yet, inside the caller's transaction.

    A letter that is on its way at this moment cannot be called back.
    """
    session.execute(delete(OutboxMail).where(OutboxMail.to == to, OutboxMail.sent_at.is_(None)))


def _claim(session: Session, now: datetime) -> list[OutboxMail]:
    waiting = (
        OutboxMail.sent_at.is_(None),
        OutboxMail.body != "",
        OutboxMail.tries < MOST_TRIES,
        or_(OutboxMail.claimed_at.is_(None), OutboxMail.claimed_at <= now - _TRY_AGAIN),
    )
    if session.scalar(select(OutboxMail.id).where(*waiting).limit(1)) is None:
        return []
    with transaction(session):
        chosen = (
            select(OutboxMail.id)
            .where(*waiting)
            .order_by(OutboxMail.created_at, OutboxMail.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        letters = list(
            session.scalars(
                update(OutboxMail)
                .where(OutboxMail.id.in_(chosen))
                .values(claimed_at=now)
                .returning(OutboxMail)
                .execution_options(populate_existing=True)
            )
        )
        session.expunge_all()  # they are sent as they were claimed, whatever becomes of the rows
        return letters


def _send(
    letters: list[OutboxMail], smtp_url: str, mail_from: str
) -> tuple[list[OutboxMail], list[OutboxMail]]:
    """Return the letters that were sent, and those that the server refused, each for itself."""
    sent, refused = [], []
    try:
        with connect(smtp_url) as server:
            for letter in letters:
                try:
                    server.send_message(_message(letter, mail_from))
                    sent.append(letter)
                except _REFUSED as error:
                    log.warning("letter %d was refused: %s", letter.id, type(error).__name__)
                    refused.append(letter)
    except (OSError, smtplib.SMTPException) as error:
        waiting = len(letters) - len(sent) - len(refused)
        log.warning("%d letters wait: %s", waiting, type(error).__name__)
    return sent, refused


def connect(smtp_url: str) -> smtplib.SMTP:
    """Return a connection to the mail server, signed in. Raise OSError or SMTPException."""
    url = urlsplit(smtp_url)
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=_SMTP_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=_SMTP_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _message(letter: OutboxMail, mail_from: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail_from, letter.to, letter.subject
    message["Message-ID"] = f"<{letter.id}.{letter.created_at:%Y%m%d%H%M%S}@waymark>"
    message.set_content(letter.body)
    return message
