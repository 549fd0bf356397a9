import hashlib
import os
from pathlib import Path

import pytest

from course.content import reading as disk
from course.content.courses import whole
from course.content.courses.whole import edition_id
from course.content.findings import Finding
from course.content.reading import Site, read_site
from tests.builders import COURSE, write_course
from tests.content import small
from tests.content.mending.files import QUIZ
from tests.content.small import TODAY, files

LESSONS = f"lessons/{COURSE}"
QUIZZES = f"quizzes/{COURSE}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_course(tmp_path)


def site_of(root: Path) -> Site:
    return read_site(root, today=TODAY)


def only(root: Path, code: str) -> Finding:
    findings = site_of(root).findings
    assert [each.code for each in findings] == [code]
    return findings[0]


def test_a_course_on_disk_becomes_its_edition(root: Path):
    site = site_of(root)
    assert site.findings == ()
    [reading] = site.courses
    assert reading.edition is not None
    assert reading.edition.id == edition_id(files())


AS_COMPILED = ("22cd8b18c2087879", 3)
"""What the sample course with a term and a table compiles to, as a hash, and COMPILED then."""

TERMS = "format: 1\nterms:\n  gift: {means: A thing somebody gives you, also: [present]}\n"
TABLE = """
Table: What to do

| What they give | Do you take it? |
|---|---|
| A card | Yes, and *say* thanks |
"""


def test_what_compiles_in_another_way_is_another_edition() -> None:
    gifts = files()[small.GIFTS] + TABLE.encode()
    edition = small.read({**files(), small.GLOSSARY: TERMS.encode(), small.GIFTS: gifts}).edition
    assert edition is not None
    compiled = edition.model_dump_json(exclude={"id"}).encode()
    assert b"<table" in compiled
    assert b"popover" in compiled, "no term is explained"
    now = (hashlib.sha256(compiled).hexdigest()[:16], whole.COMPILED)
    assert now == AS_COMPILED, "raise COMPILED in content/courses/whole.py, and say so here"


def test_every_course_of_a_site_is_read_by_name(root: Path):
    for folder in ("lessons", "quizzes"):
        (root / folder / COURSE).rename(root / folder / "b-course")
    write_course(root)
    assert [each.course for each in site_of(root).courses] == ["b-course", COURSE]


def test_a_broken_course_leaves_the_others_whole(root: Path):
    (root / "lessons" / "other").mkdir()
    site = site_of(root)
    assert [each.edition is not None for each in site.courses] == [False, True]
    assert only(root, "C600").place.path == "lessons/other/course.yaml"


def test_a_folder_without_courses_holds_none(tmp_path: Path):
    assert site_of(tmp_path) == Site((), ())
    assert site_of(tmp_path / "nowhere") == Site((), ())


def test_a_link_out_of_the_course_is_refused_wherever_it_stands(root: Path, tmp_path: Path):
    secret = root / "secret.md"
    secret.write_text("secret words")
    for place in (f"{LESSONS}/leak.md", f"{QUIZZES}/leak.yaml"):
        (root / place).symlink_to(secret)
        found = only(root, "F104")
        assert found.place.path == place
        assert "secret words" not in str(site_of(root))
        (root / place).unlink()
    (root / LESSONS / "media").symlink_to(root)
    only(root, "F104")
    (root / LESSONS / "media").unlink()
    (root / "lessons" / "elsewhere").symlink_to(root / LESSONS)
    only(root, "F104")


def test_256_kilobytes_are_read_and_one_more_byte_is_not(root: Path):
    path = root / LESSONS / "course.yaml"
    before = path.read_bytes()
    path.write_bytes(before + b"#" * (2**18 - len(before)))
    assert site_of(root).findings == ()
    path.write_bytes(path.read_bytes() + b"\n")
    only(root, "F103")
    assert site_of(root).courses[0].edition is None


def test_a_file_of_any_size_is_not_read_whole(root: Path):
    with (root / LESSONS / "gifts.md").open("ab") as file:
        file.truncate(100_000_000)
    only(root, "F103")


@pytest.mark.parametrize(
    "name",
    [f"{LESSONS}/notes.txt", f"{QUIZZES}/notes.txt", f"{QUIZZES}/README.md", f"{LESSONS}/x.yaml"],
)
def test_a_file_that_no_course_has_is_a_warning(root: Path, name: str):
    (root / name).write_text("x")
    assert only(root, "F109").place.path == name
    assert site_of(root).courses[0].edition is not None


def test_a_folder_that_no_course_has_is_a_warning(root: Path):
    (root / LESSONS / "old").mkdir()
    (root / QUIZZES / "media").mkdir()
    assert [each.code for each in site_of(root).findings] == ["F109", "F109"]


def test_hidden_files_and_an_editors_copies_are_left_alone(root: Path):
    for name in (".gifts.md.swp", "#gifts.md#", "gifts.md~", ".DS_Store"):
        (root / LESSONS / name).write_bytes(b"\xff")
    assert site_of(root).findings == ()


def test_a_folder_name_that_cannot_be_an_id_is_told(root: Path):
    (root / "lessons" / "My Course").mkdir()
    assert only(root, "F105").place.path == "lessons/My Course"


def test_a_pipe_in_the_place_of_a_file_does_not_stop_the_reading(root: Path):
    os.mkfifo(root / QUIZZES / "pipe.yaml")
    only(root, "Y116")


def test_a_file_name_that_is_no_text_is_told(root: Path):
    path = os.fsencode(root / QUIZZES) + b"/\xff.yaml"
    with open(path, "wb") as file:  # noqa: PTH123 -- a Path cannot hold such a name
        file.write(b"format: 1")
    assert site_of(root).courses[0].edition is None
    for each in site_of(root).findings:
        each.place.path.encode()
        each.message.encode()


def test_files_that_change_while_they_are_read_are_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    saves = iter([b"\n", b"\n\n"])
    saving(monkeypatch, root, saves)
    assert site_of(root).findings == ()
    assert next(saves, None) is None


def test_files_that_never_stand_still_make_no_edition(root: Path, monkeypatch: pytest.MonkeyPatch):
    saving(monkeypatch, root, (b"\n" * number for number in range(1, 99)))
    site = site_of(root)
    assert [each.code for each in site.findings] == ["F107"]
    assert site.courses[0].edition is None


def saving(monkeypatch, root, endings):
    """Save a lesson anew each time after the files have been read."""
    read_files = disk._read_files
    lesson = root / LESSONS / "gifts.md"
    text = lesson.read_bytes()

    def read_and_save(*asked):
        result = read_files(*asked)
        ending = next(endings, None)
        if ending is not None:
            lesson.write_bytes(text + ending)
        return result

    monkeypatch.setattr(disk, "_read_files", read_and_save)


def test_a_finding_promises_only_what_mending_does(root: Path):
    path = root / QUIZZES / "practice.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("\n      - right", "\n\t- right", 1), "utf-8")
    assert "`course check --fix` does this" in only(root, "Y102").help
    another = "".join(QUIZ.partition("  - id: a1")[1:]).replace("\n      - wrong: You do\n", "\n")
    path.write_text(f"{whole}{another}      - wrong: You do\n\tnote: Why so?\n", "utf-8")
    assert only(root, "Y102").help == "use two spaces for each level."
