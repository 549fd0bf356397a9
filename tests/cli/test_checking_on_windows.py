"""An author's machine may be Windows, which has neither the accounts nor the locks of a server."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.whole

WITHOUT = "import sys; sys.modules |= dict.fromkeys({names}); from course.cli import main; main()"
OF_UNIX = ("fcntl", "grp", "pwd", "resource")


def test_a_course_is_checked_without_what_windows_has_not(site_folder):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(names=OF_UNIX), "check"],
        cwd=site_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
