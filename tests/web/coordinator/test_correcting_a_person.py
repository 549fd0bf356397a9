"""Correcting a person on their page: the name, the address they sign in with, and who may do it."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records.cohorts import invitations
from course.records.cohorts.invitations import Invitee
from course.records.people import links
from course.records.people.correcting import PersonFacts, correct_person, facts_of
from course.records.tables import AuditEvent, CohortStaff, OutboxMail, Person, PersonRole
from course.records.transaction import transaction
from tests.cast import PASSWORD, VERA, Cast, make_enrollment
from tests.pages import Page, Pages
from tests.web.coordinator.test_changing_something import WHY, path
from tests.web.coordinator.test_running_a_cohort import actions
from tests.web.visitor.test_signing_in import sign_in

ANA = PersonFacts("Ana Example", "ana@example.org")
FIELDS = {"name": "Ana Example", "email": "anna@example.org", "reason": "It was mistyped."}
OVERTAKEN = (
    "Somebody changed this person's name or address after this page was shown. "
    "Check it, then save again"
)
NO_EMAIL = "Enter an email address like name@example.org"
UNCHANGED = "Nothing is different yet. Change the name or the email address"
ELSEWHERE = "They work here too, or are in a cohort you do not see. Ask a coordinator who sees all"
TAKEN = "Another account has this address already. Check the address"


def send(pages: Pages, cast: Cast, status: int = 303, **fields: str | list[str]) -> Page:
    form = pages.get(path(cast, "correct")).form()
    return form.fill(**FIELDS | fields).send(status=status)


def sees_fall_alone(session: Session, cast: Cast) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))


def overtake(session: Session, cast: Cast, now: datetime) -> None:
    why = {"instead_of": ANA.mark, "reason": "By phone."}
    correct_person(session, cast.ana, replace(ANA, email=VERA), **why, actor=cast.cora, now=now)


def stands(session: Session, cast: Cast) -> PersonFacts:
    session.expire_all()
    return facts_of(cast.ana)


def test_an_address_is_corrected_from_the_persons_page(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    link = as_coordinator.get(f"/people/{cast.ana.id}").link("Correct the name or email address")
    page = as_coordinator.get(link)
    assert "The name is Ana" not in page.text, "the fields show it"
    assert page.one("#email-hint").text == "They sign in with this address from now on."
    form = page.form()
    assert (form.fields["name"], form.fields["email"]) == ("Ana Example", "ana@example.org")
    page = form.fill(**FIELDS).send().follow()
    assert "They sign in as anna@example.org from now on." in page.text
    assert "The name is" not in page.text
    assert (
        "Email address corrected: from ana@example.org to anna@example.org "
        "Cora Example It was mistyped."
    ) in page.text
    assert stands(session, cast) == replace(ANA, email="anna@example.org")
    assert actions(session) == [("email-correct", "It was mistyped.")]


def test_both_are_corrected_on_one_page(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    page = send(as_coordinator, cast, name="Anna Example").follow()
    assert page.h1 == "Anna Example"
    told = "The name is Anna Example now. They sign in as anna@example.org from now on."
    assert told in page.text
    assert [action for action, _ in actions(session)] == ["person-rename", "email-correct"]


def test_she_signs_in_with_the_new_address_alone(
    as_coordinator: Pages, as_trainee: Pages, visitor: Pages, cast: Cast
) -> None:
    as_trainee.get("/profile")
    send(as_coordinator, cast)
    assert as_trainee.get("/profile", 303).location.startswith("/sign-in")
    sign_in(visitor, "ana@example.org", PASSWORD, status=422)
    sign_in(visitor, "anna@example.org", PASSWORD)
    assert "anna@example.org" in visitor.get("/profile").text


def test_a_new_name_signs_nobody_out(as_coordinator: Pages, as_trainee: Pages, cast: Cast) -> None:
    send(as_coordinator, cast, name="Ana Ruiz", email="ana@example.org")
    assert "Ana Ruiz" in as_trainee.get("/profile").text


def test_a_link_that_went_to_the_old_address_is_dead(
    app: Flask, as_coordinator: Pages, visitor: Pages, cast: Cast, session: Session
) -> None:
    mailing = replace(app.extensions["settings"], smtp_url="smtp://mail.example.org")
    app.extensions["settings"] = mailing
    as_coordinator.get(path(cast, "sign-in-link")).form().fill(reason="Lost").send()
    letter = session.scalars(select(OutboxMail)).one()
    link = letter.body.split("http://localhost")[1].split()[0]
    visitor.get(link)
    send(as_coordinator, cast)
    visitor.get(link, 404)
    assert session.scalars(select(OutboxMail)).all() == [], "nor is it sent any more"
    as_coordinator.get(path(cast, "sign-in-link")).form().fill(reason="Lost").send()
    assert session.scalars(select(OutboxMail.to)).all() == ["anna@example.org"]


@pytest.mark.parametrize(
    ("fields", "field", "problems"),
    [
        ({"email": " "}, "email", NO_EMAIL),
        ({"email": "anna"}, "email", NO_EMAIL),
        ({"email": "anna@example.org, ben@x.org"}, "email", NO_EMAIL),
        ({"email": "x" * 250 + "@example.org"}, "email", "Make this 254 characters or fewer"),
        ({"email": "ＢEN@example.org."}, "email", TAKEN),
        ({"email": " ANA@example.org "}, "name", UNCHANGED),
        ({"name": " "}, "name", "Enter the full name"),
        ({"reason": " "}, "reason", WHY),
        ({"email": "anna", "reason": " "}, "email", f"{NO_EMAIL} | {WHY}"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_keeps_what_was_typed(
    as_coordinator: Pages,
    cast: Cast,
    session: Session,
    fields: dict[str, str],
    field: str,
    problems: str,
) -> None:
    sent = FIELDS | fields
    page = send(as_coordinator, cast, 422, **fields)
    assert page.problems == problems.split(" | ")
    same = PersonFacts(sent["name"].strip(), sent["email"].strip()) == ANA
    now = "The name is Ana Example now, the address ana@example.org."
    assert (now in page.text) is not same
    assert page.select(".error-summary a")[0]["href"] == f"#{field}"
    kept = page.form().fields
    for name in ("name", "email", "reason"):
        assert kept.get(name, "").strip() == sent[name].strip()
    assert stands(session, cast) == ANA
    assert actions(session) == []


def test_an_address_that_is_taken_says_nothing_of_whose_it_is(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    sees_fall_alone(session, cast)
    page = send(as_coordinator, cast, 422, email="ben@example.org")
    assert page.problems == [TAKEN]
    assert "Ben Example" not in page.html


@pytest.mark.parametrize("email", ["an\x00na@example.org", "\u202eanna@example.org"])
def test_what_no_page_can_show_is_refused(
    as_coordinator: Pages, cast: Cast, session: Session, email: str
) -> None:
    page = send(as_coordinator, cast, 422, email=email)
    assert page.problems == ["This had a character that cannot be kept. Check it and send it again"]
    assert stands(session, cast) == ANA


def test_an_address_that_came_twice_is_refused(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    page = send(as_coordinator, cast, 422, email=["anna@example.org", "eve@example.org"])
    assert page.problems == ["This came twice. Fill it in once"]
    assert stands(session, cast) == ANA


def test_a_page_that_somebody_overtook_shows_what_stands_now(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form()
    overtake(session, cast, now)
    page = form.fill(**FIELDS).send(status=422)
    assert page.problems == [OVERTAKEN]
    assert f"the address {VERA}." in page.text
    again = page.form()
    assert again.fields["email"] == "anna@example.org"
    again.send()
    assert stands(session, cast) == replace(ANA, email="anna@example.org")


def test_a_mistake_on_a_page_that_was_overtaken_hides_nothing(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form()
    overtake(session, cast, now)
    page = form.fill(**FIELDS | {"reason": ""}).send(status=422)
    assert page.problems == [OVERTAKEN, WHY]
    assert stands(session, cast) == replace(ANA, email=VERA)


def test_a_form_without_its_mark_is_refused(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    form = as_coordinator.get(path(cast, "correct")).form().fill(**FIELDS)
    del form.fields["shown"]
    assert form.send(status=422).problems == [OVERTAKEN]
    assert stands(session, cast) == ANA


@pytest.mark.parametrize("kind", ["sign-in-link", "correct"])
@pytest.mark.parametrize("why", ["staff", "elsewhere"])
def test_who_sees_some_cohorts_gets_into_no_account_beyond_them(
    as_coordinator: Pages, cast: Cast, session: Session, kind: str, why: str
) -> None:
    """A corrected address lets in whoever reads its mail, as a link does: one rule for both."""
    sees_fall_alone(session, cast)
    with transaction(session):
        if why == "staff":
            session.add(PersonRole(person_id=cast.ana.id, role="trainer"))
        else:
            there = make_enrollment(session.get_one(Person, cast.ana.id), cast.spring)
            there.course = "another-course"
            session.add(there)
    form = as_coordinator.get(path(cast, kind)).form()
    if kind == "correct":
        form.fill(name="Ana Example", email="eve@example.org")
    page = form.fill(reason="To look around").send(status=422)
    assert page.problems == [ELSEWHERE]
    assert stands(session, cast) == ANA
    assert actions(session) == []


def test_an_address_is_not_tried_out_on_somebody_who_is_not_theirs(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    sees_fall_alone(session, cast)
    with transaction(session):
        session.add(PersonRole(person_id=cast.ana.id, role="trainer"))
    for email in ("ben@example.org", "nobody@example.org"):
        assert send(as_coordinator, cast, 422, email=email).problems == [ELSEWHERE]


def test_who_is_in_no_cohort_of_theirs_is_not_found(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    sees_fall_alone(session, cast)
    token = as_coordinator.get(path(cast, "correct")).token
    fields = FIELDS | {"csrf_token": token, "shown": facts_of(cast.ben).mark}
    as_coordinator.post(f"/people/{cast.ben.id}/changes/new?type=correct", fields, 404)
    assert actions(session) == []


def test_a_coordinator_of_one_cohort_ends_no_invitation_of_another_in_silence(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    """The invitation has to end: its address is a wrong one. Who made it can see how."""
    invited = {"actor": cast.theo, "now": now}
    for cohort in (cast.spring, None):
        invitations.invite(session, Invitee(VERA, role="trainer", cohort=cohort), **invited)
    sees_fall_alone(session, cast)
    page = send(as_coordinator, cast, email=VERA).follow()
    assert "ended too" not in page.text
    page = send(as_coordinator, cast, email="ana@example.org", reason="As it was").follow()
    assert f"2 invitations to {VERA} ended too." in page.text
    ended = AuditEvent.action == "invitation-withdraw"
    events = session.scalars(select(AuditEvent).where(ended).order_by(AuditEvent.id)).all()
    assert {event.cohort_id for event in events} == {cast.spring.id, None}
    for event in events:
        assert (event.actor_id, event.actor_role) == (cast.cora.id, "coordinator")
        assert (event.reason, event.detail) == ("As it was", {"role": "trainer"})


def test_a_link_of_before_is_the_one_thing_that_has_to_be_made_again(
    as_coordinator: Pages, visitor: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    """Who never chose a password gets in by a new link, which the page tells."""
    with transaction(session):
        session.get_one(Person, cast.ana.id).password_hash = None
    old = links.make_sign_in_link(session, cast.ana, actor=None, reason="new", now=now)
    page = send(as_coordinator, cast).follow()
    assert "Sign-in links made before have ended." in page.text
    visitor.get(f"/sign-in/{old}", 404)
    form = as_coordinator.get(path(cast, "sign-in-link")).form()
    link = form.fill(reason="Mistyped").send().follow().one("input[readonly]")["value"]
    new = link.removeprefix("http://localhost")
    assert visitor.get(new).form(new).send().location == "/profile/password"
