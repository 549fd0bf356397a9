import csv
import io
import time
import tracemalloc
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from course.content.edition import Certificate, Requirement
from course.records.lists import exporting
from course.records.lists.exporting import BYTE_ORDER_MARK, COLUMNS, harmless, records_csv
from course.records.lists.rows import RecordFilter, RequirementCount
from course.records.progress.counting import proof_of, recount_rest
from course.records.tables import AuditEvent, CohortStaff
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.crowd import add_crowd
from tests.queries import counting_queries
from tests.rows_read import work_of
from tests.story import (
    do_everything_but_the_final,
    do_the_first_lesson,
    go_live,
    send,
    take_the_final,
)


def rows_of(export):
    text = "".join(export.lines).removeprefix(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def export(session, cast, now):
    def of(viewer=cast.cora, **wanted):
        return records_csv(session, viewer, RecordFilter(**wanted), now=now)

    return of


def test_the_first_line_names_the_documented_columns(cast, export):
    first = next(export().lines)

    assert first == BYTE_ORDER_MARK + ",".join(column.name for column in COLUMNS) + "\r\n"
    assert all(column.meaning for column in COLUMNS)


def test_the_file_begins_with_the_mark_that_tells_excel_its_encoding(session, cast, export):
    with transaction(session):
        cast.ana.name = "Ána 例"

    written = "".join(export().lines).encode()

    assert written.startswith(b"\xef\xbb\xbfrecord,")
    assert written.count(b"\xef\xbb\xbf") == 1
    assert "Ána 例" in written.decode("utf-8-sig")


def test_a_line_says_what_the_record_says(session, cast, edition, now, export):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=3)

    ana, ben = rows_of(export())

    assert ana == {
        "record": str(cast.ana_enrolled.id),
        "name": "Ana Example",
        "email": "ana@example.org",
        "cohort": "Fall 2026",
        "course": edition.course,
        "state": "completed",
        "enrolled_at": "2026-11-01T09:00:00+00:00",
        "last_active_at": "2026-11-22T09:00:00+00:00",
        "steps_done": "5",
        "steps_total": "5",
        "requirements_left": "0",
        "requirements": (
            "Complete all 3 lessons: 3 of 3 since 2026-11-22T09:00:00+00:00; "
            "Complete all 2 reflections: 2 of 2 since 2026-11-22T09:00:00+00:00; "
            "Take: Pre-course exam: 1 of 1 since 2026-11-22T09:00:00+00:00; "
            "Pass: Final exam: 1 of 1 since 2026-11-22T09:00:00+00:00"
        ),
        "exam_percents": "pre-course=0 final=75",
        "completed_at": "2026-11-22T09:00:00+00:00",
        "edition": edition.id,
    }
    assert datetime.fromisoformat(ana["completed_at"]) == now
    assert (ben["completed_at"], ben["exam_percents"], ben["edition"]) == ("", "", "")


def cell_of(proof):
    """Say a proof as its cell should."""
    said = []
    for group in proof.groups:
        since = f" since {group.since.isoformat()}" if group.since else ""
        said.append(f"{group.requirement}: {group.done} of {len(group.leaves)}{since}")
    return "; ".join(said)


def test_the_requirements_are_those_of_the_proof_after_every_deed(
    session, cast, edition, now, export
):
    ana, told = cast.ana_enrolled, []
    deeds = (
        lambda at: do_the_first_lesson(session, ana, edition, at),
        lambda at: do_everything_but_the_final(session, ana, edition, at),
        lambda at: take_the_final(session, ana, edition, at, rights=1),
        lambda at: take_the_final(session, ana, edition, at),
    )
    for days, deed in enumerate(deeds):
        deed(now + timedelta(days=days))
        row, _ = rows_of(export())
        assert row["requirements"] == cell_of(proof_of(session, ana, edition))
        told.append(row["requirements"])

    assert len(set(told)) == 3, "a failed final meets nothing"
    assert told[0].startswith("Complete all 3 lessons: 1 of 3; ")


def test_a_completed_record_tells_its_own_proof_whatever_is_done_and_published_later(
    session, cast, edition, now, export
):
    ana = cast.ana_enrolled
    do_everything_but_the_final(session, ana, edition, now)
    take_the_final(session, ana, edition, now)
    asked = Certificate(title="Other", requires=(Requirement(kind="lessons"),))
    other = make_edition("other", certificate=asked)
    go_live(session, other)

    send(session, ana, other, now + timedelta(days=9), text="I would ask Sam what helps today.")

    row, _ = rows_of(export())
    assert row["requirements"] == cell_of(proof_of(session, ana, other))
    assert row["requirements"].endswith("Pass: Final exam: 1 of 1 since 2026-11-22T09:00:00+00:00")


@pytest.mark.parametrize("state", ["in-progress", "on-hold", "withdrawn", "completed"])
def test_a_record_of_before_the_column_was_kept_gets_it_when_the_server_starts(
    session, cast, edition, now, export, state
):
    ana = cast.ana_enrolled
    do_everything_but_the_final(session, ana, edition, now)
    if state == "completed":
        take_the_final(session, ana, edition, now)
    expected = rows_of(export())[0]
    with transaction(session):
        ana.state = state
        ana.counts = {name: each for name, each in ana.counts.items() if name != "requirements"}
    assert rows_of(export())[0]["requirements"] == ""

    recount_rest(session, edition=edition, now=now)

    found = rows_of(export())[0]
    assert found["requirements"] == expected["requirements"] != ""
    assert (found["state"], found["completed_at"]) == (state, expected["completed_at"])
    assert recount_rest(session, edition=edition, now=now) == 0


def test_a_title_that_a_spreadsheet_could_run_is_text_there_too():
    (column,) = (each for each in COLUMNS if each.name == "requirements")
    asked = RequirementCount("exam", "=1+1", 0, 1, "")

    assert column.cell(SimpleNamespace(requirements=(asked,))) == "'=1+1: 0 of 1"


def test_the_export_holds_the_filtered_rows_and_counts_them(session, cast, edition, now, export):
    add_crowd(session, cast.fall, edition, now, people=30)

    completed = export(state="completed")

    assert completed.count == 10
    assert {row["state"] for row in rows_of(completed)} == {"completed"}
    found = export(text="Person 0", edition=edition.id)
    assert found.count == len(rows_of(found)) > 0


def test_who_has_cohorts_exports_those_only(session, cast, export):
    with transaction(session):
        session.add(
            CohortStaff(cohort_id=cast.spring.id, person_id=cast.cora.id, role="coordinator")
        )

    assert [row["name"] for row in rows_of(export())] == ["Ben Example"]
    assert export(cohort=cast.fall.id).count == 0


def test_every_export_is_in_the_audit_log_without_the_name_searched(session, cast, export):
    export(state="completed", text="ana")

    event = session.scalars(select(AuditEvent)).one()

    assert (event.action, event.actor_id) == ("export-records", cast.cora.id)
    assert event.detail == {"count": 0, "filter": {"state": "completed", "sort": "name"}}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|x", "%x", " =1", ";=1", '"=1',
        '";=1', "＝1", "＋1", "－1", "＠x", " ＝1", "'=1", "'",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_could_run_is_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "Anne-Marie O'Neil", "3 = three", "a@example.org"])
def test_what_no_spreadsheet_runs_is_left_alone(text):
    assert harmless(text) == text


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_taking_one_apostrophe_away_gives_every_text_back(text):
    cell = harmless(text)

    assert (cell.removeprefix("'")) == text
    assert not cell.lstrip(' ;,"').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_hostile_name_stays_one_harmless_cell(session, cast, edition, now, export):
    with transaction(session):
        cast.ana.name = '=HYPERLINK("http://example.org","x"),\r\n"quoted"'

    ana, _ = rows_of(export())

    assert ana["name"] == f"'{cast.ana.name}"
    assert ana["state"] == "enrolled"


@pytest.fixture
def crowd(session, cast, edition, now):
    return lambda people: add_crowd(session, cast.fall, edition, now, people=people)


def test_a_long_export_asks_once_for_each_chunk(engine, crowd, export, monkeypatch):
    monkeypatch.setattr(exporting, "_AT_ONCE", 20)
    crowd(48)
    lines = export().lines

    with counting_queries(engine) as asked:
        next(lines)
        records = [line.split(",")[0] for line in lines]

    assert len(records) == len(set(records)) == 50
    assert len(asked) == 3, asked


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_long_export_takes_no_more_memory_than_two_chunks(session, crowd, export):
    crowd(4_000)
    lines = export().lines
    session.expunge_all()

    tracemalloc.start()
    for _ in range(1_000):
        next(lines)
    _, one_chunk = tracemalloc.get_traced_memory()
    rest = sum(1 for _ in lines)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert rest == 3_003
    assert most < one_chunk * 2.5, (one_chunk, most)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wanted", [{}, {"state": "in-progress"}])
def test_twice_as_many_records_take_twice_the_work(
    session, cast, crowd, export, monkeypatch, wanted
):
    monkeypatch.setattr(exporting, "_AT_ONCE", 10)
    with transaction(session):
        mine = CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator")
        session.add(mine)

    work = []
    for people in (300, 300):
        crowd(people)
        work.append(work_of(session, lambda: list(export(**wanted).lines)))

    assert work[1] < work[0] * 2.2, work


def test_a_save_goes_through_while_an_export_is_half_read(
    session, cast, edition, now, export, crowd
):
    crowd(398)
    lines = export().lines
    for _ in range(240):
        next(lines)

    began = time.perf_counter()
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)

    assert time.perf_counter() - began < 5
    assert sum(1 for _ in lines) == 401 - 240
