"""Every form of the site, filled with what no form should hold: a page in plain words each time."""

import re
from itertools import count, product

import pytest
from werkzeug.datastructures import MultiDict

from course.records.tables import Base
from course.records.transaction import transaction
from course.web.flood import Flood
from tests.cast import NOW, make_person
from tests.house.routes import EVERYONE, ROUTES, TRAINEE
from tests.pages import Pages
from tests.story import send
from tests.web.attacks.conftest import token_of
from tests.web.attacks.every_form import ELSEWHERE, FORMS, ONCE, STAYS, WITHOUT_FIELDS

pytestmark = pytest.mark.whole

LISTS = {
    "/records": ("state", "stage", "name", "sort", "cohort", "edition", "completed-from",
                 "completed-to", "after", "before"),
    "/records.csv": ("cohort", "completed-from", "completed-to"),
    "/cohorts/<int:cohort>": ("state", "name", "sort", "after"),
    "/dashboard": ("course", "cohort"),
    "/review": ("cohort", "reflection", "state", "mine", "after"),
    "/record": ("course",),
    "/people/<int:person>": ("enrollment",),
    "/verify": ("number",),
}  # fmt: skip
TAG = "<script>alert(1)</script>"
ABSENT: list[str] = []
ODD = {
    "absent": ABSENT,
    "nothing": "",
    "nul": "a\x00b",
    "half of a character": b"\xed\xa0\x80",
    "much": "x" * 30_000,
    "faces": "😀" * 150,
    "turned": "x\u202eDEKOVER",
    "code": f"{TAG}{{{{ 7*'7' }}}}'; DROP TABLE people; --",
    "two lines": "a\r\nBcc: eve@example.org",
    "beyond": "99999999999999999999",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "wide digits": "２０２６-11-22",
    "twice": ["a", "b"],
}


def seen_plain(sent):
    assert sent.status_code < 500, sent.text[:300]
    assert sent.mimetype == "text/csv" or TAG not in sent.text
    assert "7777777" not in sent.text
    assert "\x00" not in sent.text


def values(odd):
    return odd if isinstance(odd, list) else [odd]


TAKEN, REFUSED = {200, 303}, {409, 413, 422, 429}
NOT_COUNTED = {"sessions", "throttle"}
NOTED = ("'read-reflection'", "'sign-in-failed'")
"""Audit events of what changes nothing."""


def everything(engine, without=NOT_COUNTED, *, but=NOTED):
    """Give every row as text, but those of some tables, and those in which a text stands."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                row
                for row in map(repr, connection.execute(table.select()))
                if not any(each in row for each in but)
            )
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }


class Sender:
    """Sends a form with a field that is odd; the others are as they should be."""

    def __init__(self, rule, things, browsers):
        self.fields = FORMS[rule]
        self.numbers = count(100)
        self.address = things.address(rule)
        self.allowed = ROUTES[rule.split("?")[0]]
        self.browsers = browsers
        self.option = things.attempt.form[0][1][0]

    @property
    def pages(self):
        """The browser of who fills it in: of visitors a new one each time."""
        if self.allowed == EVERYONE:
            return Pages(self.browsers["visitor"].client.application.test_client())
        return self.browsers["trainee" if self.allowed == TRAINEE else "everyone"]

    def send(self, odd=None):
        pages = self.pages
        words = {"n": next(self.numbers), "option": self.option, "shown": ""}
        if "shown" in self.fields:
            page = pages.client.get(self.address).get_data(as_text=True)
            words["shown"] = re.search(r'name="shown" value="([^"]+)"', page)[1]
        pages.client.application.extensions["flood"] = Flood()  # another has tests of it
        sent = MultiDict({name: value.format(**words) for name, value in self.fields.items()})
        sent["csrf_token"] = token_of(pages)
        for name, value in (odd or {}).items():
            sent.setlist(name, values(value))
        return pages.client.post(self.address, data=sent)


@pytest.fixture
def browsers(visitor, as_trainee, as_everyone):
    return {"visitor": visitor, "trainee": as_trainee, "everyone": as_everyone}


@pytest.fixture
def sender(rule, session, things, edition, browsers):
    send(session, things.cast.ana_enrolled, edition, NOW, shared=True)
    with transaction(session):
        wanted = 100 if "staff" in rule else 0
        session.add_all(make_person(f"staff{100 + n}", "trainer") for n in range(wanted))
    browsers["trainee"].get(things.address("/courses/<course>/lessons/<lesson>"))
    return Sender(rule, things, browsers)


@pytest.mark.parametrize("rule", FORMS)
def test_an_odd_field_is_taken_whole_or_refused_in_words_and_nothing_is_saved(
    sender, rule, engine, things
):
    kinds = ODD if rule not in ONCE else ("absent", "nothing", "much", "twice")
    before = everything(engine)
    for name, kind in product(FORMS[rule], kinds):
        sent = sender.send({name: ODD[kind]})
        seen_plain(sent)
        after = everything(engine)
        if sent.status_code not in TAKEN:
            assert sent.status_code in REFUSED | ({400} if name == "sequence" else set())
            assert after == before, (name, kind)
        if sent.status_code == 422:
            assert "error-summary" in sent.text, (name, kind)
        if kind == "absent":
            assert (sent.status_code in TAKEN) == (name in STAYS.get(rule, ())), name
        before = after


@pytest.mark.parametrize("rule", FORMS)
def test_the_form_is_taken_where_nothing_is_odd(sender, rule):
    assert sender.send().status_code == 303


@pytest.mark.parametrize("rule", FORMS)
def test_no_form_breaks_where_everything_is_odd(sender, rule):
    for odd in ODD.values():
        seen_plain(sender.send(dict.fromkeys(FORMS[rule], odd)))


def test_a_draft_is_not_emptied_by_a_form_without_its_text(as_trainee, things, engine):
    address = things.address("/courses/<course>/reflections/<reflection>")
    fields = {"csrf_token": token_of(as_trainee)}
    as_trainee.post(address, fields | {"text": "What I have so far"})
    before = everything(engine)
    page = as_trainee.post(address, fields, 422)
    assert page.problems == ["The text did not come along. Send it again"]
    assert everything(engine) == before


def test_every_form_is_sent(app):
    sent = {rule.split("?")[0] for rule in FORMS}
    assert sorted(sent | WITHOUT_FIELDS | set(ELSEWHERE)) == changing(app)


def test_no_list_breaks(as_everyone, things):
    for odd, (rule, names) in product(ODD.values(), LISTS.items()):
        asked = MultiDict()
        for name in names:
            asked.setlist(name, [text_of(value)[:2000] for value in values(odd)])
        seen_plain(as_everyone.client.get(things.address(rule), query_string=asked))


def text_of(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_are_no_days(as_coordinator, zone):
    as_coordinator.get("/profile").form("/profile").fill(time_zone=zone).send()
    for name, day in product(("completed-from", "completed-to"), ("9999-12-31", "0001-01-01")):
        page = as_coordinator.get(f"/records?{name}={day}", 422)
        assert "enter a day like 2026-11-22" in page.problems[0]
        as_coordinator.get(f"/records.csv?{name}={day}", 400)


def changing(app):
    """Give the rules of all forms."""
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "POST" in rule.methods})


def test_no_form_is_taken_without_its_token(app, as_trainee, as_everyone, things):
    own = token_of(as_everyone)
    attempts = [{}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": token_of(as_trainee)}]
    for rule, fields in product(changing(app), attempts):
        sent = as_everyone.client.post(things.address(rule), data=fields)
        assert sent.status_code == 403, f"{rule} {fields}"
        in_address = f"{things.address(rule)}?csrf_token={own}"
        assert as_everyone.client.post(in_address).status_code == 403, rule
        as_text = {"data": f"csrf_token={own}", "content_type": "text/plain"}
        assert as_everyone.client.post(things.address(rule), **as_text).status_code == 403, rule
    assert as_everyone.client.get("/profile").status_code == 200


COUNTED = ("('exports:", "('verify-address:")
"""How the rows of the throttle begin that count a reading."""


def test_reading_changes_nothing(as_everyone, as_trainee, things, engine):
    """But for the first view of a lesson, and what is written down or counted of a reading."""

    def rows():
        return everything(engine, {"audit_events", "sessions"}, but=COUNTED)

    def read():
        for pages, rule in product((as_everyone, as_trainee), ROUTES):
            pages.client.get(things.address(rule))

    read()
    before = rows()
    read()
    assert rows() == before


def test_a_certificate_number_is_letters_and_digits_alone(visitor):
    page = visitor.get("/verify/a%00b%E2%80%AE-%3Cc%3E", 404)
    assert "ABC" in page.html
    assert not {"\x00", "\u202e"} & set(page.html)
