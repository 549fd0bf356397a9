"""Each request has a number and a line in the log; the line holds nothing that anybody typed."""

import io
import json
import logging
import re
from dataclasses import replace

import pytest

from course.records.transaction import NotSaved
from course.web import create_app
from course.web.database import database, db
from course.web.log_lines import JsonLines
from tests.pages import Pages
from tests.queries import counting_queries

NUMBER = re.compile(r"\d{4}-\d{4}-\d{4}")


@pytest.fixture
def lines():
    """What a real site would write, read back line by line."""
    stream = io.StringIO()
    writer = logging.StreamHandler(stream)
    writer.setFormatter(JsonLines())
    ours, level = logging.getLogger("course"), logging.getLogger("course").level
    logging.root.addHandler(writer)
    ours.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.removeHandler(writer)
    ours.setLevel(level)


def fail(app, monkeypatch, error, endpoint="visitor.help_page"):
    def failing(**_):
        raise error

    failing.open_to = app.view_functions[endpoint].open_to
    monkeypatch.setitem(app.view_functions, endpoint, failing)


def test_a_request_is_one_line_with_what_an_operator_needs(as_trainee, cast, lines):
    answer = as_trainee.get("/courses/peer-basics?x=1")
    (line,) = lines()
    assert line.pop("ms") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line.pop("time"))
    assert line.pop("process")
    assert line == {
        "level": "info",
        "from": "course.web.request_log",
        "request": answer.headers["X-Request-ID"],
        "method": "GET",
        "route": "/courses/<course>",
        "status": 200,
        "person": cast.ana.id,
        "network": "127.0.0.0/24",
    }


@pytest.mark.parametrize(
    ("path", "status"), [("/help", 200), ("/nowhere", 404), ("/sign-out", 405), ("/record", 303)]
)
def test_every_answer_says_its_number(visitor, path, status):
    numbers = {visitor.client.get(path).headers["X-Request-ID"] for _ in range(5)}
    assert len(numbers) == 5
    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert visitor.client.get(path).status_code == status


def test_an_error_page_gives_the_number_to_say(visitor):
    page = visitor.get("/nowhere", 404)
    assert f"give this number: {page.headers['X-Request-ID']}" in page.text


def test_the_error_of_a_page_is_found_by_its_number(app, visitor, monkeypatch, lines):
    fail(app, monkeypatch, ValueError("my own words"))
    page = visitor.get("/help", 500)
    error, request = lines()
    assert error["request"] == request["request"] == page.headers["X-Request-ID"]
    assert (error["level"], request["status"]) == ("error", 500)
    assert "ValueError" in error["message"]
    assert "test_request_log.py" in error["message"]
    assert "my own words" not in json.dumps([error, request])


def test_a_page_that_failed_knows_who_asked_without_asking_again(
    app, as_trainee, cast, monkeypatch, lines
):
    def failing(**_):
        database().rollback()  # as a transaction that fails does: every row is to be read again
        asked.clear()
        raise NotSaved

    failing.open_to = app.view_functions["trainee.record"].open_to
    monkeypatch.setitem(app.view_functions, "trainee.record", failing)
    with app.app_context():
        engine = db.engine
    with counting_queries(engine) as asked:
        as_trainee.get("/record", 503)
        assert asked == []
    assert lines()[-1]["person"] == cast.ana.id


@pytest.fixture
def behind_a_proxy(app):
    """A browser on a site behind one proxy."""
    made = create_app(replace(app.extensions["settings"], trusted_proxies=1))
    yield Pages(made.test_client())
    with made.app_context():
        db.engine.dispose()


def numbered(pages, given):
    return pages.client.get("/help", headers={"X-Request-ID": given}).headers["X-Request-ID"]


def test_a_number_from_outside_is_taken_from_a_proxy_alone(visitor, behind_a_proxy):
    given = "0af7651916cd43dd8448eb211c80319c"
    assert numbered(behind_a_proxy, given) == given
    assert NUMBER.fullmatch(numbered(visitor, given))


def test_a_malformed_number_is_replaced(behind_a_proxy):
    for given in ("short", "a" * 65, 'a"b,c: 12345678', "ÀÀÀÀÀÀÀÀ", "x" * 8 + " y"):
        assert NUMBER.fullmatch(numbered(behind_a_proxy, given)), given


SECRET = "Sesame7391"


RULES = ("/sign-in/", "/invite/", "/set-up/", "/verify/", "/courses/", "/media/", "/")
FORMS = ("/sign-in", "/join", "/profile/password", "/cohorts/new", "/courses/x/roles")
FIELDS = ("email", "password", "new-password", "name", "code", "text", "answer", "reason", SECRET)
HEADERS = (
    *("Host", "User-Agent", "Cookie", "Accept", "Origin", "Authorization", "X-Forwarded-For"),
    *("X-Request-ID", "Content-Type", "Referer", SECRET),
)


def test_nothing_that_is_sent_reaches_the_log(visitor, as_trainee, as_coordinator, cast, lines):
    for pages in (visitor, as_trainee, as_coordinator):
        client, token = pages.client, pages.get("/join").token
        for rule in RULES:
            client.get(f"{rule}{SECRET}?{SECRET}={SECRET}")
            client.post(f"{rule}{SECRET}", data={"csrf_token": token, SECRET: SECRET})
        for form in FORMS:
            sent = {**dict.fromkeys(FIELDS, f"{SECRET}@example.org"), "csrf_token": token}
            client.post(form, data=sent)
            client.post(form, json=sent, headers={"Accept": "application/json"})
            client.post(form, data={**sent, "csrf_token": SECRET})
        client.open("/help", method=f"X{SECRET.upper()}")
        for header in HEADERS:
            client.get("/", headers={header: SECRET})
    written = json.dumps(lines()).lower()
    assert len(lines()) > 100
    assert SECRET.lower() not in written
    assert "example.org" not in written


def record(name, message, *args):
    return logging.LogRecord(name, logging.WARNING, "x.py", 1, message, args, None)


def test_of_other_programs_only_their_own_words_are_written():
    for message, args, written in (
        ("Error handling request %s %s", ("GET", f"/{SECRET}"), "Error handling request … …"),
        ("Worker (pid:%s) was sent %s!", (12, "SIGKILL"), "Worker (pid:12) was sent SIGKILL!"),
        (f"Invalid request from ip=1.2.3.4: {SECRET}", (), "Invalid request"),
        ("%d of %(odd)s", (SECRET,), "%d of %(odd)s"),
    ):
        assert (
            json.loads(JsonLines().format(record("gunicorn.error", message, *args)))["message"]
            == written
        )


def test_an_error_that_another_program_logs_keeps_its_words_to_itself():
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        made = record("sqlalchemy.pool", "Exception during reset")
        made.exc_info = (KeyError, error, error.__traceback__)
    line = JsonLines().format(made)
    assert SECRET not in line
    assert "KeyError" in json.loads(line)["trace"]


def test_a_line_cannot_be_broken_in_two():
    line = JsonLines().format(record("course.web", "%s", "one\r\ntwo\x1b[31m\u2028three\u202e"))
    assert line.isascii()
    assert line.isprintable()


def test_an_error_after_the_page_was_made_tells_no_address(app, visitor, monkeypatch, lines):
    words = "my own words"

    def failing(_answer):
        raise ValueError(words)

    monkeypatch.setitem(app.after_request_funcs, None, [failing])
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert visitor.client.get("/sign-in/TOKEN-OF-A-LINK").status_code == 500
    told = json.dumps(lines())
    assert "ValueError" in told
    assert "TOKEN-OF-A-LINK" not in told
    assert words not in told
