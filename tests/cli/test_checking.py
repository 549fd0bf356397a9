"""``course check``."""

import json


def test_a_course_without_problems_is_told_what_was_read(run):
    printed = run("check").stdout
    assert printed.startswith("No problems in ")
    assert "Reading level" in printed


def break_a_lesson(folder):
    lesson = next((folder / "lessons").rglob("*.md"))
    lesson.write_text(lesson.read_text().replace("summary:", "sumary:", 1))
    return lesson


def test_a_mistake_is_named_with_its_line_and_the_exit_is_1(run, site_folder):
    lesson = break_a_lesson(site_folder)
    printed = run("check", status=1).stdout
    assert "error[L303]" in printed
    assert 'did you mean "summary"?' in printed
    assert f"{lesson.relative_to(site_folder)}:" in printed


def test_json_is_one_array_of_findings(run, site_folder):
    break_a_lesson(site_folder)
    found = json.loads(run("check", "--format", "json", status=1).stdout)
    assert found[0]["code"] == "L303"
    assert {"severity", "path", "line", "column", "end_column", "message", "help", "note"} <= set(
        found[0]
    )
    assert json.loads(run("check", "--format", "json", "quizzes").stdout) == []


def test_one_file_can_be_asked_for(run, site_folder):
    lesson = break_a_lesson(site_folder)
    run("check", str(lesson), status=1)
    run("check", "quizzes")


def test_a_folder_without_lessons_is_the_environments_fault(run, site_folder, monkeypatch):
    monkeypatch.setenv("WAYMARK_COURSE_ROOT", str(site_folder))
    (site_folder / "lessons").rename(site_folder / "lesson")
    assert "there is no lessons folder" in run("check", status=3).stderr


def test_a_wrong_option_is_wrong_usage(run):
    run("check", "--formt", "json", status=2)


def test_no_words_give_the_short_help(run):
    assert "course serve" in run().stdout


def test_where_there_is_no_course_the_one_that_came_along_is_read(run, site_folder):
    (site_folder / "lessons").rename(site_folder / "lesson")
    assert "No problems in" in run("check").stdout
