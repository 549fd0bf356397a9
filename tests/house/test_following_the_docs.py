"""Whoever does literally what the README and docs say gets what they promise."""

import shutil
import sys
from datetime import date

import pytest

from course.content.reading import read_site
from tests.house.documents import PAGES, Reader, blocks
from tests.house.tree import ROOT, name

pytestmark = pytest.mark.whole

FOLLOWED = [page for page in PAGES if any({"run", "file"} & set(b.marks) for b in blocks(page))]
TODAY = date(2026, 11, 22)


@pytest.fixture
def reader(request, tmp_path):
    """Return a reader in an empty folder (tutorials), or in one with the shipped course."""
    folder = tmp_path / "here"
    folder.mkdir()
    environment = {}
    if request.node.callspec.params["document"].parent.name != "tutorial":
        for shipped in ("lessons", "quizzes"):
            shutil.copytree(ROOT / shipped, folder / shipped)
        shutil.copy(ROOT / "app.py", folder)
        (folder / ".venv").symlink_to(sys.prefix)
        environment = {"WAYMARK_COURSE_ROOT": str(folder)}  # it stands for the repository
    reader = Reader(folder, environment)
    yield reader
    reader.leave()


@pytest.mark.timeout(240)  # a page runs the command up to eight times
@pytest.mark.parametrize("document", FOLLOWED, ids=name)
def test_a_page_can_be_followed(document, reader):
    for block in blocks(document):
        reader.follow(block)
    site = read_site(reader.folder, today=TODAY)
    assert site.courses
    assert site.findings == (), "the files of a page check clean at its end"


def test_the_pages_that_must_be_followed_are():
    assert {"README.md", "docs/tutorial/your-first-course.md"} <= set(map(name, FOLLOWED))
