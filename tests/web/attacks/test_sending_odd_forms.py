"""Every form of the site, filled with what no form should hold: a page in plain words each time."""

from itertools import product

import pytest
from werkzeug.datastructures import MultiDict

from tests.house.routes import ROUTES, TRAINEE
from tests.web.attacks.conftest import token_of

pytestmark = pytest.mark.whole

FORMS = {
    "/join": ("code", "name", "email", "new-password"),
    "/profile": ("time-zone",),
    "/profile/password": ("password", "new-password"),
    "/courses/<course>/lessons/<lesson>/practice/<item>": ("answer",),
    "/courses/<course>/reflections/<reflection>": ("text", "share", "sequence"),
    "/attempts/<int:attempt>/<int:n>": ("answer", "later", "sequence"),
    "/review/<int:written>": ("text", "action", "sequence"),
    "/cohorts/new": ("name", "course", "starts-on", "ends-on"),
    "/cohorts/<int:cohort>/correct": ("name", "starts-on", "ends-on", "shown", "reason"),
    "/cohorts/<int:cohort>/invite": ("email", "role", "action"),
    "/cohorts/<int:cohort>/join-code": ("until", "reason"),
    "/cohorts/<int:cohort>/staff/new": ("email", "role", "reason"),
    "/people/<int:person>/changes/new": ("name", "email", "shown", "reason"),
}
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
ODD = {
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


def test_no_form_breaks(as_trainee, as_everyone, things):
    for rule, names in FORMS.items():
        pages = as_trainee if ROUTES[rule] == TRAINEE else as_everyone
        address = things.address(rule) + ("?type=correct" if "changes" in rule else "")
        fields = MultiDict({"csrf_token": token_of(pages), "reason": "because"})
        for odd in ODD.values():
            for name in names:
                fields.setlist(name, values(odd))
            seen_plain(pages.client.post(address, data=fields))


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
    from course.records.tables import Base

    def everything():
        left_out = {"audit_events", "sessions"}
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    row
                    for row in map(repr, connection.execute(table.select()))
                    if not row.startswith(COUNTED)
                )
                for table in Base.metadata.sorted_tables
                if table.name not in left_out
            }

    def read():
        for pages, rule in product((as_everyone, as_trainee), ROUTES):
            pages.client.get(things.address(rule))

    read()
    before = everything()
    read()
    assert everything() == before


def test_a_certificate_number_is_letters_and_digits_alone(visitor):
    page = visitor.get("/verify/a%00b%E2%80%AE-%3Cc%3E", 404)
    assert "ABC" in page.html
    assert not {"\x00", "\u202e"} & set(page.html)
