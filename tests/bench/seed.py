"""Many people at once, straight into the tables."""

from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.people.passwords import hash_password
from course.records.tables import Enrollment, Person, PersonRole
from course.records.transaction import transaction
from tests.live import PASSWORD, PEOPLE, LiveSite

BATCH = 5_000


def enroll_many(site: LiveSite, first: int, count: int) -> None:
    """Add trainees like the sample one, the first of them numbered ``first``."""
    hashed, now = hash_password(PASSWORD), datetime.now(UTC)
    with Session(open_engine(site.database_url)) as session:
        like = session.scalars(
            select(Enrollment).join(Person).where(Person.email == PEOPLE["trainee"])
        ).one()
        copied = {
            column.key: getattr(like, column.key)
            for column in Enrollment.__table__.columns
            if column.key not in {"id", "person_id", "name"}
        }
        for start in range(first, first + count, BATCH):
            numbers = range(start, min(start + BATCH, first + count))
            with transaction(session):
                people = [
                    {
                        "email": email_of(number),
                        "name": f"Robin Example {number}",
                        "password_hash": hashed,
                        "created_at": now,
                    }
                    for number in numbers
                ]
                added = insert(Person).returning(Person.id.label("person_id"), Person.name)
                rows = session.execute(added, people).mappings().all()
                roles = [{"person_id": row["person_id"], "role": "trainee"} for row in rows]
                session.execute(insert(PersonRole), roles)
                session.execute(insert(Enrollment), [{**copied, **row} for row in rows])


def email_of(number: int) -> str:
    """Return the address of a trainee by their number."""
    return f"robin{number}@example.org"
