"""A check with problems in many files: each file says how many, and its problems fold."""

from pathlib import Path

import pytest

from tests.builders import COURSE
from tests.pages import Page, Pages
from tests.web.trainer.conftest import break_course

CHECK = f"/author/{COURSE}"


def folded(page: Page) -> list[str]:
    return [each.text for each in page.select("main details.fold-narrow > summary")]


def break_files(files: Path, count: int) -> None:
    """Add so many lessons that misspell a setting, and no other problem."""
    folder = files / "lessons" / COURSE
    text = (folder / "the-role.md").read_text("utf-8").replace("summary:", "sumary:")
    for number in range(count):
        (folder / f"more-{number}.md").write_text(text, "utf-8")


@pytest.mark.parametrize("count", [5, 6])
def test_the_problems_of_more_than_five_files_fold(
    as_trainer: Pages, files: Path, count: int
) -> None:
    break_files(files, count - 1)  # and the lesson of the same objectives
    page = as_trainer.get(CHECK)
    assert len(page.select("main > h3")) == count
    assert len(folded(page)) == (0 if count == 5 else 6)
    assert all("problem" in each for each in folded(page))
    assert page.select("details[open]") == []


def test_a_link_to_the_editor_names_its_file_for_who_hears_it(
    as_trainer: Pages, files: Path
) -> None:
    break_course(files)
    (link,) = [each for each in as_trainer.get(CHECK).select("a") if "VS Code" in each.text]
    assert link.text == f"Open this line of lessons/{COURSE}/the-role.md in VS Code"
    assert link.one(".hidden").text == f"of lessons/{COURSE}/the-role.md"
