"""The six types that no exam can ask yet: their mistakes are told, else that they come later."""

from textwrap import dedent, indent

import pytest

from course.content import report
from course.content.findings import Finding
from course.content.quizzes.items import LATER
from tests.content import small
from tests.content.small import FINAL, shown

SOUND = {
    "matching": """\
        text: Match each role to its work.
        pairs:
          - {item: Therapist, match: Treats}
          - {item: Sponsor, match: Guides}
        extra: [Gives legal advice]
    """,
    "ordering": """\
        text: Put these in order.
        order: [Thank them, Ask your supervisor, Tell them]
    """,
    "short-answer": """\
        text: What do you call both roles at once?
        accept: [dual relationship, dual role]
        ignore: [case, punctuation, small spelling mistakes]
    """,
    "numeric": """\
        text: What number do you call?
        answer: 988
        tolerance: 0
    """,
    "cloze": """\
        text: |
          What a peer tells you is [[blank-1]].
          One limit is a risk of [[blank-2]].
        blanks:
          blank-1:
            accept: [private, confidential]
          blank-2:
            choose:
              - right: harm
              - wrong: debt
    """,
    "scenario": """\
        title: A text at midnight
        start: one
        scenes:
          - id: one
            text: Marcus texts you.
            choices:
              - {say: I call him., goto: two, points: 2, why: Asking is caring.}
              - {say: I wait., goto: three, points: 0}
          - id: two
            text: He talks with you.
            end: true
          - id: three
            text: He stops answering.
            end: true
    """,
}


def with_item(kind: str, own: str) -> dict[str, bytes]:
    """Return the small course with one more question in its final exam."""
    whole = small.files()
    item = f"\n  - id: later-1\n    type: {kind}\n    topic: role\n{indent(dedent(own), '    ')}"
    return {**whole, FINAL: whole[FINAL] + item.encode()}


def only(kind: str, old: str, new: str, code: str) -> Finding:
    """Return the one finding of a sound question with one thing changed."""
    assert old in SOUND[kind]
    return small.only(with_item(kind, SOUND[kind].replace(old, new, 1)), code)


def test_every_type_has_its_example_here():
    assert SOUND.keys() == LATER.keys()


@pytest.mark.parametrize("kind", SOUND)
def test_one_that_is_as_it_should_be_comes_later(kind: str):
    each = small.only(with_item(kind, SOUND[kind]), "Q219")
    assert each.message == f"{kind} questions are not supported yet"
    assert shown(each) == kind


def test_in_a_bank_that_no_exam_draws_from_it_may_wait():
    bank = f"quizzes/{small.COURSE}/bank.yaml"
    settings = b"format: 1\nkind: bank\nquestions:\n  - id: later-1\n    type: numeric\n"
    own = b"    topic: role\n    text: What number?\n    answer: 988\n"
    whole = {**small.files(), bank: settings + own}
    assert small.found(whole) == []
    whole[FINAL] = whole[FINAL].replace(b"\nblueprint:", b"\nfrom: [bank]\nblueprint:", 1)
    assert small.only(whole, "Q219").place.path == bank


MISTAKES = [
    ("matching", "{item: Sponsor", "{itme: Sponsor", "Q201", "itme"),
    ("matching", "match: Guides", "match: treats", "Q213", "treats"),
    ("matching", "item: Sponsor", "item: Therapist", "Q213", "Therapist"),
    ("matching", "[Gives legal advice]", "[Guides]", "Q213", "Guides"),
    ("matching", "          - {item: Sponsor, match: Guides}\n", "", "Q218", "pairs"),
    ("ordering", "Ask your supervisor, Tell them", "thank them", "Q213", "thank them"),
    ("ordering", ", Ask your supervisor, Tell them", "", "Q218", "order"),
    ("short-answer", "accept: [dual relationship, dual role]", "accept: []", "Q205", "accept"),
    ("short-answer", "[case, punct", "[caze, punct", "Y122", "caze"),
    ("numeric", "answer: 988", "answer: nine", "Y123", "nine"),
    ("numeric", "answer: 988", "answer: 1,000", "Y123", "1,000"),
    ("numeric", "tolerance: 0", "tolerance: -1", "Y123", "-1"),
    ("numeric", "        answer: 988\n", "", "Y120", "id"),
    ("cloze", "[[blank-2]]", "[[blank-3]]", "Q207", "[[blank-3]]"),
    ("cloze", "[[blank-2]]", "harm", "Q207", "blank-2"),
    ("cloze", "[[blank-2]]", "[[blank-1]]", "Q207", "[[blank-1]]"),
    ("cloze", "accept: [private, confidential]", "accept: []", "Q207", "blank-1"),
    ("cloze", "- wrong: debt", "- right: debt", "Q206", "right"),
    ("cloze", "- right: harm", "- wrong: harm", "Q205", "choose"),
    ("cloze", "- wrong: debt", "- wrong: harm", "Q213", "harm"),
    ("scenario", "start: one", "start: noe", "Q208", "noe"),
    ("scenario", "goto: two", "goto: twoo", "Q208", "twoo"),
    ("scenario", "goto: two", "goto: the-very-end", "Q208", "the-very-end"),
    ("scenario", "goto: three", "goto: two", "Q210", "three"),
    ("scenario", "- id: three", "- id: two", "Q224", "two"),
    ("scenario", "points: 2", "points: two", "Y123", "two"),
]
CONSEQUENCES = {"Q210": "Q219"}
"""A warning keeps no course from being published, so the type is told beside it."""


@pytest.mark.parametrize(("kind", "old", "new", "code", "mark"), MISTAKES)
def test_each_mistake_is_one_finding(kind: str, old: str, new: str, code: str, mark: str):
    own = SOUND[kind].replace(old, new, 1)
    assert own != SOUND[kind]
    found = small.found(with_item(kind, own))
    beside = CONSEQUENCES.get(code)
    assert {each.code for each in found} == {code, beside} - {None}, report.human(found)
    [each] = [each for each in found if each.code == code]
    assert shown(each) == mark


def test_a_blank_that_is_misspelt_names_the_one_that_is_meant():
    assert only("cloze", "[[blank-2]]", "[[blnk-2]]", "Q207").label == "did you mean [[blank-2]]?"


def test_a_text_without_a_blank_is_one_finding():
    own = SOUND["cloze"].replace("[[blank-1]]", "private").replace("[[blank-2]]", "harm")
    assert small.only(with_item("cloze", own), "Q207").message == "this text has no blank"


def test_brackets_in_another_question_are_marks_that_mean_nothing():
    own = SOUND["numeric"].replace("number do", "[[number]] do")
    small.only(with_item("numeric", own), "L344")


def test_one_spelling_alone_is_a_warning_but_for_mistakes_that_are_let_pass():
    one = SOUND["short-answer"].replace("[dual relationship, dual role]", "[dual role]")
    assert [each.code for each in small.found(with_item("short-answer", one))] == ["Q219"]
    strict = one.replace(", small spelling mistakes", "")
    found = small.found(with_item("short-answer", strict))
    assert {each.code for each in found} == {"Q214", "Q219"}


def stuck(scenes: str) -> Finding:
    return small.only(with_item("scenario", f"title: A\nstart: one\nscenes:\n{scenes}"), "Q209")


def test_a_scene_without_choices_is_stuck_and_the_way_to_it_is_not():
    each = stuck(
        "  - {id: one, text: A., choices: [{say: On., goto: two}]}\n  - {id: two, text: B.}\n"
    )
    assert each.message == 'trainees get stuck in scene "two"'
    assert each.label == "no choices, and not marked as an ending"


def test_a_circle_without_a_way_out_is_told_once():
    each = stuck(
        "  - {id: one, text: A., choices: [{say: On., goto: two}]}\n"
        "  - {id: two, text: B., choices: [{say: Back., goto: one}]}\n"
    )
    assert each.label == "goes round and round: one, two"


def test_an_ending_with_choices_is_one_or_the_other():
    each = stuck(
        "  - {id: one, text: A., end: true, choices: [{say: On., goto: two}]}\n"
        "  - {id: two, text: B., end: true}\n"
    )
    assert "is an ending, but it has choices" in each.message
