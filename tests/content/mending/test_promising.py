"""What a finding says of ``--fix`` is what ``--fix`` does."""

from random import Random

import pytest

from course.content.findings import Finding
from course.content.mending.file import mend
from course.content.mending.promises import PROMISE, kept
from course.content.quizzes.file import read_quiz
from tests.content.mending.files import PATH, QUIZ
from tests.fuzz.mutations import mutate
from tests.fuzz.reading import Shipped


def found(source: str) -> tuple[Finding, ...]:
    return read_quiz(source, PATH, "practice").findings


def test_a_tab_that_is_mended_is_promised():
    source = QUIZ.replace("      - wrong", "\t  - wrong")
    assert PROMISE in found(source)[0].help
    assert kept(found(source), source.encode()) == found(source)


def test_a_tab_that_is_left_is_not():
    source = QUIZ + "\tnote: Why so?\n"
    assert PROMISE in found(source)[0].help
    [told] = kept(found(source), source.encode())
    assert told.help == "use two spaces for each level."


@pytest.mark.whole
def test_whatever_is_promised_is_mended():
    shipped, promised = Shipped(), set()
    for seed in range(90):
        random = Random(seed)
        path = random.choice(shipped.texts)
        _, content = mutate(shipped.files[path], random)
        findings = shipped.alone(path, content)
        said = [each for each in findings if "--fix" in each.help]
        if not said:
            continue
        mended = {(each.line, each.code) for each in mend(content, path, findings).changes}
        for each in kept(findings, content):
            if "--fix" in each.help:
                assert (each.place.line, each.code) in mended, (seed, each)
                promised.add(each.code)
    assert promised == {"T401", "Y102"}
    assert PROMISE.strip().startswith("`course check --fix`")
