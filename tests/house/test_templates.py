"""Every template is used, says its title, and imports only what it needs."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.house.tree import TEMPLATES, python_files

NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
FRAMES = {"base.html", "errors/page.html"}
PAGES = [
    name
    for name in NAMES
    if name.endswith(".html") and name not in FRAMES and not name.startswith(("parts/", "email/"))
]


def tree(name):
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.do"], autoescape=True
    )
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))


def imported(name):
    """Return the names that a template imports."""
    names = {node.target for node in tree(name).find_all(nodes.Import)}
    for node in tree(name).find_all(nodes.FromImport):
        names |= {one[1] if isinstance(one, tuple) else one for one in node.names}
    return names


def loaded(name):
    """Return the names that a template reads."""
    return {node.name for node in tree(name).find_all(nodes.Name) if node.ctx == "load"}


@pytest.mark.parametrize("name", NAMES)
def test_an_import_is_used(name):
    assert imported(name) - loaded(name) == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("parts/")])
def test_a_macro_is_used(name):
    defined = {macro.name for macro in tree(name).find_all(nodes.Macro)}
    words = set()
    for other in NAMES:
        text = (TEMPLATES / other).read_text(encoding="utf-8")
        words |= set(re.findall(r"(?<!macro )\b\w+", re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)))
    assert defined - words == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_frame_and_a_title(name):
    page = tree(name)
    extends = page.find(nodes.Extends)
    assert extends is not None, "a page extends base.html (an error page: errors/page.html)"
    if extends.template.value in FRAMES:
        assert "title" in {block.name for block in page.find_all(nodes.Block)}


def test_every_template_is_used():
    code = "".join(path.read_text(encoding="utf-8") for path in python_files())
    texts = code + "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in NAMES)
    by_status = re.compile(r"errors/(\d{3}|[a-z-]+)\.html")  # web.errors renders them by status
    unused = [name for name in NAMES if f'"{name}"' not in texts and not by_status.match(name)]
    assert unused == []
