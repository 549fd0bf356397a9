"""What comes out of Markdown is safe, whatever went in (FAULTS M7, M20, cases 86 and 87)."""

import re

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course.content.edition import Term
from course.content.markdown.renderer import render_block, render_inline, sanitise, text_of
from course.content.markdown.tree import Page

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](vbscript:x)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](https://evil.example/pixel.png)",
    "[x](https://good.example){: onclick=alert(1) }",
    '<a href="https://x" onclick="x">x</a>',
    "<iframe src=//evil.example></iframe>",
    "<svg><script>1</script></svg>",
    "<form action=/><input name=x></form>",
    "<style>*{display:none}</style>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<base href=//evil.example>",
    '<b id="title">x</b>',
    "<![CDATA[x]]>",
    "<![",
    "<!",
    "<!-- x",
    "&lt;script&gt;",
    "| a |\n|:-:|\n| b |",
    '[x](https://x.example "a\\" onclick=alert(1) x=\\"")',
]
TAGS = {"a", "br", "code", "em", "img", "strong", "blockquote", "figure", "hr", "p", "pre", "h2"}
TAGS |= {"h3", "h4", "h5", "h6", "li", "ol", "ul", "caption", "table", "tbody", "td", "th"}
TAGS |= {"thead", "tr", "div", "html", "head", "body"}
ATTRIBUTES = {"href", "src", "alt", "title", "id", "class", "scope", "data-label", "loading"}
ATTRIBUTES |= {"start", "role", "tabindex", "aria-label", "width", "height"}


def is_safe(html: str) -> bool:
    """Say whether a browser would find nothing in it but what lessons may hold."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        href, src = element.get("href", "#h-"), element.get("src", "/media/")
        good = (
            element.tag in TAGS
            and set(element.keys()) <= ATTRIBUTES
            and re.match(r"https?://[^/\\]|mailto:|tel:|/courses/|#h-", href, re.IGNORECASE)
            and src.startswith("/media/")
            and element.get("id", "h-").startswith("h-")
        )
        if not good:
            return False
    return True


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_is_inert(source):
    assert is_safe(render_block(source))
    assert is_safe(render_inline(source))
    assert is_safe(sanitise(source))


@settings(deadline=None)
@given(st.text(alphabet="<>[]()!*_`|-#:/\\\"'&;={}\n \tabhjs1.", max_size=80))
@example("[a](javascript:x)")
def test_any_markdown_is_inert(source):
    assert is_safe(render_block(source))
    assert is_safe(render_inline(source))


def test_a_sign_of_html_is_shown_as_it_was_typed():
    assert render_inline("R&D <b> 5 < 6") == "R&amp;D &lt;b&gt; 5 &lt; 6"


@pytest.mark.parametrize("source", ["{{7*7}}", "{% include x %}", "${7*7}", "{{ config }}"])
def test_templates_are_shown_as_they_were_typed(source):
    assert render_inline(source) == source


@pytest.mark.parametrize("source", ["1. one", "- one", "# One", "> one", "a\n\nb", "---"])
def test_one_line_of_text_makes_no_blocks(source):
    assert "<" not in render_inline(source).replace("&gt;", "")


def test_a_line_beyond_the_limits_is_shown_as_it_was_typed():
    assert render_inline("<b>" + "[" * 60) == "&lt;b&gt;" + "[" * 60


def test_a_block_of_html_is_shown_as_it_was_typed():
    assert render_block("<div>\n\n*x*\n\n</div>") == (
        "<p>&lt;div&gt;</p>\n<p><em>x</em></p>\n<p>&lt;/div&gt;</p>"
    )


def test_indented_text_is_no_code():
    assert render_block("    text *here*") == "<p>text <em>here</em></p>"


def test_text_is_words_without_marks_and_meanings():
    html = '<p>a <button title="1 > 0">b</button><span class="term-means" popover="">c</span> d</p>'
    assert text_of(f"{html}<ul><li>e &amp; f</li></ul>") == "a b d\ne & f"
    assert text_of("<p>a <strong>b</strong>c</p>") == "a bc"


@settings(deadline=None)
@given(st.text())
def test_rendering_never_fails(source):
    assert isinstance(render_block(source), str)
    assert "\n\n" not in text_of(render_inline(source))


@settings(deadline=None)
@given(st.text("aé1 .,;:?!'\"()/%$+=-–“”#*_&<[`~"))
def test_plain_words_skip_the_renderer_and_come_out_the_same(text):
    # A term that is nowhere in the text makes the renderer do its work.
    slow = render_inline(text, Page(terms=(Term(term="zzz", means="Nothing."),)))
    assert render_inline(text) == slow


_PIECES = [*"aB1é .,;:?!\"’“”()/%$–—-\n'", "\n\n", "- ", "  ", "1. ", "Table: ", "word"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example("Who decides?\nThey do.\n\n“Ask,” she said.\n")
@example("Table: a\n\nb")
@example("a  \nb")
def test_paragraphs_of_words_skip_the_renderer_and_come_out_the_same(text):
    slow = render_block(text, Page(terms=(Term(term="zzz", means="Nothing."),)))
    assert render_block(text) == slow
