"""The secret key: made once, and what stops a start over it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course.config import Settings, WrongSettings
from course.secret_key import KEYS, secret_key


def at(folder: Path) -> Settings:
    return Settings(instance_dir=folder, keys_dir=folder)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = at(tmp_path / "new")
    key = secret_key(settings)
    assert key == secret_key(settings)
    assert len(key) == 64
    assert (settings.keys_dir / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.keys_dir.iterdir()] == list(KEYS)


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    settings = at(tmp_path)
    secret_key(settings)
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(WrongSettings, match="chmod 600"):
        secret_key(settings)


def test_a_key_cut_short_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("dev")
    (tmp_path / "secret-key").chmod(0o600)
    with pytest.raises(WrongSettings, match="cut short"):
        secret_key(at(tmp_path))


def test_another_accounts_key_stops_the_start_with_one_line(
    tmp_path: Path, barred: Callable[[Path], None]
) -> None:
    settings = at(tmp_path / "site")
    secret_key(settings)
    barred(settings.keys_dir / "secret-key")
    with pytest.raises(WrongSettings, match=r"may not read .*secret-key\. Run this as the account"):
        secret_key(settings)
