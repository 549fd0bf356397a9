"""What an exam and the banks it draws from have to be to each other."""

import pytest

from tests.content import small
from tests.content.small import COURSE_YAML, FINAL, after

BANK = f"quizzes/{small.COURSE}/bank.yaml"
OTHER = f"quizzes/{small.COURSE}/more.yaml"


def with_bank(settings: str = "from: [bank]\n", blueprint: str | None = None) -> dict[str, bytes]:
    """Return the files with the final's questions, three of a topic, moved into a bank."""
    whole = small.files()
    final, _, questions = whole[FINAL].decode().partition("questions:\n")
    head, _, cells = final.partition("blueprint:\n")
    whole[FINAL] = f"{head}{settings}blueprint:\n{blueprint or cells}".encode()
    whole[BANK] = f"format: 1\nkind: bank\nquestions:\n{questions}".encode()
    return whole


def question(name: str, topic: str = "role") -> str:
    lines = (
        f"- id: {name}\ntype: true-false\ntopic: {topic}\ntext: Peers ask ({name}).\nanswer: true"
    )
    return "  " + lines.replace("\n", "\n    ") + "\n"


def another_bank(*names: str) -> bytes:
    return f"format: 1\nkind: bank\nquestions:\n{''.join(map(question, names))}".encode()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("from: [bank]\n", "this file and its bank (bank) have 3"),
        ("from: [bank, more]\n", "this file and its banks (bank, more) have 4"),
    ],
)
def test_a_cell_that_asks_for_more_than_there_is_says_where_was_looked(settings, told):
    whole = {**with_bank(settings, "  role: 9\n  ethics: 2\n"), OTHER: another_bank("m-1")}
    if "more" not in settings:
        del whole[OTHER]
    each = small.only(whole, "Q211")
    assert each.message == f'the exam needs 9 questions from "role" but {told}'


def test_the_questions_of_an_exam_count_beside_those_of_its_banks():
    whole = with_bank(blueprint="  role: 3\n  ethics: 2\n")
    whole[FINAL] += f"questions:\n{question('own-1')}".encode()
    assert small.found(whole) == []


def test_a_bank_that_no_exam_draws_from_is_told():
    each = small.only({**with_bank(), OTHER: another_bank("m-1")}, "Q226")
    assert (each.place.path, each.severity, each.help) == (
        OTHER, "advice", "write in an exam: from: [more]"
    )  # fmt: skip


def test_where_an_exam_names_a_bank_that_is_not_there_no_other_is_called_unused():
    small.only(with_bank("from: [bnak]\n"), "Q222")


def test_where_an_exam_cannot_be_read_no_bank_is_called_unused():
    whole = with_bank()
    whole[FINAL] = whole[FINAL].replace(b"from: [bank]", b"from: {bank}")
    assert "Q226" not in {each.code for each in small.found(whole)}


@pytest.mark.parametrize(
    ("blueprint", "there", "more"),
    [("  role: 3\n  ethics: 2\n", 3, 1), ("  role: {recall: 1}\n  ethics: 2\n", 1, 2)],
)
def test_a_cell_in_which_most_forms_ask_the_same_is_told(blueprint, there, more):
    found = small.found(with_bank(blueprint=blueprint))
    [each] = (each for each in found if each.code == "Q227")
    assert f"has only {there}" in each.message
    assert each.help == f"write {more} more in a bank"


def test_an_exam_of_its_own_questions_alone_may_ask_all_of_them():
    after_change = small.changed(FINAL, "  role: 2\n", "  role: 3\n")
    assert small.found(after_change) == []


def test_a_pass_mark_for_a_domain_that_the_blueprint_leaves_out_is_told():
    """The bank has questions of the domain, but no form asks one: nobody could reach the mark."""
    whole = with_bank(blueprint="  role: 2\n")
    whole[FINAL] = whole[FINAL].replace(
        b"pass_mark: 75%", b"pass_mark: {overall: 75%, ethics: 70%}"
    )
    each = small.only(whole, "Q223")
    assert each.help == "domains here: mentoring"


def test_a_question_of_a_bank_that_an_exam_draws_from_stands_in_no_lesson():
    whole = with_bank()
    lesson = whole[small.GIFTS].replace(b"practice/ethics-p-1", b"bank/final-ethics-1")
    each = small.only({**whole, small.GIFTS: lesson}, "Q216")
    assert each.place.path == small.GIFTS


def test_a_provisional_pass_mark_is_read():
    whole = small.changed(FINAL, "pass_mark: 75%", "pass_mark: 75%\npass_mark_is: provisional")
    edition = small.read(whole).edition
    assert edition is not None
    mark = edition.assessment_by_id["final"].pass_mark
    assert mark is not None
    assert mark.provisional


def test_what_is_provisional_is_a_pass_mark():
    after(FINAL, "pass_mark: 75%", "pass_mark: 75%\npass_mark_is: maybe", "Y122")
    each = after(
        small.PRE_COURSE, "pass_mark: none", "pass_mark: none\npass_mark_is: provisional", "Y120"
    )
    assert small.shown(each) == "provisional"


def test_an_exam_after_all_comes_after_every_lesson_and_reflection():
    edition = small.read(
        small.changed(COURSE_YAML, "after: [the-role, gifts]", "after: all")
    ).edition
    assert edition is not None
    step = edition.steps[-1]
    assert step.after == ("how-it-works", "the-role", "gifts")
    assert step.after_reflections


def test_drafts_are_not_waited_for():
    whole = small.changed(COURSE_YAML, "after: [the-role, gifts]", "after: all")
    whole[small.GIFTS] = whole[small.GIFTS].replace(b"status: live", b"status: draft")
    edition = small.read(whole).edition
    assert edition is not None
    assert edition.steps[-1].after == ("how-it-works", "the-role")


def test_a_lesson_cannot_come_after_all():
    each = after(COURSE_YAML, "- lesson: gifts", "- lesson: gifts\n        after: all", "C608")
    assert "for exams" in each.help


def test_a_question_that_no_blueprint_can_draw_is_told_once_for_all_that_are_alike():
    whole = small.changed(FINAL, "  ethics: 2\n", "")
    first, others = (each for each in small.found(whole) if each.code == "Q229")
    assert (first.severity, first.place.path, small.shown(first)) == ("warning", FINAL, "ethics")
    assert (first.label, first.note) == ("no blueprint has this topic", "")
    assert others.note == "the same is true of final-ethics-3"


def test_a_topic_that_is_asked_at_other_levels_says_which():
    each = after(FINAL, "  role: 2\n", "  role: {apply: 2}\n", "Q229")
    assert (small.shown(each), each.label) == ("recall", 'this one is "recall"')
    assert each.help == 'from "role" the blueprint asks for: apply'


def test_one_exam_that_draws_a_question_is_enough():
    whole = with_bank(blueprint="  role: {apply: 1}\n  ethics: {apply: 1}\n")
    assert {each.code for each in small.found(whole)} == {"Q227", "Q229"}
    other = whole[FINAL].replace(b"title: ", b"title: Another ").replace(b"{apply: 1}", b"2")
    whole[f"quizzes/{small.COURSE}/another.yaml"] = other
    assert {each.code for each in small.found(whole)} <= {"Q227", "C615"}


@pytest.mark.parametrize(
    "change",
    [
        ("status", "    level: recall\n", "    level: recall\n    status: retired\n"),
        ("pilot", "    level: recall\n", "    level: recall\n    status: pilot\n"),
        ("no blueprint", "blueprint:\n  role: {apply: 2}\n  ethics: 2\n", ""),
    ],
    ids=lambda change: change[0],
)
def test_what_rests_is_on_trial_or_is_always_asked_is_not_missed(change):
    whole = small.changed(FINAL, "  role: 2\n", "  role: {apply: 2}\n")
    text = whole[FINAL].decode()
    assert change[1] in text
    whole[FINAL] = text.replace(change[1], change[2], 1).encode()
    assert "Q229" not in {each.code for each in small.found(whole)}


@pytest.mark.parametrize("path", [FINAL, BANK])
def test_where_a_file_cannot_be_read_no_question_is_said_never_to_be_asked(path):
    whole = with_bank()
    small.only({**whole, path: b"\xff\xfe" + whole[path]}, "F101")
