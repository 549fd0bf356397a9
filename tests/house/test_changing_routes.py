"""A route that changes something does it in ``transaction``: the one place that commits."""

from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

import pytest

from course.records.transaction import transaction

SAVES_NOTHING = {
    "/author/<course>/preview/lessons/<lesson>/practice/<item>": "a preview: tried, and not kept",
}
"""Rules of forms that rightly change nothing, each with its reason."""


def names_in(code: CodeType) -> set[str]:
    """Return every name that a function reads, its inner functions' too."""
    inner = [names_in(const) for const in code.co_consts if isinstance(const, CodeType)]
    return set(code.co_names).union(*inner)


def ours(thing) -> bool:
    return getattr(thing, "__module__", "").startswith("course.")


def called_by(function: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions of ours that a function may call: named, of a module, or in a table."""
    names = names_in(function.__code__)
    for name in names & set(function.__globals__):
        found = function.__globals__[name]
        if isinstance(found, ModuleType) and found.__name__.startswith("course."):
            yield from (vars(found)[each] for each in names & set(vars(found)))
        elif isinstance(found, dict):
            rows = [row for row in found.values() if ours(type(row)) or ours(row)]
            told = ((row, each) for row in rows for each in dir(row))
            # What pydantic keeps about a shape is no part of a table, and warns who reads it.
            yield from (
                getattr(row, each) for row, each in told if not each.startswith(("__", "model_"))
            )
        elif isinstance(found, type) and ours(found):
            yield from vars(found).values()
        else:
            yield found


def reaches(start: FunctionType, goal: FunctionType) -> bool:
    """Say whether a function may come to call another one."""
    seen, ahead = set(), [start]
    while ahead:
        function = ahead.pop()
        function = getattr(function, "__wrapped__", function)
        if function is getattr(goal, "__wrapped__", goal):
            return True
        if isinstance(function, FunctionType) and ours(function) and function not in seen:
            seen.add(function)
            closed_over = [cell.cell_contents for cell in function.__closure__ or ()]
            ahead += [*called_by(function), *closed_over]
    return False


def test_each_form_leads_to_a_transaction(app):
    views = {
        rule.rule: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods
    }
    idle = {rule for rule, view in views.items() if not reaches(view, transaction)}
    assert idle == set(SAVES_NOTHING)


@pytest.mark.parametrize(
    "page", ["visitor.help_page", "visitor.accessibility", "coordinator.columns"]
)
def test_a_page_that_is_only_read_leads_to_none(app, page):
    assert not reaches(app.view_functions[page], transaction)
