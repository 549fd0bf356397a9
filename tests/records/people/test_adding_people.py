"""People: one account for one address, a printed name in any script, roles, a first coordinator."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts import joining
from course.records.people import accounts, links, passwords, sessions, signing_in
from course.records.people.accounts import (
    NewPerson,
    NotAnEmail,
    normal_email,
    printed_name,
)
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Person
from course.records.transaction import transaction
from tests.builders import COURSE
from tests.cast import PASSWORD, Cast
from tests.together import together

ROSA = NewPerson("rosa@example.org", "Rosa Díaz", frozenset({"trainer"}))


@pytest.mark.parametrize(
    "typed",
    [
        " rosa@example.org ",
        "Rosa@Example.ORG",
        "ｒｏｓａ@example.org",
        "rosa@example.org.",
        "ROSA＠example.org",
    ],
)
def test_one_address_has_one_spelling(typed: str) -> None:
    assert normal_email(typed) == "rosa@example.org"


@pytest.mark.parametrize(
    "typed",
    ["", "rosa", "rosa@", "@example.org", "a@b@c", "rosa @example.org", "rosa@exa\x00mple.org",
     "rosa\n@example.org", "rosa\u200b@example.org", "rosa@example.org, ben@example.org",
     "<rosa@example.org>", "x" * 250 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnEmail, match="name@example"):
        normal_email(typed)


@given(st.emails())
def test_normalising_twice_is_normalising_once(typed: str) -> None:
    try:
        once = normal_email(typed)
    except NotAnEmail:
        return
    assert normal_email(once) == once


@pytest.mark.parametrize("name", ["Rosa Díaz", "王小明", "O'Brien-Smith", "نور", "X"])
def test_a_name_is_kept_in_its_script(name: str) -> None:
    assert printed_name(f"  {name} ") == name


@pytest.mark.parametrize("name", ["", "  ", "Rosa\x00", "x" * 201])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        printed_name(name)


def add(session: Session, new: NewPerson, now: datetime) -> Person:
    return joining.add_to_site(session, new, cohort=None, course=None, now=now)


def test_a_person_is_added_with_an_audit_event(session: Session, now: datetime) -> None:
    rosa = add(session, ROSA, now)
    assert rosa.role_names == {"trainer"}
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_id, event.person_id) == ("person-add", None, rosa.id)
    assert event.actor_role == "operator"


def test_an_unknown_role_is_a_mistake_of_ours(session: Session, now: datetime) -> None:
    with pytest.raises(ValueError, match="admin"):
        add(session, NewPerson("a@b", "A", frozenset({"admin"})), now)


def test_a_time_zone_is_kept(session: Session, cast: Cast) -> None:
    accounts.set_time_zone(session, cast.ana, "America/Chicago")
    session.expire_all()
    assert cast.ana.time_zone == "America/Chicago"


def test_the_set_up_link_makes_the_first_coordinator_once(session: Session, now: datetime) -> None:
    token = links.make_set_up(session, now)
    assert token is not None
    assert links.set_up_is_open(session, token)
    cora = set_up(session, token, now)
    assert cora.role_names == {"coordinator"}
    assert not links.set_up_is_open(session, token)
    assert links.make_set_up(session, now) is None
    with pytest.raises(Refused):
        set_up(session, token, now, email="other@example.org")


def test_the_set_up_link_is_printed_once(session: Session, now: datetime) -> None:
    token = links.make_set_up(session, now)
    assert token is not None
    assert links.make_set_up(session, now) is None
    assert links.set_up_is_open(session, token)
    assert not links.set_up_is_open(session, "guess")


def test_two_first_starts_at_once_print_one_set_up_link(engine: Engine, now: datetime) -> None:
    printed = together(engine, [lambda own: links.make_set_up(own, now)] * 12)
    assert sum(isinstance(each, str) for each in printed) == 1, printed


def test_of_two_people_with_the_set_up_link_one_becomes_coordinator(
    engine: Engine, session: Session, now: datetime
) -> None:
    token = links.make_set_up(session, now)
    assert token is not None
    deeds = [
        lambda own, n=n: set_up(own, token, now, email=f"cora{n}@example.org") for n in range(4)
    ]
    results = together(engine, deeds)
    assert sum(isinstance(result, Person) for result in results) == 1


def test_a_wrong_email_leaves_the_set_up_link_open(session: Session, now: datetime) -> None:
    token = links.make_set_up(session, now)
    assert token is not None
    with pytest.raises(NotAnEmail):
        set_up(session, token, now, email="cora")
    assert links.set_up_is_open(session, token)


def set_up(session: Session, token: str, now: datetime, email: str = "cora@example.org") -> Person:
    return links.use_set_up(session, token, email=email, name="Cora", password_hash="hash", now=now)


def test_the_command_line_makes_the_cohort_where_it_is_missing(
    session: Session, now: datetime
) -> None:
    theo = joining.add_to_site(session, ROSA, cohort="Fall", course=COURSE, now=now)
    jo = NewPerson("jo@example.org", "Jo", frozenset({"trainee"}), passwords.hash_password("x"))
    joining.add_to_site(session, jo, cohort="Fall", course=None, now=now)
    cohort = session.scalars(select(Cohort)).one()
    assert [staff.person_id for staff in cohort.staff] == [theo.id]


def test_the_command_line_asks_for_the_course_of_a_new_cohort(
    session: Session, now: datetime
) -> None:
    with pytest.raises(Refused, match="course"):
        joining.add_to_site(session, ROSA, cohort="Fall", course=None, now=now)
    assert session.scalars(select(Person)).all() == []


def test_the_command_line_gives_a_known_person_another_role(
    session: Session, cast: Cast, now: datetime
) -> None:
    again = NewPerson("THEO@example.org", "ignored", frozenset({"coordinator"}), "new hash")
    theo = add(session, again, now)
    assert theo is cast.theo
    assert theo.role_names == {"trainer", "coordinator"}
    assert theo.password_hash == "new hash"
    assert theo.name == "Theo Example"


def test_a_password_from_the_command_line_ends_what_the_old_one_opened(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = sessions.open_session(session, cast.theo, device="A test", now=now)
    for _ in range(5):
        signing_in.by_password(
            session, email=cast.theo.email, password="wrong", address="192.0.2.0/24", now=now
        )
    with pytest.raises(signing_in.TooManyTries):
        signing_in.by_password(
            session, email=cast.theo.email, password=PASSWORD, address="192.0.2.0/24", now=now
        )
    new = passwords.hash_password("five ginger otters waltz north")
    add(session, NewPerson(cast.theo.email, "Theo", frozenset({"trainer"}), new), now)
    assert sessions.load(session, token, now) is None
    assert signing_in.by_password(
        session,
        email=cast.theo.email,
        password="five ginger otters waltz north",
        address="192.0.2.0/24",
        now=now,
    )
    asked = select(AuditEvent).where(AuditEvent.action == "password-change")
    event = session.scalars(asked).one()
    assert (event.actor_id, event.actor_role, event.person_id) == (None, "operator", cast.theo.id)


def test_without_a_password_nobody_is_signed_out(
    session: Session, cast: Cast, now: datetime
) -> None:
    token = sessions.open_session(session, cast.theo, device="A test", now=now)
    add(session, NewPerson(cast.theo.email, "Theo", frozenset({"trainer"})), now)
    assert sessions.load(session, token, now)


def test_a_disabled_coordinator_does_not_count(session: Session, cast: Cast, now: datetime) -> None:
    assert accounts.coordinators_exist(session)
    with transaction(session):
        cast.cora.disabled_at = now
    assert not accounts.coordinators_exist(session)
