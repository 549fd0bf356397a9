from pathlib import Path

from course.content import report
from course.content.reading import read_site
from tests.content.small import TODAY

ROOT = Path(__file__).parents[3]


def test_the_shipped_course_has_no_findings():
    site = read_site(ROOT, today=TODAY)
    assert report.human(site.findings) == ""
    assert site.courses
    assert all(each.edition for each in site.courses)
