"""After a save only what it can touch is read again, and what comes out is what a fresh read says.

Work is counted by readings that are new objects; those that were taken over are the same ones.
"""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from course.content.courses.whole import CourseReading, read_course_files
from course.content.reading import read_site
from tests.builders import write_course
from tests.content.made import COURSE, LESSONS, PICTURE, QUIZZES, made_course
from tests.content.small import TODAY
from tests.fuzz.mutations import mutate

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def fifty() -> Files:
    """A course of 50 lessons with 500 questions."""
    return made_course()


@pytest.fixture(scope="module")
def before(fifty: Files) -> CourseReading:
    """What the 50 lessons say."""
    reading = read(fifty)
    assert reading.findings == ()
    assert reading.edition is not None
    return reading


def read(
    files: Files, before: CourseReading | None = None, today: date = TODAY, course: str = COURSE
) -> CourseReading:
    return read_course_files(course, files, today=today, before=before)


def changed(files: Files, path: str, old: str, new: str) -> Files:
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new).encode()}


def read_anew(after: CourseReading, before: CourseReading) -> set[str]:
    """Return the names of the lessons and quiz files that were read a second time."""
    assert before.parts is not None
    assert after.parts is not None
    lessons, quizzes = before.parts.lessons, before.parts.quizzes
    return {n for n, each in after.parts.lessons.items() if each is not lessons.get(n)} | {
        n for n, each in after.parts.quizzes.items() if each is not quizzes.get(n)
    }


def read_after(files: Files, before: CourseReading, today: date = TODAY) -> set[str]:
    """Read changed files; return what was read anew."""
    return read_anew(read(files, before, today), before)


def test_files_as_they_were_keep_their_reading(fifty: Files, before: CourseReading):
    assert read(dict(fifty), before) is before


def test_a_change_in_a_lesson_reads_that_lesson_alone(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{LESSONS}/lesson-7.md", "on day 1", "on the first day")
    assert read_after(files, before) == {"lesson-7"}


def test_a_mistake_in_a_lesson_and_its_mending_read_that_lesson_alone(
    fifty: Files, before: CourseReading
):
    wrong = read(changed(fifty, f"{LESSONS}/lesson-7.md", "topic: role", "topic: rolle"), before)
    assert [each.code for each in wrong.findings] == ["Q204"]
    assert read_anew(wrong, before) == {"lesson-7"}
    assert read_after(fifty, wrong) == {"lesson-7"}


def test_a_change_in_a_question_reads_its_file_alone(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{QUIZZES}/practice-3.yaml", "in the case p-31", "in this case")
    assert read_after(files, before) == {"practice-3"}


def test_a_new_question_of_an_exam_reads_its_file_alone(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{QUIZZES}/final.yaml", "id: e-250", "id: e-new")
    assert read_after(files, before) == {"final"}


def test_a_practice_question_that_is_gone_is_missed_where_it_is_asked(
    fifty: Files, before: CourseReading
):
    files = changed(fifty, f"{QUIZZES}/practice-3.yaml", "id: p-30", "id: p-new")
    assert read_after(files, before) == {"practice-3", "lesson-3", "lesson-28"}


def test_a_quiz_file_with_an_error_is_forgiven_in_the_lessons_that_ask_from_it(
    fifty: Files, before: CourseReading
):
    files = changed(fifty, f"{QUIZZES}/practice-3.yaml", "id: p-30", "id: P 30")
    pictures = {f"lesson-{number}" for number in (1, 11, 21, 31, 41)}  # they may lie unread too
    asking = {"practice-3", "lesson-3", "lesson-28"}
    assert asking <= read_after(files, before) <= asking | pictures


def test_a_term_reads_the_lessons_that_use_a_word_of_it(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{LESSONS}/glossary.yaml", "What warm line means", "A friendly call")
    assert read_after(files, before) == {f"lesson-{number}" for number in range(3, 50, 5)}


def test_a_role_reads_the_lessons_with_a_table_of_roles(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{LESSONS}/roles.yaml", "Support, as an equal", "To walk beside")
    assert read_after(files, before) == {f"lesson-{number}" for number in range(0, 50, 10)}


def test_a_picture_reads_the_lessons_that_show_it(fifty: Files, before: CourseReading):
    files = {**fifty, PICTURE: fifty[PICTURE] + b"more"}
    assert read_after(files, before) == {f"lesson-{number}" for number in range(1, 50, 10)}


def test_the_title_of_the_course_reads_no_lesson(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{LESSONS}/course.yaml", "A made course", "Another name")
    assert read_after(files, before) == set()


def test_a_lesson_that_is_gone_reads_those_that_lead_to_it(fifty: Files, before: CourseReading):
    files = changed(fifty, f"{LESSONS}/course.yaml", "      - lesson: lesson-7\n", "")
    del files[f"{LESSONS}/lesson-7.md"]
    assert read_after(files, before) == {"lesson-14", "lesson-15"}


def test_a_new_lesson_reads_itself_alone(fifty: Files, before: CourseReading):
    files = changed(
        fifty, f"{LESSONS}/course.yaml", "      - exam", "      - lesson: new\n      - exam"
    )
    files[f"{LESSONS}/new.md"] = fifty[f"{LESSONS}/lesson-7.md"]
    assert read_after(files, before) == {"new"}


def test_a_lesson_that_names_something_unknown_waits_for_it(fifty: Files, before: CourseReading):
    early = changed(fifty, f"{LESSONS}/lesson-7.md", "lesson-3.md", "later.md")
    wrong = read(early, before)
    assert [each.code for each in wrong.findings] == ["L320", "L320"]
    files = changed(
        early, f"{LESSONS}/course.yaml", "      - exam", "      - lesson: later\n      - exam"
    )
    files[f"{LESSONS}/later.md"] = fifty[f"{LESSONS}/lesson-7.md"]
    assert read_after(files, wrong) == {"later", "lesson-7"}


def test_a_mistake_is_told_with_the_names_that_there_are_now():
    small = changed(made_course(2, 20), f"{LESSONS}/lesson-1.md", "topic: role", "topic: rolle")
    wrong = read(small)
    assert "topics: ethics, role" in [each.help for each in wrong.findings]
    more = "  ethics: {title: Ethics, domain: mentoring}"
    files = changed(
        small, f"{LESSONS}/course.yaml", more, more + more.replace("ethics", "\n  rest")
    )
    after = read(files, wrong)
    assert "topics: ethics, rest, role" in [each.help for each in after.findings]
    assert after == read(files)


def test_another_day_reads_every_lesson(fifty: Files, before: CourseReading):
    tomorrow = TODAY + timedelta(days=1)
    assert len(read_after(fifty, before, tomorrow)) == 50


def test_another_course_with_the_same_files_takes_nothing_over(before: CourseReading):
    files = {path.replace(COURSE, "other"): text for path, text in made_course(2, 20).items()}
    assert read(files, before, course="other") == read(files, course="other")


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_of_a_small_course_say_what_a_fresh_read_says(seed: int):
    edit_and_compare(made_course(lessons=3, items=20, paragraphs=1), Random(seed), edits=6)


@pytest.mark.whole
@pytest.mark.parametrize("seed", range(2))
def test_any_edits_of_50_lessons_say_what_a_fresh_read_says(seed: int, fifty: Files):
    edit_and_compare(fifty, Random(seed), edits=10)


def edit_and_compare(whole: Files, random: Random, edits: int) -> None:
    """Edit files one after another, each reading from the one before, and compare each."""
    files, before, today = dict(whole), read(whole), TODAY
    for _ in range(edits):
        # A course.yaml and a set of many uses are changed as often as all the lessons together.
        shared = [path for path in whole if "/lesson-" not in path]
        path = random.choice(random.choice([shared, list(whole)]))
        done = random.choice(["mutate", "mutate", "mutate", "take out", "rename", "mend", "sleep"])
        if done == "mutate":
            done, files[path] = mutate(files.get(path, b""), random)
        elif done == "take out":
            files.pop(path, None)
        elif done == "rename":
            other = random.choice(list(whole))
            files[path], files[other] = files.get(other, b""), files.get(path, b"")
        elif done == "mend":
            files = dict(whole) if random.random() < 0.5 else {**files, path: whole[path]}
        else:
            today += timedelta(days=1)
        after = read(files, before, today)
        assert after == read(files, today=today), (path, done)
        before = after


def test_a_file_that_is_refused_is_told_although_nothing_is_read_in_it(tmp_path: Path):
    root = write_course(tmp_path)
    before = read_site(root, today=TODAY)
    (root / "lessons/peer-basics/elsewhere.md").symlink_to(root / "nowhere")
    after = read_site(root, today=TODAY, before=before)
    assert [each.code for each in after.findings] == ["F104"]
    assert after == read_site(root, today=TODAY)


def test_a_site_keeps_the_course_that_nobody_changed(tmp_path: Path):
    root = write_course(tmp_path)
    for path, content in made_course(2, 20).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    before = read_site(root, today=TODAY)
    lesson = root / LESSONS / "lesson-1.md"
    lesson.write_text(lesson.read_text().replace("on day", "on the day"))
    after = read_site(root, today=TODAY, before=before)
    assert after == read_site(root, today=TODAY)
    kept = [one is other for one, other in zip(after.courses, before.courses, strict=True)]
    assert [(each.course, same) for each, same in zip(after.courses, kept, strict=True)] == [
        (COURSE, False),
        ("peer-basics", True),
    ]
