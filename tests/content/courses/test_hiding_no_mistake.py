"""Two mistakes that have nothing to do with each other are both told, in one run."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

import pytest

from course.content.courses.sketch import sketch
from course.content.courses.whole import CourseReading, read_course_files
from tests.content import small
from tests.content.small import (
    COURSE,
    COURSE_YAML,
    FINAL,
    GIFTS,
    GLOSSARY,
    PRACTICE,
    PRE_COURSE,
    ROLES,
)

HOW = f"lessons/{COURSE}/how-it-works.md"
BOARDS = f"lessons/{COURSE}/boards.yaml"
WORDS = f"lessons/{COURSE}/words.yaml"
BESIDE = {
    GLOSSARY: """\
format: 1
terms:
  recovery:
    means: A way of change.
  WRAP:
    means: A plan for your own days.
    also: [a plan]
""",
    ROLES: """\
format: 1
roles:
  peer:
    title: Peer
    purpose: Support
    basis: Having been there
    does: [Walks beside a person]
    not_its_job: [Leads a person]
    rests_on: Trust
    records_and_pay: Few notes
    self_disclosure: A main tool
    sources:
      - title: What peers do
        href: https://example.org/peers
        checked: 2026-11-01
""",
    BOARDS: """\
format: 1
boards:
  state:
    title: State board
    hours:
      ethics: 16
""",
    WORDS: """\
format: 1
words:
  addict: {instead: person who uses drugs}
  junkie: {instead: person who uses drugs, also: [junkies]}
""",
}

Change = tuple[str, str, str]


def told(*changes: Change) -> list[str]:
    """Return the codes that are found where each change is made in the file it names."""
    whole = dict(_as_it_is().files)
    for path, old, new in changes:
        before = whole[path].decode()
        assert old in before, f"{old!r} is not in {path}"
        whole[path] = before.replace(old, new, 1).encode()
    reading = read_course_files(COURSE, whole, today=small.TODAY, before=_as_it_is().reading)
    return sorted(each.code for each in reading.findings)


class AsItIs(NamedTuple):
    files: dict[str, bytes]
    reading: CourseReading


@cache
def _as_it_is() -> AsItIs:
    files = {**small.files(), **{path: text.encode() for path, text in BESIDE.items()}}
    return AsItIs(files, read_course_files(COURSE, files, today=small.TODAY))


def both(codes: str, *changes: Change) -> None:
    assert told(*changes) == sorted(codes.split())


def test_the_files_of_these_tests_have_no_mistake():
    assert told() == []


SEVEN = "objectives:\n" + "".join(f"  o{n}: Do it\n" for n in range(5))
LESSON = {
    "no summary": ("summary: What you do here, and in what order.\n", "", "Y120"),
    "an empty title": ("title: How it works", "title:", "Y125"),
    "a misspelt summary": ("summary:", "sumary:", "L303"),
    "one objective": ("  order: Say what comes first\n", "", "L304"),
    "seven objectives": ("objectives:\n", SEVEN, "L304"),
    "an empty objective": ("  order: Say what comes first", "  order:", "Y125"),
}


@pytest.mark.parametrize("kind", LESSON)
def test_no_mistake_in_the_settings_of_a_lesson_hides_its_unknown_topic(kind: str):
    old, new, code = LESSON[kind]
    both(f"{code} Q204", (HOW, old, new), (HOW, "topic: role", "topic: rloe"))


IN_COURSE = {
    "a misspelt title": ("title: Peer support", "titel: Peer support", "C604"),
    "no title": ("title: Peer support basics\n", "", "Y120"),
    "another format": ("format: 1", "format: 2", "C609"),
    "a bad value": ("{exam: pre-course, is: taken}", "{exam: pre-course, is: taekn}", "Y122"),
    "a topic without a title": ("{title: Ethics, domain: ethics}", "{domain: ethics}", "Y120"),
    "a step that lost its colon": ("- lesson: the-role", "- lesson the-role", "Y113"),
    "a misspelt step": ("- lesson: the-role", "- lesosn: the-role", "C604"),
    "a module without a title": ("- title: Start here\n    order", "- order", "Y120"),
}
REFERENCES = {
    "lesson": (COURSE_YAML, "- lesson: how-it-works", "- lesson: how-it-wroks", "C601"),
    "exam": (COURSE_YAML, "- exam: pre-course", "- exam: pre-corse", "C603"),
    "step before": (COURSE_YAML, "after: [the-role, gifts]", "after: [the-role, never]", "C607"),
    "domain": (COURSE_YAML, "role, domain: mentoring", "role, domain: mentorin", "C605"),
    "exam that is needed": (COURSE_YAML, "{exam: final, is", "{exam: finish, is", "C610"),
    "domain of a board": (BOARDS, "ethics: 16", "ethcis: 16", "C605"),
}


@pytest.mark.parametrize("kind", IN_COURSE)
@pytest.mark.parametrize("reference", REFERENCES)
def test_no_mistake_in_course_yaml_hides_an_unknown_reference(kind: str, reference: str):
    old, new, code = IN_COURSE[kind]
    path, *change, other = REFERENCES[reference]
    both(f"{code} {other}", (COURSE_YAML, old, new), (path, *change))


@pytest.mark.parametrize(
    ("path", "changes", "codes"),
    [
        (
            GLOSSARY,
            [("A way of change.", "A way of change. " * 9), ("also: [a plan]", "see: x")],
            "C613 C604",
        ),
        (
            GLOSSARY,
            [("also: [a plan]", "also: [Recovery]"), ("means: A way of change.", "meens: A way.")],
            "C604 C614",
        ),
        (
            WORDS,
            [("addict: {instead", "addict: {insted"), ("[junkies]", "[Addict]")],
            "C604 C614",
        ),
        (ROLES, [("    title: Peer\n", ""), ("        checked: 2026-11-01\n", "")], "Y120 D902"),
        (BOARDS, [("    title: State board\n", ""), ("ethics: 16", "ethcis: 16")], "Y120 C605"),
    ],
)
def test_no_mistake_beside_the_lessons_hides_another(
    path: str, changes: Sequence[tuple[str, str]], codes: str
):
    both(codes, *((path, old, new) for old, new in changes))


EXAM = {
    "no title": ("title: Final exam\n", "", "Y120"),
    "a misspelt title": ("title: Final", "titel: Final", "Q201"),
    "no format": ("format: 1\n", "", "Y120"),
    "a misspelt kind": ("kind: exam", "kind: exma", "Y122"),
    "a misspelt blueprint": ("blueprint:", "bluprint:", "Q201"),
}


@pytest.mark.parametrize("kind", EXAM)
def test_no_mistake_in_the_settings_of_an_exam_hides_what_it_asks_too_much(kind: str):
    old, new, code = EXAM[kind]
    both(f"{code} Q211", (FINAL, old, new), (FINAL, "  ethics: 2", "  ethics: 9"))


QUESTION = {
    "no text": ("    text: What comes first?\n", "", "Y120"),
    "no id": ("  - id: final-role-1\n    type: single", "  - type: single", "Y120"),
    "a misspelt mark": ("- right: Listening", "- rihgt: Listening", "Q201"),
    "misspelt options": ("    options:", "    optoins:", "Q201"),
    "an empty reason": ("why: This is how peers work.", "why:", "Y125"),
    "a misspelt type": ("type: single", "type: sinlge", "Q203"),
    "a type under a misspelt name": ("type: single", "tpye: single", "Q201"),
}


@pytest.mark.parametrize("kind", QUESTION)
def test_no_mistake_in_a_question_hides_its_second_right_answer(kind: str):
    old, new, code = QUESTION[kind]
    both(f"{code} Q206", (FINAL, old, new), (FINAL, "- wrong: Advice", "- right: Advice"))


def test_a_question_without_an_id_is_named_by_its_text():
    whole = small.changed(FINAL, "  - id: final-role-1\n    type: single", "  - type: single")
    whole[FINAL] = whole[FINAL].replace(b"- wrong: Advice", b"- right: Advice", 1)
    assert any('question "What comes first?"' in each.message for each in small.found(whole))


@pytest.mark.parametrize(
    "change",
    [
        ("status: live", "status: lvie"),
        ("words: 5 to 50", "words: many"),
        ("## What you can do", "#### What you can do"),
    ],
)
def test_no_mistake_in_a_lesson_hides_an_objective_that_it_has_not(change: tuple[str, str]):
    code = told((GIFTS, *change))
    unknown = (PRACTICE, "objective: gifts/ask", "objective: gifts/sak")
    assert told((GIFTS, *change), unknown) == sorted([*code, "Q220"])


def test_no_mistake_in_a_question_hides_that_it_stands_in_an_exam_and_in_a_lesson():
    asked = (GIFTS, "practice/ethics-p-1", "final/final-role-1")
    both("Q216 Y122", asked, (FINAL, "level: recall", "level: recal"))


def test_no_mistake_in_a_practice_file_hides_a_question_that_it_has_not():
    asked = (GIFTS, "practice/ethics-p-1", "practice/ethics-p-9")
    both("Q215 Q201", asked, (PRACTICE, "title: Practice", "titel: Practice"))


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (GLOSSARY, "    means: A way of change.", "    meens: A way of change.", "C604"),
        (GLOSSARY, "    means: A way of change.", "    means:", "Y125"),
        (GLOSSARY, "terms:", "trems:", "C604"),
        (COURSE_YAML, "  ethics: {title", "  Ethics: {title", "Y124"),
        (COURSE_YAML, "  ethics: Ethical", "  Ethics: Ethical", "Y124"),
        (COURSE_YAML, "- exam: pre-course", "- test: pre-course", "C604"),
        (COURSE_YAML, "- lesson: the-role", "- lesson:", "Y125"),
        (HOW, "  order: Say", "  Order: Say", "Y124"),
        (HOW, "status: live", "status: daft", "Y122"),
        (PRE_COURSE, "shuffle: [questions, options]", "shuffle: [question]", "Y122"),
    ],
)
def test_what_follows_from_a_mistake_in_a_name_or_a_value_is_not_told(
    path: str, old: str, new: str, code: str
):
    capitals = (HOW, "You read this page.", "You read this page. A WRAP helps.")
    both(code, capitals, (path, old, new))


BANK = f"quizzes/{COURSE}/more.yaml"


def test_a_bank_with_a_misspelt_kind_is_not_told_again_where_an_exam_draws_from_it():
    whole = small.changed(FINAL, "blueprint:", "from: [more]\nblueprint:")
    pre_course = whole[PRE_COURSE].decode()
    questions = pre_course[pre_course.index("questions:") :].replace("id: pre-", "id: more-")
    whole[BANK] = f"format: 1\ntitle: More\nkind: bnak\n{questions}".encode()
    small.only(whole, "Y122")


def test_a_pass_mark_without_one_overall_can_be_previewed():
    whole = small.changed(FINAL, "pass_mark: 75%", "pass_mark: {ethics: 50%}")
    reading = small.read(whole)
    assert [each.code for each in reading.findings] == ["Y120"]
    assert reading.parts is not None
    final = next(each for each in sketch(reading.parts).assessments if each.id == "final")
    assert final.pass_mark is None


INDEPENDENT: dict[str, Change] = {
    "no title of the course": (COURSE_YAML, "title: Peer support basics\n", ""),
    "an exam that is not there": (COURSE_YAML, "- exam: pre-course", "- exam: pre-corse"),
    "an unknown domain": (COURSE_YAML, "role, domain: mentoring", "role, domain: mentorin"),
    "a long meaning": (GLOSSARY, "A way of change.", "A way of change. " * 9),
    "a board's unknown domain": (BOARDS, "ethics: 16", "ethcis: 16"),
    "a lesson without a summary": (HOW, "summary: What you do here, and in what order.\n", ""),
    "a lesson's unknown topic": (HOW, "topic: role", "topic: rloe"),
    "an exam without a format": (FINAL, "format: 1\n", ""),
    "a thin cell": (FINAL, "  ethics: 2", "  ethics: 9"),
    "two right answers": (FINAL, "- wrong: Advice", "- right: Advice"),
    "an unknown objective": (FINAL, "objective: the-role/define", "objective: the-role/dfeine"),
    "a question's level": (PRACTICE, "level: recall", "level: recal"),
    "a question that is not there": (GIFTS, "practice/ethics-p-1", "practice/ethics-p-9"),
}


def test_any_two_independent_mistakes_are_both_told():
    alone = {name: told(change) for name, change in INDEPENDENT.items()}
    assert [name for name, codes in alone.items() if len(codes) != 1] == []
    hidden = {
        (one, other): codes
        for one, other in combinations(INDEPENDENT, 2)
        if (codes := told(INDEPENDENT[one], INDEPENDENT[other]))
        != sorted(alone[one] + alone[other])
    }
    assert hidden == {}
