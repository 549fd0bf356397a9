"""A part of the tests that did not run cannot pass for one that did."""

import json

import pytest

from tests.ran import main

WHOLE = {"pages": 9, "browser": 3, "postgresql": 2, "skipped": 0, "versions": ["18.4"]}


def closing(tmp_path, capsys, *runs):
    path = tmp_path / "ran.jsonl"
    path.write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    status = main(str(path))
    return status, capsys.readouterr().out.splitlines()


def test_several_runs_are_summed_up(tmp_path, capsys):
    everyday, browser = {**WHOLE, "browser": 0}, {"browser": 3, "versions": []}
    status, lines = closing(tmp_path, capsys, everyday, browser)
    assert status == 0
    assert lines == ["ran: pages 9 · browser 3 · postgresql 2 (18.4) · skipped 0"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pages": 0}, "nothing of pages ran"),
        ({"browser": 0}, "nothing of browser ran"),
        ({"postgresql": 0}, "nothing of postgresql ran"),
        ({"skipped": 1}, "1 tests were skipped"),
    ],
)
def test_a_missing_part_fails(tmp_path, capsys, change, told):
    status, lines = closing(tmp_path, capsys, {**WHOLE, **change})
    assert status == 1
    assert lines[0].startswith(told)
