"""A damaged backup is refused, or gives the very same records: never others."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from course.records.backups.restoring import NotRestored
from course.records.tables import Person
from course.records.transaction import transaction
from tests.records.backups.conftest import Site

FLIPS = 24
"""How many single bytes are damaged, one at a time, all over the file."""


def later_name(site: Site) -> str:
    with Session(site.engine) as session:
        name = session.scalar(select(Person.name).where(Person.email == "ana@example.org"))
    assert name
    return name


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a backup's file again with other contents, so that the zip itself is whole."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


@pytest.fixture
def changed_site(site: Site) -> tuple[Site, Path]:
    """A site that has gone on since its backup."""
    made = site.back_up()
    with Session(site.engine) as session, transaction(session):
        ana = session.scalars(select(Person).where(Person.email == "ana@example.org")).one()
        ana.name = "Ana Later"
    return site, made.records


def test_a_file_cut_short_is_refused(changed_site: tuple[Site, Path], tmp_path: Path) -> None:
    site, records = changed_site
    whole = records.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        cut = tmp_path / "cut.zip"
        cut.write_bytes(whole[:length])
        with pytest.raises(NotRestored, match=r"is damaged, or is no backup"):
            site.restore(cut, replace=True)
    assert later_name(site) == "Ana Later"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_one_flipped_byte_is_refused_or_makes_no_difference(
    changed_site: tuple[Site, Path], new_machine: Site, tmp_path: Path
) -> None:
    _, records = changed_site
    whole, flipped, refused = records.read_bytes(), tmp_path / "flipped.zip", 0
    chosen = random.Random(20261122)
    for place in sorted(chosen.sample(range(len(whole)), FLIPS)):
        flipped.write_bytes(
            whole[:place] + bytes([whole[place] ^ 1 << chosen.randrange(8)]) + whole[place + 1 :]
        )
        try:
            new_machine.restore(flipped)
        except NotRestored:
            refused += 1
            assert not Path(str(new_machine.engine.url.database)).exists()
        else:
            assert later_name(new_machine) == "Ana Example"
            new_machine.engine.dispose()
            shutil.rmtree(new_machine.settings.instance_dir)
    assert refused >= FLIPS // 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_another_backups_manifest_is_refused(
    changed_site: tuple[Site, Path], tmp_path: Path
) -> None:
    site, records = changed_site
    with ZipFile(site.back_up().records) as other:
        manifest = other.read("manifest.json")
    mixed = repacked(
        records,
        tmp_path / "mixed.zip",
        lambda name, content: manifest if name == "manifest.json" else content,
    )
    with pytest.raises(NotRestored, match="is not what its manifest says"):
        site.restore(mixed, replace=True)
    assert later_name(site) == "Ana Later"


@pytest.mark.parametrize(
    "written", [b"{}", b"not json", b'{"holds": "records", "format": 2}', b"[" * 100_000]
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_manifest_that_says_nothing_is_refused(
    changed_site: tuple[Site, Path], tmp_path: Path, written: bytes
) -> None:
    site, records = changed_site
    odd = repacked(
        records,
        tmp_path / "odd.zip",
        lambda name, content: written if name == "manifest.json" else content,
    )
    with pytest.raises(NotRestored, match="does not hold records that this program can read"):
        site.restore(odd, replace=True)


def test_rows_that_are_missing_are_seen(
    changed_site: tuple[Site, Path], new_machine: Site, tmp_path: Path
) -> None:
    """The digests are right and the count is not: a backup made by a program with a fault."""
    _, records = changed_site
    lying = repacked(
        records,
        tmp_path / "lying.zip",
        lambda name, content: (
            content.replace(b'"people": 4', b'"people": 5') if name == "manifest.json" else content
        ),
    )
    with pytest.raises(NotRestored, match="not all rows are there of people"):
        new_machine.restore(lying)
    assert new_machine.rows() == {}


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_nothing_in_a_dump_is_run_as_a_command(
    site: Site, new_machine: Site, tmp_path: Path
) -> None:
    """What a server holds beside our tables does not come along."""
    with site.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CREATE TABLE strange (id integer)"))
        connection.execute(text("INSERT INTO strange VALUES (1)"))
    new_machine.restore(site.back_up().records)
    assert "strange" not in new_machine.rows()
