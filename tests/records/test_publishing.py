"""Publishing: one live edition of a course, stored once, under one lock."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.content.edition import Edition, MediaFile
from course.content.reading import Counts, CourseReading, read_site
from course.records import editions, publishing
from course.records.editions import NoSuchEdition
from course.records.publishing import NotPublishable, Overtaken, Published, WentLive
from course.records.tables import AuditEvent, EditionFile, PublishedEdition
from course.records.transaction import transaction
from tests.builders import COURSE, make_edition, write_course
from tests.cast import Cast
from tests.together import together

PICTURE = MediaFile(hash="a" * 64, extension="png", path="media/walk.png")


def reading_of(edition: Edition | None, media: dict[str, bytes] | None = None) -> CourseReading:
    counts = Counts(lessons=3, exams=2, questions=14, reading_grade=4.0)
    return CourseReading(COURSE, edition, (), media or {}, counts)


def publish(session: Session, edition: Edition, now: datetime, **more: object) -> Published:
    reading = reading_of(edition, {file.hash: b"picture" for file in edition.media})
    how = {"commit": "c0ffee", "actor": None, **more}
    return publishing.publish(session, reading, now=now, **how)


def test_a_first_edition_goes_live_and_comes_back_whole(session: Session, now: datetime) -> None:
    edition = make_edition()
    assert publish(session, edition, now) == Published(edition.id, changed=True)
    assert editions.live_ids(session) == {COURSE: edition.id}
    assert editions.kept_edition(session, edition.id) == edition


def test_the_same_files_again_change_nothing(session: Session, now: datetime) -> None:
    edition = make_edition()
    publish(session, edition, now)
    assert publish(session, edition, now) == Published(edition.id, changed=False)
    assert session.scalar(select(func.count()).select_from(PublishedEdition)) == 1
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_a_newer_edition_takes_over_and_the_older_stays_readable(
    session: Session, now: datetime
) -> None:
    first, second = make_edition("first"), make_edition("second")
    publish(session, first, now)
    publish(session, second, now)
    assert editions.live_ids(session) == {COURSE: second.id}
    assert editions.kept_edition(session, first.id) == first


def test_an_older_edition_goes_live_again_as_no_new_row(session: Session, now: datetime) -> None:
    first, second = make_edition("first"), make_edition("second")
    for edition in (first, second, first):
        assert publish(session, edition, now).changed
    assert editions.live_ids(session) == {COURSE: first.id}
    assert session.scalar(select(func.count()).select_from(PublishedEdition)) == 2


def test_a_course_with_errors_leaves_the_last_good_edition(session: Session, now: datetime) -> None:
    edition = make_edition()
    publish(session, edition, now)
    with pytest.raises(NotPublishable, match="errors"):
        publishing.publish(session, reading_of(None), commit=None, actor=None, now=now)
    assert editions.live_ids(session) == {COURSE: edition.id}


def test_a_picture_is_stored_once_under_its_hash(session: Session, now: datetime) -> None:
    for name in ("first", "second"):
        publish(session, make_edition(name, media=(PICTURE,)), now)
    assert session.scalar(select(func.count()).select_from(EditionFile)) == 1
    found = editions.picture(session, PICTURE.hash)
    assert found is not None
    assert (found.extension, found.content) == ("png", b"picture")
    assert editions.picture(session, "b" * 64) is None


def test_too_large_a_picture_is_refused(session: Session, now: datetime) -> None:
    edition = make_edition(media=(PICTURE,))
    reading = reading_of(edition, {PICTURE.hash: b"x" * (1024 * 1024 + 1)})
    with pytest.raises(NotPublishable, match="1 MB"):
        publishing.publish(session, reading, commit=None, actor=None, now=now)
    assert editions.live_ids(session) == {}


def test_the_audit_event_says_which_edition_came_after_which(
    session: Session, cast: Cast, now: datetime
) -> None:
    edition = make_edition()
    publishing.publish(session, reading_of(edition), commit=None, actor=cast.theo, now=now)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_id, event.actor_role) == ("publish", cast.theo.id, "trainer")
    assert event.detail == {"course": COURSE, "edition": edition.id, "before": None}


def turns(session: Session, **which: object) -> list[WentLive]:
    return publishing.publications(session, COURSE, most=10, **which)


def test_each_time_an_edition_goes_live_somebody_made_it_so(
    session: Session, cast: Cast, now: datetime
) -> None:
    first, second = make_edition("first"), make_edition("second")
    publish(session, first, now, commit="aaa")
    publish(session, second, now + timedelta(days=1), actor=cast.theo, commit="bbb")
    publish(session, first, now + timedelta(days=2), actor=cast.cora, commit="ccc")
    found = turns(session)
    assert [(each.edition_id, each.by, each.commit) for each in found] == [
        (first.id, "Cora Example", "ccc"),
        (second.id, "Theo Example", "bbb"),
        (first.id, "", "aaa"),
    ]
    assert [each.live for each in found] == [True, False, False]
    assert [each.at for each in found] == [now + timedelta(days=n) for n in (2, 1, 0)]


def test_the_times_of_one_edition_and_those_before_another(session: Session, now: datetime) -> None:
    first, second = make_edition("first"), make_edition("second")
    for edition in (first, second, first):
        publish(session, edition, now)
    newest, middle, oldest = turns(session)
    assert turns(session, edition=first.id) == [newest, oldest]
    assert turns(session, before=newest.id) == [middle, oldest]
    assert publishing.publications(session, COURSE, most=1) == [newest]


def test_going_back_makes_the_stored_edition_live_and_says_why(
    session: Session, cast: Cast, now: datetime
) -> None:
    first, second = make_edition("first"), make_edition("second")
    publish(session, first, now, commit="aaa")
    publish(session, second, now, commit="bbb")
    done = publishing.go_back(
        session, first.id, instead_of=second.id, reason="A wrong key", actor=cast.theo, now=now
    )
    assert done == Published(first.id, changed=True)
    assert editions.live_ids(session) == {COURSE: first.id}
    newest = turns(session)[0]
    assert (newest.edition_id, newest.by, newest.commit) == (first.id, "Theo Example", "aaa")
    assert newest.reason == "A wrong key"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "go-back")).one()
    assert (event.actor_id, event.reason) == (cast.theo.id, "A wrong key")
    assert event.detail == {"course": COURSE, "edition": first.id, "before": second.id}


def test_going_back_to_the_live_edition_changes_nothing(session: Session, now: datetime) -> None:
    edition = make_edition()
    publish(session, edition, now)
    done = publishing.go_back(
        session, edition.id, instead_of=edition.id, reason="Twice", actor=None, now=now
    )
    assert done == Published(edition.id, changed=False)
    assert len(turns(session)) == 1


@pytest.mark.parametrize("seen", ["", "f" * 64])
def test_what_was_to_replace_another_edition_is_refused(
    session: Session, now: datetime, seen: str
) -> None:
    first, second, third = (make_edition(name) for name in ("first", "second", "third"))
    publish(session, first, now)
    publish(session, second, now)
    with pytest.raises(Overtaken):
        publish(session, third, now, instead_of=seen)
    with pytest.raises(Overtaken):
        publishing.go_back(session, first.id, instead_of=seen, reason="x", actor=None, now=now)
    assert editions.live_ids(session) == {COURSE: second.id}
    assert len(turns(session)) == 2
    assert publish(session, third, now, instead_of=second.id).changed


def test_a_first_edition_replaces_none(session: Session, now: datetime) -> None:
    assert publish(session, make_edition(), now, instead_of="").changed


def test_going_back_to_what_never_was_is_its_own_error(session: Session, now: datetime) -> None:
    with pytest.raises(NoSuchEdition):
        publishing.go_back(session, "0" * 64, instead_of="", reason="x", actor=None, now=now)


def test_publishing_at_once_leaves_one_live_edition(engine: Engine, now: datetime) -> None:
    deeds = [
        lambda own, name=f"edition {n}": publish(own, make_edition(name), now) for n in range(6)
    ]
    results = together(engine, deeds)
    assert all(isinstance(result, Published) for result in results), results
    with Session(engine) as session:
        live = session.scalars(select(PublishedEdition.id).where(PublishedEdition.live)).all()
    assert len(live) == 1


def test_the_database_allows_one_live_edition_of_a_course(session: Session, now: datetime) -> None:
    for name in ("first", "second"):
        publish(session, make_edition(name), now)
    with pytest.raises(IntegrityError), transaction(session):
        for row in session.scalars(select(PublishedEdition)):
            row.live = True


def test_an_unknown_edition_is_its_own_error(session: Session) -> None:
    with pytest.raises(NoSuchEdition):
        editions.kept_edition(session, "0" * 64)


def test_the_course_of_the_tests_as_files_can_be_published(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    site = read_site(write_course(tmp_path), today=date(2026, 11, 22))
    assert site.findings == ()
    (reading,) = site.courses
    assert reading.edition is not None
    publishing.publish(session, reading, commit=None, actor=None, now=now)
    assert editions.kept_edition(session, reading.edition.id) == reading.edition


def test_an_edition_of_a_newer_program_is_read_without_what_it_added(session, edition):
    newer = json.loads(edition.model_dump_json()) | {"badges": ["gold"]}
    newer["contact"]["pager"] = "555 0100"
    with transaction(session):
        session.execute(update(PublishedEdition).values(compiled=json.dumps(newer)))
    assert editions.kept_edition(session, edition.id) == edition
