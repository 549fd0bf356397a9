"""Every common mistake in one course, and to the letter what is said of each.

The files of tests/listing/ hold one mistake each, or a few; expected.txt is what ``course check``
prints. Where it changes, an author reads other words: look at it as an author would.
"""

from pathlib import Path

import pytest

from course.content import report
from course.content.findings import Severity, in_order
from course.content.reading import Site, read_site
from tests.content.small import TODAY

LISTING = Path(__file__).parents[1] / "listing"


@pytest.fixture(scope="module")
def site() -> Site:
    return read_site(LISTING, today=TODAY)


def test_what_is_printed_is_what_is_expected(site: Site):
    expected = (LISTING / "expected.txt").read_text(encoding="utf-8")
    assert report.human(site.findings) == expected


def test_the_sum_says_it_in_one_line(site: Site):
    assert report.total(site.findings) == (
        "Found 29 errors, 4 warnings and 1 piece of advice in 21 files.\n"
    )


def test_findings_are_in_the_order_in_which_an_author_mends_them(site: Site):
    assert list(site.findings) == in_order(site.findings)


def test_each_finding_marks_something_in_the_authors_line(site: Site):
    for each in site.findings:
        assert 1 <= each.place.column < each.place.end_column <= len(each.excerpt) + 2, each
        marked = each.excerpt[each.place.column - 1 : each.place.end_column - 1]
        assert marked.strip() or each.code == "Y102", each


def test_each_error_says_how_to_mend_it(site: Site):
    for each in site.findings:
        if each.severity is Severity.ERROR:
            assert each.help or each.label, each
