"""What everybody reads alike is rendered once, and nothing of one person gets to another."""

import re

import pytest
from jinja2 import Environment
from markupsafe import Markup

from course.records.transaction import transaction
from course.web import once
from course.web.once import Parts
from tests.builders import COURSE, right, wrong
from tests.web.conftest import signed_in

LESSON = f"/courses/{COURSE}/lessons/the-role"
PRACTICE = f"{LESSON}/practice/role-p-1"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def as_ben(app, cast):
    return signed_in(app, cast.ben)


@pytest.fixture
def rendered(monkeypatch):
    """The templates that are rendered from now on, each time anew."""
    names = []
    found = Environment.get_template

    def note(environment, name, *more, **named):
        names.append(name)
        return found(environment, name, *more, **named)

    monkeypatch.setattr(Environment, "get_template", note)
    return names


def answer(pages, edition, pick):
    item = edition.assessment_by_id["practice"].by_id["role-p-1"]
    pages.get(LESSON).form(PRACTICE).fill(answer=list(pick(item))).send()


def test_a_question_is_rendered_once_for_all_who_gave_the_same_answer(
    as_trainee, as_ben, edition, rendered
):
    answer(as_trainee, edition, right)
    answer(as_ben, edition, right)
    as_trainee.get(LESSON)
    rendered.clear()
    as_ben.get(LESSON)
    as_trainee.get(LESSON)
    assert "trainee/lesson.html" in rendered
    assert {"parts/practice.html", "parts/lesson-head.html", "parts/site-foot.html"}.isdisjoint(
        rendered
    )


def test_two_people_with_the_same_answers_read_the_same_but_for_the_token(
    as_trainee, as_ben, edition
):
    answer(as_trainee, edition, wrong)
    answer(as_ben, edition, wrong)
    anas, bens = as_trainee.get(LESSON).html, as_ben.get(LESSON).html
    assert TOKEN.sub("", anas) == TOKEN.sub("", bens)
    assert len(set(TOKEN.findall(anas))) == len(set(TOKEN.findall(bens))) == 1
    assert set(TOKEN.findall(anas)).isdisjoint(TOKEN.findall(bens))


def test_the_answer_of_one_is_not_shown_to_another(as_trainee, as_ben, edition):
    as_ben.get(LESSON)
    answer(as_trainee, edition, right)
    assert "That is right." in as_trainee.get(LESSON).text
    assert "That is right." not in as_ben.get(LESSON).text
    assert not as_ben.get(LESSON).select("#q-role-p-1 input[checked]")


def test_who_answered_otherwise_is_told_otherwise(as_trainee, as_ben, edition):
    answer(as_trainee, edition, right)
    answer(as_ben, edition, wrong)
    assert "That is right." in as_trainee.get(LESSON).text
    assert "Not quite." in as_ben.get(LESSON).text


def test_who_is_on_hold_gets_no_form_that_others_had_before(as_trainee, as_ben, session, cast):
    as_trainee.get(LESSON)
    as_ben.get(LESSON)
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    page = as_trainee.get(LESSON)
    assert "Your course is on hold." in page.text
    assert not page.select(".question-box form")
    assert as_ben.get(LESSON).select(".question-box form")


def test_a_new_edition_is_read_at_once(as_trainee, publish_more, edition):
    as_trainee.get(LESSON)
    lessons = tuple(
        lesson.model_copy(update={"summary": "Said in other words."}) for lesson in edition.lessons
    )
    assessments = [each.model_dump(mode="json") for each in edition.assessments]
    for item in (item for each in assessments for item in each["items"]):
        item["html"] = "Asked in other words?"
    publish_more(COURSE, name="reworded", lessons=lessons, assessments=assessments)
    page = as_trainee.get(LESSON)
    assert "Said in other words." in page.text
    assert page.select("#q-role-p-1 legend")[0].text == "Asked in other words?"


def test_the_part_unused_for_longest_goes_first(monkeypatch):
    monkeypatch.setattr(once, "MOST_KEPT", 2)
    parts, made = Parts(), []

    def part(key):
        parts.part(key, lambda: made.append(key) or Markup(key))

    for key in ("a", "b", "a", "c", "a", "b"):
        part(key)
    assert made == ["a", "b", "c", "b"]
