"""``course publish``: what has an error never goes live."""


def test_the_files_go_live_and_the_same_files_do_nothing(run):
    assert "published, edition" in run("publish").stdout
    assert "already live, edition" in run("publish").stdout


def test_a_course_with_an_error_is_not_published_and_the_old_edition_stays(run, site_folder):
    run("publish")
    lesson = next((site_folder / "lessons").rglob("*.md"))
    lesson.write_text(lesson.read_text().replace("summary:", "sumary:", 1))
    done = run("publish", status=1)
    assert "not published. Trainees keep the edition they have" in done.stdout
    assert "error[L303]" in done.stderr


def test_a_course_that_is_not_there_is_wrong_usage(run):
    assert "there is no course" in run("publish", "nowhere", status=2).stderr
