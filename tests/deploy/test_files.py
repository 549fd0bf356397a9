"""The files of deploy/ say what is there: commands, paths, settings, the same names everywhere."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dotenv import dotenv_values

from course.cli import COMMANDS
from course.config import Settings
from course.web.serving import NOT_BY_WAITING
from tests.house.tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
HOME = "/srv/waymark"
"""Where the site lies on a server, as the docs say."""
STATE = "/var/lib/waymark"
NAME = "training.example.org"
PROGRAMS = {"gunicorn", "course"}


def read(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def unit(path):
    parsed = configparser.ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str
    parsed.read_string(path.read_text(encoding="utf-8"))
    return parsed


def check_command(words, folder=HOME):
    """Hold a command to what is there: its program, its subcommand, its files."""
    program, *rest = words
    assert Path(program).parent.as_posix().removeprefix(f"{folder}/") == ".venv/bin"
    assert Path(program).name in PROGRAMS
    if program.endswith("course"):
        assert rest[0] in COMMANDS
    if "--config" in rest:
        assert (ROOT / rest[rest.index("--config") + 1]).is_file()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_says_where_it_goes(path):
    assert path.read_text(encoding="utf-8").startswith(f"# /etc/systemd/system/{path.name}\n")


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_service_runs_what_is_there_as_nobody_special(path):
    service = unit(path)["Service"]
    assert (service["User"], service["WorkingDirectory"]) == ("waymark", HOME)
    check_command(shlex.split(service["ExecStart"]))
    assert service["ExecStart"].startswith(f"{HOME}/.venv/bin/")
    assert f"/var/lib/{service['StateDirectory']}" == STATE
    for rule, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "UMask": "0077",
        "StateDirectoryMode": "0700",
        "CapabilityBoundingSet": "",
    }.items():
        assert service[rule] == value, rule


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_service_does_not_start_without_its_settings(path):
    """It would be another site, whose folder it may not write into: nothing would be saved."""
    assert unit(path)["Unit"]["AssertPathExists"] == f"{HOME}/.env"


def test_the_site_is_started_again_and_has_time_to_stop():
    service, about = (unit(DEPLOY / "waymark.service")[part] for part in ("Service", "Unit"))
    assert (service["Type"], service["Restart"]) == ("notify", "on-failure")
    assert about["StartLimitIntervalSec"] == "0", "it never gives up"
    assert int(service["RestartPreventExitStatus"]) == NOT_BY_WAITING
    graceful = int(
        re.search(r"^graceful_timeout = (\d+)", read("gunicorn.conf.py"), re.MULTILINE)[1]
    )
    assert int(service["TimeoutStopSec"]) > graceful


def test_the_timer_has_its_service():
    timer = unit(DEPLOY / "waymark-backup.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert (DEPLOY / "waymark-backup.service").is_file()


@pytest.mark.whole
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_in_a_unit(path, tmp_path):
    """Where systemd is, it reads the units itself; elsewhere the tests above have to do."""
    program = shutil.which("systemd-analyze")
    copy = tmp_path / path.name
    for each in UNITS:
        text = each.read_text(encoding="utf-8").replace(f"{HOME}/.venv/bin/", "/bin/true ")
        (tmp_path / each.name).write_text(text.replace(HOME, str(tmp_path)), encoding="utf-8")
    if program:
        found = subprocess.run(
            [program, "verify", copy], capture_output=True, text=True, check=False
        )
        complaints = [line for line in found.stderr.splitlines() if path.stem in line]
        assert complaints == []


def test_the_example_of_settings_is_one_that_starts():
    given = dotenv_values(DEPLOY / "env.example")
    settings = Settings.from_environment({name: value or "" for name, value in given.items()})
    assert settings.base_url == f"https://{NAME}"
    assert settings.trusted_proxies == 1
    assert settings.instance_dir == Path(STATE)


def test_the_settings_that_the_example_leaves_out_are_settings_too():
    names = set(re.findall(r"^#?WAYMARK_(\w+)=", read("env.example"), re.MULTILINE))
    assert {"SMTP_URL", "MAIL_FROM", "METRICS_PORT"} <= names
    assert names <= {field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("file", ["Caddyfile", "nginx.conf"])
def test_a_proxy_knows_the_site_its_name_and_its_pages(file):
    text = read(file)
    standard = Settings()
    assert f"{standard.host}:{standard.port}" in text
    assert NAME in text
    assert text.count("{") == text.count("}")
    assert f"{HOME}/deploy/pages" in text
    for page in re.findall(r"/([a-z-]+\.html)", text):
        assert (DEPLOY / "pages" / page).is_file()
    assert "9108" not in text, "the figures are for this machine alone"


@pytest.mark.whole
def test_caddy_finds_its_file_right(tmp_path):
    """Caddy reads it itself, and makes all that is in it but the certificate."""
    program = shutil.which("caddy", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "This test needs Caddy. On Debian: sudo apt-get install caddy"
    assert valid(program, read("Caddyfile"), tmp_path) == ""
    assert "unrecognized" in valid(program, read("Caddyfile").replace("encode", "enc"), tmp_path)


def valid(program, text, folder):
    """Return what Caddy has against a file, nothing where it would start with it."""
    version = subprocess.run([program, "version"], capture_output=True, text=True, check=True)
    if tuple(map(int, re.findall(r"\d+", version.stdout)[:2])) >= (2, 7):
        newer = re.search(r"# In Caddy 2.7 and newer this line is: (.+)", text)[1]
        text = text.replace("buffer_requests", newer)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "validate", "--adapter", "caddyfile", "--config", folder / "Caddyfile"],
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("page", sorted((DEPLOY / "pages").glob("*.html")), ids=lambda p: p.name)
def test_a_page_of_the_proxy_says_what_the_sites_own_says(page):
    own = {
        "unavailable.html": "503.html",
        "too-big.html": "413.html",
        "too-many.html": "429.html",
    }[page.name]
    template = (ROOT / "templates" / "errors" / own).read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    (title,) = re.findall(r"block title %}(.+?){%", template)
    assert f"<h1>{title}</h1>" in text
    for sentence in re.findall(r"<p>(?:<strong>)?([A-Z][^.<{%]+\.)", template):
        assert sentence in text
    assert "tel:988" in text
    assert "<script" not in text
    assert "http" not in text, "it loads nothing"


def steps(containerfile):
    """Return the instructions of a Containerfile, each as its word and the rest."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", containerfile, flags=re.MULTILINE))
    return [tuple(line.split(" ", 1)) for line in joined.splitlines() if line.strip()]


def test_the_container_copies_what_is_there_and_is_not_root():
    found = steps(read("Containerfile"))
    for source in (
        source for word, rest in found if word == "COPY" for source in rest.split()[:-1]
    ):
        assert (ROOT / source).exists(), source
    users = [rest for word, rest in found if word == "USER"]
    assert users == ["waymark"]
    order = [word for word, _ in found]
    assert order.index("USER") < order.index("CMD")
    assert f"useradd --system --uid 10001 --no-create-home {users[0]}" in read("Containerfile")


def test_the_container_starts_what_is_there():
    found = dict(steps(read("Containerfile")))
    assert found["WORKDIR"] == HOME
    check_command([word.strip('", ') for word in found["CMD"].strip("[]").split(",")], folder="")
    assert "/healthz" in found["HEALTHCHECK"]
    variables = dict(re.findall(r"WAYMARK_(\w+)=(\S+)", read("Containerfile")))
    assert {name.lower() for name in variables} <= {field.name for field in fields(Settings)}
    assert variables["PORT"] == found["EXPOSE"] == str(Settings().port)
    assert found["VOLUME"] == variables["INSTANCE_DIR"] == STATE


def test_what_the_container_copies_is_what_the_site_needs():
    sources = {
        source
        for word, rest in steps(read("Containerfile"))
        if word == "COPY"
        for source in rest.split()[:-1]
    }
    needed = {"app.py", "course", "templates", "lessons", "quizzes", "deploy"}
    assert needed <= sources
    assert {"pyproject.toml", "uv.lock", "README.md"} <= sources


def test_the_proxy_asks_the_site_where_a_container_publishes_it():
    published = re.search(r"--publish (\S+):\d+", read("Containerfile"))[1]
    assert urlsplit(f"//{published}").netloc == f"{Settings().host}:{Settings().port}"
