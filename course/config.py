"""The settings of a site, read once from the environment or a ``.env`` file, then frozen."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from course.account import not_readable

PREFIX = "WAYMARK_"
PACKAGE = Path(__file__).parent
SITE_FILES = PACKAGE.parent if (PACKAGE.parent / "templates").is_dir() else PACKAGE / "_site"
"""Where templates, lessons and quizzes lie: the repository, or inside an installed package."""


class WrongSettings(Exception):
    """A setting is unknown, has a bad value, or makes an unsafe mix. The message says the fix."""


class NotForThisAccount(WrongSettings):
    """A file that the account of the site reads, and that another one ran into."""

    def __init__(self, path: Path) -> None:
        super().__init__(not_readable(path))


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a site; each is ``WAYMARK_`` and its name in capitals."""

    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    course_root: Path = SITE_FILES  # from_environment prefers a folder that holds lessons/
    instance_dir: Path = Path("instance")
    keys_dir: Path = Path("instance")
    database_url: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    site_name: str = "Peer Support Training"
    time_zone: str = "UTC"
    trusted_proxies: int = 0
    metrics_port: int = 0
    hsts_subdomains: bool = True

    @property
    def loopback(self) -> bool:
        """Whether the site answers this machine alone."""
        host = urlsplit(self.base_url).hostname or self.host
        return _is_loopback(host)

    @property
    def secure(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings, those of ``.env`` below those of the environment.

        Raises WrongSettings with one line and the fix.
        """
        if environment is None:
            environment = {**_dotenv(), **os.environ}
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX)
        }
        _refuse_unknown(given)
        settings = cls(**_read(given))  # type: ignore[arg-type]  # each value is read by its type
        _refuse_unsafe(settings)
        return settings


def given_in(name: str) -> str:
    """Say where a setting is given: "the environment", or the path of ``.env``; "" if nowhere."""
    setting = f"{PREFIX}{name.upper()}"
    if setting in os.environ:
        return "the environment"
    return str(Path(".env").absolute()) if setting in _dotenv() else ""


def _dotenv() -> dict[str, str]:
    try:
        with suppress(FileNotFoundError):
            Path(".env").stat()  # dotenv says nothing of a folder that may not be entered
        return {name: value or "" for name, value in dotenv_values(".env").items()}
    except PermissionError:
        raise NotForThisAccount(Path(".env").absolute()) from None


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {field.name for field in fields(Settings)}
    for name in sorted(set(given) - known):
        names = ", ".join(PREFIX + known_name.upper() for known_name in sorted(known))
        raise WrongSettings(
            f"{PREFIX}{name.upper()} is not a setting. Take it out, or use one of: {names}"
        )


def _read(given: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {name: READERS.get(name, str)(text) for name, text in given.items()}
    instance = Path(str(values.get("instance_dir", "instance"))).absolute()
    values["instance_dir"] = instance
    values.setdefault("keys_dir", instance)
    values.setdefault("course_root", Path.cwd() if Path("lessons").is_dir() else SITE_FILES)
    values.setdefault("database_url", f"sqlite:///{instance / 'waymark.sqlite3'}")
    host, port = values.get("host", "127.0.0.1"), values.get("port", 8000)
    if _is_loopback(str(host)):
        values.setdefault("base_url", f"http://{host}:{port}")
    return values


def _whole_number(name: str, least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise WrongSettings(
            f"{PREFIX}{name} is {text!r}. Write a whole number from {least} to {most}"
        )

    return read


def _yes_or_no(name: str) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        if text in {"yes", "no"}:
            return text == "yes"
        raise WrongSettings(f"{PREFIX}{name} is {text!r}. Write yes or no")

    return read


def _base_url(text: str) -> str:
    with suppress(ValueError):  # of an address with a port or brackets that are none
        parts = urlsplit(text)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if parts.scheme in {"http", "https"} and parts.hostname and plain and parts.port != 0:
            return text.rstrip("/")
    raise WrongSettings(
        f"{PREFIX}BASE_URL is {text!r}. Write the address that people type, "
        "such as https://training.example.org"
    )


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise WrongSettings(
            f"{PREFIX}TIME_ZONE is {text!r}. Write a name such as UTC or America/Denver"
        ) from None
    return text


def _folder(name: str) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        if not text:
            raise WrongSettings(f"{PREFIX}{name} is empty. Write a folder, or take the line out")
        return Path(text).absolute()

    return read


def _smtp_url(text: str) -> str:
    with suppress(ValueError):
        parts = urlsplit(text)
        if not text or (parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0):
            return text
    raise WrongSettings(
        f"{PREFIX}SMTP_URL has to be like smtp://name:password@mail.example.org:587. "
        "Leave it out to send no mail"
    )


def _mail_from(text: str) -> str:
    if not text or "@" in parseaddr(text)[1]:
        return text
    raise WrongSettings(
        f"{PREFIX}MAIL_FROM is {text!r}. Write an address such as training@example.org"
    )


def _database_url(text: str) -> str:
    if text.startswith("sqlite:///") and text not in {"sqlite:///", "sqlite:///:memory:"}:
        # From the folder of the start: each library would read a part of a path in its own way.
        return f"sqlite:///{Path(text.removeprefix('sqlite:///')).absolute()}"
    if text.startswith("postgresql+psycopg://"):
        return text
    if text.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    raise WrongSettings(
        f"{PREFIX}DATABASE_URL has to begin with sqlite:/// or postgresql://. "
        "Leave it out to keep the records in one file"
    )


READERS: dict[str, Callable[[str], object]] = {
    "port": _whole_number("PORT", 1, 65535),
    "trusted_proxies": _whole_number("TRUSTED_PROXIES", 0, 5),
    "metrics_port": _whole_number("METRICS_PORT", 1, 65535),
    "hsts_subdomains": _yes_or_no("HSTS_SUBDOMAINS"),
    "base_url": _base_url,
    "time_zone": _time_zone,
    "database_url": _database_url,
    "smtp_url": _smtp_url,
    "mail_from": _mail_from,
    "course_root": _folder("COURSE_ROOT"),
    "instance_dir": _folder("INSTANCE_DIR"),
    "keys_dir": _folder("KEYS_DIR"),
}


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _refuse_unsafe(settings: Settings) -> None:
    if not settings.base_url:
        raise WrongSettings(
            f"{PREFIX}HOST {settings.host} can be reached from outside. "
            f"Set {PREFIX}BASE_URL to the address that people type"
        )
    if not settings.loopback and not settings.secure:
        raise WrongSettings(
            f"{PREFIX}BASE_URL has to begin with https:// when others can reach the site"
        )
    if settings.metrics_port == settings.port:
        raise WrongSettings(
            f"{PREFIX}METRICS_PORT and {PREFIX}PORT are the same. Choose another port for one"
        )
    if settings.smtp_url and not settings.mail_from:
        raise WrongSettings(f"{PREFIX}SMTP_URL needs {PREFIX}MAIL_FROM, the sender's address")
