import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.damage import damage_in, undamaged
from course.content.mending.file import mend
from course.content.sourcetext import decode
from tests.content.mending.files import PATH, mended, with_line

SIGNS = "—–’‘“”…•€™→✅❤😀éüñ°½à"


def damaged(text: str, encoding: str = "cp1252") -> str:
    """Return what a program makes of UTF-8 that it reads as another encoding."""
    read = (bytes([byte]) for byte in text.encode())
    return "".join(each.decode(encoding, "ignore") or each.decode("latin-1") for each in read)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_windows_damaged_comes_back(sign: str):
    assert mended(with_line("Who decides?", f"Who {damaged(sign)} decides")) == with_line(
        "Who decides?", f"Who {sign} decides"
    )


@pytest.mark.parametrize("encoding", ["cp874", "cp1251", "mac_roman", "latin-1"])
def test_a_dash_that_another_system_damaged_comes_back(encoding: str):
    assert undamaged(f"prescribe{damaged('—', encoding)}they") == "prescribe—they"


def test_what_was_damaged_twice_comes_back():
    assert undamaged(damaged(damaged("it’s — so"))) == "it’s — so"


def test_each_line_is_told_with_what_became_of_it():
    source = with_line("Who decides?", "Whoâ€™s there").replace("You do", "You â€” do")
    changes = mend(source.encode(), PATH).changes
    assert [(each.line, each.code) for each in changes] == [(9, "T401"), (14, "T401")]
    assert "Who’s there" in changes[0].what


@pytest.mark.parametrize(
    "text",
    [
        "NÃO, Âme, â la, €5 — “été” café ภาษา โรงเรียน вода Århus",
        "“IRMÃ”",
        "café…”",
        "Fuß“",
        "voilÃ\xa0",
        "â",
    ],
)
def test_letters_of_other_languages_stay(text: str):
    assert undamaged(text) == text


def test_a_letter_that_is_lost_is_told_and_nothing_is_promised():
    source = with_line("Who decides?", "Who \ufffd decides")
    [found] = decode(source.encode(), PATH).findings
    assert found.code == "T401"
    assert "--fix" not in found.help
    assert mended(source) == source


def test_where_repair_is_promised_it_is_made():
    source = with_line("Who decides?", "Whoâ€™s there")
    [found] = decode(source.encode(), PATH).findings
    assert "`course check --fix` can repair it" in found.help
    assert decode(mended(source).encode(), PATH).findings == ()


@given(st.text())
def test_repair_ends_and_leaves_no_more_to_repair(line: str):
    once = undamaged(line)
    assert undamaged(once) == once
    if once == line and damage_in(line) is None:
        assert undamaged(line) == line


@given(st.text(alphabet=SIGNS + "ab c.", max_size=20))
def test_what_was_damaged_once_is_as_it_was_or_still_told(line: str):
    after = undamaged(damaged(line))
    assert after == line or damage_in(after) or "\xa0" in line or "»" in line


def test_what_was_done_shows_the_place_of_the_change():
    line = "A long sentence about what peers do comes first, and then itâ€™s here. And more behind."
    [change] = mend(f"{line}\n".encode(), "lessons/peer-support/a.md").changes
    assert change.what == "…and then itâ€™s here. And… → …and then it’s here. And…"
