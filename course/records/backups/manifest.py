"""What a backup says of itself, so that a restore can hold it to its word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt
from sqlalchemy import Connection, func, inspect, select, table, text

Kind = Literal["sqlite", "postgresql"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Seal(_Said):
    """One file in a backup: its length in bytes and its SHA-256."""

    size: NonNegativeInt
    sha256: str


class Manifest(_Said):
    """The manifest of the records. ``keys`` holds the SHA-256 of each key they were made with."""

    format: Literal[1] = 1
    holds: Literal["records"] = "records"
    made_at: AwareDatetime
    program: str
    version: str
    database: Kind
    editions: dict[str, str]
    rows: dict[str, NonNegativeInt]
    files: dict[str, Seal]
    keys: dict[str, str]


class KeysManifest(_Said):
    """The manifest of the keys. They say nothing of any person."""

    format: Literal[1] = 1
    holds: Literal["keys"] = "keys"
    made_at: AwareDatetime
    files: dict[str, Seal]


@dataclass(frozen=True, slots=True)
class Measured:
    """What stands in a database: its version, the rows of each table, the live editions."""

    version: str
    rows: dict[str, int]
    editions: dict[str, str]


def measure(connection: Connection) -> Measured | None:
    """Count a database of any version; None where it has no version, so is none of ours."""
    names = inspect(connection).get_table_names()
    version = _version(connection, names)
    if version is None:
        return None
    rows = {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in sorted(names)
    }
    live = connection.execute(text("SELECT course, id FROM editions WHERE live ORDER BY course"))
    return Measured(version, rows, dict(live.all()))


def _version(connection: Connection, names: Sequence[str]) -> str | None:
    if "alembic_version" not in names:
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
