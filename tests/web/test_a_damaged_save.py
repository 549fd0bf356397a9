"""Whatever a save does to a file, trainees keep the edition that was good."""

from pathlib import Path
from random import Random

import pytest
from flask import Flask

from course import clock
from course.content.courses.whole import read_course_files
from course.content.findings import errors
from course.records import editions
from course.web.database import database
from course.web.publishing import publish
from tests.builders import COURSE
from tests.content.small import TODAY, files
from tests.fuzz.mutations import mutate
from tests.pages import Pages

SAMPLE = 50


@pytest.mark.whole
def test_a_course_with_mistakes_never_takes_the_live_edition_away(
    app: Flask, as_trainee: Pages, tmp_path: Path
):
    whole = files()
    texts = sorted(path for path in whole if path.endswith((".md", ".yaml")))
    refused = 0
    with app.app_context():
        before = editions.live_ids(database())
        page = as_trainee.get(f"/courses/{COURSE}").text
        for seed in range(4 * SAMPLE):
            random = Random(seed)
            path = random.choice(texts)
            name, content = mutate(whole[path], random)
            reading = read_course_files(COURSE, {**whole, path: content}, today=TODAY)
            if not errors(reading.findings):
                continue  # still a course: it may be published
            outcome = publish(database(), reading, tmp_path, now=clock.now())
            told = f"seed {seed}: {path}: {name}"
            assert reading.edition is None, told
            assert outcome.published is None, told
            assert editions.live_ids(database()) == before, told
            refused += 1
            if refused == SAMPLE:
                break
    assert refused == SAMPLE
    assert as_trainee.get(f"/courses/{COURSE}").text == page
