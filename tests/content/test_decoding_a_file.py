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
    assert decoded.text is None
    assert [each.code for each in decoded.findings] == ["F101"]


def test_the_place_of_a_wrong_byte_counts_letters():
    decoded = decode("a: é\nb: éé".encode() + b"\xe9", "a.yaml")
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
