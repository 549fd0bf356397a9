import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.catalogue import finding
from course.content.courses.pictures import read_picture
from course.content.courses.whole import edition_id, read_course_files
from course.content.edition import Edition
from course.content.findings import Place, errors
from tests.content import small
from tests.content.small import COURSE, COURSE_YAML, FINAL, GIFTS, PRACTICE


def edition_of(whole: dict[str, bytes]) -> Edition:
    edition = small.read(whole).edition
    assert edition is not None
    return edition


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + header + rows + chunk(b"IEND", b"")


def test_the_small_course_is_read_whole():
    reading = small.read(small.files())
    edition = reading.edition
    assert edition is not None
    assert (edition.course, edition.title) == (COURSE, "Peer support basics")
    assert [each.id for each in edition.steps] == [
        *("how-it-works", "pre-course", "the-role", "gifts", "final")
    ]
    assert [each.id for each in edition.lessons] == ["how-it-works", "the-role", "gifts"]
    assert [each.id for each in edition.reflections] == ["first-day", "a-gift"]
    assert edition.steps[-1].after == ("the-role", "gifts")
    assert edition.modules[0].order == "fixed"
    assert [(each.kind, each.exam, each.must) for each in edition.certificate.requires] == [
        ("lessons", "", "done"),
        ("reflections", "", "done"),
        ("exam", "pre-course", "taken"),
        ("exam", "final", "passed"),
    ]
    assert (reading.counts.lessons, reading.counts.exams) == (3, 2)
    assert reading.counts.reading_grade is not None


def test_an_edition_survives_being_stored_as_json():
    edition = edition_of(small.files())
    assert Edition.model_validate_json(edition.model_dump_json()) == edition


def test_the_id_of_an_edition_is_of_every_file_and_of_nothing_else():
    whole = small.files()
    first = edition_of(whole).id
    assert edition_of(dict(reversed(whole.items()))).id == first
    assert edition_of({**whole, GIFTS: whole[GIFTS] + b"\n"}).id != first
    renamed = {path.replace("gifts", "gifts2"): content for path, content in whole.items()}
    assert edition_id(renamed) != first
    other = {path.replace(COURSE, "other"): content for path, content in whole.items()}
    assert edition_id(other) != first
    assert len(first) == 64


def test_bytes_cannot_move_from_one_file_to_the_next_unseen():
    assert edition_id({"a": b"xb\n1\n", "c": b"y"}) != edition_id({"a": b"x", "b\n1\nc": b"y"})


def test_a_course_with_an_error_has_no_edition_and_one_with_a_warning_has():
    assert small.read(small.changed(FINAL, "type: single", "type: sinlge")).edition is None
    warned = small.read(small.changed(FINAL, "What comes first?", "Which of these is not so?"))
    assert [each.code for each in warned.findings] == ["S303"]
    assert warned.edition is not None


def test_every_finding_of_every_file_is_told_in_one_run_in_order():
    whole = small.changed(FINAL, "type: single", "type: sinlge")
    whole[COURSE_YAML] = whole[COURSE_YAML].replace(b"order: fixed", b"order: fxied")
    whole[PRACTICE] = whole[PRACTICE].replace(b"text: ", b"text: Well: ", 1)
    whole[GIFTS] = whole[GIFTS].replace(b"topic: ethics", b"topic: ethisc")
    findings = small.found(whole)
    places = [(each.place.path, each.place.line) for each in findings]
    assert places == sorted(places)
    assert {each.place.path for each in findings} == {FINAL, COURSE_YAML, PRACTICE, GIFTS}
    assert len(findings) == 4
    assert all(each.excerpt for each in findings)


def test_a_draft_and_what_speaks_of_it_stay_out_of_the_edition():
    edition = edition_of(small.changed(GIFTS, "status: live", "status: draft"))
    assert [each.id for each in edition.lessons] == ["how-it-works", "the-role"]
    assert [each.id for each in edition.reflections] == ["first-day"]
    assert edition.steps[-1].after == ("the-role",)
    exam = edition.assessment_by_id["final"]
    assert exam.by_id["final-ethics-1"].objective == ""
    assert exam.by_id["final-role-1"].objective == "the-role/define"


def test_a_picture_is_kept_once_by_its_hash_with_its_size():
    whole = small.changed(
        GIFTS, "## What you can do", "![A ring](media/ring.png)\n\n## What you can do"
    )
    whole[f"lessons/{COURSE}/media/ring.png"] = png(30, 20)
    whole[f"lessons/{COURSE}/media/unused.png"] = png(4, 4)
    reading = small.read(whole)
    assert reading.findings == ()
    assert reading.edition is not None
    [file] = reading.edition.media
    assert (file.path, file.width, file.height) == ("media/ring.png", 30, 20)
    assert reading.media[file.hash] == png(30, 20)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg"),
        ("a.html", b"<p>x</p>"),
        ("a.png", b"GIF89a" + b"\0" * 40),
        ("a.png", png()[:12]),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.webp", b"RIFF"),
        ("a", png()),
    ],
)
def test_what_is_no_picture_is_one_finding(name: str, content: bytes):
    small.only({**small.files(), f"lessons/{COURSE}/media/{name}": content}, "F108")


STARTS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "gif": b"GIF89a", "webp": b"RIFF"}


@given(content=st.binary(max_size=200), kind=st.sampled_from(sorted(STARTS)))
def test_no_picture_file_raises_anything(content: bytes, kind: str):
    picture = read_picture(STARTS[kind] + content, f"media/a.{kind}", f"media/a.{kind}")
    assert (picture.media is None) == bool(picture.findings)


def test_a_file_that_cannot_be_an_id_is_told():
    whole = small.files()
    path = f"quizzes/{COURSE}/Final Exam.yaml"
    whole[path] = whole.pop(FINAL)
    assert "F105" in {each.code for each in small.found(whole)}


def test_a_file_that_cannot_be_decoded_makes_no_other_finding():
    for path in (GIFTS, FINAL, PRACTICE):
        small.only({**small.files(), path: b"\xff\xfe" + small.files()[path]}, "F101")


def test_the_mistakes_of_a_file_in_another_encoding_are_told_with_that_one():
    whole = small.files()
    text = whole[GIFTS].decode().replace("People like to give.", "People – like to give <b>.")
    codes = [each.code for each in small.found({**whole, GIFTS: text.encode("cp1252")})]
    assert codes == ["F101", "L330"]


def test_the_mistakes_behind_a_tab_in_course_yaml_are_told_with_it():
    whole = small.files()
    text = whole[COURSE_YAML].decode()
    text = text.replace("    order: free", "\torder: free").replace("lesson: gifts", "lesson: gift")
    codes = [each.code for each in small.found({**whole, COURSE_YAML: text.encode()})]
    assert codes == ["Y102", "C601"]


def test_two_lessons_may_not_use_one_reflection_id():
    each = small.after(GIFTS, "id: a-gift", "id: first-day", "L318")
    assert each.place.path.endswith("the-role.md")


def test_a_question_with_a_mistake_is_not_told_again_in_the_lesson_that_shows_it():
    small.after(PRACTICE, "type: single", "type: sinlge", "Q203")


def test_an_exam_question_in_a_lesson_is_an_error():
    small.after(GIFTS, "practice/ethics-p-1", "final/final-role-1", "Q216")


JUNK = [b"\n", b"\t", b"  ", b":", b": ", b"'", b'"', b"#", b"- ", b"[", b"{", b"///", b"---"]
JUNK += [b"\x00", b"\xff", b"&a ", b"*a", b"!!x ", b"|", b"\xe2\x80\xa8", b"no", b"1", b""]


def mutated(chance: random.Random) -> dict[str, bytes]:
    """Return the files with one of them damaged somewhere, as a slip or a bad copy would."""
    whole = small.files()
    path = chance.choice(sorted(whole))
    content = bytearray(whole[path])
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(content) + 1)
        piece = bytes(content[at : at + chance.randrange(40)])
        gone = chance.choice([0, 0, 1, 3, len(piece)])
        content[at : at + gone] = chance.choice([*JUNK, piece * 2])
    return {**whole, path: bytes(content)}


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_to_a_file_raises_anything(seed: int):
    chance = random.Random(seed)
    for _ in range(15):
        whole = mutated(chance)
        reading = small.read(whole)
        assert (reading.edition is None) == bool(errors(reading.findings))
        for each in reading.findings:
            assert each.message
            assert 1 <= each.place.column < each.place.end_column


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(small.files())), st.binary(max_size=300), min_size=1))
def test_no_bytes_in_any_file_raise_anything(contents: dict[str, bytes]):
    small.read({**small.files(), **contents})


def test_one_mistake_does_not_hide_the_next_in_the_same_file():
    whole = small.changed(COURSE_YAML, "summary:", "sumary:")
    whole[COURSE_YAML] = whole[COURSE_YAML].replace(b"- lesson: gifts", b"- lesson: giftz")
    whole[FINAL] = whole[FINAL].replace(b"pass_mark: 75%", b"pass_mark: 0.75")
    whole[FINAL] = whole[FINAL].replace(b"  role: 2", b"  role: 9")
    whole[PRACTICE] = whole[PRACTICE].replace(b"    text:", b"    leve: apply\n    text:", 1)
    whole[PRACTICE] = whole[PRACTICE].replace(b"right:", b"wrong:", 1)
    codes = [each.code for each in small.found(whole)]
    assert codes == ["C604", "C601", "Q212", "Q211", "Q201", "Q205"]


@pytest.mark.parametrize("name", ["domains:", "contact:", "modules:", "certificate:", "topics:"])
def test_what_follows_from_a_misspelt_setting_is_not_told(name: str):
    small.after(COURSE_YAML, f"\n{name}", f"\n{name[1:]}", "C604")


@pytest.mark.parametrize("path", [GIFTS, FINAL, PRACTICE, COURSE_YAML])
def test_a_file_that_nobody_could_read_makes_no_other_finding(path: str):
    whole = small.files()
    del whole[path]
    refused = finding("F103", Place(path), "this file is too large")
    reading = read_course_files(COURSE, whole, today=small.TODAY, known=[refused])
    assert [each.code for each in reading.findings] == ["F103"]
    assert reading.edition is None


def test_a_picture_that_cannot_be_shown_is_not_told_again_in_the_lesson():
    whole = small.changed(
        GIFTS, "## What you can do", "![A ring](media/a.png)\n\n## What you can do"
    )
    small.only({**whole, f"lessons/{COURSE}/media/a.png": b"no picture"}, "F108")


def test_a_lesson_that_course_yaml_lists_and_that_is_not_there_is_told_once():
    whole = small.files()
    del whole[GIFTS]
    small.only(whole, "C601")
