"""gunicorn with its file: it stops without dropping anybody, logs no secret, counts together."""

import json
import os
import re
import signal
import socket
import sqlite3
import threading
import time
from contextlib import closing, suppress
from http import HTTPStatus
from urllib.request import urlopen

import psutil
import pytest

from course.web import metrics
from course.web.security import HEADERS
from tests.deploy.real import COURSE, RealSite

pytestmark = pytest.mark.whole

SECRET = "Sesame7391"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A site with a coordinator and a course, that nobody has started yet."""
    with RealSite(tmp_path_factory.mktemp("site")) as site:
        site.course("publish")
        site.add_person("cora@example.org", "coordinator")
        yield site


@pytest.fixture
def site(prepared):
    """The same site, running."""
    if prepared.server is None or prepared.server.poll() is not None:
        prepared.start()
    return prepared


def ask(site, request):
    """Send bytes on a connection of their own, and return the connection."""
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    connection.sendall(request)
    return connection


def answer(connection):
    """Return the whole answer, empty where it was cut off."""
    with connection:
        try:
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError:
            return b""


GET = b"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_site_that_is_told_to_stop_answers_everybody_it_let_in(site):
    """More people than processes: the rest wait in the queue of a socket that is to close."""
    for pid in workers(site):
        os.kill(pid, signal.SIGSTOP)  # busy, as far as who asks can tell
    people = [ask(site, GET) for _ in range(40)]
    site.server.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    for pid in workers(site):
        os.kill(pid, signal.SIGCONT)
    answers = [answer(each) for each in people]
    assert [each for each in answers if b" 200 OK" not in each or b"</html>" not in each] == []
    assert site.server.wait(timeout=20) == 0


def test_a_site_that_stops_while_people_keep_coming_cuts_nobody_off(site):
    """Each asks again as soon as there is an answer, so that somebody waits at every moment."""
    met = []

    def comes_again():
        while site.server.poll() is None:
            try:
                met.append(answer(ask(site, GET)))
            except ConnectionRefusedError:  # nobody is there any more: it was not let in
                return

    people = [threading.Thread(target=comes_again) for _ in range(8)]
    for each in people:
        each.start()
    time.sleep(1)
    site.server.send_signal(signal.SIGTERM)
    assert site.server.wait(timeout=8) == 0, "emptying the queue ends"
    for each in people:
        each.join()
    assert len(met) > 8
    assert [each for each in met if b" 200 OK" not in each or b"</html>" not in each] == []


def test_people_who_do_not_hang_up_keep_no_answer_from_those_behind_them(site):
    """Two seconds for each of twenty would be more than a site that stops has."""
    for pid in workers(site):
        os.kill(pid, signal.SIGSTOP)
    people = [ask(site, GET) for _ in range(20)]
    site.server.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    began = time.monotonic()
    for pid in workers(site):
        os.kill(pid, signal.SIGCONT)
    answers = [all_that_comes(each) for each in people]
    assert [each[:80] for each in answers if not each.endswith(b"</html>")] == []
    assert site.server.wait(timeout=20) == 0
    assert time.monotonic() - began < 5
    for each in people:
        each.close()


def test_whoever_does_not_hang_up_holds_up_nobody(site):
    """gunicorn would wait two seconds for each of ten: ten seconds, with two processes."""
    began = time.monotonic()
    people = [ask(site, GET.replace(b"/help", b"/sign-in")) for _ in range(10)]
    answers = [all_that_comes(each) for each in people]
    assert [each[:80] for each in answers if not each.endswith(b"</html>")] == []
    assert time.monotonic() - began < 5
    for each in people:
        each.close()


def all_that_comes(connection):
    """Return the whole answer, and leave the connection open."""
    found = b""
    with suppress(OSError):
        while more := connection.recv(65536):
            found += more
    return found


UNREAD = {
    "no request": (GET.replace(b"/help", b"/Sesame7391 Sesame7391"), 400),
    "another protocol": (GET.replace(b"HTTP/1.1", b"HTTP/Sesame7391"), 400),
    "a header that is none": (GET.replace(b"\r\n\r\n", b"\r\nBad Sesame7391: x\r\n\r\n"), 400),
    "an endless address": (GET.replace(b"/help", b"/" + b"Sesame7391" * 1000), 414),
    "an endless header": (GET.replace(b"\r\n\r\n", b"\r\nX: %b\r\n\r\n" % (b"x" * 9000)), 431),
    "another coding": (
        GET.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: Sesame7391\r\n\r\n"),
        501,
    ),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_cannot_be_read_is_answered_as_all_else(site, what):
    sent, status = UNREAD[what]
    head, _, page = answer(ask(site, sent)).decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    assert set(HEADERS.items()) <= set(headers.items())
    assert headers["Connection"] == "close"
    assert int(headers["Content-Length"]) == len(page.encode())
    number = headers["X-Request-ID"]
    assert f"give this number: <strong>{number}</strong>" in page
    assert "<h1>We could not read that</h1>" in page
    assert SECRET not in page
    said = [line for line in site.lines() if line.get("request") == number]
    assert [line["status"] for line in said if "status" in line] == [status]
    messages = [line["message"] for line in said if "message" in line]
    assert messages[0].startswith("what came could not be read: ")


def test_an_address_of_eight_thousand_letters_is_read(site):
    long = GET.replace(b"/help", b"/help?x=" + b"x" * 8000)
    assert b" 200 OK" in answer(ask(site, long))


def somebody_signs_in(site):
    """Return a form whose failure is a save."""
    page = answer(ask(site, GET.replace(b"/help", b"/join"))).decode()
    cookie = re.search(r"Set-Cookie: (session=[^;]+)", page)[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = f"csrf_token={token}&email=nobody%40example.org&password=wrong".encode()
    head = f"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    return head.encode() + f"Content-Length: {len(form)}\r\n\r\n".encode() + form


def test_a_save_that_is_under_way_is_finished(site):
    """Somebody signs in while the database is locked and the site is told to stop."""
    form = somebody_signs_in(site)
    other = sqlite3.connect(site.folder / "instance" / "waymark.sqlite3", isolation_level=None)
    counted = "SELECT count(*) FROM throttle"
    before = other.execute(counted).fetchone()[0]
    other.execute("BEGIN IMMEDIATE")
    person = ask(site, form)
    time.sleep(0.5)
    site.server.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    other.execute("COMMIT")
    assert b" 422 " in answer(person)
    assert site.server.wait(timeout=20) == 0
    assert other.execute(counted).fetchone()[0] > before, "the failure was saved"
    other.close()


def test_whom_a_publish_left_uncounted_is_counted_by_the_next_start(tmp_path):
    """Its database was locked, or it was killed between the edition and the counts."""
    with RealSite(tmp_path) as fresh:
        fresh.settle(COURSE)
        with closing(sqlite3.connect(tmp_path / "instance" / "waymark.sqlite3")) as database:
            (live,) = database.execute("SELECT id FROM editions WHERE live").fetchone()
            database.execute("UPDATE enrollments SET counts = '{}', steps_total = 0")
            database.commit()
            fresh.start()
            (counts, steps) = database.execute(
                "SELECT counts, steps_total FROM enrollments"
            ).fetchone()
        assert json.loads(counts)["edition"] == live
        assert steps > 0
        assert f"progress in {COURSE} was still to be counted: 1" in fresh.log()


def test_nothing_that_is_sent_reaches_the_log(site):
    secret = SECRET.encode()
    for request in (
        GET.replace(b"/help", b"/sign-in/%b?%b=%b" % (secret, secret, secret)),
        GET.replace(b"\r\n\r\n", b"\r\nX-%b: %b\r\nCookie: %b\r\n\r\n" % (secret, secret, secret)),
        GET.replace(b"/help", b"/%b %b" % (secret, secret)),
        GET.replace(b"GET", b"X" + secret),
        GET.replace(b"HTTP/1.1", b"HTTP/" + secret),
        GET.replace(b"\r\n\r\n", b"\r\nBad Name %b: x\r\n\r\n" % secret),
        GET.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: %b\r\n\r\n" % secret),
        GET.replace(b"\r\n\r\n", b"\r\nContent-Length: %b\r\n\r\n" % secret),
        GET.replace(b"/help", b"/" + secret * 1000),
        GET.replace(b"\r\n\r\n", b"\r\nX: %b\r\n\r\n" % (secret * 2000)),
        b"\x16\x03\x01" + secret,
    ):
        answer(ask(site, request))
    assert site.lines(), "every line is JSON"
    assert SECRET not in site.log()
    assert "127.0.0.1" not in site.log().replace('"network": "127.0.0.0/24"', "")


def test_a_new_sites_link_for_its_first_coordinator_is_in_no_log(tmp_path):
    with RealSite(tmp_path) as empty:
        empty.start()
        assert "set-up" not in empty.log()


def workers(site):
    return [child.pid for child in psutil.Process(site.server.pid).children()]


def figures(site):
    address = f"http://127.0.0.1:{site.metrics_port}/metrics"
    with urlopen(address, timeout=10) as found:
        text = found.read().decode()
    return {k: float(v) for k, v in re.findall(r"^([^#\s]\S*) (\S+)$", text, re.MULTILINE)}


HELPS = 'waymark_requests_total{method="GET",route="/help",status="200"}'


def asked_in_both(site):
    """Ask a page many times at once, until both processes have answered; return how often."""
    times, answered_by = 0, set()
    while len(answered_by) < 2:
        assert times < 1000, "one of the processes answers nobody"
        people = [ask(site, GET) for _ in range(20)]
        assert all(answer(each) for each in people)
        times += len(people)
        alive = workers(site)
        answered_by = {line["process"] for line in site.requests() if line["process"] in alive}
    return times


def test_the_processes_count_together_also_when_one_died(site):
    asked = figures(site).get(HELPS, 0) + asked_in_both(site)
    assert figures(site)[HELPS] == asked
    serving = [c.pid for c in psutil.net_connections("tcp") if c.laddr.port == site.metrics_port]
    os.kill(next(pid for pid in serving if pid), signal.SIGKILL)
    time.sleep(3)  # another takes the port within two seconds
    asked += asked_in_both(site)
    assert figures(site)[HELPS] == asked
    assert figures(site)["waymark_outbox_waiting"] == 0


def test_no_connection_to_the_database_is_shared_between_processes(site):
    asked_in_both(site)
    own = f"{site.folder / 'instance' / 'waymark.sqlite3'}"
    master = psutil.Process(site.server.pid)
    assert [file.path for file in master.open_files() if file.path == own] == []
    time.sleep(2.1)  # by then each asks again which editions are live
    asked_in_both(site)
    each_has = [[file.path for file in worker.open_files()] for worker in master.children()]
    assert all(own in paths for paths in each_has)


def test_the_counts_leave_nothing_behind(site):
    before = set(metrics.MEMORY.glob("waymark-*"))
    assert before
    site.stop()
    assert len(set(metrics.MEMORY.glob("waymark-*"))) < len(before)
