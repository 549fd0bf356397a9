"""Running a cohort: add it, invite people, renew its code, and say who looks after it."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import (
    AuditEvent,
    Cohort,
    CohortStaff,
    Enrollment,
    Invitation,
    OutboxMail,
    PublishedEdition,
)
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import Cast, make_person
from tests.crowd import add_crowd
from tests.pages import Page, Pages
from tests.web.counting import queries_of


def actions(session: Session) -> list[tuple[str, str]]:
    found = session.execute(select(AuditEvent.action, AuditEvent.reason).order_by(AuditEvent.id))
    return [(action, reason) for action, reason in found if action != "sign-in"]


def shown_link(page: Page) -> str:
    return page.one("input[readonly]")["value"]


def see_fall_only(session: Session, cast: Cast) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))


def test_cohorts_are_listed_with_their_people(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/cohorts")
    assert [row.one("th").text for row in page.select("tbody tr")] == ["Fall 2026", "Spring 2027"]
    assert page.select('td[data-label="People"]')[0].text == "1"


def test_a_cohort_is_added(as_coordinator: Pages, cast: Cast, session: Session) -> None:
    form = as_coordinator.get("/cohorts/new").form()
    page = form.fill(name="Summer 2027", starts_on="2027-06-01", ends_on="2027-08-31").send()
    cohort = session.scalars(select(Cohort).where(Cohort.name == "Summer 2027")).one()
    assert page.location == f"/cohorts/{cohort.id}"
    assert "No one here yet." in page.follow().text
    assert (cohort.course, str(cohort.ends_on)) == (COURSE, "2027-08-31")
    assert actions(session) == [("cohort-add", "")]


def test_a_coordinator_with_cohorts_keeps_the_one_they_add(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    see_fall_only(session, cast)
    form = as_coordinator.get("/cohorts/new").form()
    assert form.fill(name="Summer 2027").send().follow().h1 == "Summer 2027"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "Enter a name for the cohort"),
        ({"name": "x" * 201}, "Make this 200 characters or fewer"),
        ({"name": "Fall 2026"}, "There is a cohort with this name already. Choose another name"),
        (
            {"name": "A", "starts_on": "soon"},
            "First day (may stay empty): enter a day like 2026-11-22",
        ),
        (
            {"name": "A", "starts_on": "2027-02-01", "ends_on": "2027-01-01"},
            "The last day comes before the first. Change one of them",
        ),
    ],
)
def test_a_cohort_that_cannot_be_added_keeps_what_was_typed(
    as_coordinator: Pages, cast: Cast, session: Session, fields: dict[str, str], problem: str
) -> None:
    page = as_coordinator.get("/cohorts/new").form().fill(**fields).send(status=422)
    assert page.problems == [problem]
    assert page.one("input[name=name]").get("value", "") == fields["name"]
    assert len(session.scalars(select(Cohort)).all()) == 2


def test_a_cohort_without_a_course_is_refused_in_words(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition
) -> None:
    token = as_coordinator.get("/cohorts/new").token
    page = as_coordinator.post("/cohorts/new", {"csrf_token": token, "name": "Summer 2027"}, 422)
    assert page.problems == ["Course: choose one from the list"]
    assert len(session.scalars(select(Cohort)).all()) == 2


def test_no_cohort_is_added_where_no_course_is_published(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.execute(update(PublishedEdition).values(live=False))
    app.extensions["shelf"].forget()
    page = as_coordinator.get("/cohorts/new")
    assert "No course is published yet." in page.text
    fields = {"csrf_token": page.token, "name": "Summer 2027", "course": COURSE}
    assert "publish one first" in as_coordinator.post("/cohorts/new", fields, 409).text
    assert len(session.scalars(select(Cohort)).all()) == 2


def test_the_page_of_a_cohort_lists_its_people_and_their_download(
    as_coordinator: Pages, cast: Cast
) -> None:
    page = as_coordinator.get(f"/cohorts/{cast.fall.id}")
    assert [link.text for link in page.select("tbody th a")] == ["Ana Example"]
    assert "FALLABCD" in page.text
    assert page.link("Download this row (CSV)") == f"/records.csv?cohort={cast.fall.id}"
    nobody = as_coordinator.get(f"/cohorts/{cast.fall.id}?name=ben")
    assert "Nobody matches." in nobody.text


def test_a_cohort_of_somebody_else_is_not_found(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    see_fall_only(session, cast)
    for path in ("", "/invite", "/join-code", "/staff/new"):
        as_coordinator.get(f"/cohorts/{cast.spring.id}{path}", 404)
        as_coordinator.get(f"/cohorts/{cast.fall.id}{path}")
    as_coordinator.get("/cohorts/99999999999999999999", 404)


def test_an_invitation_link_is_shown_once_and_works(
    as_coordinator: Pages, visitor: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email="lee@example.org").send().follow()
    found = re.fullmatch(r"http://localhost(/invite/\S+)", shown_link(page))
    assert found
    assert "lee@example.org, trainee" in page.text
    assert page.one('label[for="shown-link"]').text == "Link to send"
    again = as_coordinator.get(f"/cohorts/{cast.fall.id}")
    assert found[1] not in again.html
    assert "Fall 2026" in visitor.get(found[1]).text
    assert actions(session) == [("invite", "")]
    assert session.scalars(select(OutboxMail)).all() == []


def test_an_invitation_is_mailed_where_the_site_sends_mail(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    mailing = replace(app.extensions["settings"], smtp_url="smtp://mail.example.org")
    app.extensions["settings"] = mailing
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email="lee@example.org").send().follow()
    letter = session.scalars(select(OutboxMail)).one()
    assert shown_link(page) in letter.body
    assert letter.to == "lee@example.org"


def test_somebody_with_an_account_is_added_instead(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(make_person("lee", "trainee"))
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email="Lee@example.org").send(status=422)
    assert "has an account already" in page.problems[0]
    add = "Add Lee Example to this cohort"
    page = page.form(button=add).send(add, status=422)
    assert page.problems == ["Enter why you are making this change"]
    lee = select(Enrollment).where(Enrollment.cohort_id == cast.fall.id)
    assert len(session.scalars(lee).all()) == 1
    page.form(button=add).fill(reason="They moved here").send(add)
    assert len(session.scalars(lee).all()) == 2
    assert actions(session) == [("enroll", "They moved here")]


def test_nothing_is_said_to_be_wrong_with_the_address_while_the_reason_is_asked_for(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    """Also where somebody of another cohort of the same course is added: then the address is."""
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email="ben@example.org").send(status=422)
    add = "Add Ben Example to this cohort"
    page = page.form(button=add).fill(reason="They moved here").send(add, status=422)
    assert page.problems == ["Ben Example is on this course already, in Spring 2027."]
    assert actions(session) == []


@pytest.mark.parametrize("action", ["", "add"])
def test_somebody_who_is_in_the_cohort_already_is_led_to_not_added(
    as_coordinator: Pages, cast: Cast, session: Session, action: str
) -> None:
    address = f"/cohorts/{cast.fall.id}/invite"
    token = as_coordinator.get(address).form().fields["csrf_token"]
    fields = {"csrf_token": token, "email": "ana@example.org", "role": "trainee", "action": action}
    page = as_coordinator.post(address, fields, 422)
    assert page.problems == ["Ana Example is in this cohort already. Nothing was changed"]
    assert "Add Ana" not in page.text
    assert as_coordinator.get(page.link("Open the page of Ana Example")).h1 == "Ana Example"
    assert actions(session) == []


@pytest.mark.parametrize("email", ["", "lee", "lee@", "a@b\r\nBcc: c@d"])
def test_an_address_that_is_none_is_not_invited(
    as_coordinator: Pages, cast: Cast, session: Session, email: str
) -> None:
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email=email).send(status=422)
    assert page.problems == ["Enter an email address like name@example.org"]


def test_a_new_join_code_needs_a_reason_and_ends_the_old_one(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    path = f"/cohorts/{cast.fall.id}/join-code"
    refused = as_coordinator.get(path).form().send(status=422)
    assert refused.problems == ["Enter why you are making this change"]
    past = as_coordinator.get(path).form().fill(until="2026-11-01", reason="It got out")
    assert past.send(status=422).problems == ["Choose a day that is not over"]
    form = as_coordinator.get(path).form().fill(until="2026-12-24", reason="It got out")
    page = form.send().follow()
    session.refresh(cast.fall)
    assert cast.fall.join_code != "FALLABCD"
    assert f"{cast.fall.join_code}, works until 24 December 2026" in page.text
    assert "The code FALLABCD no longer works." in page.text
    assert actions(session) == [("join-code-renew", "It got out")]


def test_a_first_join_code_replaces_none(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.get_one(Cohort, cast.fall.id).join_code = None
    path = as_coordinator.get(f"/cohorts/{cast.fall.id}").link("Make a join code")
    page = as_coordinator.get(path)
    assert "Why does this cohort need a join code?" in page.text
    assert "new" not in page.h1
    after = page.form().fill(reason="A whole class joins").send().follow()
    assert "The new join code is" not in after.text
    assert "no longer works" not in after.text


def test_an_invitation_is_withdrawn_with_a_reason(
    as_coordinator: Pages, visitor: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form()
    page = form.fill(email="lee@example.org").send().follow()
    found = re.fullmatch(r"http://localhost(/invite/\S+)", shown_link(page))
    assert found
    (leads,) = as_coordinator.get("/cohorts").select('td[data-label="Invitations not used"] a')
    assert leads["href"] == f"/cohorts/{cast.fall.id}#invitations"
    withdraw = page.link("Withdraw the invitation to lee@example.org")
    refused = as_coordinator.get(withdraw).form().send(status=422)
    assert refused.problems == ["Enter why you are making this change"]
    form = as_coordinator.get(withdraw).form().fill(reason="A wrong address")
    after = form.send().follow()
    assert "Invitations not used" not in after.text
    assert actions(session) == [("invite", ""), ("invitation-withdraw", "A wrong address")]
    assert "This link has ended" in visitor.get(found[1], 404).text
    form.send(status=404)


def test_an_invitation_to_another_cohort_cannot_be_withdrawn(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    as_coordinator.get(f"/cohorts/{cast.fall.id}/invite").form().fill(
        email="lee@example.org"
    ).send()
    key = session.scalars(select(Invitation.id)).one()
    as_coordinator.get(f"/cohorts/{cast.spring.id}/invitations/{key}/withdraw", 404)
    as_coordinator.get(f"/cohorts/{cast.fall.id}/invitations/99999999999999999999/withdraw", 404)


def test_staff_is_assigned_with_a_reason_and_taken_off_again(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    path = f"/cohorts/{cast.spring.id}/staff/new"
    form = as_coordinator.get(path).form().fill(email="theo@example.org", reason="Covers for Jo")
    page = form.send().follow()
    take_off = f"/cohorts/{cast.spring.id}/staff/{cast.theo.id}/trainer/end"
    assert page.link("Take off Theo Example as trainer") == take_off
    refused = as_coordinator.get(take_off).form().send(status=422)
    assert refused.problems == ["Enter why you are making this change"]
    as_coordinator.get(take_off).form().fill(reason="Jo is back").send()
    as_coordinator.get(take_off, 404)
    assert actions(session) == [("staff-assign", "Covers for Jo"), ("staff-take-off", "Jo is back")]


def test_staff_needs_an_account(as_coordinator: Pages, cast: Cast) -> None:
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/staff/new").form()
    page = form.fill(email="vera@example.org", reason="New").send(status=422)
    assert page.problems == ["Nobody here has this address. Invite them to the cohort first"]


def test_staff_without_a_real_address_and_a_reason_is_told_both(
    as_coordinator: Pages, cast: Cast
) -> None:
    form = as_coordinator.get(f"/cohorts/{cast.fall.id}/staff/new").form()
    page = form.fill(email="theo@", reason="").send(status=422)
    assert page.problems == [
        "Enter an email address like name@example.org",
        "Enter why you are making this change",
    ]


def test_nobody_takes_themselves_off(as_coordinator: Pages, cast: Cast, session: Session) -> None:
    see_fall_only(session, cast)
    path = f"/cohorts/{cast.fall.id}/staff/{cast.cora.id}/coordinator/end"
    page = as_coordinator.get(path).form().fill(reason="Enough").send(status=422)
    assert page.problems == ["You cannot take yourself off. Ask another coordinator"]


def test_a_cohort_page_asks_as_much_of_ten_as_of_two(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    path = f"/cohorts/{cast.fall.id}"
    few = queries_of(app, as_coordinator, path), queries_of(app, as_coordinator, "/cohorts")
    add_crowd(session, cast.fall, edition, now, people=10)
    many = queries_of(app, as_coordinator, path), queries_of(app, as_coordinator, "/cohorts")
    assert many == few <= (7, 3)
