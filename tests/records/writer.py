"""Processes that save letters one after the other and note each one they were told is saved.

python -m tests.records.writer DATABASE_URL COUNT FILE NAME ...

One process for each name; a COUNT of 0 has no end. They are forked here, where nothing runs yet,
so that a test waits for one start of Python and not for one each.
"""

import os
import sys
from datetime import UTC, datetime
from itertools import count as endless
from itertools import islice

from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.tables import OutboxMail
from course.records.transaction import transaction

WHEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def main(url: str, count: str, file: str, *names: str) -> int:
    children = [os.fork() or write(url, int(count), file, name) for name in names]
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def write(url: str, count: int, file: str, name: str) -> int:
    engine = open_engine(url)
    acknowledged = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number in islice(endless(), count or None):
        subject = f"{name}-{number}"
        with Session(engine) as session, transaction(session):
            mail = OutboxMail(to="ana@example.org", subject=subject, body="x", created_at=WHEN)
            mail.sent_at = WHEN  # nobody has to send it any more
            session.add(mail)
        os.write(acknowledged, f"{subject}\n".encode())
    sys.exit()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
