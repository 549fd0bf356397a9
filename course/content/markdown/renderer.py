"""Markdown to safe HTML, once, when a course is read. Nothing here runs in a request.

Python-Markdown renders; what it could pass through (raw HTML, link references, indented code)
is switched off, the tree is finished as the pages need it, and nh3 has the last word: only
what the allow-list names comes out.
"""

import re
import threading
from html import escape, unescape
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from course.content.markdown.tangles import tangle_in
from course.content.markdown.tree import Page, finish

# What Python-Markdown does that a lesson may not: the scanner reports each as a mistake.
BLOCKS_OFF = ("code", "setextheader", "reference")
INLINE_OFF = (
    *("html", "autolink", "automail"),
    *("reference", "short_reference", "image_reference", "short_image_ref"),
)
# Everything that makes a block of its own: one line of text has none of them.
BLOCKS = ("caption", "indent", "hashheader", "hr", "olist", "ulist", "quote")
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope", "data-label"},
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
# The sanitiser writes every attribute in double quotes, and no "<" in a text.
MEANING = re.compile(r'<span class="term-means"[^<]*</span>')
INLINE_TAG = re.compile(r'</?(?:a|button|code|dfn|em|span|strong)\b(?:[^">]|"[^"]*")*>')
BLOCK_TAG = re.compile(r'<(?:[^">]|"[^"]*")*>')
# The signs that mean something in one line of Markdown, or in HTML.
MARKUP = re.compile(r"[^\w\s.,;:?'\"’“”()/%$+=–—-]|_")
# Lines that begin as a sentence does, with none of those signs, no space at an end, no caption.
PLAIN_LINE = r"(?!Table:)(?:[^\W\d_]|[\"'“‘(])(?:[\w.,;:?!'\"’“”()/%$–—-]| (?! |$))*"
PLAIN = re.compile(rf"{PLAIN_LINE}(?:\n\n?{PLAIN_LINE})*\n*", re.MULTILINE)
BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)
# Ids are ours alone: a name such as "title" would hide a property of the page's document.
SAFE_VALUE = {
    "id": re.compile(r"(?:h|term)-[\w-]+"),
    "popovertarget": re.compile(r"term-[\w-]+"),
    "href": re.compile(r"https?://[^/\\]|mailto:|tel:|#h-|/courses/[a-z0-9]", re.IGNORECASE),
    "src": re.compile(r"/media/[0-9a-f]+\.[a-z0-9]+$"),
    "class": re.compile(
        r"(?:term|term-line|term-means|stack|table|quote|box|box-[a-z-]+|align-[a-z]+| )*$"
    ),
}


def render_block(source: str, page: Page | None = None) -> str:
    """Return the safe HTML of a Markdown text: paragraphs, lists, tables.

    A text beyond the limits of ``tangles`` is shown as it was typed: its finding is made by
    ``prose_findings``, and nothing waits for it.
    """
    if not (page and page.terms) and _is_plain(source):
        return "\n".join(f"<p>{each}</p>" for each in source.rstrip("\n").split("\n\n"))
    if tangle_in(source):
        return f"<p>{escape(source)}</p>"
    # Python-Markdown takes a first line of spaces for text, and then sees no list below it.
    return _RENDERERS.block.render(BLANK.sub("", source), page or Page())


def _is_plain(source: str) -> bool:
    """Say whether a text is paragraphs of words: Markdown would make nothing else of it."""
    return "_" not in source and PLAIN.fullmatch(source) is not None


def render_inline(source: str, page: Page | None = None) -> str:
    """Return the safe HTML of one line of text: emphasis, links and code, no blocks."""
    line = " ".join(source.split())
    if not MARKUP.search(line) and not (page and page.terms):
        return line  # most answers are plain words, and a course has thousands of them
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


def text_of(html: str) -> str:
    """Return the words of HTML that this module made, a line for each block.

    The meanings of terms are left out: they are the glossary's words, not the author's.
    """
    blocks = BLOCK_TAG.sub("\n", INLINE_TAG.sub("", MEANING.sub("", html)))
    lines = (" ".join(line.split()) for line in unescape(blocks).split("\n"))
    return "\n".join(line for line in lines if line)


class _Finish(Treeprocessor):
    """Finishes the tree for the page that is being rendered."""

    page = Page()

    def run(self, root: Element) -> None:
        finish(root, self.page)


class _CaptionAbove(BlockProcessor):
    """Parts a caption from the table right under it, which has to start a block to be one."""

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a block is a caption with more under it."""
        return block.startswith("Table:") and "\n" in block

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put the two lines back as two blocks."""
        caption, table = blocks.pop(0).split("\n", 1)
        blocks[:0] = [caption, table]


class _Waymark(Extension):
    """Switches off what lessons may not do, and finishes the tree."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 -- Markdown's name
        """Take away and add processors."""
        md.preprocessors.deregister("html_block")
        for name in BLOCKS_OFF:
            md.parser.blockprocessors.deregister(name)
        for name in INLINE_OFF:
            md.inlinePatterns.deregister(name)
        # Before tables (75), which are looked for at the start of a block.
        md.parser.blockprocessors.register(_CaptionAbove(md.parser), "caption", 80)
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
        """Return safe HTML with the links, pictures and terms of the page."""
        self.waymark.finisher.page = page
        return sanitise(self.markdown.reset().convert(source))


class _Renderers(threading.local):
    """The two renderers of a thread: Python-Markdown keeps state while it works."""

    def __init__(self) -> None:
        self.block = _Renderer("tables", "fenced_code", "sane_lists")
        self.inline = _Renderer()
        for name in BLOCKS:
            self.inline.markdown.parser.blockprocessors.deregister(name)


_RENDERERS = _Renderers()
