"""A real site, a real Chromium, and people who sign in with both."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.orm import Session

from course.records import cohorts, passwords
from course.records.engine import open_engine
from tests.live import COHORT, PASSWORD, LiveSite

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
PHONE = {"width": 320, "height": 640}
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
    """The shipped course on a site of two processes, with one person of each role."""
    with LiveSite(tmp_path_factory.mktemp("live")) as site:
        site.settle(COURSE)
        site.start()
        yield site


@pytest.fixture
def someone(live: LiveSite) -> Callable[[str], str]:
    """Add a person of a role to the cohort; give their address."""

    def add(role: str) -> str:
        email = f"{role}{next(NUMBERS)}@example.org"
        with Session(open_engine(live.database_url)) as session:
            cohorts.add_to_site(
                session,
                email=email,
                name=f"{role.title()} Example",
                roles=(role,),
                cohort=COHORT,
                course=COURSE,
                password_hash=passwords.hash_password(PASSWORD),
                now=datetime.now(UTC),
            )
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


def sign_in(page: Page, email: str) -> None:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def keep_picture(page: Page, name: str) -> None:
    """Save a picture of the page where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
