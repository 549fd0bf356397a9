"""axe-core in a page: the rules of WCAG 2.2 A and AA and its best practices."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
    const found = await axe.run({runOnly: {type: "tag", values: tags}});
    return found.violations.map(rule =>
        rule.id + ": " + rule.nodes.map(node => node.target.join(" ")).join(", "));
}"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """List the rules that a page breaks, with the elements. Its context has to bypass the CSP."""
    page.evaluate(_source())
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
