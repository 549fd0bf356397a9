"""Names that would be code somewhere: shown as they were typed, run nowhere."""

import csv
import io
from itertools import product

import pytest
from sqlalchemy import select

from course.records.tables import Cohort, Person
from course.records.transaction import transaction
from tests.house.routes import ROUTES

pytestmark = pytest.mark.whole

CODE = ["<script>alert(1)", "<img src=x", "<svg/onload", "7777777"]
"""What a page would hold that runs a name, or works it out."""
NAME = """'"></title><script>alert(1)</script><img src=x onerror=a()><svg/onload=a()>{{7*'7'}}"""
FORMULAS = ["=cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", " +1", "'--", '"=1']


def call(session, name):
    """Give everybody and every cohort the name."""
    with transaction(session):
        for person in session.scalars(select(Person)):
            person.name = name
        for cohort in session.scalars(select(Cohort)):
            cohort.name = f"{name}{cohort.id}"


def test_a_name_runs_on_no_page(as_everyone, as_trainee, things, session):
    call(session, NAME)
    shown = set()
    for pages, rule in product((as_everyone, as_trainee), ROUTES):
        sent = pages.client.get(things.address(rule))
        if sent.mimetype == "text/html":
            assert not [code for code in CODE if code in sent.text], rule
            shown |= {rule} if "&lt;script&gt;" in sent.text else set()
    assert {"/records", "/people/<int:person>", "/cohorts/<int:cohort>"} <= shown


def test_a_name_is_no_formula_in_the_export(as_coordinator, things, session):
    for name in FORMULAS:
        call(session, name)
        sent = as_coordinator.client.get("/records.csv")
        rows = list(csv.DictReader(io.StringIO(sent.text)))
        assert len(rows) == 2
        assert all(
            cell.startswith(f"'{name}") for row in rows for cell in (row["name"], row["cohort"])
        )


def test_a_name_cannot_turn_the_words_beside_it(as_coordinator, cast):
    form = as_coordinator.get(f"/people/{cast.ana.id}/changes/new?type=correct").form()
    for turned in ("Ana \u202edevoker", "\u2066Ana", "Ana\u202c"):
        page = form.fill(name=turned, reason="So it is").send(status=422)
        assert "character that cannot be kept" in page.problems[0]
    form.fill(name="آنا مثال", reason="In her script").send()


def test_a_name_of_two_lines_is_one(as_coordinator, cast, session):
    form = as_coordinator.get(f"/people/{cast.ana.id}/changes/new?type=correct").form()
    form.fill(name="Ana\r\nBcc: eve@example.org", reason="So it is").send()
    session.expire_all()
    assert session.get_one(Person, cast.ana.id).name == "Ana Bcc: eve@example.org"
