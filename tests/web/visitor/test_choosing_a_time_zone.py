"""Time zones: the likely ones first, in plain words; and pages say that their times are in UTC."""

from zoneinfo import ZoneInfo

import pytest

from course.records.people import accounts
from course.web.visitor.zones import GROUPS, LIKELY, offered_to
from tests.story import begin_pre_course
from tests.web.conftest import signed_in

NOTE = "Times are in UTC. Choose your time zone"


def options(page, group):
    return [each.text for each in page.select(f'optgroup[label="{group}"] option')]


def test_the_zones_of_the_united_states_come_first(as_trainee):
    page = as_trainee.get("/profile")
    assert page.select("optgroup")[0]["label"] == "United States"
    assert options(page, "United States")[:2] == ["Eastern (New York)", "Central (Chicago)"]
    assert "Buenos Aires" in " ".join(options(page, "America"))
    assert "Berlin" in options(page, "Europe")


def test_each_zone_is_offered_once_and_is_known():
    names = [name for group in GROUPS.values() for name in group]
    assert len(names) == len(set(names)) > 300
    assert all(ZoneInfo(name) for name in (*LIKELY, "UTC", names[-1]))
    labels = [label for each in GROUPS.values() for label in each.values()]
    assert [label for label in labels if "_" in label or "/" in label] == []


def test_one_zone_is_chosen(as_trainee):
    chosen = [each["value"] for each in as_trainee.get("/profile").select("option[selected]")]
    assert chosen == ["UTC"]


def test_an_older_name_of_a_zone_stays_the_one_that_is_chosen(as_trainee, session, cast):
    accounts.set_time_zone(session, session.merge(cast.ana), "US/Eastern")
    page = as_trainee.get("/profile")
    assert [each["value"] for each in page.select("option[selected]")] == ["US/Eastern"]
    page.form("/profile").send().follow()
    assert "4:00 am EST" in as_trainee.get("/profile").text
    assert offered_to("UTC") is GROUPS


@pytest.mark.parametrize("zone", ["America/Denver", "UTC"])
def test_a_page_that_tells_a_time_says_once_that_it_is_in_utc(
    as_coordinator, session, cast, edition, now, zone
):
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    address = f"/people/{cast.ana.id}"
    page = as_coordinator.get(address)
    assert page.text.count(NOTE) == 1
    assert page.link("Choose your time zone") == "/profile#time-zone"
    as_coordinator.get("/profile").form("/profile").fill(time_zone=zone).send()
    assert "Choose your time zone" not in as_coordinator.get(address).text
    assert "UTC" in page.text


def test_a_page_of_days_alone_says_nothing(as_coordinator, cast):
    assert "Choose your time zone" not in as_coordinator.get(f"/cohorts/{cast.fall.id}").text
    assert "Choose your time zone" not in as_coordinator.get("/profile").text


def test_where_the_site_has_a_zone_of_its_own_nothing_is_said(
    app, cast, session, edition, now, monkeypatch
):
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    monkeypatch.setitem(app.config, "TIME_ZONE", "America/Denver")
    page = signed_in(app, cast.cora).get(f"/people/{cast.ana.id}")
    assert "2:00 am MST" in page.text
    assert "Choose your time zone" not in page.text
