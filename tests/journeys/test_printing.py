"""What comes out of the printer: Chromium's own PDF of each page, read back."""

import re
from bisect import bisect
from itertools import accumulate
from unicodedata import normalize

import pytest
from pypdfium2 import PdfDocument

from tests.journeys.conftest import COURSE, keep_pictures
from tests.walks import live_edition

WHOLE_BOXES = ".box, .question-box, .paper-question, .quote"
ENDS = """boxes => boxes.map(box => {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    const words = walker.currentNode.textContent.trim()
    if (words && parent.getClientRects().length) texts.push(words)
  }
  return [texts.slice(0, 2).join(''), texts.at(-1)]
})"""
"""The first and the last words of each box that are printed."""
LETTER, A4 = "Letter", "A4"


def plain(text):
    """Return text without white space and joined letters: lines end, and fi is one, as it fits.

    U+FFFE is how PDFium tells a hyphen at the end of a line.
    """
    return re.sub(r"\s+", "", normalize("NFKC", text)).replace("\ufffe", "-")


def printed(page, paper=LETTER):
    """Print a page; return the text of each sheet."""
    page.emulate_media(media="print")
    with PdfDocument(page.pdf(format=paper)) as sheets:
        return [plain(sheet.get_textpage().get_text_range()) for sheet in sheets]


def cut_boxes(page, sheets):
    """Return the first words of each box that begins on one sheet and ends on another."""
    whole = "".join(sheets)
    starts = [*accumulate(map(len, sheets), initial=0)]
    cut, place = [], 0
    for first, last in page.eval_on_selector_all(WHOLE_BOXES, ENDS):
        begins = whole.index(plain(first), place)
        assert plain(last) in whole[begins:], (first, last)
        place = whole.index(plain(last), begins)
        if bisect(starts, begins) != bisect(starts, place):
            cut.append(first)
    return cut


def addresses(page):
    links = page.locator("main a[href^=http]").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    return {plain(link) for link in links}


@pytest.fixture
def lesson(live):
    """The lesson with the most boxes, and the step before which nothing is asked."""
    return live_edition(live).lessons[0]


@pytest.mark.parametrize("paper", [LETTER, A4])
def test_a_trainee_prints_a_lesson(enter, lesson, paper):
    page = enter("trainee")
    page.goto(f"/courses/{COURSE}/lessons/{lesson.id}")
    sheets = printed(page, paper)
    text = "".join(sheets)
    assert cut_boxes(page, sheets) == []
    assert {link for link in addresses(page) if link not in text} == set()
    assert addresses(page)
    for chrome in (
        "Signout",
        "Skiptomain",
        "Backtoyourcourse",
        "Checkmyanswer",
        "Markasdoneandcontinue",
    ):
        assert chrome not in text
    assert "Onthispage" not in text
    assert all(len(sheet) > 40 for sheet in sheets)
    assert len(sheets) <= 12


def test_a_term_is_printed_with_its_meaning(enter, live):
    edition = live_edition(live)
    page = enter("trainer")
    page.goto(f"/author/{COURSE}/preview/lessons/{edition.lessons[2].id}?show=print")
    term = page.locator("button.term").first.inner_text()
    means = page.locator(".term-means").first.text_content()
    assert f"{plain(term)}({plain(means)})" in "".join(printed(page))


def test_the_whole_course_is_printed(enter, live):
    edition = live_edition(live)
    page = enter("trainer")
    page.goto(f"/author/{COURSE}/preview/print")
    sheets = printed(page)
    text = "".join(sheets)
    assert cut_boxes(page, sheets) == []
    assert {link for link in addresses(page) if link not in text} == set()
    assert "nothingissaved" not in text
    assert all(len(sheet) > 40 for sheet in sheets)
    for each in edition.lessons:
        # The list of lessons has it too: the lesson itself begins a sheet of its own.
        begins = [sheet for sheet in sheets[1:] if plain(each.title) in sheet[:120]]
        assert begins, each.title
    assert 2 < len(sheets) / len(edition.lessons) < 11
    keep_pictures(page, "print-course")


def test_an_exam_is_printed_and_its_key_apart(enter, live):
    edition = live_edition(live)
    exam = next(each for each in edition.assessments if each.kind == "exam")
    page = enter("trainer")
    page.goto(f"/author/{COURSE}/paper/{exam.id}?number=7")
    questions = page.locator(".paper-question").count()
    sheets = printed(page)
    text = "".join(sheets)
    assert questions == exam.length
    assert cut_boxes(page, sheets) == []
    assert f"Form7·Edition{edition.id[:12]}" in sheets[0]
    assert f"Endofform7·Edition{edition.id[:12]}" in sheets[-1]
    assert "Name:" in sheets[0]
    assert "thekeytothisform" not in text
    assert "Formnumber" not in text
    assert len(sheets) <= questions / 2
    page.emulate_media(media="screen")
    page.get_by_role("link", name="the key to this form").click()
    key = printed(page)
    assert "Forstaffonly.Form7·Edition" in key[0]
    assert len(key) <= 3


def test_a_cut_box_is_seen(enter):
    page = enter("trainer", bypass_csp=True)
    page.goto(f"/author/{COURSE}/preview/print")
    page.add_style_tag(content="@media print { main * { break-inside: auto !important } }")
    assert cut_boxes(page, printed(page)) != []
