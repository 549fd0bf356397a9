"""`course restore`: everything is back, nobody gets in by an old way, and nothing is half done."""

import shutil
import sqlite3
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.orm import Session

from course.records import migrate
from course.records.backups.folder import backups_folder
from course.records.backups.making import NoBackup
from course.records.backups.restoring import NotRestored
from course.records.checkup import last_backup
from course.records.cohorts import invitations
from course.records.people import links, sessions
from course.records.people.accounts import coordinators_exist
from course.records.tables import AuditEvent, OutboxMail, Person, SetUp
from course.records.transaction import transaction
from course.secret_key import secret_key
from tests import one_more_migration
from tests.cast import NOW
from tests.records.backups.conftest import Site

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ADDED = {"audit_events": 1}
"""What a restore writes of its own."""


def person(session: Session, first: str) -> Person:
    return session.scalars(select(Person).where(Person.email == f"{first}@example.org")).one()


def rename(site: Site, name: str) -> None:
    with Session(site.engine) as session, transaction(session):
        person(session, "ana").name = name


def name_of_ana(engine: Engine) -> str:
    with Session(engine) as session:
        return person(session, "ana").name


def plus(rows: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {name: count + more.get(name, 0) for name, count in rows.items()}


def test_a_new_machine_has_every_row_and_the_key(site: Site, new_machine: Site) -> None:
    made, before = site.back_up(), site.rows()
    done = new_machine.restore(made.records, made.keys)
    assert new_machine.rows() == plus(before, ADDED)
    assert done.kept is None
    assert done.keys == ["secret-key"]
    assert secret_key(new_machine.settings) == secret_key(site.settings)
    key = new_machine.settings.keys_dir / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with Session(new_machine.engine) as session:
        assert person(session, "ana").name == "Ana Example"
        last = last_backup(session)
        assert last
        assert last.made_at == NOW


def test_new_rows_get_new_keys_after_a_restore(site: Site, new_machine: Site) -> None:
    new_machine.restore(site.back_up().records)
    with Session(new_machine.engine) as session, transaction(session):
        added = Person(email="vera@example.org", name="Vera", created_at=NOW)
        session.add(added)
        session.flush()
        assert added.id == 5


def test_records_that_are_here_are_not_replaced_unless_that_is_said(site: Site) -> None:
    made = site.back_up()
    rename(site, "Ana Later")
    with pytest.raises(NotRestored, match=r"there are records here already.*--replace"):
        site.restore(made.records)
    assert name_of_ana(site.engine) == "Ana Later"


def test_what_is_replaced_is_kept_and_can_be_brought_back(site: Site) -> None:
    made = site.back_up()
    rename(site, "Ana Later")
    done = site.restore(made.records, replace=True)
    assert name_of_ana(site.engine) == "Ana Example"
    assert done.kept
    assert done.kept.parent == backups_folder(site.settings)
    site.restore(done.kept, replace=True)
    assert name_of_ana(site.engine) == "Ana Later"


def test_a_site_on_which_nobody_is_yet_is_replaced_without_asking(
    site: Site, new_machine: Site
) -> None:
    new_machine.settings.instance_dir.mkdir(mode=0o700)
    migrate.upgrade(new_machine.engine)
    key = secret_key(new_machine.settings)
    made = site.back_up()
    new_machine.restore(made.records, made.keys)
    assert new_machine.rows()["people"] == 4
    assert secret_key(new_machine.settings) != key


def test_a_site_that_runs_is_not_restored_under_its_feet(site: Site) -> None:
    made = site.back_up()
    with site.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        other = replace_engine(site)
        with pytest.raises(NotRestored, match="the site is running"):
            other.restore(made.records, replace=True)
    site.restore(made.records, replace=True)


def replace_engine(site: Site) -> Site:
    from course.records.engine import open_engine

    return replace(site, engine=open_engine(site.settings.database_url))


def test_no_old_way_in_comes_back_to_life(site: Site, new_machine: Site) -> None:
    with Session(site.engine) as session:
        ana, cora = person(session, "ana"), person(session, "cora")
        token = sessions.open_session(session, ana, device="A phone", now=NOW)
        link = links.make_sign_in_link(session, ana, actor=cora, reason="Lost", now=NOW)
        invitee = invitations.Invitee("vera@example.org", role="trainer")
        invited = invitations.invite(session, invitee, actor=cora, now=NOW)
        with transaction(session):
            session.add(SetUp(token_hash="0" * 64, created_at=NOW))
    done = new_machine.restore(site.back_up().records)
    with Session(new_machine.engine) as session:
        assert sessions.load(session, token, NOW) is None
        assert links.sign_in_link(session, link, NOW) is None
        assert isinstance(invitations.invitation_for(session, invited, now=NOW), invitations.Ended)
        assert session.scalar(select(func.count()).select_from(SetUp)) == 0
        assert coordinators_exist(session)
    assert done.ended == {
        "sessions": 1,
        "sign_in_links": 1,
        "set_up": 1,
        "invitations": 1,
        "outbox": 0,
    }


def test_letters_that_waited_are_not_sent_again(site: Site, new_machine: Site) -> None:
    with Session(site.engine) as session, transaction(session):
        for sent_at in (None, NOW):
            letter = OutboxMail(
                to="ana@example.org", subject="Hi", body="", created_at=NOW, sent_at=sent_at
            )
            session.add(letter)
    new_machine.restore(site.back_up().records)
    with Session(new_machine.engine) as session:
        assert session.scalars(select(OutboxMail)).one().sent_at == NOW


def test_a_restore_is_written_down(site: Site, new_machine: Site) -> None:
    new_machine.restore(site.back_up(NOW - timedelta(days=1)).records)
    with Session(new_machine.engine) as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "restore")).one()
        assert event.at == NOW
        assert event.detail["made_at"] == "2026-11-21T09:00:00+00:00"


def test_a_newer_backup_is_refused_with_the_fix(
    site: Site, new_machine: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.back_up()
    shutil.copytree(migrate.MIGRATIONS, tmp_path / "older")
    (newest,) = (tmp_path / "older" / "versions").glob(f"{migrate.HEAD}_*.py")
    newest.unlink()
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path / "older")
    with pytest.raises(NotRestored, match=rf"of version {migrate.HEAD}.*Update the program"):
        new_machine.restore(made.records)
    assert new_machine.rows() == {}


def test_an_older_backup_is_migrated(
    site: Site, new_machine: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = site.back_up(), site.rows()
    newer = tmp_path / "newer"
    shutil.copytree(migrate.MIGRATIONS, newer)
    (newer / "versions" / one_more_migration.FILE).write_text(one_more_migration.TEXT)
    monkeypatch.setattr(migrate, "MIGRATIONS", newer)
    monkeypatch.setattr(migrate, "HEAD", one_more_migration.NEXT)
    new_machine.restore(made.records)
    assert migrate.current(new_machine.engine) == one_more_migration.NEXT
    assert new_machine.rows() == plus(before, ADDED) | {"badges": 0}


@sqlite_only
def test_a_restore_that_fails_while_it_migrates_leaves_all_as_it_was(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.back_up()
    rename(site, "Ana Later")
    broken = tmp_path / "broken"
    shutil.copytree(migrate.MIGRATIONS, broken)
    (broken / "versions" / one_more_migration.FILE).write_text(
        one_more_migration.TEXT.replace("op.create_table", "op.gone")
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", broken)
    with pytest.raises(AttributeError):
        site.restore(made.records, replace=True)
    assert name_of_ana(site.engine) == "Ana Later"


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_on_a_server_all_is_one_transaction(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.back_up()
    rename(site, "Ana Later")
    broken = tmp_path / "broken"
    shutil.copytree(migrate.MIGRATIONS, broken)
    (broken / "versions" / one_more_migration.FILE).write_text(
        one_more_migration.TEXT.replace(
            "op.create_table", "op.execute('DROP TABLE attempts CASCADE'); op.gone"
        )
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", broken)
    with pytest.raises(AttributeError):
        site.restore(made.records, replace=True)
    assert name_of_ana(site.engine) == "Ana Later"
    assert "attempts" in site.rows()


def test_keys_of_another_site_are_refused_and_nothing_is_restored(
    site: Site, new_machine: Site
) -> None:
    made = site.back_up()
    (site.settings.keys_dir / "secret-key").unlink()
    secret_key(site.settings)
    other = site.back_up(NOW + timedelta(hours=1))
    with pytest.raises(NotRestored, match="the keys of other records"):
        new_machine.restore(made.records, other.keys)
    assert new_machine.rows() == {}
    assert not (new_machine.settings.keys_dir / "secret-key").exists()


@sqlite_only
def test_another_key_that_is_here_stays_unless_that_is_said(site: Site) -> None:
    made = site.back_up()
    (site.settings.keys_dir / "secret-key").unlink()
    key = secret_key(site.settings)
    with Session(site.engine) as session, transaction(session):
        session.execute(delete(AuditEvent))
    with pytest.raises(NotRestored, match="--replace"):
        site.restore(made.records, made.keys)
    assert secret_key(site.settings) == key
    site.restore(made.records, made.keys, replace=True)
    assert secret_key(site.settings) != key


@sqlite_only
def test_the_two_files_are_not_taken_for_each_other(site: Site, new_machine: Site) -> None:
    made = site.back_up()
    assert made.keys
    with pytest.raises(NotRestored, match=r"holds keys, not records\. First comes"):
        new_machine.restore(made.keys)
    with pytest.raises(NotRestored, match="holds records, not keys"):
        new_machine.restore(made.records, made.records)


@sqlite_only
def test_a_backup_of_the_other_kind_of_database_is_refused(site: Site, new_machine: Site) -> None:
    made = site.back_up()
    server = replace(new_machine.settings, database_url="postgresql+psycopg://nobody@/nowhere")
    with pytest.raises(NotRestored, match=r"it is a backup of sqlite.*names postgresql"):
        replace(new_machine, settings=server).restore(made.records)


@sqlite_only
@pytest.mark.parametrize("harm", ["zeroed header", "cut short", "no database"])
def test_a_damaged_database_is_set_aside_and_replaced(site: Site, harm: str) -> None:
    made = site.back_up()
    site.engine.dispose()
    file = Path(str(site.engine.url.database))
    whole = file.read_bytes()
    damaged = {
        "zeroed header": bytes(100) + whole[100:],
        "cut short": whole[: 4096 * 3 + 17],
        "no database": b"this was a database once" * 400,
    }[harm]
    file.write_bytes(damaged)
    with pytest.raises(NotRestored, match="records here already"):
        site.restore(made.records)
    done = site.restore(made.records, replace=True)
    assert name_of_ana(site.engine) == "Ana Example"
    assert done.kept
    assert done.kept.read_bytes() == damaged


@sqlite_only
def test_a_stale_journal_is_not_played_into_the_restored_database(site: Site) -> None:
    """FAULTS 66: what another database left half-written would overwrite pages of this one."""
    made = site.back_up()
    with Session(site.engine) as session, transaction(session):
        for number in range(400):  # so that its pages are others than those of the backup
            session.add(AuditEvent(at=NOW, actor_role="x", action=f"a-{number}", detail={}))
    site.engine.dispose()
    file = Path(str(site.engine.url.database))
    _, hot = killed_while_writing(file)
    file.unlink()
    Path(f"{file}-journal").write_bytes(hot)
    site.restore(made.records)
    assert name_of_ana(site.engine) == "Ana Example"
    with site.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"


@sqlite_only
def test_what_a_killed_program_left_half_written_is_in_no_backup(
    site: Site, new_machine: Site
) -> None:
    site.engine.dispose()
    file = Path(str(site.engine.url.database))
    half, hot = killed_while_writing(file)
    file.write_bytes(half)
    Path(f"{file}-journal").write_bytes(hot)
    new_machine.restore(site.back_up().records)
    assert name_of_ana(new_machine.engine) == "Ana Example"


def killed_while_writing(file: Path) -> tuple[bytes, bytes]:
    """Return a database and its journal as a power cut in the middle of a change leaves them."""
    half = sqlite3.connect(file, isolation_level=None)
    half.execute("PRAGMA cache_size = 1")
    half.execute("BEGIN")
    half.execute("UPDATE people SET name = 'half ' || hex(randomblob(80))")
    half.execute("UPDATE audit_events SET reason = hex(randomblob(500))")
    half.execute("UPDATE editions SET compiled = hex(randomblob(200000))")
    left = file.read_bytes(), Path(f"{file}-journal").read_bytes()
    half.execute("ROLLBACK")
    half.close()
    assert left[1][:8] == b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    return left


@sqlite_only
def test_a_disk_without_room_for_the_safety_copy_changes_nothing(site: Site) -> None:
    made = site.back_up()
    rename(site, "Ana Later")
    away = made.records.rename(site.settings.instance_dir / "taken-away.zip")
    shutil.rmtree(backups_folder(site.settings))
    backups_folder(site.settings).write_text("a file where the folder should be")
    with pytest.raises(NotRestored, match="no backup was made"):
        site.restore(away, replace=True)
    assert name_of_ana(site.engine) == "Ana Later"
    with pytest.raises(NoBackup):
        site.back_up()
