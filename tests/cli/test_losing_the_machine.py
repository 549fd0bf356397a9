"""A site that people use is backed up, lost, and brought back on another machine."""

import subprocess
from pathlib import Path

import pytest

from tests.builders import COURSE, write_course
from tests.live import BIN, PEOPLE, LiveSite
from tests.plain import Browser

pytestmark = [pytest.mark.whole, pytest.mark.timeout(150)]


def test_the_new_machine_has_the_site_and_nobody_is_signed_in(tmp_path):
    lost, new = tmp_path / "lost", tmp_path / "new"
    for folder in (lost, new):
        folder.mkdir()
        write_course(folder)
    with LiveSite(lost, course_root=lost) as site:
        site.settle(COURSE)
        site.start()
        ana = Browser(site.address)
        ana.sign_in(PEOPLE["trainee"])
        records, keys = backed_up(site)
        refused = subprocess.run(
            [BIN / "course", "restore", records, "--replace"],
            cwd=lost,
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 3
        assert "the site is running" in refused.stderr
        ana.get("/profile")  # it has noticed nothing
    with LiveSite(new, course_root=new) as site:
        site.course("restore", records, "--keys", keys)
        site.start()
        there = Browser(site.address)
        there.cookie = ana.cookie
        there.get("/profile", status=303)
        there.cookie = ""
        there.sign_in(PEOPLE["trainee"])
        there.get(f"/courses/{COURSE}")
    assert (Path(new) / "instance" / "secret-key").read_bytes() == (
        Path(lost) / "instance" / "secret-key"
    ).read_bytes()


def backed_up(site: LiveSite) -> list[str]:
    """Back up as the timer does, while the site runs; give the two files."""
    return [line for line in site.course("backup").splitlines() if line.endswith(".zip")]
