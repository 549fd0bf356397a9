"""Editions in memory: one store for the process, in which nothing is twice and nothing is stale."""

from time import sleep

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records import editions
from course.records.editions import MOST_OLDER, NoSuchEdition, kept_edition, kept_editions
from tests.builders import make_edition
from tests.conftest import empty
from tests.queries import counting_queries
from tests.story import go_live
from tests.together import together


def store(session: Session, *names: str, course: str = "") -> list[str]:
    """Publish editions one after the other, and return their ids."""
    more = {"course": course} if course else {}
    made = [make_edition(name, **more) for name in names]
    for each in made:
        go_live(session, each)
    return [each.id for each in made]


def test_an_edition_is_loaded_once_whoever_asks_for_it(engine: Engine, session, edition) -> None:
    with counting_queries(engine) as asked:
        shown = kept_editions(session, {edition.course: edition.id})[edition.course]
        counted = kept_edition(session, edition.id)
    assert shown is counted
    assert shown == edition
    assert len([each for each in asked if "compiled" in each]) == 1


def test_several_threads_at_once_load_an_edition_once(engine, edition, monkeypatch) -> None:
    load = editions._load
    loaded = []

    def slowly(session: Session, edition_id: str) -> Edition:
        loaded.append(edition_id)
        sleep(0.05)  # long enough for every other thread to come by
        return load(session, edition_id)

    monkeypatch.setattr(editions, "_load", slowly)
    found = together(engine, [lambda own: kept_edition(own, edition.id)] * 4)
    assert loaded == [edition.id]
    assert all(each is found[0] for each in found)


def test_the_one_unused_for_longest_goes_and_is_loaded_again(engine, session) -> None:
    first, *others = store(session, *(f"edition {number}" for number in range(MOST_OLDER + 1)))
    for each in (first, *others[:-1], first, others[-1]):
        kept_edition(session, each)
    with counting_queries(engine) as asked:
        kept_edition(session, first)
        assert asked == []
        kept_edition(session, others[0])
        assert len(asked) == 1


def test_however_many_courses_are_live_all_of_them_stay(engine, session) -> None:
    names = [f"course-{number}" for number in range(MOST_OLDER + 3)]
    live = {name: store(session, "live", course=name)[0] for name in names}
    older = store(session, *(f"older {number}" for number in range(MOST_OLDER)))
    kept_editions(session, live)
    for each in older:
        kept_edition(session, each)
    with counting_queries(engine) as asked:
        assert list(kept_editions(session, live)) == names
        assert [kept_edition(session, each).id for each in older] == older
    assert asked == []


def test_an_edition_that_is_not_there_is_asked_for_again(session) -> None:
    later = make_edition()
    with pytest.raises(NoSuchEdition):
        kept_edition(session, later.id)
    go_live(session, later)
    assert kept_edition(session, later.id) == later


def test_two_databases_in_one_process_share_what_both_hold(
    sqlite_engine: Engine, postgresql_engine: Engine, monkeypatch
) -> None:
    monkeypatch.setattr(editions, "_store", editions.Store())
    both = [Session(each, expire_on_commit=False) for each in (sqlite_engine, postgresql_engine)]
    for session in both:
        store(session, "of both")
    (own,) = store(both[1], "of the second")
    found = [kept_edition(session, make_edition("of both").id) for session in both]
    assert found[0] is found[1]
    with pytest.raises(NoSuchEdition):
        kept_edition(both[0], own)
    assert kept_edition(both[1], own).id == own
    for session in both:
        session.close()
    for engine in (sqlite_engine, postgresql_engine):
        empty(engine)
