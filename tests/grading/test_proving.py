"""The proof: what the certificate needs, met or not, since when, by what evidence."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from course.content.edition import Certificate, Module, Requirement, Step
from course.grading.deeds import Deeds, ExamDeed, LessonDeed, ReflectionDeed
from course.grading.requirements import as_json, from_json, prove
from tests.builders import make_edition, make_final, make_pre_course
from tests.grading.strategies import NOW, deeds_in, few_tries

EDITION = make_edition()
LATER = NOW + timedelta(hours=1)
LATEST = NOW + timedelta(days=1)
NOTHING = Deeds(enrolled_at=NOW)
EVERYTHING = Deeds(
    enrolled_at=NOW,
    lessons={lesson.id: LessonDeed(NOW, done_at=LATER) for lesson in EDITION.lessons},
    answered={"ethics-p-1": LATER},
    reflections={
        "first-day": ReflectionDeed("accepted", True, NOW, sent_at=NOW, decided_at=LATEST),
        "a-gift": ReflectionDeed("sent", False, NOW, sent_at=NOW),
    },
    exams={
        "pre-course": ExamDeed(taken_at=NOW, percent=40, attempts_used=1, attempt=7),
        "final": ExamDeed(taken_at=NOW, passed_at=LATER, percent=82, attempts_used=2, attempt=9),
    },
)


def leaf(deeds, kind, id_, edition=EDITION):
    return next(x for x in prove(edition, deeds).leaves if (x.kind, x.id) == (kind, id_))


def reflected(id_, *args, **kwargs):
    return leaf(
        replace(NOTHING, reflections={id_: ReflectionDeed(*args, **kwargs)}), "reflection", id_
    )


@few_tries
@given(deeds=deeds_in(EDITION))
def test_a_proof_is_met_exactly_when_every_leaf_is(deeds):
    proof = prove(EDITION, deeds)
    assert proof.met is all(each.met for each in proof.leaves)
    assert proof.met is (proof.since is not None)
    assert proof.met is (not proof.left)
    assert all(each.met is (each.since is not None) for each in proof.leaves)
    assert all(each.evidence for each in proof.leaves)


@few_tries
@given(deeds=deeds_in(EDITION))
def test_a_proof_comes_back_from_its_json(deeds):
    proof = prove(EDITION, deeds)
    assert from_json(json.loads(json.dumps(as_json(proof)))) == proof


@pytest.mark.parametrize("of", ["proof", "leaf"])
def test_a_kept_proof_is_read_exactly_or_not_at_all(of):
    kept = as_json(prove(EDITION, NOTHING))
    from_json(kept)
    (kept if of == "proof" else kept["leaves"][0])["of-another-time"] = "unknown"
    with pytest.raises(ValidationError, match="of-another-time"):
        from_json(kept)


def later_deeds(deeds, kind, id_):
    """Return the deeds after one more: the next thing a trainee or trainer can do there."""
    if kind == "lesson":
        old = deeds.lessons.get(id_)
        new = replace(old, done_at=old.done_at or LATEST) if old else LessonDeed(LATEST)
        return replace(deeds, lessons={**deeds.lessons, id_: new})
    if kind == "item":
        return replace(deeds, answered={**deeds.answered, id_: LATEST})
    if kind == "exam":
        new = ExamDeed(taken_at=LATEST, passed_at=LATEST, percent=90, attempt=3)
        return replace(deeds, exams={**deeds.exams, id_: new})
    return replace(deeds, reflections={**deeds.reflections, id_: further(deeds, id_)})


def further(deeds, id_):
    """Return a reflection one step on: begun, sent, then accepted."""
    old = deeds.reflections.get(id_)
    if old is None:
        return ReflectionDeed("draft", False, LATEST)
    if old.state == "draft":
        return replace(old, state="sent", sent_at=LATEST)
    return replace(old, state="accepted", decided_at=LATEST)


DEEDS = [
    *(("lesson", lesson.id) for lesson in EDITION.lessons),
    *(("item", box.item) for lesson in EDITION.lessons for box in lesson.questions),
    *(("exam", exam) for exam in ("pre-course", "final")),
    *(("reflection", reflection.id) for reflection in EDITION.reflections),
]


@few_tries
@given(deeds=deeds_in(EDITION), more=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=5))
def test_one_more_deed_never_unmeets_a_leaf(deeds, more):
    before = prove(EDITION, deeds)
    for kind, id_ in more:
        deeds = later_deeds(deeds, kind, id_)
    after = prove(EDITION, deeds)
    assert all(new.met for old, new in zip(before.leaves, after.leaves, strict=True) if old.met)


def test_all_requirements_met_complete_the_course_when_the_last_one_was():
    proof = prove(EDITION, EVERYTHING)
    assert proof.met
    assert proof.since == LATEST


def test_leaves_stand_under_their_requirement():
    groups = prove(EDITION, EVERYTHING).groups
    assert [(group.requirement, len(group.leaves)) for group in groups] == [
        ("Complete all 3 lessons", 3),
        ("Complete all 2 reflections", 2),
        ("Take: Pre-course exam", 1),
        ("Pass: Final exam", 1),
    ]
    assert all(group.met for group in groups)
    assert max(group.since for group in groups) == LATEST
    nothing = prove(EDITION, NOTHING).groups
    assert [(group.done, group.since) for group in nothing] == [(0, None)] * 4


def test_without_deeds_every_leaf_says_what_is_missing():
    proof = prove(EDITION, NOTHING)
    assert {each.evidence for each in proof.leaves} == {
        "Not started yet.", "Not completed yet.", "Not taken yet."
    }  # fmt: skip


def test_a_certificate_that_asks_for_nothing_is_not_earned_by_nothing():
    edition = make_edition(certificate=Certificate(title="Empty", requires=()))
    assert not prove(edition, EVERYTHING).met


@pytest.mark.parametrize("broken", ["lessons", "reflections", "exams"])
def test_one_leaf_not_met_leaves_the_proof_open(broken):
    assert not prove(EDITION, replace(EVERYTHING, **{broken: {}})).met


def test_a_lesson_is_complete_when_it_is_marked_as_done():
    opened = replace(NOTHING, lessons={"how-it-works": LessonDeed(NOW)})
    assert leaf(opened, "lesson", "how-it-works").evidence == (
        "Started, but not marked as done yet."
    )
    done = replace(NOTHING, lessons={"how-it-works": LessonDeed(NOW, done_at=LATER)})
    met = leaf(done, "lesson", "how-it-works")
    assert (met.since, met.evidence) == (LATER, "Marked as done.")


def test_a_lesson_that_asks_for_its_reflection_waits_for_it():
    waiting = leaf(replace(EVERYTHING, reflections={}), "lesson", "the-role")
    assert not waiting.met
    assert waiting.evidence == "Marked as done. 1 reflection left to complete."
    met = leaf(EVERYTHING, "lesson", "the-role")
    assert met.since == LATEST
    assert met.evidence == "Marked as done, and 1 reflection completed."


def test_a_lesson_that_asks_for_its_questions_waits_for_them():
    waiting = leaf(replace(EVERYTHING, answered={}), "lesson", "gifts")
    assert not waiting.met
    assert waiting.evidence == "Marked as done. 1 practice question left to answer."
    assert leaf(replace(EVERYTHING, reflections={}), "lesson", "gifts").met


def test_a_shared_reflection_that_asks_for_review_is_complete_when_it_is_accepted():
    shared = {"shared": True, "saved_at": NOW, "sent_at": NOW, "decided_at": LATER}
    assert not reflected("first-day", "sent", **shared).met
    assert not reflected("first-day", "changes-asked", **shared).met
    assert reflected("first-day", "accepted", **shared).since == LATER


def test_a_reflection_kept_private_is_complete_when_it_is_sent():
    assert not reflected("first-day", "draft", False, NOW).met
    assert reflected("first-day", "sent", False, NOW, sent_at=LATER).since == LATER


def test_a_reflection_without_review_is_complete_when_it_is_sent():
    assert reflected("a-gift", "sent", True, NOW, sent_at=LATER).since == LATER
    assert reflected("a-gift", "changes-asked", True, NOW, sent_at=LATER).since == LATER


def test_a_draft_after_sending_does_not_undo_it():
    assert reflected("first-day", "draft", False, NOW, sent_at=LATER).met


def test_the_evidence_of_a_reflection_tells_no_one_whether_it_is_shared():
    every = [
        reflected("first-day", state, shared, NOW, sent_at=NOW, decided_at=NOW)
        for state in ("sent", "changes-asked", "accepted")
        for shared in (True, False)
    ]
    assert {(each.met, each.evidence) for each in every} == {
        (True, "Completed."), (False, "Not completed yet.")
    }  # fmt: skip


def test_an_exam_that_must_be_taken_is_met_by_any_score():
    met = leaf(EVERYTHING, "exam", "pre-course")
    assert (met.met, met.attempt, met.evidence) == (True, 7, "Taken. Score: 40%.")


def test_an_exam_that_must_be_passed_is_not_met_by_taking_it():
    taken = replace(NOTHING, exams={"final": ExamDeed(taken_at=NOW, percent=60)})
    failed = leaf(taken, "exam", "final")
    assert (failed.met, failed.evidence) == (False, "Not passed yet. Score: 60%.")
    passed = leaf(EVERYTHING, "exam", "final")
    assert (passed.since, passed.evidence) == (LATER, "Passed. Score: 82%.")


def test_an_exam_begun_and_not_sent_is_not_taken():
    begun = replace(NOTHING, exams={"pre-course": ExamDeed(open_attempt=3)})
    assert leaf(begun, "exam", "pre-course").evidence == "Started, but not sent yet."


def test_the_score_of_an_exam_that_shows_nothing_is_not_told():
    taken = Requirement(kind="exam", exam="pre-course", must="taken")
    edition = make_edition(
        assessments=(make_pre_course(show="nothing"), make_final()),
        certificate=Certificate(title="Short", requires=(taken,)),
    )
    assert prove(edition, EVERYTHING).leaves[0].evidence == "Taken."


def test_a_lesson_that_is_no_step_is_not_asked_for():
    module = Module(title="Only", steps=(Step(kind="lesson", id="how-it-works"),))
    proof = prove(make_edition(modules=(module,)), NOTHING)
    assert [each.id for each in proof.leaves if each.kind != "exam"] == ["how-it-works"]
    assert proof.leaves[0].requirement == "Complete the lesson"
