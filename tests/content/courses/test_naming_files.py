"""A file whose name is nearly right is told once, with the name it should have."""

import pytest

from course.content.filenames import as_id, meant_path
from course.content.findings import Finding
from tests.builders import COURSE
from tests.content import small

LESSONS, QUIZZES = f"lessons/{COURSE}", f"quizzes/{COURSE}"


def renamed(old: str, new: str) -> dict[str, bytes]:
    files = small.files()
    files[new] = files.pop(old)
    return files


def only_renamed(old: str, new: str) -> Finding:
    return small.only(renamed(old, new), "F105")


@pytest.mark.parametrize("name", ["gifts.md.txt", "Gifts.md", "gifts.markdown", "gifts.MD"])
def test_a_lesson_with_a_name_that_is_nearly_right_is_one_finding(name: str):
    each = only_renamed(small.GIFTS, f"{LESSONS}/{name}")
    assert each.place.path == f"{LESSONS}/{name}"
    assert each.message == f'a course cannot have a file with the name "{name}"'
    assert each.help == "rename it to gifts.md"


@pytest.mark.parametrize("path", [small.FINAL, small.PRACTICE, small.COURSE_YAML])
@pytest.mark.parametrize("ending", [".yml", ".yaml.txt", ".YAML", ".yml.txt"])
def test_so_is_any_other_file_and_what_speaks_of_it_is_quiet(path: str, ending: str):
    name = path.rsplit("/", 1)[1]
    each = only_renamed(path, path.replace(".yaml", ending))
    assert each.help == f"rename it to {name}"
    assert ("do not show it" in each.note) == ending.endswith(".txt")


def test_the_mistakes_in_such_a_file_are_told_too():
    files = renamed(small.FINAL, f"{QUIZZES}/Final.yaml")
    files[f"{QUIZZES}/Final.yaml"] = files[f"{QUIZZES}/Final.yaml"].replace(b"75%", b"0.75")
    found = small.found(files)
    assert [(each.code, each.place.path) for each in found] == [
        ("F105", f"{QUIZZES}/Final.yaml"),
        ("Q212", f"{QUIZZES}/Final.yaml"),
    ]


def test_a_copy_beside_the_file_itself_is_told_and_takes_nothings_place():
    files = small.files()
    files[f"{LESSONS}/Gifts.md"] = files[small.GIFTS].replace(b"id: a-gift", b"id: other-gift")
    each = small.only(files, "F105")
    assert each.help == "gifts.md is there too: delete one, or give it another name"


def test_a_copy_with_a_name_of_its_own_is_told_once():
    files = small.files()
    copy = files[small.GIFTS].replace(b"id: a-gift", b"id: other-gift")
    files[f"{LESSONS}/gifts - Copy.md"] = copy
    assert small.only(files, "F105").help == "rename it to gifts-copy.md"


def test_a_file_renamed_is_read_again_under_its_new_path():
    wrong = renamed(small.GIFTS, f"{LESSONS}/Gifts.md")
    wrong[f"{LESSONS}/Gifts.md"] += b"\n# Too high\n"
    before = small.read(wrong)
    right = {**small.files(), small.GIFTS: wrong[f"{LESSONS}/Gifts.md"]}
    after = small.read_course_files(COURSE, right, today=small.TODAY, before=before)
    assert after.findings == small.read(right).findings
    assert [each.place.path for each in after.findings] == [small.GIFTS]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("lessons/c/notes.txt", ""),
        ("lessons/c/README", ""),
        ("lessons/c/final.yaml", ""),
        ("quizzes/c/gifts.md", ""),
        ("lessons/c/日本.md", ""),
        ("lessons/c/Course.yml", "lessons/c/course.yaml"),
        ("quizzes/c/course.yml", "quizzes/c/course.yaml"),
        ("lessons/c/Sam's day.md", "lessons/c/sams-day.md"),
        ("lessons/c/media/A b.PNG", "lessons/c/media/A b.PNG"),
    ],
)
def test_what_is_near_to_no_name_means_none(path: str, meant: str):
    assert meant_path(path) == meant


def test_a_right_name_is_its_own():
    for path in small.files():
        assert meant_path(path) == path


def test_an_id_has_at_most_64_letters():
    assert as_id("Día " * 40) == ("dia-" * 16).rstrip("-")
