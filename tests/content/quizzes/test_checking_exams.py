from textwrap import dedent

import pytest

from course.content import report
from course.content.edition import Assessment, Cell, PassMark
from tests.content import small
from tests.content.small import FINAL, PRACTICE, after

BANK = f"quizzes/{small.COURSE}/bank.yaml"
BLUEPRINT = "blueprint:\n  role: 2\n  ethics: 2\n"


def final(whole: dict[str, bytes]) -> Assessment:
    reading = small.read(whole)
    assert reading.edition is not None, report.human(reading.findings)
    exam = reading.edition.exam("final")
    assert exam is not None
    return exam


def with_bank(*, exam_from: str = "bank") -> dict[str, bytes]:
    """Return the files with the final's questions moved into a bank."""
    whole = small.files()
    settings, _, questions = whole[FINAL].decode().partition("questions:\n")
    whole[FINAL] = f"{settings}from: [{exam_from}]\n".encode()
    whole[BANK] = f"format: 1\nkind: bank\nquestions:\n{questions}".encode()
    return whole


def test_the_settings_of_an_exam_are_read():
    exam = final(small.files())
    assert exam.pass_mark == PassMark(overall=75)
    assert (exam.time_limit, exam.attempts, exam.wait_between) == (3600, 2, (86400,))
    assert exam.shuffle_questions
    assert exam.shuffle_options
    assert exam.blueprint == (Cell(topic="role", count=2), Cell(topic="ethics", count=2))


def test_words_for_none_are_read_as_none():
    settings = "time_limit: 60 minutes\nattempts: 2\n"
    exam = final(small.changed(FINAL, settings, "time_limit: none\nattempts: none\npause: none\n"))
    assert (exam.time_limit, exam.attempts) == (None, None)


def test_a_pass_mark_by_domain_is_read():
    exam = final(small.changed(FINAL, "pass_mark: 75%", "pass_mark: {overall: 75%, ethics: 70%}"))
    assert exam.pass_mark == PassMark(overall=75, domains={"ethics": 70})


def test_a_pass_mark_that_is_no_percentage():
    each = after(FINAL, "pass_mark: 75%", "pass_mark: 0.8", "Q212")
    assert report.one(each) == dedent("""\
        error[Q212]: write the pass mark as a percentage
         --> quizzes/peer-basics/final.yaml:6:12
          |
        6 | pass_mark: 0.8
          |            ^^^ did you mean 80%?
          = help: pass_mark: 80%
        """)


@pytest.mark.parametrize(
    ("written", "near"),
    [("80", "80%"), (".75", "75%"), ("0.8", "80%"), ("101%", ""), ("0%", ""), ("most", "")],
)
def test_a_near_percentage_is_offered_where_there_is_one(written: str, near: str):
    each = after(FINAL, "pass_mark: 75%", f"pass_mark: {written}", "Q212")
    assert each.label == (f"did you mean {near}?" if near else "")


@pytest.mark.parametrize("written", ["180%", "0%", "-5%", "72.5%"])
def test_a_percentage_that_cannot_be_a_pass_mark_is_told_which_can(written: str):
    each = after(FINAL, "pass_mark: 75%", f"pass_mark: {written}", "Q212")
    assert each.message == "a pass mark is a whole number, 1% to 100%"


def test_a_pass_mark_for_a_domain_that_the_exam_does_not_ask():
    marks = "pass_mark: {overall: 75%, ethisc: 70%}"
    assert after(FINAL, "pass_mark: 75%", marks, "Q223").label == 'did you mean "ethics"?'
    after(FINAL, "pass_mark: 75%", "pass_mark: {ethics: 70%}", "Y120")


def test_a_blueprint_that_asks_for_more_than_there_is():
    each = after(FINAL, "  role: 2\n", "  role: 5\n", "Q211")
    assert report.one(each) == dedent("""\
        error[Q211]: the exam needs 5 questions from "role" but this file has 3
          --> quizzes/peer-basics/final.yaml:13:9
           |
        13 |   role: 5
           |         ^ 3 available
           = help: write 2 more, or ask for 3
        """)


def test_a_cell_of_a_level_counts_that_level():
    assert final(small.changed(FINAL, "  role: 2\n", "  role: {recall: 1, apply: 2}\n")).length == 5
    each = after(FINAL, "  role: 2\n", "  role: {recall: 2, apply: 2}\n", "Q211")
    assert each.message == 'the exam needs 2 "recall" questions from "role" but this file has 1'
    each = after(FINAL, "  role: 2\n", "  role: {judge: 1}\n", "Q211")
    assert each.help == "write 1, or take this out"


def test_pilot_and_retired_questions_do_not_fill_a_cell():
    three = small.changed(FINAL, "  role: 2\n", "  role: 3\n")
    assert small.found(three) == []
    for status in (b"pilot", b"retired"):
        line = b"    level: recall\n"
        whole = {**three, FINAL: three[FINAL].replace(line, line + b"    status: %s\n" % status, 1)}
        assert small.only(whole, "Q211").label == "2 available"


def test_a_question_with_a_mistake_does_not_make_its_cell_thin_too():
    whole = small.changed(FINAL, "  role: 2\n", "  role: 3\n")
    whole[FINAL] = whole[FINAL].replace(b"- right: Listening", b"- wrong: Listening")
    small.only(whole, "Q205")
    whole[FINAL] = whole[FINAL].replace(b"- wrong: Listening", b"- right: Listening")
    whole[FINAL] = whole[FINAL].replace(b"    topic: role", b"    topic: rule", 1)
    small.only(whole, "Q204")


def test_a_topic_or_level_of_the_blueprint_that_is_not_there():
    assert small.shown(after(FINAL, "  role: 2\n", "  rloe: 2\n", "Q204")) == "rloe"
    levels = after(FINAL, "  role: 2\n", "  rloe: {recall: 1, apply: 1}\n", "Q204")
    assert small.shown(levels) == "rloe"
    each = after(FINAL, "  role: 2\n", "  role: {recal: 1}\n", "Y122")
    assert small.shown(each) == "recal"
    assert each.message == '"role" cannot have a setting called "recal"'
    assert each.label == 'did you mean "recall"?'


@pytest.mark.parametrize("kind", ["practice", "bank"])
def test_an_exam_under_another_kind_is_told_once(kind: str):
    each = after(FINAL, "kind: exam", f"kind: {kind}", "Y122")
    assert (small.shown(each), each.label) == (kind, 'did you mean "exam"?')
    assert "intro, pass_mark, time_limit" in each.help


def test_one_setting_of_an_exam_makes_no_exam():
    each = after(PRACTICE, "kind: practice", "kind: practice\nattempts: 2", "Q201")
    assert small.shown(each) == "attempts"


def test_an_exam_draws_from_its_bank():
    exam = final(with_bank())
    assert len(exam.items) == 6
    assert small.found(with_bank()) == []


def test_a_bank_that_is_not_there_is_one_finding():
    assert small.only(with_bank(exam_from="bnak"), "Q222").label == 'did you mean "bank"?'
    practice = small.only(with_bank(exam_from="practice"), "Q222")
    assert practice.help == "banks: bank"


def test_a_bank_is_no_assessment_of_its_own():
    edition = small.read(with_bank()).edition
    assert edition is not None
    assert {each.id for each in edition.assessments} == {"pre-course", "final", "practice"}


def test_a_file_without_questions():
    whole = small.files()
    settings, _, _ = whole[FINAL].decode().partition("blueprint:")
    assert "no questions" in small.only({**whole, FINAL: settings.encode()}, "Q221").message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("pass_mark: 75%", "pass_mrak: 75%", "Q201"),
        ("time_limit: 60 minutes", "time_limit: 60", "Y123"),
        ("time_limit: 60 minutes", "time_limit: an hour", "Y123"),
        ("wait_between: [24 hours]", "wait_between: 24 hours", "Y121"),
        ("attempts: 2", "attempts: 0", "Y123"),
        ("attempts: 2", "attempts: [2]", "Y121"),
        ("show: topics", "show: everything", "Y122"),
        ("shuffle: [questions, options]", "shuffle: [question]", "Y122"),
        ("show: topics", "show: topics\nforms: [A, B]", "Q219"),
        ("show: topics", "show: topics\npause: 10 minutes", "Q219"),
        ("kind: exam", "kind: exma", "Y122"),
        ("kind: exam\n", "", "Y120"),
        ("format: 1", "format: 2", "C609"),
        ("title: Final exam\n", "", "Y120"),
    ],
)
def test_each_other_mistake_in_an_exam_is_one_finding(old: str, new: str, code: str):
    after(FINAL, old, new, code)


def test_practice_files_have_no_exam_settings():
    each = after(PRACTICE, "kind: practice", "kind: practice\npass_mark: 75%", "Q201")
    assert "practice files" in each.message


def test_an_empty_file_says_so():
    whole = {**small.files(), BANK: b"# to do\n"}
    assert small.only(whole, "Y116").place.path == BANK


@pytest.mark.parametrize(
    ("path", "old", "new", "near"),
    [(FINAL, "kind: exam", "kind: exm", "exam"), (PRACTICE, "practice", "practise", "practice")],
)
def test_a_kind_that_does_not_exist_is_one_finding_with_the_nearest(path, old, new, near):
    each = after(path, old, new, "Y122")
    assert each.label == f'did you mean "{near}"?'
    assert each.help == "choose one of: exam, practice, bank"


@pytest.mark.parametrize("path", [FINAL, PRACTICE])
def test_misspelt_questions_are_one_finding(path):
    after(path, "\nquestions:", "\nquestion:", "Q201")
