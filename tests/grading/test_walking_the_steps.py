"""Where a trainee stands on each step, and which one comes next (PAGES T1)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from course.content.edition import Module, Step
from course.grading.deeds import Deeds, ExamDeed, LessonDeed, ReflectionDeed, SentAttempt
from course.grading.steps import done, next_step, total, walk, what_comes_first
from tests.builders import make_edition, make_pre_course, make_reflections
from tests.grading.strategies import NOW, deeds_in, few_tries

EDITION = make_edition()
NOTHING = Deeds(enrolled_at=NOW)
DONE = LessonDeed(NOW, done_at=NOW)


ALL_STEPS = tuple(step.model_copy(update={"after": ()}) for step in EDITION.steps)
FIXED = make_edition(modules=(Module(title="All", order="fixed", steps=ALL_STEPS),))


def states(deeds, edition=EDITION):
    return {each.step.id: each for module in walk(edition, deeds, NOW) for each in module.steps}


def state(id_, edition=EDITION, **deeds):
    return states(replace(NOTHING, **deeds), edition)[id_]


def begun(deeds, state):
    deed = deeds.exams.get(state.step.id)
    return deed is not None and deed.open_attempt is not None


@few_tries
@given(deeds=deeds_in(EDITION))
def test_an_exam_that_was_begun_can_be_gone_on_with_whatever_comes_first_now(deeds):
    for each in states(deeds, FIXED).values():
        if begun(deeds, each):
            assert each.status in ("in-progress", "completed")
            assert what_comes_first(FIXED, deeds, each.step) == ()


@few_tries
@given(deeds=deeds_in(EDITION))
def test_a_step_behind_a_fixed_order_opens_exactly_when_those_before_are_completed(deeds):
    (module,) = walk(FIXED, deeds, NOW)
    for n, each in enumerate(module.steps):
        before = all(earlier.status == "completed" for earlier in module.steps[:n])
        if each.status != "completed" and not begun(deeds, each):
            assert (each.status != "cannot-start-yet") is before


@few_tries
@given(deeds=deeds_in(EDITION))
def test_a_step_with_after_opens_exactly_when_those_it_names_are_completed(deeds):
    found = states(deeds)
    named = all(found[each].status == "completed" for each in ("the-role", "gifts"))
    if found["final"].status != "completed" and not begun(deeds, found["final"]):
        assert (found["final"].status != "cannot-start-yet") is named


@few_tries
@given(deeds=deeds_in(EDITION))
def test_what_comes_first_is_told_of_exactly_the_steps_that_cannot_start(deeds):
    found = states(deeds)
    for each in found.values():
        first = what_comes_first(EDITION, deeds, each.step)
        assert bool(first) is (each.status == "cannot-start-yet")
        for one in first:
            assert found[one.id].status != "completed"
            assert one.open is (found[one.id].status != "cannot-start-yet")
        assert each.reason.startswith(f"Finish “{first[0].title}” ") if first else True


@few_tries
@given(deeds=deeds_in(EDITION))
def test_the_next_step_is_one_that_the_trainee_can_do(deeds):
    modules = walk(EDITION, deeds, NOW)
    coming = next_step(modules)
    if coming is None:
        assert {each.status for each in states(deeds).values()} <= {
            "completed", "sent", "cannot-start-yet"
        }  # fmt: skip
    else:
        assert coming.status in ("not-started", "in-progress", "changes-asked")


@few_tries
@given(deeds=deeds_in(EDITION))
def test_completed_steps_are_counted_and_say_since_when(deeds):
    modules = walk(EDITION, deeds, NOW)
    completed = [each for each in states(deeds).values() if each.status == "completed"]
    assert (done(modules), total(modules)) == (len(completed), 5)
    assert all(each.since for each in completed)


def test_nothing_done_begins_at_the_first_step():
    coming = next_step(walk(EDITION, NOTHING, NOW))
    assert coming is not None
    assert (coming.title, coming.status) == ("How it works", "not-started")


def test_a_closed_step_names_what_comes_first():
    assert state("pre-course").reason == "Finish “How it works” first."
    assert state("final").reason == "Finish “The role” and 1 more step first."


def test_fixed_order_binds_its_own_module_alone():
    assert state("the-role").status == "not-started"


def test_a_step_completed_before_it_was_closed_stays_completed():
    assert state("gifts", FIXED, lessons={"gifts": DONE}, answered={"ethics-p-1": NOW}).status == (
        "completed"
    )


def test_a_lesson_may_wait_for_the_exam_that_has_its_name():
    steps = (
        Step(kind="exam", id="gifts"),
        Step(kind="lesson", id="gifts", after=("gifts",)),
    )
    exam = make_pre_course(id="gifts", title="What you know")
    edition = make_edition(modules=(Module(title="All", steps=steps),), assessments=(exam,))
    (module,) = walk(edition, NOTHING, NOW)
    assert module.steps[1].reason == "Finish “What you know” first."


def test_an_opened_lesson_is_in_progress():
    opened = state("the-role", lessons={"the-role": LessonDeed(NOW)})
    assert (opened.status, opened.reason) == (
        "in-progress", "Started, but not marked as done yet."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reflection", "done_at", "status"),
    [
        (None, NOW, "in-progress"),
        (ReflectionDeed("draft", False, NOW), NOW, "in-progress"),
        (ReflectionDeed("sent", True, NOW, sent_at=NOW), None, "in-progress"),
        (ReflectionDeed("sent", True, NOW, sent_at=NOW), NOW, "sent"),
        (ReflectionDeed("changes-asked", True, NOW, sent_at=NOW), NOW, "changes-asked"),
        (ReflectionDeed("changes-asked", True, NOW, sent_at=NOW), None, "changes-asked"),
        (ReflectionDeed("accepted", True, NOW, NOW, NOW), NOW, "completed"),
        (ReflectionDeed("sent", False, NOW, sent_at=NOW), NOW, "completed"),
    ],
)
def test_a_lesson_says_where_its_reflection_is(reflection, done_at, status):
    written = {"first-day": reflection} if reflection else {}
    lessons = {"the-role": LessonDeed(NOW, done_at=done_at)}
    assert state("the-role", lessons=lessons, reflections=written).status == status


def test_a_lesson_whose_questions_are_open_does_not_wait_for_the_trainer():
    reviewed = [each.model_copy(update={"review": "required"}) for each in EDITION.reflections]
    edition = make_edition(reflections=tuple(reviewed))
    written = {"a-gift": ReflectionDeed("sent", True, NOW, sent_at=NOW)}
    found = state("gifts", edition, lessons={"gifts": DONE}, reflections=written)
    assert found.status == "in-progress"


def test_a_step_that_waits_for_the_trainer_is_passed_over():
    deeds = replace(
        NOTHING,
        lessons={"how-it-works": DONE, "the-role": DONE},
        reflections={"first-day": ReflectionDeed("sent", True, NOW, sent_at=NOW)},
        exams={"pre-course": ExamDeed(taken_at=NOW)},
    )
    coming = next_step(walk(EDITION, deeds, NOW))
    assert coming is not None
    assert coming.title == "Gifts"


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (ExamDeed(), "not-started"),
        (ExamDeed(open_attempt=1), "in-progress"),
        (ExamDeed(taken_at=NOW, percent=20), "completed"),
    ],
)
def test_an_exam_without_a_mark_is_completed_when_it_is_taken(deed, status):
    found = state("pre-course", lessons={"how-it-works": DONE}, exams={"pre-course": deed})
    assert found.status == status


def test_an_exam_with_a_mark_is_completed_when_it_is_passed():
    free = make_edition(modules=(Module(title="All", steps=(Step(kind="exam", id="final"),)),))
    failed = state("final", free, exams={"final": ExamDeed(taken_at=NOW, percent=50)})
    assert (failed.status, failed.reason) == ("in-progress", "Not passed yet. Score: 50%.")
    passed = state("final", free, exams={"final": ExamDeed(taken_at=NOW, passed_at=NOW)})
    assert passed.status == "completed"


def test_when_all_is_done_nothing_comes_next():
    deeds = replace(
        NOTHING,
        lessons={lesson.id: DONE for lesson in EDITION.lessons},
        answered={"ethics-p-1": NOW},
        reflections={"first-day": ReflectionDeed("accepted", True, NOW, NOW, NOW)},
        exams={"pre-course": ExamDeed(taken_at=NOW), "final": ExamDeed(None, NOW, NOW)},
    )
    modules = walk(EDITION, deeds, NOW)
    assert next_step(modules) is None
    assert done(modules) == total(modules) == 5


def test_a_step_after_all_waits_for_reflections_that_complete_no_lesson():
    first, work = EDITION.modules
    final = work.steps[-1].model_copy(update={"after_reflections": True})
    steps = (*work.steps[:-1], final)
    edition = make_edition(modules=(first, work.model_copy(update={"steps": steps})))
    sent = ReflectionDeed(state="sent", shared=False, saved_at=NOW, sent_at=NOW)
    most = {
        "lessons": dict.fromkeys(("how-it-works", "the-role", "gifts"), LessonDeed(NOW, NOW)),
        "answered": {"ethics-p-1": NOW},
    }

    waits = state("final", edition, **most, reflections={"first-day": sent})
    assert (waits.status, waits.reason) == ("cannot-start-yet", "Finish “A gift” first.")
    deeds = replace(NOTHING, **most, reflections={"first-day": sent})
    (gift,) = what_comes_first(edition, deeds, final)
    assert (gift.kind, gift.id, gift.open) == ("reflection", "a-gift", True)
    every = {"first-day": sent, "a-gift": sent}
    assert state("final", edition, **most, reflections=every).status == "not-started"
    assert state("final", **most, reflections={"first-day": sent}).status == "not-started"


def test_what_a_trainer_has_to_answer_comes_after_what_waits_for_the_trainee():
    first, work = EDITION.modules
    steps = (Step(kind="exam", id="final", after_reflections=True),)
    asked, gift = make_reflections()
    edition = make_edition(
        lessons=tuple(
            each.model_copy(update={"complete_when": "read"}) for each in EDITION.lessons
        ),
        reflections=(asked.model_copy(update={"review": "required"}), gift),
        modules=(first, work.model_copy(update={"steps": (*work.steps[:-1], *steps)})),
    )
    alone = ReflectionDeed(state="sent", shared=False, saved_at=NOW, sent_at=NOW)
    deeds = {
        "lessons": dict.fromkeys(("how-it-works", "the-role", "gifts"), LessonDeed(NOW, NOW)),
        "answered": {"ethics-p-1": NOW},
        "exams": {"pre-course": ExamDeed(taken_at=NOW)},
        "reflections": {"first-day": replace(alone, shared=True)},
    }

    mixed = state("final", edition, **deeds)
    assert mixed.reason == "Finish “A gift” and 1 more reflection first."
    assert not mixed.with_trainer

    deeds["reflections"]["a-gift"] = alone
    last = state("final", edition, **deeds)
    assert last.reason == "Your trainer has not answered yet: “The first day”."
    assert last.with_trainer


def final_state(deed, now=NOW):
    lessons = dict.fromkeys(("the-role", "gifts"), DONE)
    sent = ReflectionDeed("sent", False, NOW, sent_at=NOW)
    deeds = replace(
        NOTHING,
        lessons=lessons,
        answered={"ethics-p-1": NOW},
        reflections={"first-day": sent},
        exams={"final": deed, "pre-course": ExamDeed(taken_at=NOW)},
    )
    modules = walk(EDITION, deeds, now)
    return modules[1].steps[-1], next_step(modules)


def failed(number, at=NOW):
    sent = tuple(SentAttempt(n, n, at, 50, passed=False) for n in range(1, number + 1))
    return ExamDeed(taken_at=at, percent=50, attempts_used=number, attempt=number, sent=sent)


def test_an_exam_whose_attempts_are_used_up_cannot_start_and_is_passed_over():
    final, coming = final_state(failed(2))
    assert final.status == "cannot-start-yet"
    assert final.reason == "Not passed yet. Score: 50%."
    assert (
        final.bar.words
        == "You have used your 2 attempts. Ask your coordinator what you can do now."
    )
    assert coming.title == "How it works"


def test_an_exam_cannot_start_during_the_wait_and_says_until_when():
    tomorrow = NOW + timedelta(days=1)
    waits, _ = final_state(failed(1), tomorrow - timedelta(seconds=1))
    assert (waits.status, waits.bar.until) == ("cannot-start-yet", tomorrow)
    again, _ = final_state(failed(1), tomorrow)
    assert (again.status, again.bar) == ("in-progress", None)


def test_the_last_attempt_can_be_gone_on_with_while_it_is_open():
    last = replace(failed(1), open_attempt=2, attempts_used=2)
    assert final_state(last)[0].status == "in-progress"


def test_what_comes_first_leads_to_the_page_of_an_exam_that_is_used_up():
    final = Step(kind="exam", id="final")
    behind = Step(kind="lesson", id="gifts", after=("final",))
    edition = make_edition(modules=(Module(title="All", steps=(final, behind)),))
    deeds = replace(NOTHING, exams={"final": failed(2)})
    (first,) = what_comes_first(edition, deeds, behind)
    assert (first.id, first.open) == ("final", True)
