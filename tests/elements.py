"""A page as a browser reads it: parsed by the rules of HTML, asked by CSS selectors."""

from typing import Self

from selectolax.lexbor import LexborHTMLParser, LexborNode


class Element:
    """An element: its attributes by name, its text, and the elements in it.

    An attribute without a value is "", as everywhere in HTML.
    """

    def __init__(self, node: LexborNode) -> None:
        self._node = node

    @classmethod
    def parsed(cls, html: str) -> Self:
        """Return the root of a page."""
        return cls(LexborHTMLParser(html).root)

    def __repr__(self) -> str:
        return self.html

    @property
    def name(self) -> str:
        """The name of its tag."""
        return str(self._node.tag)

    @property
    def html(self) -> str:
        """Its markup, as the parser understood it."""
        return str(self._node.html)

    @property
    def attributes(self) -> dict[str, str]:
        """Every attribute."""
        return {name: value or "" for name, value in self._node.attributes.items()}

    def __contains__(self, attribute: str) -> bool:
        return attribute in self._node.attributes

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    def get(self, attribute: str, default: str = "") -> str:
        """Return the value of an attribute, the default where it is not there."""
        return self.attributes.get(attribute, default)

    @property
    def text(self) -> str:
        """The text in it, its white space made plain."""
        return " ".join(self.content.split())

    @property
    def content(self) -> str:
        """The text in it as it stands, every space and line break."""
        return self._node.text()

    @property
    def lines(self) -> str:
        """The text in it, a line for each run between two tags."""
        return self._node.text(separator="\n")

    def select(self, css: str) -> list["Element"]:
        """Return every element in it that matches, in the order of the page."""
        me = self._node.mem_id
        return [Element(node) for node in self._node.css(css) if node.mem_id != me]

    def one(self, css: str) -> "Element":
        """Return the only element in it that matches."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} elements match {css!r} in {self.name}"
        return found[0]

    def drop(self, css: str) -> None:
        """Take out what matches, with all that is in it."""
        for each in self.select(css):
            each._node.decompose()
