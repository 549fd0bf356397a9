"""Where it is open what was meant: a file is made of blocks, and each says what is wrong in it."""

import pytest

from course.content import report
from course.content.findings import Finding
from course.content.yaml.loader import load
from tests.content import small

BANK = "format: 1\nkind: bank\nquestions:\n" + "".join(
    f"""
  - id: a{number}
    type: single
    topic: role
    text: Who decides?
    options:
      - right: They do
        why: It is their life.
      - wrong: You do
        why: No.
"""
    for number in range(1, 7)
)
ROLES = "format: 1\nroles:\n" + "".join(
    f"  {name}:\n    title: A {name}\n    purpose: Support\n    does:\n      - Listens\n"
    for name in ("peer", "nurse", "clerk", "coach", "guide")
)
TERMS = "format: 1\nterms:\n" + "".join(
    f"  {name}:\n    means: What it is.\n    also: [{name}s, an {name}]\n"
    for name in ("Act", "Art", "Ask", "Aim", "Age")
)
SETTINGS = """\
title: Limits
summary: Where the role stops.
topic: role
objectives:
  say: Say where the role stops
  ask: Say whom to ask
sources:
  - title: The codes
    by: SAMHSA
    href: https://example.org
  - title: The law
    by: HHS
    href: https://example.org
"""
EXAM = small.files()[small.FINAL].decode()
COURSE = small.files()[small.COURSE_YAML].decode()


def found(source: str) -> list[tuple[str, int]]:
    return [(each.code, each.place.line) for each in load(source, "a.yaml").findings]


def with_slips(source: str, *slips: tuple[str, str]) -> str:
    for old, new in slips:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


BROKEN = {
    "a bank": (
        BANK,
        ("id: a1\n    type: single", "id: a1\n         type: single"),
        ("id: a3\n    type: single\n", "id: a3\n    type single\n"),
        ("id: a5\n    type: single", 'id: a5\n    type: "single'),
    ),
    "a bank without dashes": (
        BANK,
        ("  - id: a2", "  id: a2"),
        ("  - id: a4", "  -id: a4"),
        ("  - id: a6", "\t- id: a6"),
    ),
    "an exam": (
        EXAM,
        ("attempts: 2", "attempts 2"),
        ("- id: final-role-2\n    type", "- id: final-role-2\n   type"),
        ("text: What do you bring?", "text: [What do you bring?"),
    ),
    "a course": (
        COURSE,
        ("training@example.org}", "training@example.org"),
        ("  role: {title", "\trole: {title"),
        ("    order: free", "        order: free"),
    ),
    "roles": (
        ROLES,
        ("    title: A peer", "      title: A peer"),
        ("  clerk:", " clerk:"),
        ("title: A guide", 'title: "A guide'),
    ),
    "a glossary": (
        TERMS,
        ("also: [Acts, an Act]", "also: [Acts, an Act"),
        ("  Ask:", "    Ask"),
        ("    also: [Ages, an Age]", "          also: [Ages, an Age]"),
    ),
    "the settings of a lesson": (
        SETTINGS,
        ("topic: role", "topic role"),
        ("  ask: Say", "      ask: Say"),
        ("  - title: The law\n    by", "  - title: The law\n  by"),
    ),
    "a name at the start of its line, after a first line without a colon": (
        TERMS,
        ("format: 1", "format 1"),
        ("  Ask:", "Ask:"),
        ("also: [Ages, an Age]", "also: [Ages, an Age"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_three_mistakes_in_three_blocks_are_told_in_one_run(name: str):
    source, *slips = BROKEN[name]
    alone = [found(with_slips(source, slip)) for slip in slips]
    assert all(len(each) == 1 for each in alone), alone
    assert found(with_slips(source, *slips)) == sorted(
        (one for [one] in alone), key=lambda each: each[1]
    )


def test_where_all_of_them_can_be_mended_what_is_behind_them_is_told_too():
    source = with_slips(
        BANK,
        ("id: a2\n    type: single", "id: a2\n     type: single"),
        ("id: a4\n    type: single", "id: a4\n    type = single"),
    )
    assert [each for each, _ in found(source)] == ["Y104", "Y113"]
    assert load(source, "a.yaml").node is not None


def test_a_mistake_behind_the_one_that_stopped_the_reading_late_is_told_on_its_own_line():
    late, next_ = ("  Art:", "Art:"), ("also: [Asks, an Ask]", "also: [Asks, an Ask")
    [(_, line)] = found(with_slips(TERMS, late))
    assert TERMS.split("\n")[line - 1] == "  Ask:"
    assert found(with_slips(TERMS, late, next_)) == [("Y104", line), ("Y108", line + 2)]


def test_tabs_are_one_mistake_whatever_else_is_told_between_them():
    source = with_slips(
        TERMS,
        ("  Art:", "\tArt:"),
        ("also: [Asks, an Ask]", "also: [Asks, an Ask"),
        ("  Age:", "\tAge:"),
    )
    assert [each for each, _ in found(source)] == ["Y102", "Y108"]


def test_of_a_file_with_a_block_left_out_nothing_follows():
    for change in (("attempts: 2", "attempts 2"), ("- id: final-role-2", "- - id: final-role-2")):
        small.only(small.changed(small.FINAL, *change), "Y113" if " 2" in change[1] else "Y104")


# One mistake each, at a place where one that follows from it could be told in another block.
ONE = {
    "the first entry out of line": BANK.replace("  - id: a1", "   - id: a1"),
    "the first name out of line": ROLES.replace("  peer:", "   peer:"),
    "the setting around the entries out of line": BANK.replace("questions:", "  questions:"),
    "the setting around the entries without a colon": ROLES.replace("roles:", "roles"),
    "a setting out of line before entries like those above": COURSE.replace(
        "topics:", "    topics:"
    ),
    "half of the file further in": BANK.partition("  - id: a3")[0]
    + "".join(
        f"  {line}\n" for line in ("  - id: a3" + BANK.partition("  - id: a3")[2]).split("\n")
    ),
    "the end of the file without indentation": BANK.partition("    topic: role")[0]
    + "\n".join(line.lstrip() for line in BANK.partition("    topic: role")[2].split("\n")),
    "two versions of git over two entries": BANK.replace("  - id: a2", "<<<<<<< HEAD\n  - id: a2")
    .replace("  - id: a3", "=======\n  - id: a3")
    .replace("  - id: a4", ">>>>>>> b\n  - id: a4"),
    "two versions of git, each with a setting of its own": SETTINGS.replace(
        "summary", "<<<<<<< HEAD\nsummary"
    )
    .replace("topic", "=======\ntopic")
    .replace("objectives", ">>>>>>> b\nobjectives"),
    "tabs in every entry": BANK.replace("    text:", "\ttext:"),
    "an entry pasted into another": BANK.replace(
        "id: a3\n", "id: a3\n    type: single\n    topic: role\n    text: Who?\n"
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_one_mistake_is_told_once_wherever_it_stands(name: str):
    findings: tuple[Finding, ...] = load(ONE[name], "a.yaml").findings
    assert len(findings) == 1, report.human(findings)
