"""`course backup`: two files, whole or not there."""

import json
import os
import sqlite3
import stat
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from course.records import migrate
from course.records.backups import postgresql as tools
from course.records.backups.folder import backups_folder
from course.records.backups.making import NoBackup, back_up, note
from course.records.checkup import last_backup
from tests import postgresql
from tests.builders import COURSE
from tests.cast import NOW
from tests.records.backups.conftest import Site

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_records_and_keys_are_two_files_that_their_owner_alone_reads(site: Site) -> None:
    made = site.back_up()
    assert made.keys
    assert names(backups_folder(site.settings)) == [
        "waymark-20261122-090000-keys.zip",
        "waymark-20261122-090000-records.zip",
    ]
    assert {mode(made.records), mode(made.keys)} == {0o600}
    assert mode(made.records.parent) == 0o700


def test_no_key_is_in_the_file_of_the_records(site: Site) -> None:
    made = site.back_up()
    key = (site.settings.keys_dir / "secret-key").read_bytes()
    with ZipFile(made.records) as packed:
        assert all(key not in packed.read(name) for name in packed.namelist())
    assert made.keys
    with ZipFile(made.keys) as packed:
        assert packed.read("secret-key") == key
        assert set(packed.namelist()) == {"secret-key", "manifest.json"}


def test_the_manifest_says_what_it_holds(site: Site) -> None:
    made = site.back_up()
    with ZipFile(made.records) as packed:
        said = json.loads(packed.read("manifest.json"))
    assert said["made_at"] == "2026-11-22T09:00:00Z"
    assert said["version"] == migrate.HEAD
    assert said["database"] == site.engine.dialect.name
    assert said["rows"]["people"] == 4
    assert said["rows"] == site.rows()
    assert list(said["editions"]) == [COURSE]
    assert set(said["keys"]) == {"secret-key"}
    (sealed,) = said["files"].values()
    assert sealed["size"] > 0
    assert len(sealed["sha256"]) == 64


def test_two_of_the_same_second_do_not_meet(site: Site) -> None:
    first, second = site.back_up(), site.back_up()
    assert first.records != second.records
    assert second.records.name == "waymark-20261122-090000-2-records.zip"


@sqlite_only
def test_a_site_without_a_key_has_one_file(site: Site) -> None:
    (site.settings.keys_dir / "secret-key").unlink()
    made = site.back_up()
    assert made.keys is None
    assert names(made.records.parent) == [made.records.name]


@sqlite_only
def test_a_folder_whose_disk_is_not_mounted_is_told_not_made(site: Site, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="mount its disk"):
        back_up(site.settings, tmp_path / "mnt" / "backups", now=NOW)
    assert not (tmp_path / "mnt").exists()


@sqlite_only
def test_where_there_is_no_database_none_is_made(site: Site) -> None:
    gone = replace(site.settings, database_url=f"{site.settings.database_url}-gone")
    with pytest.raises(NoBackup, match="there is no database at"):
        back_up(gone, backups_folder(gone), now=NOW)
    assert not Path(f"{site.engine.url.database}-gone").exists()
    assert names(backups_folder(gone)) == []


@sqlite_only
def test_a_database_without_tables_is_not_backed_up(new_machine: Site) -> None:
    new_machine.settings.instance_dir.mkdir()
    new_machine.engine.connect().close()
    with pytest.raises(NoBackup, match="no tables"):
        new_machine.back_up()


@sqlite_only
def test_what_a_killed_backup_left_is_swept_out_by_the_next(site: Site) -> None:
    left = backups_folder(site.settings) / ".draft-killed"
    left.mkdir(parents=True)
    (left / "records").write_bytes(b"half")
    site.back_up()
    assert not left.exists()


@sqlite_only
def test_a_damaged_database_makes_no_backup_and_the_earlier_ones_stay(site: Site) -> None:
    first = site.back_up()
    site.engine.dispose()
    file = Path(str(site.engine.url.database))
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(os.urandom(4096))
    with pytest.raises(NoBackup, match=r"is damaged .* Keep the backups that you have"):
        site.back_up(NOW + timedelta(days=1), most=1)
    assert first.records.exists()


@sqlite_only
def test_a_row_that_belongs_to_nothing_is_damage(site: Site) -> None:
    site.engine.dispose()
    with sqlite3.connect(str(site.engine.url.database)) as stray:
        stray.execute("INSERT INTO roles (person_id, role) VALUES (999, 'trainer')")
    stray.close()
    with pytest.raises(NoBackup, match="a row of roles belongs to nothing"):
        site.back_up()


@sqlite_only
def test_only_the_newest_are_kept_where_that_is_asked(site: Site) -> None:
    days = [site.back_up(NOW + timedelta(days=day)) for day in range(4)]
    site.back_up(NOW + timedelta(days=4), most=2)
    assert [made.records.exists() for made in days] == [False, False, False, True]
    assert [bool(made.keys and made.keys.exists()) for made in days] == [False] * 3 + [True]


@sqlite_only
def test_keys_go_after_eight_weeks_and_their_records_stay(site: Site) -> None:
    old, younger = site.back_up(NOW), site.back_up(NOW + timedelta(days=2))
    made = site.back_up(NOW + timedelta(weeks=8, days=1))
    assert old.keys
    assert made.deleted == [old.keys]
    assert old.records.exists()
    assert younger.keys
    assert younger.keys.exists()


@sqlite_only
def test_of_one_second_the_last_one_made_is_the_newest(site: Site) -> None:
    for _ in range(4):
        made = site.back_up(most=1)
        assert made.keys
        assert names(made.records.parent) == [made.keys.name, made.records.name]


@sqlite_only
def test_while_a_backup_lies_in_the_future_nothing_is_deleted(site: Site) -> None:
    """The clock was ahead, or is behind: by their names nobody can tell which is the newest."""
    old, ahead = site.back_up(NOW - timedelta(weeks=9)), site.back_up(NOW + timedelta(days=400))
    ahead_keys, _ = ahead.keys, (old.keys and old.keys.touch())
    made = site.back_up(NOW, most=1)
    assert made.deleted == []
    assert made.ahead == ahead.records
    assert made.records.exists()
    assert made.keys
    assert made.keys.exists()
    assert old.records.exists()
    assert ahead_keys
    ahead.records.unlink()
    ahead_keys.unlink()
    made = site.back_up(NOW + timedelta(hours=1), most=1)
    assert made.ahead is None
    assert names(made.records.parent) == [made.keys and made.keys.name, made.records.name]


@sqlite_only
def test_the_only_keys_that_are_left_are_not_deleted(site: Site) -> None:
    old = site.back_up(NOW)
    (site.settings.keys_dir / "secret-key").unlink()
    made = site.back_up(NOW + timedelta(days=365), most=1)
    assert made.keys is None
    assert made.deleted == [old.records]
    assert old.keys
    assert old.keys.exists()


@sqlite_only
def test_other_files_of_the_folder_are_left_alone(site: Site) -> None:
    folder = backups_folder(site.settings)
    folder.mkdir()
    (folder / "waymark-20200101-000000-records.zip.mine").touch()
    site.back_up(most=1)
    assert (folder / "waymark-20200101-000000-records.zip.mine").exists()


@sqlite_only
def test_a_second_backup_waits_for_the_first(site: Site) -> None:
    both = [threading.Thread(target=site.back_up) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(names(backups_folder(site.settings))) == 4


@sqlite_only
def test_a_backup_is_written_down_and_one_of_a_full_disk_says_so(site: Site) -> None:
    made = site.back_up()
    with Session(site.engine) as session:
        assert last_backup(session) is None
        assert note(session, made, now=NOW)
        last = last_backup(session)
        assert last
        assert (last.made_at, last.file) == (NOW, made.records)
        sqlite = session.connection().connection.driver_connection
        pages = sqlite.execute("PRAGMA page_count").fetchone()[0]
        sqlite.execute(f"PRAGMA max_page_count = {pages}")
        session.rollback()
        full = [note(session, made, now=NOW) for _ in range(400)]
    assert not all(full)


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_an_older_pg_dump_is_refused_with_the_package_to_install(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgresql.programs(older=True)))
    monkeypatch.setattr(tools, "_LOOKED_IN", ())
    with pytest.raises(NoBackup, match=r"is of version 16, and the server is PostgreSQL 18.*-18"):
        site.back_up()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoBackup, match="pg_dump is not on this machine"):
        site.back_up()


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_newer_pg_dump_beside_the_path_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian keeps the programs of each version in a folder of their own."""
    monkeypatch.setenv("PATH", str(postgresql.programs(older=True)))
    monkeypatch.setattr(tools, "_LOOKED_IN", (str(postgresql.programs()),))
    assert site.back_up().records.exists()
