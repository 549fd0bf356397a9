"""Changing something for a person: a page each, a reason each, and an audit event with it."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records.tables import AuditEvent, CohortStaff, OutboxMail, PersonRole
from course.records.transaction import transaction
from tests.cast import Cast
from tests.pages import Pages
from tests.web.coordinator.test_running_a_cohort import actions

WHY = "Enter why you are making this change"
KINDS = ["sign-in-link", "correct", "hold", "withdraw"]


def path(cast: Cast, kind: str) -> str:
    return f"/people/{cast.ana.id}/changes/new?type={kind}"


def test_the_changes_that_fit_are_offered(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get(f"/people/{cast.ana.id}/changes/new")
    assert [link.text for link in page.select(".tasks a")] == [
        "Make a new sign-in link",
        "Correct the name or email address",
        "Put on hold",
        "Withdraw from the course",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_change_without_a_reason(
    as_coordinator: Pages, cast: Cast, session: Session, kind: str
) -> None:
    page = as_coordinator.get(path(cast, kind)).form().fill(reason="  ").send(status=422)
    assert page.problems == [WHY]
    assert actions(session) == []


def test_the_name_is_corrected_in_any_script(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form()
    page = form.fill(name="Ána 例", reason="Her legal name").send().follow()
    assert page.h1 == "Ána 例"
    assert "Name corrected: from Ana Example to Ána 例 Cora Example Her legal name" in page.text
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.detail == {"before": "Ana Example", "after": "Ána 例"}


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused(
    as_coordinator: Pages, cast: Cast, session: Session, name: str
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form()
    page = form.fill(name=name, reason="A typing mistake").send(status=422)
    assert len(page.problems) == 1
    assert page.one("textarea").content == "A typing mistake"
    assert actions(session) == []


@pytest.mark.parametrize("name", ["Ana Example", "  Ana   Example "])
def test_the_name_as_it_is_corrects_nothing(
    as_coordinator: Pages, cast: Cast, session: Session, name: str
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form()
    page = form.fill(name=name, reason="A typing mistake").send(status=422)
    assert page.problems == ["Nothing is different yet. Change the name or the email address"]
    assert page.one("textarea").content == "A typing mistake"
    assert actions(session) == []


def test_an_enrollment_is_held_and_goes_on(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(path(cast, "hold")).form()
    page = form.fill(reason="Asked for a break").send().follow()
    assert "On hold, joined 1 November 2026" in page.text
    assert "Put on hold: from Not started to On hold" in page.text
    as_coordinator.get(path(cast, "hold"), 409)
    form.fill(reason="Twice").send(status=409)
    as_coordinator.get(path(cast, "return")).form().fill(reason="Is back").send()
    as_coordinator.get(path(cast, "withdraw")).form().fill(reason="Moved away").send()
    assert actions(session) == [
        ("enrollment-hold", "Asked for a break"),
        ("enrollment-return", "Is back"),
        ("enrollment-withdraw", "Moved away"),
    ]


def test_a_hold_is_ended_and_who_withdrew_is_put_back(as_coordinator: Pages, cast: Cast) -> None:
    offered = f"/people/{cast.ana.id}/changes/new"
    as_coordinator.get(path(cast, "hold")).form().fill(reason="A break").send()
    assert as_coordinator.get(as_coordinator.get(offered).link("End the hold")).h1 == "End the hold"
    as_coordinator.get(path(cast, "put-back"), 409)
    as_coordinator.get(path(cast, "withdraw")).form().fill(reason="Moved away").send()
    as_coordinator.get(path(cast, "return"), 409)
    back = as_coordinator.get(as_coordinator.get(offered).link("Put back on the course")).form()
    assert "They are on the course again." in back.fill(reason="Is here").send().follow().text


def test_a_sign_in_link_is_shown_once_and_works_once(
    as_coordinator: Pages, visitor: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(path(cast, "sign-in-link")).form()
    page = form.fill(reason="Lost her password").send().follow()
    link = page.one("input[readonly]")["value"]
    found = re.fullmatch(r"http://localhost(/sign-in/\S+)", link)
    assert found
    assert found[1] not in as_coordinator.get(f"/people/{cast.ana.id}").html
    assert visitor.get(found[1]).form().send().location == "/profile/password"
    visitor.get(found[1], 404)
    assert session.scalars(select(OutboxMail)).all() == []


def test_a_sign_in_link_is_mailed_where_the_site_sends_mail(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    mailing = replace(app.extensions["settings"], smtp_url="smtp://mail.example.org")
    app.extensions["settings"] = mailing
    as_coordinator.get(path(cast, "sign-in-link")).form().fill(reason="Lost").send()
    letter = session.scalars(select(OutboxMail)).one()
    assert letter.to == cast.ana.email
    assert "http://localhost/sign-in/" in letter.body


def test_who_sees_some_cohorts_makes_no_link_for_staff(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))
        session.add(PersonRole(person_id=cast.ana.id, role="coordinator"))
    form = as_coordinator.get(path(cast, "sign-in-link")).form()
    page = form.fill(reason="To look around").send(status=422)
    assert page.problems == [
        "They work here too, or are in a cohort you do not see. Ask a coordinator who sees all"
    ]


def test_fields_of_another_change_are_left_alone(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(path(cast, "hold")).form()
    form.fill(reason="A break")
    form.fields.update(
        {"name": "Mallory", "email": "eve@example.org", "state": "completed", "role": "coordinator"}
    )
    form.send()
    session.refresh(cast.ana)
    session.refresh(cast.ana_enrolled)
    assert (cast.ana.name, cast.ana.email) == ("Ana Example", "ana@example.org")
    assert cast.ana_enrolled.state == "on-hold"


def test_an_unknown_type_offers_those_there_are(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get(path(cast, "promote"))
    assert page.h1 == "Change something for Ana Example"
