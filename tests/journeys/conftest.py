"""A real site, a real Chromium, and people who sign in with both."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.deploy.real import RealSite
from tests.journeys.theatre import PHONE, sign_in
from tests.live import LiveSite

COURSE = "peer-support"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",  # it runs as root on a build machine
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NUMBERS = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the Chromium of this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "install Chromium: apt-get install chromium"
    return {"executable_path": found, "args": QUIET}


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The shipped course on the documented site, with one person of each role."""
    with RealSite(tmp_path_factory.mktemp("live")) as site:
        site.settle(COURSE)
        site.start()
        yield site


@pytest.fixture
def someone(live: LiveSite) -> Callable[[str], str]:
    """Add a person of a role to the cohort; give their address."""

    def add(role: str) -> str:
        email = f"{role}{next(NUMBERS)}@example.org"
        live.add_person(email, role, COURSE)
        return email

    return add


@pytest.fixture
def enter(
    browser: Browser, live: LiveSite, someone: Callable[[str], str]
) -> Iterator[Callable[..., Page]]:
    """Open a browser of a person's own and sign in; afterwards see that nothing went wrong.

    Nothing of another machine is asked for, and no script or policy complains.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(role: str = "", *, email: str = "", **how: Any) -> Page:
        context = browser.new_context(**({"viewport": PHONE, "base_url": live.address} | how))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch(page, live, wrong)
        if role or email:
            sign_in(page, email or someone(role))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, live: LiveSite, wrong: list[str]) -> None:
    """Note errors of scripts and policies, and requests that leave the site."""
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("console", lambda line: _note(line.type, line.text, wrong))
    own = urlsplit(live.address).netloc

    def note_others(request: Any) -> None:
        if urlsplit(request.url).netloc not in {own, ""}:
            wrong.append(f"asks {request.url}")

    page.on("request", note_others)


def _note(kind: str, text: str, wrong: list[str]) -> None:
    # Chromium reports an answer of 4xx or a cut network as an error; journeys cause both.
    if kind == "error" and not text.startswith("Failed to load resource"):
        wrong.append(f"console: {text}")


def keep_pictures(page: Page, name: str) -> None:
    """Save pictures of the page, narrow and wide, where SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    for width in (320, 1280) if folder else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=Path(folder or "") / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(PHONE)
