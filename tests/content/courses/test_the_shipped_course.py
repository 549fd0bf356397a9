from course.content import report
from tests.shipped import shipped_site


def test_the_shipped_course_has_no_findings():
    site = shipped_site()
    assert report.human(site.findings) == ""
    assert site.courses
    assert all(each.edition for each in site.courses)
