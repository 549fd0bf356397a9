"""Markdown to safe HTML, once, when a course is read. Nothing here runs in a request.

Python-Markdown renders; what it could pass through (raw HTML, link references, indented code)
is switched off, the tree is finished as the pages need it, and nh3 has the last word: only
what the allow-list names comes out.
"""

import re
import threading
from html import escape
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from course.content.page_tree import Page, finish
from course.content.tangles import tangle_in

# What Python-Markdown does that a lesson may not: the scanner reports each as a mistake.
BLOCKS_OFF = ("code", "setextheader", "reference")
INLINE_OFF = (
    *("html", "autolink", "automail"),
    *("reference", "short_reference", "image_reference", "short_image_ref"),
)
# Everything that makes a block of its own: one line of text has none of them.
BLOCKS = ("indent", "hashheader", "hr", "olist", "ulist", "quote")
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope"},
    "td": {"data-label"},
    "div": {"role", "tabindex", "aria-label"},
    "button": {"type", "popovertarget"},
    "span": {"popover"},
}
TAGS = {
    *("a", "br", "button", "code", "dfn", "em", "img", "span", "strong"),
    *("blockquote", "div", "figcaption", "figure", "hr", "p", "pre"),
    *("h2", "h3", "h4", "h5", "h6", "li", "ol", "ul"),
    *("caption", "table", "tbody", "td", "th", "thead", "tr"),
}
# Ids are ours alone: a name such as "title" would hide a property of the page's document.
SAFE_VALUE = {
    "id": re.compile(r"(?:h|term)-[\w-]+"),
    "popovertarget": re.compile(r"term-[\w-]+"),
    "href": re.compile(r"https?://[^/\\]|mailto:|tel:|#h-|/courses/[a-z0-9]", re.IGNORECASE),
    "src": re.compile(r"/media/[0-9a-f]+\.[a-z0-9]+$"),
    "class": re.compile(r"(?:term|term-means|stack|table|quote|box|box-[a-z-]+|align-[a-z]+| )*$"),
}


def render_block(source: str, page: Page | None = None) -> str:
    """Return the safe HTML of a Markdown text: paragraphs, lists, tables.

    A text beyond the limits of ``tangles`` is shown as it was typed: its finding is made by
    ``prose_findings``, and nothing waits for it.
    """
    if tangle_in(source):
        return f"<p>{escape(source)}</p>"
    return _RENDERERS.block.render(source, page or Page())


def render_inline(source: str, page: Page | None = None) -> str:
    """Return the safe HTML of one line of text: emphasis, links and code, no blocks."""
    line = " ".join(source.split())
    if tangle_in(line):
        return escape(line)
    html = _RENDERERS.inline.render(line, page or Page())
    return html.removeprefix("<p>").removesuffix("</p>")


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it that the allow-list does not name."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    pattern = SAFE_VALUE.get(name)
    return value if not pattern or pattern.match(value) else None


class _Text(HTMLParser):
    """Collects the text of HTML; blocks are parted by a newline, meanings of terms left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self.hidden += bool(self.hidden) or ("class", "term-means") in attrs
        elif tag not in {"a", "button", "code", "dfn", "em", "strong"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self.hidden = max(self.hidden - 1, 0)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)


def text_of(html: str) -> str:
    """Return the words of HTML that this module made, a line for each block."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Finish(Treeprocessor):
    """Finishes the tree for the page that is being rendered."""

    page = Page()

    def run(self, root: Element) -> None:
        finish(root, self.page)


class _Waymark(Extension):
    """Switches off what lessons may not do, and finishes the tree."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 -- Markdown's name
        """Take away and add processors."""
        md.preprocessors.deregister("html_block")
        for name in BLOCKS_OFF:
            md.parser.blockprocessors.deregister(name)
        for name in INLINE_OFF:
            md.inlinePatterns.deregister(name)
        # Last: after inline (20), prettify (10) and unescape (0).
        self.finisher = _Finish(md)
        md.treeprocessors.register(self.finisher, "waymark", -10)


class _Renderer:
    """Python-Markdown with its last step, which needs to know the page."""

    def __init__(self, *extensions: str) -> None:
        self.waymark = _Waymark()
        self.markdown = markdown.Markdown(
            extensions=[*extensions, "pymdownx.saneheaders", "pymdownx.betterem", self.waymark],
            extension_configs={"tables": {"use_align_attribute": True}},
            output_format="html",
        )

    def render(self, source: str, page: Page) -> str:
        """Return safe HTML; text nested too deeply to render is shown as it was typed."""
        self.waymark.finisher.page = page
        try:
            html = self.markdown.reset().convert(source)
        except RecursionError:
            html = f"<p>{escape(source)}</p>"
        return sanitise(html)


class _Renderers(threading.local):
    """The two renderers of a thread: Python-Markdown keeps state while it works."""

    def __init__(self) -> None:
        self.block = _Renderer("tables", "fenced_code", "sane_lists")
        self.inline = _Renderer()
        for name in BLOCKS:
            self.inline.markdown.parser.blockprocessors.deregister(name)


_RENDERERS = _Renderers()
