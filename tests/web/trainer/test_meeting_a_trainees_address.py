"""A trainer who follows a link that was meant for trainees is led to the preview."""

from pathlib import Path

from tests.builders import COURSE
from tests.pages import Pages

THEIRS = f"/courses/{COURSE}"
OURS = f"/author/{COURSE}/preview"


def test_the_page_leads_to_its_preview(as_trainer: Pages, files: Path) -> None:
    for what, path in [
        ("course", ""),
        ("lesson", "/lessons/the-role"),
        ("reflection", "/reflections/first-day"),
        ("exam", "/exams/final"),
    ]:
        page = as_trainer.get(THEIRS + path, 403)
        assert page.link(f"Preview this {what}") == OURS + path
        assert "ask your coordinator" not in page.text
        as_trainer.get(OURS + path)


def test_it_says_the_same_of_what_is_not_there(as_trainer: Pages, files: Path) -> None:
    one, other = (as_trainer.get(f"{THEIRS}/lessons/{name}", 403) for name in ("gifts", "nothing"))
    said = [[line.text for line in page.select("main p")[:3]] for page in (one, other)]
    assert said[0] == said[1]
    as_trainer.get(other.link("Preview this lesson"), 404)


def test_what_has_no_preview_leads_nowhere(as_trainer: Pages, files: Path) -> None:
    page = as_trainer.get("/record", 403)
    assert "Preview" not in page.text
    assert "ask your coordinator" in page.text


def test_a_coordinator_is_not_led_to_a_trainers_page(as_coordinator: Pages) -> None:
    page = as_coordinator.get(f"{THEIRS}/lessons/gifts", 403)
    assert "Preview" not in page.text
