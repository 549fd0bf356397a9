import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.findings import Place
from course.content.sourcetext import decode


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r", "a.yaml").text == "a: 1\nb: 2\n"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-32"])
def test_another_encoding_is_one_finding(encoding: str):
    decoded = decode("title: Café\n".encode(encoding), "a.yaml")
    assert [each.code for each in decoded.findings] == ["F101"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_what_windows_saved_in_its_own_way_is_read_all_the_same(encoding: str):
    assert decode("title: Café\r\n".encode(encoding), "a.yaml").text == "title: Café\n"


@pytest.mark.parametrize(
    "content", ["é".encode() + b"\xe9 ends\n", b"a: \x81\n", "a: Café\n".encode("utf-16")]
)
def test_where_it_is_open_what_was_meant_nothing_is_read(content: bytes):
    assert decode(content, "a.yaml").text is None


def test_the_place_of_a_wrong_byte_counts_letters():
    decoded = decode("a: é\nb: éé".encode() + b"\xe9", "a.yaml")
    assert decoded.findings[0].place == Place("a.yaml", 2, 6, 7)


def test_the_place_of_a_wrong_byte_counts_lines_of_every_kind():
    decoded = decode("a: é\rb: éé".encode() + b"\xe9 ends\r", "a.yaml")
    assert decoded.findings[0].place == Place("a.yaml", 2, 6, 7)


def test_a_nul_is_a_finding_at_its_place():
    decoded = decode(b"a: 1\nb: \x00", "a.yaml")
    assert decoded.text is None
    assert [each.code for each in decoded.findings] == ["F102"]
    assert decoded.findings[0].place == Place("a.yaml", 2, 4, 5)


@pytest.mark.parametrize("encoding", ["cp1252", "cp874"])
def test_text_that_was_read_in_another_encoding_is_told_at_its_place(encoding: str):
    damaged = "—".encode().decode(encoding)
    decoded = decode(f"a: 1\nb: they do not{damaged}they offer".encode(), "a.yaml")
    assert [each.code for each in decoded.findings] == ["T401"]
    assert decoded.findings[0].place == Place("a.yaml", 2, 15, 18)


def test_letters_of_other_languages_are_not_damage():
    assert decode("NÃO, Âme, â la, €5 — “été” café ภาษา".encode(), "a.md").findings == ()


@given(st.binary())
def test_bytes_are_read_or_told_whatever_they_are(content: bytes):
    decoded = decode(content, "a.yaml")
    assert decoded.text is not None or decoded.findings


def told(content: bytes) -> tuple[str, str, str]:
    """Return the code, the message and the line of the one finding."""
    [each] = decode(content, "a.yaml").findings
    return each.code, each.message, each.excerpt


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_two_or_four_bytes_for_each_letter_are_told_as_such(encoding: str):
    [each] = decode("title: Practice\nkind: practice\n".encode(encoding), "a.yaml").findings
    assert each.code == "F101"
    assert encoding[:6].upper() in each.help


def test_the_line_with_a_wrong_byte_is_shown_as_windows_would_read_it():
    code, message, line = told("a: 1\ntitle: Café talk\n".encode("cp1252"))
    assert (code, message) == ("F101", "this file is not saved as UTF-8")
    assert line == "title: Café talk"


def test_what_cannot_be_seen_is_shown_as_a_sign():
    assert told(b"title: a\x00b\x1bc\n")[2] == "title: a␀b␛c"


@pytest.mark.parametrize("content", [b"\0" * 500, b"title: Practice\nki" + b"\0" * 200])
def test_zeros_at_the_end_are_a_save_that_was_cut_short(content: bytes):
    assert told(content)[:2] == ("F110", "this file breaks off: at its end is nothing but zeros")


def test_half_a_letter_at_the_end_is_a_copy_that_was_cut_short():
    assert told("title: Café, thé".encode()[:-1])[:2] == (
        "F110",
        "this file breaks off: at its end is half a letter",
    )


def test_damage_on_many_lines_is_one_mistake_that_names_them():
    lines = "\n".join(f"a{number}: they do notâ€”they offer" for number in range(1, 4))
    [each] = decode(lines.encode(), "a.yaml").findings
    assert (each.code, each.place.line) == ("T401", 1)
    assert each.note == "the same is true of lines 2, 3"


def test_damage_that_leaves_a_control_character_is_damage():
    assert told("title: he said itâ€\x9d\n".encode())[0] == "T401"


def test_a_letter_that_is_lost_is_not_promised_to_come_back():
    [each] = decode("title: caf\ufffd\n".encode(), "a.yaml").findings
    assert each.code == "T401"
    assert "--fix" not in each.help


@pytest.mark.parametrize("start", [b"{\\rtf1\\ansi", b"PK\x03\x04\x14\x00", b"%PDF-1.7\n"])
def test_a_file_of_a_word_processor_is_told_as_one(start: bytes):
    decoded = decode(start + b" hello", "a.md")
    assert decoded.text is None
    [finding] = decoded.findings
    assert finding.code == "F101"
    assert finding.message == "this file is of a word processor, not plain text"
    assert "plain text editor" in finding.help
