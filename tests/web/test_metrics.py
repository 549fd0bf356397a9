"""The figures for Prometheus: right, about nobody, and off unless a port is set."""

import subprocess
import sys

import pytest
from prometheus_client.registry import REGISTRY

from course.records.engine import open_engine
from course.records.transaction import NotSaved
from course.web import figures, metrics
from tests.story import begin_pre_course


@pytest.fixture
def counted(app, visitor, monkeypatch):
    """A browser on a site that counts."""
    afterwards = [*app.after_request_funcs[None], figures.count]
    monkeypatch.setitem(app.after_request_funcs, None, afterwards)
    return visitor


def values():
    """Return every figure by its name and labels."""
    samples = [sample for metric in REGISTRY.collect() for sample in metric.samples]
    return {(each.name, *sorted(each.labels.items())): each.value for each in samples}


@pytest.fixture
def grown():
    """How much a figure grew since the test began."""
    before = values()

    def growth(name, **labels):
        key = (name, *sorted(labels.items()))
        return values().get(key, 0) - before.get(key, 0)

    return growth


def test_requests_are_counted_by_pattern_method_and_status(counted, grown):
    for path in ("/verify/ABCD", "/verify/EFGH", "/nowhere/ABCD"):
        counted.client.get(path)
    labels = {"method": "GET", "route": "/verify/<number>"}
    answered = grown("waymark_requests_total", **labels, status="200")
    assert answered + grown("waymark_requests_total", **labels, status="404") == 2
    assert grown("waymark_requests_total", method="GET", route="", status="404") == 1
    assert grown("waymark_request_seconds_count", route="/verify/<number>") == 2


def test_an_invented_method_makes_no_figure_of_its_own(counted, grown):
    counted.client.open("/help", method="XSECRET")
    assert grown("waymark_requests_total", method="other", route="", status="405") == 1


def test_saves_and_wrong_passwords_are_counted(counted, cast, grown):
    form = counted.get("/sign-in").form("/sign-in")
    form.fill(email="ana@example.org", password="not her password").send(status=422)
    assert grown("waymark_sign_in_failures_total") == 1
    assert grown("waymark_saves_total") == 1  # the failure itself


def test_a_refused_save_is_counted(counted, grown, monkeypatch):
    def failing(**_):
        raise NotSaved

    failing.open_to = counted.client.application.view_functions["visitor.join"].open_to
    monkeypatch.setitem(counted.client.application.view_functions, "visitor.join", failing)
    token = counted.get("/sign-in").token
    counted.client.get("/join")
    assert grown("waymark_saves_refused_total") == 0
    counted.client.post("/join", data={"csrf_token": token})
    assert grown("waymark_saves_refused_total") == 1


def open_figures(engine):
    return {m.name: m.samples[0].value for m in figures.WhatStandsOpen(engine).collect()}


def test_what_stands_open_is_asked_of_the_database(session, engine, cast, edition, now):
    assert open_figures(engine) == {"waymark_outbox_waiting": 0, "waymark_open_attempts": 0}
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    assert open_figures(engine)["waymark_open_attempts"] == 1


def test_a_database_that_is_away_gives_no_figures(tmp_path):
    assert open_figures(open_engine(f"sqlite:///{tmp_path / 'none' / 'x.db'}")) == {}


def test_no_label_can_hold_what_somebody_typed(counted):
    counted.client.get("/sign-in/Sesame7391?Sesame7391", headers={"User-Agent": "Sesame7391"})
    counted.client.post("/sign-in", data={"email": "Sesame7391"})
    assert "Sesame7391" not in str([m.samples for m in REGISTRY.collect()])


@pytest.mark.whole
def test_a_site_without_a_port_does_not_even_load_them(tmp_path):
    code = (
        "import sys; from course.config import Settings; from course.web import build; "
        "build(Settings.from_environment({'WAYMARK_INSTANCE_DIR': sys.argv[1]})); "
        "sys.exit(any(name.startswith('prometheus') for name in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code, tmp_path / "new"], check=False)
    assert done.returncode == 0


KILLED = """
import os, signal
from pathlib import Path
from course.web import metrics

metrics.MEMORY = Path(os.environ["MEMORY"])
metrics.share_between_processes()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.whole
def test_what_a_killed_server_left_in_memory_goes_at_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr(metrics, "MEMORY", tmp_path)
    monkeypatch.setenv(metrics.FOLDER, "")
    monkeypatch.setenv("MEMORY", str(tmp_path))
    beside = metrics.share_between_processes()
    subprocess.run([sys.executable, "-c", KILLED], check=False)
    (left,) = set(tmp_path.iterdir()) - {beside}
    own = metrics.share_between_processes()
    assert set(tmp_path.iterdir()) == {beside, own}
    assert not left.exists()
