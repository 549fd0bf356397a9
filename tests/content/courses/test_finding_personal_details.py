"""P101: what looks like a real person's phone number, email address or SSN."""

import time

import pytest

from course.content.courses.personal import personal_findings
from tests.content import small

COURSE = "course.yaml"
LESSON = "lesson.md"


def marked(text: str, course: str = "") -> list[str]:
    """Return what is found in a lesson, as it stands there."""
    lines = text.split("\n")
    return [
        lines[each.place.line - 1][each.place.column - 1 : each.place.end_column - 1]
        for each in personal_findings({LESSON: text, COURSE: course}, COURSE)
    ]


@pytest.mark.parametrize(
    "detail",
    [
        "212-867-5309",
        "(312) 867-5309",
        "312.867.5309",
        "+1 212 867 5309",
        "+12128675309",
        "+44 20 7946 0958",
        "123-45-6789",
        "rosa.d@gmail.com",
    ],
)
def test_a_number_or_address_is_found_where_it_stands(detail: str):
    assert marked(f"Listen.\nRosa writes {detail} down, and {detail}.") == [detail, detail]


def test_a_number_without_its_area_is_one_where_somebody_calls_it():
    assert marked("Call Rosa at 867-5309 today.") == ["867-5309"]
    assert marked("Write 300-1000 words.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Call 555-0100, 555-0199 or 212-555-0143.",
        "Write to ana@example.org, x@mail.example.com or y@place.test.",
        "Call 988, 911 or 1-800-662-4357.",
        "Write to info@samhsa.gov.",
        "On 2026-08-01, from 2025-2026, at $212-867-5309, pages 10-20.",
        "See https://example.org/212-867-5309 and id 000-12-3456.",
        "The years 2020 2021 2022 2023 and 10 2 3 4 5 6.",
        "twitter: @rosa, a@b",
    ],
)
def test_examples_services_and_other_numbers_are_nobodys(text: str):
    assert marked(text) == []


def test_what_course_yaml_names_may_stand_in_lessons_in_any_form():
    course = 'contact: {name: Office, email: jo@place.org, phone: "(312) 867-5309"}'
    assert marked("Ask Jo@Place.org or 312-867-5309 or +1 312 867 5309.", course) == []


def test_it_is_a_warning_in_lessons_and_in_questions():
    lesson = small.changed(small.GIFTS, "People like to give.", "Call Lee at 312-867-5309.")
    found = small.only(lesson, "P101")
    assert (found.severity, small.shown(found)) == ("warning", "312-867-5309")
    assert small.read(lesson).edition is not None
    question = "explain: Lee's number is 123-45-6789."
    exam = small.changed(small.FINAL, "explain: Peers work this way.", question)
    assert "Social Security number" in small.only(exam, "P101").message


@pytest.mark.parametrize("piece", ["a", "1", "212-", "+", "a.b@", "+1 2", "212 ", "@."])
def test_time_grows_with_the_length_alone(piece: str):
    start = time.process_time()
    marked(piece * (250_000 // len(piece)))
    assert time.process_time() - start < 2
