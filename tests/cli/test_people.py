"""``course people``: who runs the machine lets the first people in."""

import re

import pytest


def test_a_person_is_added_with_a_link_to_choose_a_password(run, published):
    printed = run("people", "add", "Rosa@Example.org", "--name", "Rosa Díaz 李",
                  "--role", "coordinator").stdout  # fmt: skip
    assert "Rosa Díaz 李 (rosa@example.org): coordinator" in printed
    assert re.search(r"http://127\.0\.0\.1:8000/sign-in/[\w-]{22}", printed)


def test_a_cohort_is_made_where_it_is_missing(run, published):
    add = ["people", "add", "a@example.org", "--name", "A B", "--role", "trainee"]
    printed = run(*add, "--cohort", "Fall", "--password-stdin", given="five ginger otters waltz\n")
    assert "sign-in" not in printed.stdout


def test_a_weak_password_is_refused_and_nobody_added(run, published):
    add = ["people", "add", "a@example.org", "--name", "A B", "--role", "trainee"]
    assert "15 characters" in run(*add, "--password-stdin", given="short\n", status=2).stderr
    assert "nobody here" in run("people", "link", "a@example.org", status=2).stderr


@pytest.mark.parametrize(
    "password", ["peer support specialist", "PeerSupportTraining", "Harbor Lantern Guild"]
)
def test_what_the_site_and_its_course_are_called_is_refused(run, published, monkeypatch, password):
    monkeypatch.setenv("WAYMARK_SITE_NAME", "Harbor Lantern Guild")
    add = ["people", "add", "a@example.org", "--name", "A B", "--role", "trainee"]
    refused = run(*add, "--password-stdin", given=f"{password}\n", status=2)
    assert "words of the course or the site" in refused.stderr


def test_what_is_no_address_is_said(run):
    words = ["people", "add", "rosa", "--name", "Rosa", "--role", "trainer"]
    assert "name@example.org" in run(*words, status=2).stderr


def test_a_wrong_setting_is_one_line_and_exit_3(run, monkeypatch):
    monkeypatch.setenv("WAYMARK_PROT", "80")
    printed = run("people", "link", "a@example.org", status=3).stderr
    assert printed.startswith("course: WAYMARK_PROT is not a setting")
    assert len(printed.splitlines()) == 1
