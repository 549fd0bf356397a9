"""The declarative base and the column types that every table uses."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, Text, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.schema import CreateIndex


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a naive one on the way in, gives an aware one on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn an aware moment into UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give back an aware moment (SQLite keeps no zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables. Constraints are named by rule, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@compiles(CreateIndex, "postgresql")
def _of_the_same_rows(create: CreateIndex, compiler: Any, **how: Any) -> str:
    """Give an index of some rows its condition, which a table tells as ``sqlite_where``, here too.

    Told there as ``postgresql_where``, it would load all that SQLAlchemy knows of PostgreSQL into
    each site on SQLite: 3 MB.
    """
    told = create.element.dialect_kwargs
    if told.get("postgresql_where") is None and told.get("sqlite_where") is not None:
        told["postgresql_where"] = told["sqlite_where"]
    written: str = compiler.visit_create_index(create, **how)
    return written


LARGEST_KEY = 2**31 - 1
"""The largest surrogate key; a number beyond it in an address names nothing."""
LARGEST_SEQUENCE = 2**30
"""The largest number that a script may give a save; saves by a form still count on from there."""
Key = Annotated[int, mapped_column(primary_key=True)]
"""A surrogate key."""
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
"""A moment in UTC."""
Name = Annotated[str, mapped_column(String(200))]
"""A name or title as a person typed it."""
Id = Annotated[str, mapped_column(String(64))]
"""An id from the author's files: ``[a-z0-9][a-z0-9-]{0,63}``."""
Hash = Annotated[str, mapped_column(String(64))]
"""64 hex digits of a SHA-256."""
LongText = Annotated[str, mapped_column(Text())]
"""Text of any length that its form allows."""
Json = Annotated[Any, mapped_column(JSON())]
"""A JSON value."""
PersonKey = Annotated[int, mapped_column(ForeignKey("people.id"), index=True)]
"""The key of a person."""
EnrollmentKey = Annotated[int, mapped_column(ForeignKey("enrollments.id"), index=True)]
"""The key of an enrollment."""
EditionKey = Annotated[str, mapped_column(String(64), ForeignKey("editions.id"), index=True)]
"""The id of an edition: the hash of its sources."""
