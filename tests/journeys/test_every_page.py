"""Every page in every state: no rule of accessibility broken, nothing that scrolls sideways."""

import pytest

from course.config import Settings
from course.web import create_app
from tests.deploy.real import RealSite
from tests.journeys.axe import sideways, violations
from tests.journeys.conftest import COURSE, keep_pictures
from tests.journeys.scenes import ELSEWHERE, SCENES
from tests.journeys.theatre import Theatre

MOST_REQUESTS = 3
"""Of a page that is opened with an empty cache: itself, the styles, the script (PAGES 4.1)."""
FROM_THE_SITE = """
performance.getEntriesByType("resource").filter((each) => each.transferSize > 0).length
"""


@pytest.fixture(scope="module")
def theatre(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp
    mail = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "office@example.org"}
    with RealSite(folder("at-work")) as site, RealSite(folder("begun"), **mail) as begun:
        made = Theatre(browser, site, begun, COURSE)
        yield made
        made.close()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_page_is_for_everyone(theatre, scene):
    page = theatre.window(scene.person)
    page.goto(scene.address(theatre.places))
    if scene.act:
        scene.act(page)
    assert page.locator(".error-summary").count() == scene.refused
    assert page.locator(".error-summary:focus").count() == scene.refused
    assert violations(page) == []
    assert sideways(page) <= 0
    keep_pictures(page, scene.name)


@pytest.mark.parametrize(
    "scene", [scene for scene in SCENES if not scene.act], ids=lambda scene: scene.name
)
def test_a_page_asks_for_little(theatre, browser, scene):
    window = theatre.window(scene.person)
    window.goto(scene.address(theatre.places))
    asked = []
    with browser.new_context(storage_state=window.context.storage_state()) as cold:
        page = cold.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(window.url)
        # The icon is the site's: a browser asks for it once, and keeps it for a year.
        icons = [each for each in asked if each.endswith("/icon.svg")]
        assert len(asked) - len(icons) <= MOST_REQUESTS, asked
        assert len(icons) <= 1
    window.goto(window.url)
    assert window.evaluate(FROM_THE_SITE) == 0  # all but the page itself was kept


def test_a_fault_is_seen(theatre):
    page = theatre.window("visitor")
    page.goto("/help")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=/icon.png><p>wide</p>'")
    page.evaluate("document.querySelector('main p:last-child').style.width = '400px'")
    assert violations(page) == ["image-alt: img"]
    assert sideways(page) > 0


def test_every_address_has_a_scene(tmp_path):
    database_url = f"sqlite:///{tmp_path / 'routes.sqlite3'}"
    folders = {"instance_dir": tmp_path, "keys_dir": tmp_path}
    app = create_app(Settings(base_url="http://localhost", database_url=database_url, **folders))
    shown = {scene.rule for scene in SCENES} | set(ELSEWHERE)
    rules = {rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert rules - shown == set()
