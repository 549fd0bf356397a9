import math
from datetime import date

import pytest

from course.content.findings import Severity
from tests.content.lesson import (
    CONTEXT,
    PATH,
    SETTINGS,
    codes,
    only,
    read,
    read_lesson,
    shown,
    source,
)

LONG = "One word and two words and then some more words that go on and on and on until the \
sentence has far too many words in it."
HARD = "Organizational intermediaries facilitate multidisciplinary communication. " * 20


def test_a_lesson_has_its_settings():
    lesson = read(review_by="2027-01-01", jurisdiction="Ohio", complete_when="read").lesson
    assert (lesson.id, lesson.title, lesson.topic) == ("limits", "Limits", "role")
    assert [(one.id, one.text) for one in lesson.objectives] == [
        ("say", "Say where the role stops"),
        ("ask", "Say whom to ask"),
    ]
    assert (lesson.review_by, lesson.jurisdiction) == (date(2027, 1, 1), "Ohio")


def test_minutes_are_words_by_the_reading_speed_and_the_activity():
    body = "\n\n".join(["You walk beside them."] * 100)
    lesson = read(
        f"{body}\n\n/// note\n\nFive more words, my friend.\n\n///", activity_minutes="6"
    ).lesson
    assert lesson.words == 400 + 5 + 1  # and the word "Note"
    assert lesson.minutes == math.ceil(406 / 175) + 6


def test_the_meaning_of_a_term_is_not_counted_as_words():
    assert read("HIPAA protects you.").lesson.words == 3


def test_the_contents_are_the_headings_of_level_two():
    lesson = read("## One *two*\n\nText.\n\n### Three\n\nText.\n\n## Four\n\nText.").lesson
    assert [(one.id, one.text) for one in lesson.contents] == [
        ("h-one-two", "One two"),
        ("h-four", "Four"),
    ]


def test_a_draft_says_so():
    assert read(status="draft").draft
    assert not read(status="live").draft


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"sumary": "Where the role stops.", "summary": None}, "L303"),
        ({"topic": "rol"}, "Q204"),
        ({"title": None}, "Y120"),
        ({"objectives": "{say: Say it}"}, "L304"),
        ({"complete_when": "reflection"}, "L305"),
        ({"complete_when": "questions"}, "L305"),
        ({"complete_when": "never"}, "Y122"),
        ({"activity_minutes": "ten"}, "Y123"),
        ({"review_by": "2026-11-21"}, "D901"),
        ({"review_by": "soon"}, "Y123"),
        ({"sources": "[{title: A book, href: 'https://example.org'}]"}, "D902"),
    ],
)
def test_one_mistake_in_the_settings_is_found(settings, code):
    assert code in codes("Text.", **settings)


def test_a_misspelt_setting_has_its_place():
    finding = only("Text.", sumary="Where it stops.")
    assert finding.message == 'lessons do not have a setting called "sumary"'
    assert finding.label == 'did you mean "summary"?'
    assert shown("Text.", finding, sumary="Where it stops.") == "sumary"


def test_settings_that_are_never_closed():
    [finding] = read_lesson("---\ntitle: Limits\n\nText with **no end.\n", PATH, CONTEXT).findings
    assert finding.code == "L302"
    assert finding.message == "the settings at the top are never closed"
    assert finding.help == "add a line with three dashes after the last setting"
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (1, 1, 4)


@pytest.mark.parametrize("text", ["", "Text.", "---\n---\nText."])
def test_a_lesson_without_settings(text):
    assert [one.code for one in read_lesson(text, PATH, CONTEXT).findings] == ["L301"]


def test_a_lesson_without_text():
    assert only("").code == "L306"


def test_a_lesson_with_an_error_is_not_rendered_and_one_with_a_warning_is():
    assert read("# Title").lesson is None
    assert read(LONG).lesson
    assert [one.severity for one in read(LONG).findings] == [Severity.WARNING]


def test_a_long_sentence_is_marked_where_it_starts():
    body = f"Short one. {LONG}"
    finding = only(body)
    assert (finding.code, finding.place.column) == ("R702", 12)
    assert finding.message == "this sentence has 27 words"


def test_list_items_are_sentences():
    items = "\n".join(f"- {' '.join(['word'] * 10)}" for _ in range(5))
    assert codes(items) == []


def test_a_hard_word_is_marked():
    body = "We utilize it."
    finding = only(body)
    assert (finding.code, finding.help, shown(body, finding)) == ("R703", 'try "use"', "utilize")


def test_a_lesson_that_is_hard_to_read_stops_the_course():
    findings = [one for one in read(HARD).findings if one.code == "R701"]
    assert [one.severity for one in findings] == [Severity.ERROR]


def test_a_lesson_that_is_a_little_hard_to_read_is_a_warning():
    body = "Your supervisor and the agency both have to agree to it first, every time. " * 10
    [finding] = read(body).findings
    assert (finding.code, finding.severity) == ("R701", Severity.WARNING)


def test_names_in_bold_and_terms_do_not_make_a_lesson_hard():
    body = "Ask **Organizational Intermediaries** if you like, or wait a bit for them. " * 12
    assert codes(body) == []


def test_text_that_a_hash_hides_is_told():
    assert codes("Text.", summary="Call # 988 now") == ["Y111"]


def test_every_mistake_of_a_file_is_told_in_order():
    body = "# Title\n\nSee [here](nowhere.md).\n\n/// alway\n\nText.\n"
    assert codes(body, topic="rol") == ["Q204", "A503", "A502", "L320", "L310", "L311"]


def test_line_ends_of_windows_change_nothing():
    text = source("See [roles](nowhere.md).\n\nText.")
    assert (
        read_lesson(text.replace("\n", "\r\n"), PATH, CONTEXT).findings
        == read_lesson(text, PATH, CONTEXT).findings
    )


def test_the_settings_in_these_tests_have_no_finding():
    assert len(SETTINGS) == 4
    assert read().findings == ()
