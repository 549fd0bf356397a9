"""The documented site: nginx ends TLS, two processes of gunicorn, a real database."""

import http.client
import re
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.request import urlopen

import psutil
import pytest

from tests.deploy.real import COURSE, Nginx, RealSite
from tests.live import PASSWORD, PEOPLE

pytestmark = pytest.mark.whole


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Phone:
    """Asks through nginx, keeps its cookies, from one address of this machine."""

    def __init__(self, nginx, source="127.0.0.1"):
        self.nginx, self.source, self.cookies = nginx, source, {}

    def ask(self, method, path, form=None, **headers):
        connection = self.nginx.connect(self.source)
        body = urlencode(form) if form is not None else None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"https://localhost:{self.nginx.tls_port}"
            headers["Referer"] = f"https://localhost:{self.nginx.tls_port}{path}"
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=sent)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.headers, text)

    def send(self, path, form, **headers):
        page = self.ask("GET", path).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return self.ask("POST", path, {"csrf_token": token, **form}, **headers)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "nginx").mkdir()
    with RealSite(folder, TRUSTED_PROXIES=1) as site:
        site.nginx = Nginx(folder / "nginx", site.port)
        site.environment["WAYMARK_BASE_URL"] = f"https://localhost:{site.nginx.tls_port}"
        site.settle(COURSE)
        site.start()
        site.nginx.start()
        yield site
        site.nginx.stop()


@pytest.fixture
def phone(site):
    return Phone(site.nginx)


def test_plain_http_leads_to_tls(site):
    plain = http.client.HTTPConnection("127.0.0.1", site.nginx.plain_port, timeout=20)
    plain.request("GET", "/help?x=1", headers={"Host": "evil.example"})
    answer = plain.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://localhost:{site.nginx.tls_port}/help?x=1"
    plain.close()


def test_signing_in_gives_a_cookie_that_never_travels_in_the_open(phone):
    answer = phone.send("/sign-in", {"email": PEOPLE["trainee"], "password": PASSWORD})
    assert answer.status == 303, answer.text
    (cookie,) = answer.headers.get_all("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert phone.ask("GET", f"/courses/{COURSE}").status == 200


def test_no_version_of_a_program_is_told(phone):
    assert phone.ask("GET", "/help").headers["Server"] == "nginx"


def test_who_asked_is_whom_nginx_saw(site, phone):
    said = {"X_Forwarded_For": "203.0.113.9", "X_Real_IP": "203.0.113.9", "Forwarded": "for=x"}
    number = phone.ask("GET", "/help", **said).headers["X-Request-ID"]
    (line,) = [line for line in site.requests() if line["request"] == number]
    assert line["network"] == "127.0.0.0/24"


def test_wrong_codes_count_for_the_address_that_sent_them(site):
    guesser, other = Phone(site.nginx, "127.0.1.1"), Phone(site.nginx, "127.0.2.1")
    form = {"code": "ABCDEFGH", "name": "G", "email": "g@example.org", "password": PASSWORD}
    for guess in range(20):
        pretends = f"203.0.{guess}.1"
        assert guesser.send("/join", form, X_Forwarded_For=pretends).status == 422
    assert guesser.send("/join", form, X_Forwarded_For="203.0.113.9").status == 429
    assert other.send("/join", form).status == 422


@pytest.mark.parametrize("header", ["X_Forwarded_Host", "X_Forwarded_Proto", "X_Forwarded_Prefix"])
def test_nobody_says_by_a_header_how_they_came(phone, header):
    answer = phone.ask("GET", "/courses", **{header: "http"})
    assert answer.status == 303
    assert answer.headers["Location"] == "/sign-in?next=/courses"
    assert "Strict-Transport-Security" in answer.headers


def test_nobody_chooses_the_number_of_their_request(phone):
    number = phone.ask("GET", "/help", X_Request_ID="chosen-by-somebody").headers["X-Request-ID"]
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", number)


def test_one_address_that_asks_for_too_many_pages_waits_and_nobody_else_does(site):
    """Signing in has limits of its own: a whole class may come at once from one address."""
    connection = site.nginx.connect("127.0.3.1")
    met = []
    for _ in range(400):
        connection.request("GET", "/verify")
        answer = connection.getresponse()
        met.append(answer.status)
        text = answer.read().decode()
    assert met[:300] == [200] * 300
    assert met[-1] == 429
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>Too many tries</h1>" in text
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()
    assert Phone(site.nginx, "127.0.4.1").ask("GET", "/verify").status == 200


def test_a_class_joins_in_the_same_minute_from_one_address(site):
    """150 people who ask for the form, send it and correct it: wrong codes have their own limit."""
    connection = site.nginx.connect("127.0.5.1")
    met = []
    for path in ("/join", "/invite/AAAAAAAAAAAAAAAAAAAAAA"):
        for _ in range(450):
            connection.request("GET", path)
            answer = connection.getresponse()
            met.append((path, answer.status))
            answer.read()
    connection.close()
    assert set(met) == {("/join", 200), ("/invite/AAAAAAAAAAAAAAAAAAAAAA", 404)}


def trickling(site, body):
    """Open a connection that has begun a request and does not end it."""
    raw = socket.create_connection(("127.0.0.1", site.nginx.tls_port), timeout=20)
    trust = ssl.create_default_context(cafile=site.nginx.folder / "fullchain.pem")
    slow = trust.wrap_socket(raw, server_hostname="localhost")
    slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n")
    if body:
        slow.sendall(b"Content-Length: 100000\r\n\r\nemail=")
    return slow


@pytest.mark.parametrize("body", [True, False], ids=["slow body", "slow headers"])
def test_twenty_slow_people_hold_up_nobody(site, phone, body):
    slow = [trickling(site, body) for _ in range(20)]
    before = len(site.requests())
    began = time.monotonic()
    for _ in range(10):
        for connection in slow:
            connection.sendall(b"a")
        assert phone.ask("GET", "/help").status == 200
    assert time.monotonic() - began < 10
    assert len(site.requests()) == before + 10, "not one of theirs has reached the site"
    for connection in slow:
        connection.close()


def test_more_than_two_megabytes_is_too_big(phone):
    answer = phone.ask("POST", "/sign-in", {"x": "x" * (2 * 1024 * 1024)})
    assert answer.status == 413
    assert "<h1>That is too big</h1>" in answer.text


def test_the_figures_are_for_this_machine_alone(site, phone):
    assert phone.ask("GET", "/metrics").status == 404
    with urlopen(f"http://127.0.0.1:{site.metrics_port}/metrics", timeout=10) as answer:
        assert b"waymark_requests_total" in answer.read()
    doors = [each.laddr for each in psutil.net_connections("tcp") if each.status == "LISTEN"]
    assert {door.ip for door in doors if door.port == site.metrics_port} == {"127.0.0.1"}


def test_a_large_file_arrives_whole(phone):
    page = phone.ask("GET", "/help", Accept_Encoding="identity").text
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    answer = phone.ask("GET", style)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] is None, "one copy for all"
    assert int(answer.headers["Content-Length"]) == len(answer.text.encode())


def test_when_the_site_is_down_people_are_told_what_became_of_their_words(site, phone):
    style = re.search(r'href="(/static/[^"]+\.css)"', phone.ask("GET", "/help").text)[1]
    assert phone.ask("GET", style).status == 200
    site.stop()
    for method, form in (("GET", None), ("POST", {"text": "Sesame7391"})):
        answer = phone.ask(method, "/sign-in/Sesame7391?x=Sesame7391", form)
        assert answer.status == 503
        assert "<h1>Sorry, the service is unavailable</h1>" in answer.text
        assert "What you just sent is not saved." in answer.text
        assert answer.headers["Retry-After"] == "10"
        assert answer.headers["Cache-Control"] == "no-store"
    assert phone.ask("GET", style).status == 200, "kept by nginx"
    assert "Sesame7391" not in site.nginx.said()
    site.start()
    assert phone.ask("GET", "/help").status == 200
