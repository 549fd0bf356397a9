"""Whoever watches the site is answered within a second while every process waits for a lock."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.builders import write_course
from tests.deploy.real import RealSite
from tests.deploy.test_under_gunicorn import GET, answer, ask, somebody_signs_in, workers
from tests.faults.site import HOLD
from tests.web.test_lane import AT_ONCE

pytestmark = pytest.mark.whole

WATCH = GET.replace(b"/help", b"/healthz")
SAVES = 12
"""Several for each process: most stand in line."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site with the small course, that nobody has started yet."""
    folder = tmp_path_factory.mktemp("site")
    with RealSite(folder) as site:
        site.environment["WAYMARK_COURSE_ROOT"] = str(write_course(folder / "course"))
        site.course("publish")
        yield site


@pytest.fixture
def site(prepared):
    """The same site, just started."""
    prepared.stop()
    prepared.start()
    return prepared


@contextmanager
def locked(site):
    """Let another program lock the database, readers out too."""
    command = [sys.executable, "-c", HOLD, str(site.folder / "instance" / "waymark.sqlite3")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        yield
        other.stdin.close()


def refused_to_save(answers):
    """Return the answers that are neither "wrong password" nor "too often": both are saved."""
    return [each[:80] for each in answers if b" 422 " not in each and b" 429 " not in each]


def test_who_watches_is_answered_and_nobodys_save_is_lost(site):
    forms = [somebody_signs_in(site) for _ in range(SAVES)]
    with locked(site):
        people = [ask(site, form) for form in forms]
        time.sleep(0.5)
        for _ in range(3):
            began = time.monotonic()
            told = answer(ask(site, WATCH))
            assert time.monotonic() - began < 2
            assert b" 503 " in told
            assert b'"status":"database locked"' in told
            assert b" 200 OK" in answer(ask(site, GET)), "help needs no database"
    answers = [answer(person) for person in people]
    assert refused_to_save(answers) == []
    assert b'"status":"ok"' in answer(ask(site, WATCH))


def test_who_asks_by_halves_or_leaves_holds_up_nobody_who_watches(site):
    forms = [somebody_signs_in(site) for _ in range(SAVES)]
    processes = workers(site)
    with locked(site):
        people = [ask(site, form) for form in forms]
        time.sleep(0.5)
        left = ask(site, forms[0])
        time.sleep(0.3)
        left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        left.close()
        halves = [ask(site, WATCH[:24]) for _ in processes]
        began = time.monotonic()
        assert b"locked" in answer(ask(site, WATCH))
        assert time.monotonic() - began < 6
    assert refused_to_save([answer(person) for person in people]) == []
    for half in halves:
        half.close()
    assert workers(site) == processes


def test_who_stands_in_line_is_answered_also_by_a_site_that_stops(site):
    forms = [somebody_signs_in(site) for _ in range(SAVES)]
    with locked(site):
        people = [ask(site, form) for form in forms]
        time.sleep(0.5)
        assert b"locked" in answer(ask(site, WATCH))
        site.server.terminate()
        time.sleep(0.5)
    answers = [answer(person) for person in people]
    assert refused_to_save(answers) == []
    assert site.server.wait(timeout=20) == 0


def test_a_process_that_dies_takes_nobody_with_it_who_stands_in_line(site):
    forms = [somebody_signs_in(site) for _ in range(SAVES)]
    with locked(site):
        people = [ask(site, form) for form in forms]
        time.sleep(0.5)
        assert b"locked" in answer(ask(site, WATCH))
        for pid in workers(site):
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
    answers = [answer(person) for person in people]
    assert len(refused_to_save(answers)) <= 2, "those alone that the processes had in hand"
