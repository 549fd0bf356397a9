"""``course new question``: an example of each type, at the end of a file."""

import pytest

from course.content.quizzes.items import ITEM_KINDS
from course.content.starting.course_files import CannotAddError
from course.content.starting.exam_questions import FOR_EXAMS
from course.content.starting.items import TYPES, new_question
from course.content.starting.questions import EXAMPLES
from tests.content import small
from tests.content.small import FINAL, PRACTICE
from tests.content.starting.files import course, inserted, told, written


def test_there_is_an_example_of_each_type():
    assert set(TYPES) == set(ITEM_KINDS)


@pytest.mark.parametrize("type_name", TYPES)
@pytest.mark.parametrize("name", ["final", "practice"])
def test_a_question_of_each_type_checks_clean(type_name, name):
    written(course(), new_question(course(), name, type_name))


def test_it_stands_at_the_end_and_no_other_line_changes():
    added = new_question(course(), "final", "single")
    before = small.files()[FINAL].decode()
    new = inserted(before, added.texts[FINAL].decode())
    assert new.startswith("\n  - id: final-1 ")
    assert told(added)['the question "final-1"'].startswith("- id: final-1 ")


def test_ids_are_new_in_the_whole_course():
    files = small.changed(PRACTICE, "id: role-p-1", "id: final-1")
    files = {p: t.replace(b"practice/role-p-1", b"practice/final-1") for p, t in files.items()}
    added = new_question(course(files), "final", "single")
    assert [what for _, what in added.places] == ['the question "final-2"']


def test_it_has_the_topic_of_its_neighbour_and_an_objective_of_a_lesson_about_it():
    text = new_question(course(), "final", "single").texts[FINAL].decode()
    topic = [line.split()[1] for line in text.splitlines() if "topic:" in line]
    assert topic[-1] == topic[-2]
    assert "objective: " in text.rsplit("- id:", 1)[1]


def test_a_file_that_is_not_there_becomes_a_practice_file():
    added = new_question(course(), "practice-gifts", "true-false")
    path = f"quizzes/{small.COURSE}/practice-gifts.yaml"
    assert b"kind: practice" in written(course(), added)[path]
    assert [what for _, what in added.places] == [
        *("a new file of practice questions", 'the question "practice-gifts-1"')
    ]


def test_an_exam_that_draws_from_banks_alone_gets_its_first_question():
    settings, _, questions = small.files()[FINAL].decode().partition("questions:\n")
    bank = f"format: 1\nkind: bank\nquestions:\n{questions}".encode()
    settings = settings.replace("  role: 2\n", "")  # the first topic of the course
    settings = settings.replace("  ethics: 2\n", "  ethics: {judge: 1}\n")
    bank = bank.replace(b"topic: role", b"topic: ethics").replace(b"level: recall", b"level: judge")
    bank = bank.replace(b"level: apply", b"level: judge")
    exam = f"{settings}from: [bank]\n".encode()
    files = {**small.files(), FINAL: exam, f"quizzes/{small.COURSE}/bank.yaml": bank}
    written(course(files), new_question(course(files), "final", "single"))


def test_a_file_with_an_error_is_to_be_mended_first():
    broken = course(small.changed(FINAL, "pass_mark: 75%", "pass_mark: 0.75"))
    with pytest.raises(CannotAddError, match=r"mend .*final\.yaml first"):
        new_question(broken, "final", "single")


def test_a_name_that_cannot_be_an_id_is_refused():
    with pytest.raises(CannotAddError, match='Did you mean "my-file"'):
        new_question(course(), "My file", "single")


def test_a_long_name_leaves_its_note_a_note():
    long = "a-lesson-with-a-rather-long-name"
    files = {}
    for path, content in small.files().items():
        text = content
        for before in ("lesson: gifts", ", gifts]", "objective: gifts/"):
            text = text.replace(before.encode(), before.replace("gifts", long).encode())
        files[path.replace("/gifts.md", f"/{long}.md")] = text
    assert small.found(files) == []
    text = written(course(files), new_question(course(files), "final", "single"))[FINAL].decode()
    assert f"    objective: {long}/gifts # what it tests" in text


def test_it_has_the_level_of_its_neighbour_so_that_an_exam_can_draw_it():
    files = small.changed(FINAL, "  ethics: 2\n", "  ethics: {apply: 1}\n")
    files[FINAL] = files[FINAL].replace(
        b"topic: ethics\n    level: recall", b"topic: ethics\n    level: apply"
    )
    judged = (
        files[FINAL]
        .replace(b"{apply: 1}", b"{judge: 1}")
        .replace(b"topic: ethics\n    level: apply", b"topic: ethics\n    level: judge")
    )
    for content, level in ((files[FINAL], "apply"), (judged, "judge")):
        before = course({**files, FINAL: content})
        text = written(before, new_question(before, "final", "single"))[FINAL].decode()
        assert f"level: {level}" in text.rsplit("- id:", 1)[1]


@pytest.mark.parametrize("type_name", TYPES)
def test_an_exam_never_gets_the_question_that_practice_gets(type_name):
    exam = new_question(course(), "final", type_name).texts[FINAL].decode()
    practice = new_question(course(), "practice", type_name).texts[PRACTICE].decode()
    [asked], [practiced] = (
        {line for line in text.rsplit("- id:", 1)[1].splitlines() if " text:" in line}
        for text in (exam, practice)
    )
    assert asked != practiced


def test_no_line_of_an_answer_is_for_practice_and_for_an_exam():
    assert list(FOR_EXAMS) == list(EXAMPLES)
    for name, text in FOR_EXAMS.items():
        told = {line for line in text.splitlines() if len(line) > 25}
        same = told & set(EXAMPLES[name].splitlines())
        assert all(line.startswith("ignore:") for line in same)
