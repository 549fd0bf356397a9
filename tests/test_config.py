"""Settings: what stops a start, and with which fix."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course.config import Settings, WrongSettings


def read(**given: str) -> Settings:
    return Settings.from_environment({f"WAYMARK_{name}": value for name, value in given.items()})


def test_one_machine_needs_no_setting() -> None:
    settings = read()
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.keys_dir == settings.instance_dir


def test_other_programs_variables_are_none_of_ours() -> None:
    assert Settings.from_environment({"PATH": "/bin", "HOST": "x"}).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("given", "fix"),
    [
        ({"PROT": "80"}, "WAYMARK_PROT is not a setting"),
        ({"PORT": "eighty"}, "Write a whole number from 1 to 65535"),
        ({"PORT": "0"}, "Write a whole number"),
        ({"METRICS_PORT": "0"}, "Write a whole number"),
        ({"METRICS_PORT": "8000"}, "WAYMARK_METRICS_PORT and WAYMARK_PORT are the same"),
        ({"HSTS_SUBDOMAINS": "off"}, "Write yes or no"),
        ({"TIME_ZONE": "Mountain"}, "such as UTC or America/Denver"),
        ({"BASE_URL": "training.example.org"}, "such as https://training.example.org"),
        ({"DATABASE_URL": "mysql://x"}, "has to begin with sqlite:/// or postgresql://"),
        ({"HOST": "0.0.0.0"}, "Set WAYMARK_BASE_URL"),
        ({"BASE_URL": "http://training.example.org"}, "has to begin with https://"),
        ({"BASE_URL": "https://training.example.org:port"}, "such as https://training.example.org"),
        ({"BASE_URL": "https://[training"}, "such as https://training.example.org"),
        ({"BASE_URL": "https://training.example.org/?a=b"}, "such as https://training.example.org"),
        ({"DATABASE_URL": "sqlite://"}, "has to begin with sqlite:///"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "has to begin with sqlite:///"),
        ({"INSTANCE_DIR": ""}, "WAYMARK_INSTANCE_DIR is empty. Write a folder"),
        ({"KEYS_DIR": ""}, "WAYMARK_KEYS_DIR is empty. Write a folder"),
        ({"SMTP_URL": "smtp://mail.example.org"}, "needs WAYMARK_MAIL_FROM"),
        ({"SMTP_URL": "mail.example.org:587"}, "has to be like smtp://name:password@"),
        ({"SMTP_URL": "smtp://mail.example.org:smtp"}, "has to be like smtp://name:password@"),
        ({"MAIL_FROM": "training"}, "such as training@example.org"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line_and_the_fix(
    given: dict[str, str], fix: str
) -> None:
    with pytest.raises(WrongSettings) as refusal:
        read(**given)
    assert fix in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_short_address_of_postgresql_names_its_driver() -> None:
    assert read(DATABASE_URL="postgres://a@b/c").database_url == "postgresql+psycopg://a@b/c"


def test_a_password_of_the_mail_server_is_not_shown() -> None:
    with pytest.raises(WrongSettings) as refusal:
        read(SMTP_URL="smtp://me:secret@mail.example.org:smtp")
    assert "secret" not in str(refusal.value)


def test_a_database_beside_the_start_is_the_same_for_server_and_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(DATABASE_URL="sqlite:///mine.db").database_url == f"sqlite:///{tmp_path}/mine.db"
    assert read(DATABASE_URL="sqlite:////a/b.db").database_url == "sqlite:////a/b.db"


@pytest.mark.parametrize(("text", "wanted"), [("yes", True), ("no", False)])
def test_whether_other_names_of_the_domain_are_meant_too(text: str, wanted: bool) -> None:
    settings = Settings.from_environment({"WAYMARK_HSTS_SUBDOMAINS": text})
    assert settings.hsts_subdomains is wanted
    assert Settings.from_environment({}).hsts_subdomains is True


def test_a_public_address_over_tls_is_secure() -> None:
    settings = read(HOST="0.0.0.0", BASE_URL="https://training.example.org/")
    assert settings.secure
    assert not settings.loopback
    assert settings.base_url == "https://training.example.org"


def test_another_accounts_settings_stop_the_start_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, barred: Callable[[Path], None]
) -> None:
    tmp_path.chmod(0o711)
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("WAYMARK_PORT=8001\n")
    barred(Path(".env"))
    with pytest.raises(WrongSettings, match=r"may not read .*\.env\. Run this as the account"):
        Settings.from_environment()
