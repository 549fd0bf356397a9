"""A trainer who follows a link that was meant for trainees is led to the preview."""

from pathlib import Path

import pytest

from tests.builders import COURSE
from tests.page_checks import text_of
from tests.pages import Pages

THEIRS = f"/courses/{COURSE}"
OURS = f"/author/{COURSE}/preview"


@pytest.mark.parametrize(
    ("address", "what", "preview"),
    [
        (THEIRS, "course", OURS),
        (f"{THEIRS}/lessons/the-role", "lesson", f"{OURS}/lessons/the-role"),
        (f"{THEIRS}/reflections/first-day", "reflection", f"{OURS}/reflections/first-day"),
        (f"{THEIRS}/exams/final", "exam", f"{OURS}/exams/final"),
    ],
)
def test_the_page_leads_to_its_preview(
    as_trainer: Pages, files: Path, address: str, what: str, preview: str
) -> None:
    page = as_trainer.get(address, 403)
    assert page.link(f"Preview this {what}") == preview
    assert "ask your coordinator" not in text_of(page.one("main"))
    as_trainer.get(preview)


def test_it_says_the_same_of_what_is_not_there(as_trainer: Pages, files: Path) -> None:
    one, other = (as_trainer.get(f"{THEIRS}/lessons/{name}", 403) for name in ("gifts", "nothing"))
    said = [[text_of(line) for line in page.select("main p")[:3]] for page in (one, other)]
    assert said[0] == said[1]
    as_trainer.get(other.link("Preview this lesson"), 404)


def test_what_has_no_preview_leads_nowhere(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get("/record", 403)
    assert "Preview" not in text_of(page.one("main"))
    assert "ask your coordinator" in text_of(page.one("main"))


def test_a_coordinator_is_not_led_to_a_trainers_page(as_coordinator: Pages) -> None:
    page = as_coordinator.get(f"{THEIRS}/lessons/gifts", 403)
    assert "Preview" not in text_of(page.one("main"))
