import pytest

from course.content.edition import MediaFile
from tests.content.lesson import BODY_LINE, codes, html, only, read, read_with, shown


def test_a_link_to_another_lesson_becomes_its_address():
    assert '<a href="/courses/peer-support/lessons/role-of-a-peer-specialist#h-the-role">' in html(
        "See [the role](role-of-a-peer-specialist.md#the-role)."
    )


def test_a_link_to_a_heading_of_this_lesson():
    assert '<a href="#h-the-end">' in html("See [the end](#the-end).\n\n## The end\n\nStop.")


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org",
        "http://example.org/a_b?c=d#e",
        "https://example.org/(x)",
        "mailto:ask@example.org",
        "tel:988",
        "tel:+1-555-0100",
    ],
)
def test_these_addresses_may_stand_in_a_lesson(href):
    assert f'href="{href}"' in html(f"See [the office]({href}).")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "https:evil",
        "https:///evil",
        "https://good.example@evil.example",
        "/admin",
        "../secret.md",
        "other/lesson.md",
        "ftp://example.org",
        "file:///etc/passwd",
        "",
    ],
)
def test_other_addresses_are_refused(href):
    assert codes(f"See [the office]({href}).") == ["L322"]


def test_a_link_to_a_lesson_that_is_not_there():
    body = "See [roles](role-of-a-peer-specialst.md)."
    finding = only(body)
    assert finding.code == "L320"
    assert finding.message == "this link goes to a lesson that does not exist"
    assert finding.label == 'did you mean "role-of-a-peer-specialist.md"?'
    assert shown(body, finding) == "role-of-a-peer-specialst.md"
    assert finding.place.column == 13


def test_lessons_that_are_not_known_make_no_finding():
    assert read_with("See [roles](nowhere.md).", lesson_ids=None).findings == ()


def test_a_link_to_a_heading_that_is_not_there():
    finding = only("See [the end](#teh-end).\n\n## The end\n\nStop.")
    assert (finding.code, finding.label) == ("L323", 'did you mean "#the-end"?')


@pytest.mark.parametrize("text", ["click here", "Here", "read more", "**this page**", ""])
def test_link_text_says_where_it_goes(text):
    body = f"See [{text}](https://example.org)."
    finding = only(body)
    assert finding.code == "A502"
    assert finding.severity == "warning"


def test_a_picture_needs_a_description():
    body = "![](media/walk.png)"
    finding = only(body)
    assert (finding.code, finding.label) == ("A501", "people who cannot see it get nothing")
    assert shown(body, finding) == body


def test_a_picture_file_has_to_be_there():
    body = "![Two people](media/wlak.png)"
    finding = only(body)
    assert finding.message == 'the picture file "media/wlak.png" is not there'
    assert shown(body, finding) == "media/wlak.png"
    assert (finding.code, finding.place.line) == ("L321", BODY_LINE)


def test_a_picture_elsewhere_is_refused():
    assert codes("![Two people](https://example.org/walk.png)") == ["L321"]
    assert codes("![Two people](../../instance/app.db)") == ["L321"]


@pytest.mark.parametrize("href", ["cat.png", "C:\\me\\cat.png", "https://example.org/cat.png"])
def test_a_picture_from_another_place_is_told_where_it_belongs(href: str):
    assert only(f"![A cat]({href})").help.endswith("and write: media/cat.png")


def test_a_picture_on_its_own_is_a_figure():
    assert html("![Two people](media/walk.png)") == (
        '<figure><img alt="Two people" loading="lazy" src="/media/ab12.png"></figure>'
    )
    assert read("![Two people](media/walk.png)").media == ("media/walk.png",)


def test_a_picture_has_its_size_so_that_the_page_does_not_jump():
    file = MediaFile(hash="ab12", extension="png", path="media/walk.png", width=80, height=60)
    lesson = read_with("![Two people](media/walk.png)", media={file.path: file}).lesson
    assert 'width="80"' in lesson.parts[0].html
    assert 'height="60"' in lesson.parts[0].html


def test_a_decorative_picture_has_an_empty_description():
    assert 'alt=""' in html("![decorative](media/walk.png)")


def test_a_link_may_run_over_a_line():
    body = "See [the role\nof a peer](role-of-a-peer-specialist.md), and\n[this](nowhere.md)"
    findings = read(body).findings
    assert [(one.code, one.place.line) for one in findings] == [
        ("A502", BODY_LINE + 2),
        ("L320", BODY_LINE + 2),
    ]
