from textwrap import dedent

import pytest

from course.content import report
from course.content.quizzes.items import LATER, option_id
from tests.content import small
from tests.content.small import FINAL, PRACTICE, after

RIGHT = "      - right: Listening\n"


def told(path: str, old: str, new: str, code: str) -> str:
    return report.one(after(path, old, new, code))


def test_the_small_course_has_no_findings():
    assert small.found(small.files()) == []


def test_a_misspelt_setting_is_one_finding_with_the_near_name():
    assert told(FINAL, "    options:\n", "    optoins:\n", "Q201") == dedent("""\
        error[Q201]: questions do not have a setting called "optoins"
          --> quizzes/peer-basics/final.yaml:23:5
           |
        23 |     optoins:
           |     ^^^^^^^ did you mean "options"?
        """)


def test_a_setting_that_is_like_no_other_lists_those_there_are():
    each = after(FINAL, "    options:\n", "    zzz: 1\n    options:\n", "Q201")
    assert each.label == ""
    assert "explain" in each.help


def test_a_question_without_a_right_answer():
    assert told(FINAL, "- right: Listening", "- wrong: Listening", "Q205") == dedent("""\
        error[Q205]: question "final-role-1" has no right answer
          --> quizzes/peer-basics/final.yaml:23:5
           |
        23 |     options:
           |     ^^^^^^^ 3 options, none marked "right:"
           = help: change "wrong:" to "right:" on the correct option
        """)


def test_two_right_answers_of_a_single_question():
    assert told(FINAL, "- wrong: Advice", "- right: Advice", "Q206") == dedent("""\
        error[Q206]: question "final-role-1" has 2 right answers, but its type is "single"
          --> quizzes/peer-basics/final.yaml:26:9
           |
        26 |       - right: Advice
           |         ^^^^^ second right answer
           = help: change it to "wrong:", or change the type to "multiple"
        """)


def test_a_type_that_does_not_exist():
    each = after(FINAL, "type: single", "type: sinlge", "Q203")
    assert each.message == '"sinlge" is not a question type'
    assert each.label == 'did you mean "single"?'
    assert each.help == (
        "types: cloze, matching, multiple, numeric, ordering, scenario, short-answer, single, "
        "true-false"
    )


@pytest.mark.parametrize("other", sorted({*LATER, "true-false"}))
def test_settings_of_another_type_are_one_finding(other: str):
    each = after(FINAL, "type: single", f"type: {other}", "Q201")
    assert each.message == f'{other} questions do not have a setting called "options"'
    assert each.label == "single and multiple questions have it"
    assert small.shown(each) == "options"


def test_settings_that_are_missing_in_one_place_are_one_finding():
    whole = small.files()
    whole[FINAL] += b"\n  - id: final-role-9\n    type: single\n    topic: role\n"
    each = small.only(whole, "Y120")
    assert each.message == 'questions need settings called "text" and "options"'
    assert each.help == "add these with their values: text: options:"


def test_two_questions_with_one_id_in_different_files():
    first = small.changed(PRACTICE, "id: role-p-1", "id: final-role-1")
    lesson = f"lessons/{small.COURSE}/the-role.md"
    first[lesson] = first[lesson].replace(b"practice/role-p-1", b"practice/final-role-1")
    findings = [each for each in small.found(first) if each.code == "Q202"]
    assert [report.one(each) for each in findings] == [
        dedent("""\
        error[Q202]: two questions have the id "final-role-1"
         --> quizzes/peer-basics/practice.yaml:6:9
          |
        6 |   - id: final-role-1
          |         ^^^^^^^^^^^^ used again here
          = help: the first is quizzes/peer-basics/final.yaml:17. Give this one a new id, such as \
"final-role-1b".
          = note: answers are stored under the id, so two questions with one id would mix \
trainees' answers
        """)
    ]


def test_a_topic_that_course_yaml_does_not_have():
    each = after(FINAL, "topic: role\n    level: recall", "topic: roel\n    level: recall", "Q204")
    assert each.message == 'course.yaml has no topic "roel"'
    assert each.label == 'did you mean "role"?'
    assert each.help == "topics: role, ethics"
    assert small.shown(each) == "roel"


def test_an_objective_of_no_lesson_and_an_objective_no_lesson_has():
    each = after(FINAL, "objective: the-role/define", "objective: the-rol/define", "Q220")
    assert each.label == 'did you mean "the-role"?'
    each = after(FINAL, "objective: the-role/define", "objective: the-role/defne", "Q220")
    assert each.label == 'did you mean "define"?'


def test_two_options_with_the_same_text_but_for_case_and_spaces():
    each = after(FINAL, "- wrong: Advice", "- wrong: 'listening '", "Q213")
    assert each.label == "the same as on line 24"


def test_an_option_that_is_marked_both_ways_or_neither():
    why = "        why: This is how peers work.\n"
    both = "      - {right: Listening, wrong: Too}\n"
    assert after(FINAL, RIGHT + why, both, "Q217").message == (
        'this option is marked both "right:" and "wrong:"'
    )
    assert "not marked" in after(FINAL, RIGHT, "      - id: x\n", "Q217").message


def test_a_dash_that_was_forgotten_before_an_option_is_told_as_that():
    each = after(FINAL, "      - wrong: Advice", "        wrong: Advice", "Y104")
    assert each.message == "this entry of a list does not start with a dash"
    assert each.help.endswith("\n      - wrong: Advice")


def test_a_dash_that_was_forgotten_is_read_as_if_it_were_there():
    whole = small.files()[FINAL].decode()
    whole = whole.replace("      - wrong:", "        wrong:")
    whole = whole.replace("text: Who leads the way?", "text: ''")
    told = [each.code for each in small.found({**small.files(), FINAL: whole.encode()})]
    assert set(told) == {"Y104", "Y125"}
    assert told.count("Y104") == whole.count("        wrong:")


def test_one_option_is_too_few():
    one = "    options: [{right: Listening, why: This is how peers work.}]\n    explain: x\n"
    whole = small.files()[FINAL].decode()
    start = whole.index("    options:")
    end = whole.index("    explain: Peers work this way.\n") + 34
    assert after(FINAL, whole[start:end], one, "Q218").label == "1 here"


def test_two_options_may_not_share_an_id_nor_take_the_one_of_i_dont_know():
    new = "      - right: Listening\n        id: a\n      - wrong: Waiting\n        id: a\n"
    assert small.shown(after(FINAL, RIGHT, new, "Q224")) == "a"
    taken = "      - right: Listening\n        id: dont-know\n"
    assert small.shown(after(FINAL, RIGHT, taken, "Q224")) == "dont-know"


def test_a_right_answer_that_is_much_longer_is_advice():
    long = "Hearing the person out before you say anything of your own"
    each = after(FINAL, "- right: Listening", f"- right: {long}", "S301")
    assert each.severity == "advice"
    assert each.label == f"{len(long)} characters; the others average 6"
    assert small.shown(each) == long


@pytest.mark.parametrize("right", ["Listening to them", "Listen"])
def test_a_right_answer_that_is_a_little_longer_is_fine(right: str):
    assert small.found(small.changed(FINAL, "- right: Listening", f"- right: {right}")) == []


def test_all_of_the_above_is_no_option():
    each = after(FINAL, "- wrong: Advice", "- wrong: All of the above", "S302")
    assert each.severity == "warning"
    kept = small.changed(FINAL, "- wrong: Advice", "- wrong: All of the above")
    kept[FINAL] = kept[FINAL].replace(b"    options:\n", b"    shuffle: no\n    options:\n", 1)
    assert "gives itself away" in small.only(kept, "S302").message


def test_a_not_that_is_easy_to_miss_is_a_warning_and_an_emphasised_one_is_not():
    plain = "Which of these is not a gift?"
    assert after(FINAL, "What comes first?", plain, "S303").message == (
        'the "not" in this question is easy to miss'
    )
    for shown in ("Which of these is **not** a gift?", "Which of these is NOT a gift?"):
        assert small.found(small.changed(FINAL, "What comes first?", shown)) == []
    all_but = "All of these help EXCEPT which one?"
    assert small.found(small.changed(FINAL, "What comes first?", all_but)) == []


def test_options_that_differ_by_a_full_stop_alone_are_the_same():
    each = after(FINAL, "- wrong: Advice", '- wrong: "listening."', "Q213")
    assert "two options with the same text" in each.message


def test_text_behind_a_hash_is_not_shown_to_trainees():
    new = "text: In a crisis you can call # 988 at any hour"
    each = after(FINAL, "text: What comes first?", new, "Y111")
    assert small.shown(each) == "# 988 at any hour"
    assert each.help == (
        "if this is part of the text, put the text in double quotes:\n"
        '    text: "In a crisis you can call # 988 at any hour"'
    )


def test_a_comment_behind_a_setting_that_is_no_prose_is_fine():
    assert small.found(small.changed(FINAL, "attempts: 2", "attempts: 2  # two are enough")) == []


def test_a_list_entry_with_a_colon_is_told_as_a_colon():
    whole = (
        small.files()[small.GIFTS]
        .decode()
        .replace("    review: none\n", "    review: none\n    look_for:\n      - Says: no\n")
    )
    assert small.only({**small.files(), small.GIFTS: whole.encode()}, "Y101").label == "colon"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("level: recall", "level: recal", "Y122"),
        ("id: final-role-1", "id: Final Role", "Y124"),
        ("    text: What comes first?\n", "", "Y120"),
        ("text: What comes first?", "text: ''", "Y125"),
        ("text: What comes first?", "text: [a, b]", "Y121"),
        ("    type: single\n", "", "Y120"),
        ("explain: Peers work this way.", "points: two", "Y123"),
        ("explain: Peers work this way.", "as_of: 2026-13-01", "Y123"),
        ("explain: Peers work this way.", "shuffle: maybe", "Y122"),
        ("text: What comes first?", "text: <b>What</b> comes first?", "L330"),
        ("text: What comes first?", "text: What [comes](javascript:x) first?", "L322"),
    ],
)
def test_each_other_mistake_in_a_question_is_one_finding(old: str, new: str, code: str):
    after(FINAL, old, new, code)


def test_an_option_has_the_id_that_is_written_or_one_of_its_text():
    files = small.changed(FINAL, RIGHT, "      - right: Listening\n        id: ears\n")
    edition = small.read(files).edition
    assert edition is not None
    exam = edition.exam("final")
    assert exam is not None
    options = exam.by_id["final-role-1"].options
    assert [each.id for each in options] == [
        "ears",
        option_id("final-role-1", "Advice"),
        option_id("final-role-1", "Forms"),
    ]
    # SHA-256 of "final-role-1\nAdvice", as any other program can make it.
    assert options[1].id == "3d4b0ef85c"
    assert [each.right for each in options] == [True, False, False]


def test_a_true_false_question_has_two_options_and_its_key():
    whole = small.files()[FINAL].decode()
    start = whole.index("    options:")
    end = whole.index("    explain:")
    new = whole[start:end]
    files = small.changed(FINAL, new, "    answer: False\n")
    files[FINAL] = files[FINAL].replace(b"type: single", b"type: true-false", 1)
    edition = small.read(files).edition
    assert edition is not None
    options = edition.assessment_by_id["final"].by_id["final-role-1"].options
    assert [(each.text, each.right) for each in options] == [("True", False), ("False", True)]


def test_a_right_answer_among_long_ones_may_be_a_third_longer():
    whole = small.changed(FINAL, "- right: Listening", f"- right: {'Hear them out. ' * 4}")
    whole[FINAL] = whole[FINAL].replace(b"- wrong: Advice", b"- wrong: " + b"Tell them so. " * 3, 1)
    whole[FINAL] = whole[FINAL].replace(b"- wrong: Forms", b"- wrong: " + b"Do it by noon. " * 3, 1)
    assert small.found(whole) == []


def test_a_misspelt_type_is_told_as_such():
    each = after(FINAL, "type: single", "tpe: single", "Q201")
    assert each.label == 'did you mean "type"?'


def test_an_objective_that_has_gone_is_told_once_with_all_that_name_it():
    whole = small.files()
    path = f"lessons/{small.COURSE}/the-role.md"
    whole[path] = whole[path].replace(b"  define:", b"  zebra:")
    each = small.only(whole, "Q220")
    assert each.help.startswith("objectives: ")
    count = sum(text.count(b"the-role/define") for text in whole.values())
    assert count > 1
    assert each.note.count(".yaml:") == min(count - 1, 6)


def test_a_file_that_was_copied_is_told_once():
    whole = small.files()
    copy = f"quizzes/{small.COURSE}/zz-copy.yaml"
    whole[copy] = whole[FINAL]
    twice = [each for each in small.found(whole) if each.code == "Q202"]
    assert [each.place.path for each in twice] == [copy]
    assert "delete the file" in twice[0].help
    ids = whole[FINAL].count(b"- id: ")
    assert twice[0].note == f"{ids - 1} more ids of this file are used twice"
