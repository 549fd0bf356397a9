"""What a page costs the person who opens it: requests and bytes, cold and gzipped."""

import gzip
from dataclasses import dataclass

from tests.elements import Element
from tests.plain import Browser

LOADED = "link[rel=stylesheet][href], link[rel=icon][href], script[src], img[src]"


@dataclass(frozen=True)
class Weight:
    """The weight of one page, in bytes as a proxy sends them."""

    path: str
    requests: int
    html: int
    html_packed: int
    packed: int


def weigh(browser: Browser, path: str) -> Weight:
    """Open a page with an empty cache: itself and all that it loads."""
    html = browser.get(path)
    tags = Element.parsed(html).select(LOADED)
    parts = {tag.get("href") or tag["src"] for tag in tags}
    loaded = sum(_packed(browser.get(part)) for part in sorted(parts))
    page = _packed(html)
    return Weight(path, 1 + len(parts), len(html.encode()), page, page + loaded)


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))
