"""A process that saves letters one after the other and notes each one it was told is saved.

python -m tests.records.writer DATABASE_URL NAME COUNT FILE
"""

import os
import sys
from itertools import count as endless
from itertools import islice

from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.tables import OutboxMail
from course.records.transaction import transaction
from tests.cast import NOW


def main(url: str, name: str, count: str, file: str) -> None:
    engine = open_engine(url)
    acknowledged = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number in islice(endless(), int(count) or None):
        subject = f"{name}-{number}"
        with Session(engine) as session, transaction(session):
            mail = OutboxMail(to="ana@example.org", subject=subject, body="x", created_at=NOW)
            session.add(mail)
        os.write(acknowledged, f"{subject}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
