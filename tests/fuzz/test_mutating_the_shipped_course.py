"""1,000 mutations of the course that came along; ``make fuzz`` runs 10,000."""

import time

import pytest
import yaml

from course.content.catalogue import finding
from course.content.findings import Place, errors
from tests.fuzz.mutations import MUTATIONS
from tests.fuzz.reading import Shipped
from tests.fuzz.run import Hang, cpu_limit, fuzz

MAX_MEGABYTES = 300


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return Shipped()


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_each_is_read_or_told_and_nothing_raises_hangs_or_grows(shipped: Shipped, first: int):
    run = fuzz(shipped, range(first, first + 250), mend_each=0)
    assert run.wrong == []
    assert run.mutations == 250
    assert run.memory < MAX_MEGABYTES
    assert len(run.codes) > 30
    assert set(run.kinds) == {each.__name__ for each in MUTATIONS}


def test_every_file_of_the_course_is_read_by_its_own_reader(shipped: Shipped):
    assert {path.rpartition(".")[2] for path in shipped.mutated} == {"md", "yaml", "svg"}
    others = [
        path for path in shipped.mutated if path.startswith("lessons/") and path[-3:] != ".md"
    ]
    assert not any(errors(shipped.alone(path, shipped.files[path])) for path in others)


def test_mending_them_ends_and_leaves_nothing_that_it_mends(shipped: Shipped):
    run = fuzz(shipped, range(1000, 1040))
    assert run.wrong == []
    assert run.mended


@pytest.mark.whole
def test_within_the_whole_course_they_raise_nothing_either(shipped: Shipped):
    assert fuzz(shipped, range(1060, 1062), whole_each=1, mend_each=0).wrong == []


def test_the_same_seed_does_the_same(shipped: Shipped):
    first, second = (fuzz(shipped, range(20), mend_each=0) for _ in range(2))
    assert (first.codes, first.kinds) == (second.codes, second.kinds)


def test_what_raises_is_told_with_its_seed(shipped: Shipped, monkeypatch: pytest.MonkeyPatch):
    def stumble(*_: object) -> None:
        raise ZeroDivisionError("for once")

    monkeypatch.setattr(shipped, "alone", stumble)
    [told] = fuzz(shipped, range(7, 8)).wrong
    assert told.startswith("seed 7: ")
    assert told.endswith("ZeroDivisionError: for once")


def test_a_place_outside_the_file_is_told(shipped: Shipped, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        shipped, "alone", lambda path, _: (finding("Y100", Place(path, 10**6), "gone"),)
    )
    [told] = fuzz(shipped, range(1), mend_each=0).wrong
    assert "the place is not in the file" in told


def test_what_never_ends_is_stopped_by_its_cpu_time():
    before = time.process_time()
    with pytest.raises(Hang):
        with cpu_limit(0.05):
            while True:
                pass
    assert time.process_time() > before


def test_yaml_is_read_by_the_c_loader():
    assert yaml.__with_libyaml__
