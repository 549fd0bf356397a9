"""The reference is what the code says."""

from dataclasses import fields

import pytest

from course.config import Settings
from docs.write import SETTINGS, pages
from tests.house.tree import name


@pytest.mark.parametrize("path", list(pages()), ids=name)
def test_a_reference_page_is_as_the_code_says(path):
    assert path.read_text(encoding="utf-8") == pages()[path], "run: make docs"


def test_each_setting_is_described():
    assert set(SETTINGS) == {field.name for field in fields(Settings)}
