"""A module that waits for nothing of the trainee folds, and says how its steps stand."""

import pytest

from course.content.edition import Module, Step
from course.records.progress import lessons
from tests.builders import COURSE, make_edition, make_modules
from tests.story import do_everything_but_the_final, go_live, send, take_the_final

HOME = f"/courses/{COURSE}"
IN_THREE = make_edition(
    "in three",
    modules=(
        make_modules()[0],
        Module(title="The role", order="free", steps=(Step(kind="lesson", id="the-role"),)),
        Module(title="Later", order="free", steps=make_modules()[1].steps[1:]),
    ),
    reflections=tuple(
        each.model_copy(update={"review": "required"}) for each in make_edition().reflections
    ),
)


@pytest.fixture
def serve(app, session):
    def make_live(edition):
        go_live(session, edition)
        app.extensions["shelf"].forget()

    return make_live


def folded(page):
    return [each.text for each in page.select("main details > summary")]


def test_nothing_folds_for_who_has_just_begun(as_trainee):
    page = as_trainee.get(HOME)
    assert folded(page) == []
    assert len(page.select(".tasks li")) == 5


def test_a_module_folds_when_its_steps_are_completed(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(HOME)
    assert folded(page) == ["2 steps, completed: Start here"]
    assert "open" not in page.one("details.printed")
    assert [each.text for each in page.select("details.printed a")] == [
        "How it works",
        "Pre-course exam",
    ]
    take_the_final(session, cast.ana_enrolled, edition, now)
    assert folded(as_trainee.get(HOME))[1:] == ["3 steps, completed: The work"]


@pytest.mark.parametrize("shared", [True, False])
def test_a_module_that_waits_for_the_trainer_folds_too(
    serve, as_trainee, session, cast, now, shared
):
    serve(IN_THREE)
    lessons.mark_done(session, cast.ana_enrolled, "the-role", edition=IN_THREE, now=now)
    assert folded(as_trainee.get(HOME)) == []
    send(session, cast.ana_enrolled, IN_THREE, now, shared=shared)
    stands = "1 step: 1 sent" if shared else "1 step, completed"
    assert folded(as_trainee.get(HOME)) == [f"{stands}: The role"]


def test_a_module_whose_last_step_cannot_start_yet_stands_open(as_trainee, serve):
    ahead = Module(title="The end", order="free", steps=make_modules()[1].steps[2:])
    start, work = make_modules()
    work = work.model_copy(update={"steps": work.steps[:2]})
    serve(make_edition("locked", modules=(start, work, ahead)))
    page = as_trainee.get(HOME)
    assert "Final exam Cannot start yet" in page.text
    assert folded(page) == []
