"""The outbox: written with the act, sent once, tried again, and emptied when sent."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records import outbox
from course.records.tables import OutboxMail
from course.records.transaction import transaction

SENDER = "office@example.org"


class MailServer(socketserver.ThreadingTCPServer):
    """A small SMTP server; it sends back what is for an address with ``refuse`` in it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[str] = []
        self.refuse = "nobody"
        self.at_first = lambda: None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("DATA"):
                self.say("354 go on")
                self.server.letters.append(self.letter())
                if len(self.server.letters) == 1:
                    self.server.at_first()
                self.say("250 kept")
            elif line.upper().startswith("RCPT") and self.server.refuse in line:
                self.say("550 no")
            else:
                self.say("221 bye" if line.upper() == "QUIT" else "250 fine")

    def letter(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        return "".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as made:
        threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def deliver(engine: Engine, server: MailServer) -> Any:
    def sending(now: datetime) -> int:
        return outbox.deliver(lambda: Session(engine), server.url, SENDER, now)

    return sending


def write(session: Session, now: datetime, number: int = 1, *, to: str = "ana@example.org") -> None:
    with transaction(session):
        for n in range(number):
            letter = (f"Letter {n}", f"Hello {n}, the link is /sign-in/secret")
            outbox.queue(session, to, lambda _, it=letter: it, "", now)


def rows(session: Session) -> list[OutboxMail]:
    session.expire_all()
    return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_letter_is_sent_once_and_its_text_is_not_kept(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    write(session, now)
    assert deliver(now) == 1
    assert deliver(now) == 0
    (letter,) = server.letters
    assert "To: ana@example.org" in letter
    assert f"From: {SENDER}" in letter
    assert "/sign-in/secret" in letter
    (row,) = rows(session)
    assert (row.sent_at, row.body, row.tries) == (now, "", 0)


def test_without_a_letter_nothing_is_queued(session: Session, now: datetime) -> None:
    with transaction(session):
        outbox.queue(session, "ana@example.org", None, "token", now)
    assert rows(session) == []


def test_a_letter_that_is_not_written_yet_is_not_sent(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    with transaction(session):
        outbox.ask(session, "ana@example.org", now)
    assert deliver(now) == 0
    assert len(outbox.asked(session)) == 1
    assert server.letters == []


def test_a_letter_of_an_act_that_failed_is_not_sent(
    session: Session, deliver: Any, now: datetime
) -> None:
    with pytest.raises(ZeroDivisionError), transaction(session):
        outbox.queue(session, "ana@example.org", lambda _: ("Hello", "text"), "", now)
        raise ZeroDivisionError
    assert deliver(now) == 0


def test_a_refused_letter_is_tried_again_later_and_not_for_ever(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    write(session, now)
    server.refuse = "ana"
    at = now
    for _ in range(outbox.MOST_TRIES + 2):
        assert deliver(at) == 0
        at += timedelta(minutes=10)
    assert rows(session)[0].tries == outbox.MOST_TRIES
    server.refuse = "nobody"
    assert deliver(at) == 0


def test_a_letter_that_is_dropped_is_not_tried_again(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    write(session, now)
    server.refuse = "ana"
    assert deliver(now) == 0
    with transaction(session):
        outbox.drop(session, "ana@example.org")
    server.refuse = "nobody"
    assert deliver(now + timedelta(minutes=10)) == 0
    assert rows(session) == []


@pytest.mark.parametrize(("dropped", "kept"), [("ana", "ben"), ("ben", "ana")])
def test_a_letter_that_is_dropped_while_letters_go_holds_up_no_other(
    session: Session, server: MailServer, deliver: Any, now: datetime, dropped: str, kept: str
) -> None:
    write(session, now)
    write(session, now, to="ben@example.org")

    def drop() -> None:
        with transaction(session):
            outbox.drop(session, f"{dropped}@example.org")

    server.at_first = drop
    assert deliver(now) == 2
    assert [(row.to, row.sent_at) for row in rows(session)] == [(f"{kept}@example.org", now)]
    assert deliver(now + timedelta(minutes=10)) == 0


def test_a_letter_waits_ten_minutes_before_it_is_tried_again(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    write(session, now)
    server.refuse = "ana"
    deliver(now)
    server.refuse = "nobody"
    assert deliver(now + timedelta(minutes=9)) == 0
    assert deliver(now + timedelta(minutes=10)) == 1


def test_two_who_deliver_at_once_send_each_letter_once(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    write(session, now, number=10)
    threads = [threading.Thread(target=deliver, args=(now,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(subject(letter) for letter in server.letters) == [
        f"Letter {n}" for n in range(10)
    ]
    assert all(row.sent_at for row in rows(session))


def subject(letter: str) -> str:
    return next(line[9:] for line in letter.splitlines() if line.startswith("Subject: "))


def test_no_server_is_no_crash(engine: Engine, session: Session, now: datetime) -> None:
    write(session, now)
    assert outbox.deliver(lambda: Session(engine), "smtp://127.0.0.1:1", SENDER, now) == 0
    (row,) = rows(session)
    assert (row.sent_at, row.tries) == (None, 0), "a server that is away uses up no try"


def test_a_letter_that_is_refused_holds_up_no_other(
    session: Session, server: MailServer, deliver: Any, now: datetime
) -> None:
    server.refuse = "nowhere"
    write(session, now, to="rosa@nowhere.example")
    write(session, now, number=2)
    assert deliver(now) == 2
    assert [row.tries for row in rows(session)] == [1, 0, 0]
