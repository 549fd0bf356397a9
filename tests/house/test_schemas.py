"""The schemas of ``.schema/``: an editor takes what the check takes, and marks what is misspelt.

That they are as the shapes say is tested with the reference pages (test_docs.py).
"""

import json

import pytest
import yaml

from course.content.starting.exam_questions import FOR_EXAMS
from course.content.starting.questions import EXAMPLES
from tests.builders import SAMPLE
from tests.house.editor import complaints, seen, settings_of, validator
from tests.house.tree import ROOT

NAMES = ("course", "roles", "glossary", "words", "boards", "lesson", "quiz")
ROOTS = (ROOT, SAMPLE)
QUIZZES = [path for root in ROOTS for path in sorted(root.glob("quizzes/*/*.yaml"))]
LESSONS = [path for root in ROOTS for path in sorted(root.glob("lessons/*/*.md"))]
BESIDE = [path for root in ROOTS for path in sorted(root.glob("lessons/*/*.yaml"))]
COURSE = (SAMPLE / "lessons/peer-basics/course.yaml").read_text(encoding="utf-8")
EXAM = (SAMPLE / "quizzes/peer-basics/final.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*QUIZZES, *BESIDE], ids=lambda path: path.name)
def test_an_editor_marks_nothing_in_a_course_that_checks_clean(path):
    name = "quiz" if path in QUIZZES else path.stem
    assert complaints(name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_an_editor_marks_nothing_in_the_settings_of_a_lesson(path):
    assert complaints("lesson", settings_of(path.read_text(encoding="utf-8"))) == []


def question(type_name, examples=EXAMPLES):
    lines = [
        f"id: {type_name}",
        f"type: {type_name}",
        "topic: role",
        *examples[type_name].split("\n"),
    ]
    body = "\n".join(f"    {line}" for line in lines)
    return f"format: 1\nkind: practice\nquestions:\n  -\n{body}\n"


@pytest.mark.parametrize("type_name", list(EXAMPLES))
def test_a_question_of_each_type_is_taken(type_name):
    assert complaints("quiz", question(type_name)) == []
    assert complaints("quiz", question(type_name, FOR_EXAMS)) == []


@pytest.mark.parametrize("type_name", list(EXAMPLES))
def test_in_a_question_of_each_type_a_misspelt_setting_is_marked(type_name):
    wrong = question(type_name).replace("explain:", "explian:")
    assert any("'explian' was unexpected" in each for each in complaints("quiz", wrong))


def test_an_editor_sees_numbers_and_truth_where_the_check_reads_words():
    text = "a: 1\nb: true\nc: yes\nd: 2026-08-01\ne: 0.5\nf:\n"
    assert seen(text) == {"a": 1, "b": True, "c": "yes", "d": "2026-08-01", "e": 0.5, "f": None}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format: 1", 'format: "1"'),
        ("pass_mark: 75%", "pass_mark: none"),
        ("pass_mark: 75%", "pass_mark: {overall: 75%, ethics: 70%}"),
        ("pass_mark: 75%", "pass_mark: 75%\ndont_know: yes"),
        ("pass_mark: 75%", "pass_mark: 75%\ndont_know: Yes"),
        ("pass_mark: 75%", "pass_mark: 75%\ndont_know: true"),
        ("attempts: 2", "attempts: none"),
        ("attempts: 2", 'attempts: "2"'),
        ("  role: 2", "  role: {recall: 1, apply: 1}"),
    ],
)
def test_each_way_to_write_a_value_is_taken(old, new):
    assert old in EXAM
    assert complaints("quiz", EXAM.replace(old, new, 1)) == []


@pytest.mark.parametrize(
    ("name", "text", "old", "new", "marked"),
    [
        ("course", COURSE, "summary:", "sumary:", "'sumary' was unexpected"),
        ("course", COURSE, "title: Peer support basics", "", "'title' is a required property"),
        ("course", COURSE, "title: Peer support basics", "title:", "title: None is not of type"),
        ("course", COURSE, "- lesson: gifts", "- leson: gifts", "'leson' was unexpected"),
        ("course", COURSE, "order: free", "order: open", "'open' is not one of"),
        ("course", COURSE, "valid_for: none", "valid_for: 2 years", "'2 years' does not match"),
        ("course", COURSE, "tel:988", "988", "'988' does not match"),
        ("quiz", EXAM, "kind: exam", "kind: exams", "'exams' is not one of"),
        ("quiz", EXAM, "type: single", "type: singel", "'singel' is not one of"),
        ("quiz", EXAM, "options:", "optoins:", "'optoins' was unexpected"),
        ("quiz", EXAM, "- right:", "- rigth:", "'rigth' was unexpected"),
        ("quiz", EXAM, "pass_mark: 75%", "pass_mark: 0.75", "0.75 is not of type 'string'"),
        ("quiz", EXAM, "time_limit: 60 minutes", "time_limit: 60", "60 is not of type 'string'"),
        ("quiz", EXAM, "attempts: 2", "attempts: two", "'two' does not match"),
        ("quiz", EXAM, "topic: role", "topic:", "topic: None is not of type"),
    ],
)
def test_a_mistake_is_marked(name, text, old, new, marked):
    assert old in text
    found = complaints(name, text.replace(old, new, 1))
    assert any(marked in each for each in found), found


def test_a_mistake_in_the_settings_of_a_lesson_is_marked():
    text = "title: A\nsummary: B\ntopic: c\nobjectives: {a: One}\nreviewed: 8/1/2026\n"
    found = complaints("lesson", text)
    assert any("does not match" in each for each in found)
    assert any("does not have enough properties" in each for each in found)


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_says_what_it_means(name):
    schema = validator(name).schema
    shapes = {title: each for title, each in schema["definitions"].items() if "properties" in each}
    bare = [
        f"{title}.{key}"
        for title, shape in shapes.items()
        for key, setting in shape["properties"].items()
        if not setting.get("description")
    ]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_no_shape_takes_a_setting_that_it_does_not_have(name):
    definitions = validator(name).schema["definitions"]
    assert [title for title, each in definitions.items() if each.get("additionalProperties")] == []
    open_ones = {title for title, each in definitions.items() if "additionalProperties" not in each}
    assert open_ones == ({"question"} if name == "quiz" else set())  # its type says which shape


def json_of(path):
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def test_the_settings_of_the_editor_give_each_file_its_schema():
    globs = json_of(".vscode/settings.json")["yaml.schemas"]
    given = {
        path: [schema for schema, glob in globs.items() if path.match(glob)]
        for path in (
            ROOT / each.relative_to(ROOT) for each in [*QUIZZES, *BESIDE] if ROOT in each.parents
        )
    }
    assert {path.name: len(schemas) for path, schemas in given.items() if len(schemas) != 1} == {}
    assert all((ROOT / schema).is_file() for schema in globs)


def test_the_editor_indents_with_spaces():
    settings = json_of(".vscode/settings.json")
    assert settings["[yaml]"]["editor.insertSpaces"]
    assert settings["[markdown]"]["editor.insertSpaces"]
    assert yaml.safe_load(COURSE)
