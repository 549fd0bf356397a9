"""What may be opened now: the steps of a module in order, and those of other modules beside it."""

from course.content.edition import Module, Step
from course.records.attempts import submitting
from tests.builders import COURSE, make_edition, make_modules
from tests.story import begin_pre_course, go_live

HOME = f"/courses/{COURSE}"
IN_ORDER = "Do these in order."
ALSO = "You can open other modules now too, before these are done."


def hints(page):
    """Give the sentence below each module's title, "" where there is none."""
    return [each.text for each in page.select("main > h2 + .hint")]


def test_other_modules_are_said_to_be_open_before_the_first_is_done(as_trainee):
    page = as_trainee.get(HOME)
    assert hints(page) == [f"{IN_ORDER} {ALSO}"]
    assert page.link("The role") == f"{HOME}/lessons/the-role"
    as_trainee.get(page.link("The role"))


def test_it_is_not_said_once_the_module_is_done(as_trainee, session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    assert hints(as_trainee.get(HOME)) == [f"{IN_ORDER} {ALSO}"]
    submitting.submit(session, attempt, edition=edition, now=now)
    assert hints(as_trainee.get(HOME)) == []


def test_it_is_not_said_where_the_others_wait_for_this_one(app, as_trainee, session):
    start, work = make_modules()
    waiting = tuple(Step(kind=step.kind, id=step.id, after=("pre-course",)) for step in work.steps)
    modules = (start, Module(title="The work", order="free", steps=waiting))
    go_live(session, make_edition("waiting", modules=modules))
    app.extensions["shelf"].forget()
    page = as_trainee.get(HOME)
    assert hints(page) == [IN_ORDER]
    assert "The role Cannot start yet" in page.text


def test_a_module_of_one_step_has_no_order(app, as_trainee, session):
    start, work = make_modules()
    last = Module(title="The end", order="fixed", steps=work.steps[2:])
    free = Module(title="The work", order="free", steps=work.steps[:2])
    go_live(session, make_edition("last", modules=(start, free, last)))
    app.extensions["shelf"].forget()
    page = as_trainee.get(HOME)
    assert len(hints(page)) == len(page.select("ol.tasks")) == 1
    assert "Final exam Cannot start yet" in page.text
