import pytest

from tests.content.lesson import BODY_LINE, codes, html, only, shown

TABLE = "Table: Who\n\n| Role | Work |\n| --- | --- |\n| Peer | Support |\n"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("# Limits", "A503"),
        ("#### Small", "A504"),
        ("##Limits", "L342"),
        (" ## Limits", "L342"),
        ("Limits\n---", "L342"),
        ("Limits\n======", "L342"),
        ("## Limits\n\n## Limits", "L324"),
        ("Bring:\n- one\n- two", "L340"),
        ("Bring:\n1. one\n2. two", "L340"),
        ("- one\n1. two", "L340"),
        ("- one\n  - two\n  - three", "L341"),
        ("1. one\n   - two", "L341"),
        ("- one\n\n  More of it.", "L341"),
        ("    - one", "L341"),
        ("1) one", "L346"),
        ("• one\n• two", "L346"),
        ("Ask:\n·\tone\n·\ttwo", "L346"),
        ("- one\n- ", "L346"),
        ("- - one", "L346"),
        (TABLE.replace("Table: Who\n\n", ""), "A505"),
        ("Table: Who", "L332"),
        (TABLE.replace("| --- | --- |\n", "").replace("Table: Who\n\n", ""), "L332"),
        ("Text\n" + TABLE.removeprefix("Table: Who\n\n"), "L332"),
        (TABLE.replace("| Peer | Support |", "| Peer | Sup | port |"), "L331"),
        (TABLE.replace("| Peer | Support |", "| Peer |"), "L331"),
        (TABLE.replace("| Role |", "| |"), "A508"),
        (TABLE.replace("| Work |", "|  |"), "A508"),
        (TABLE.replace("| Role | Work |", "| | |"), "A508"),
        (TABLE.replace("| Role |", "| &nbsp; |"), "A508"),
        (TABLE.replace("| Role |", "| ![decorative](media/walk.png) |"), "A508"),
        (TABLE.replace("| Peer |", "| |"), "A508"),
        ("Some <b>bold</b text.", "L330"),
        ("<script>alert(1)</script>", "L330"),
        ("<!-- hidden -->", "L330"),
        ("See <https://example.org>.", "L325"),
        ("See [rules][1].", "L325"),
        ("See [rules] (https://example.org).", "L325"),
        ("See [roles] (role-of-a-peer-specialist.md).", "L325"),
        ("![Two people] (media/walk.png)", "L325"),
        ("[1]: https://example.org", "L325"),
        ("See [rules](https://example.org/a b).", "L325"),
        ("See [rules](https://example.org", "L325"),
        ("Some **bold text.", "L343"),
        ("Some *text", "L343"),
        ("Some ** text ** here", "L343"),
        ("Hello {{ name }}", "L344"),
        ("Hello {% include %}", "L344"),
        ("See [[rules]]", "L344"),
        ("A note.[^1]", "L344"),
        ("Not ~~this~~", "L344"),
        ("A `code", "L344"),
        ('--8<-- "/etc/passwd"', "L344"),
        ("and /// more", "L344"),
        ("```\ncode", "L345"),
        ("- one\n\n    ```\n    code\n    ```", "L345"),
    ],
)
def test_one_mistake_in_prose_is_found(body, code):
    assert set(codes(body)) == {code}


@pytest.mark.parametrize(
    "body",
    [
        "Text.\n\n- one\n\n    - two\n\n    More.\n- three",
        "- one\n    - two\n    - three\n- four",
        "1. one\n    1. two\n2. three",
        "It took\n46. That is a lot.",
        "Five * three * two, a*b*c, 5 < 6, R&D, #1, snake_case and ____.",
        "Write \\*star\\*, \\`tick\\` and `**code** [[x]] <b>`.",
        "[sic] (really) {maybe}",
        "He wrote [it] (media day was on Monday).",
        "One\n\n---\n\nTwo",
        "***Both*** and **bold *and* thin**.",
        "> A word\n> or two",
        TABLE,
        TABLE.replace("\n\n", "\n"),
        TABLE.replace("Support", "a \\| b or `c|d`"),
        "```\n<b>**{{\n```",
        "~~~ python\n# not a heading\n~~~",
    ],
)
def test_what_is_written_well_has_no_findings(body):
    assert codes(body) == []
    assert html(body)


def test_a_heading_that_skips_a_level_is_marked_at_its_hashes():
    body = "## Limits\n\n#### Small print"
    finding = only(body)
    assert finding.code == "A504"
    assert finding.message == "this heading skips a level"
    assert (finding.label, finding.help) == ("#### after ##", "use ###")
    assert (finding.place.line, finding.place.column) == (BODY_LINE + 2, 1)
    assert shown(body, finding) == "####"


def test_a_list_under_a_paragraph_is_marked_at_its_first_item():
    body = "Bring:\n- one\n- two\n- three"
    finding = only(body)
    assert finding.place.line == BODY_LINE + 1
    assert finding.help == "leave a line empty above it"


def test_a_position_inside_a_box_is_its_place_in_the_file():
    body = "/// note\n\nSome text\nand <b>more\n\n///"
    finding = only(body)
    assert (finding.place.line, finding.place.column) == (BODY_LINE + 3, 5)
    assert shown(body, finding) == "<b>"


def test_a_table_has_row_headers_and_names_for_its_cells():
    table = html(TABLE.replace("--- |\n", "--: |\n"))
    assert '<table class="stack">\n<caption>Who</caption>' in table
    assert '<th data-label="Role" scope="row">Peer</th>' in table
    assert '<td class="align-right" data-label="Work">Support</td>' in table
    assert "style=" not in table
    assert "align=" not in table


def test_a_table_heading_without_text_is_told_once_in_its_row():
    body = TABLE.replace("| Role | Work |", "| | |")
    finding = only(body)
    assert finding.message == "the first column of this table has no heading"
    assert shown(body, finding) == "| | |"
    assert only(TABLE.replace("Work", " ")).message == "the column 2 of this table has no heading"
    body = TABLE.replace("| Peer |", "|  |")
    assert only(body).message == "this row has no heading: its first cell is empty"
    assert shown(body, only(body)) == "|  | Support |"


def test_code_in_a_table_heading_is_text():
    assert codes(TABLE.replace("Role", "`x`").replace("Peer", "`y`")) == []


def test_a_caption_may_stand_right_above_its_table():
    assert html(TABLE.replace("\n\n", "\n")) == html(TABLE)
    assert "<caption>" in html(TABLE)


def test_a_table_of_five_columns_scrolls_by_itself():
    table = html(
        "Table: *Who* does\n\n| a | b | c | d | e |\n| - | - | - | - | - |\n"
        "| 1 | 2 | 3 | 4 | 5 |\n\nText."
    )
    start = '<div aria-label="Who does" class="table" role="region" tabindex="0"><table'
    assert table.startswith(start)
    assert "</table></div>\n<p>Text.</p>" in table


def test_headings_have_ids_of_their_own():
    assert '<h2 id="h-what-you-re-for">' not in html("## What you're for")
    assert '<h2 id="h-what-youre-for">' in html("## What you're for")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Listen <b>first</b>, and <B>last</B>.", "L330"),
        ("Listen ~~second~~ first.", "L344"),
        ("Give {{name}} time.", "L344"),
        ("1) Listen.\n2) Ask.\n3) Wait.", "L346"),
        ("Table: Who does what\n\n| Peer specialist | Support |", "L332"),
    ],
)
def test_what_opens_and_what_closes_are_one_mistake(body: str, code: str):
    assert only(body).code == code


def test_two_kinds_of_marks_are_two_mistakes():
    assert codes("Listen <b>first</b> and <i>ask</i>.") == ["L330", "L330"]
    assert codes("Listen <b>first</b>.\n\nThen <b>ask</b>.") == ["L330", "L330"]


def test_each_list_with_brackets_is_a_mistake_of_its_own():
    assert codes("1) Listen.\n2) Ask.\n\nThen:\n\n1) Wait.\n2) Go.") == ["L346", "L346"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("1. One\n   - two\n   - three\n2. Four", "L341"),
        ("/// note\n\n/// warning\n\nText.\n\n///\n\n///", "L312"),
        ("// note\n\nText.\n\n//", "L314"),
        ("People[^1].\n\n[^1]: The note.", "L344"),
        ("Table: x\n\n| a | b |\n| --- | --- |\n| c | d |\n- one\n- two", "L340"),
        ("> You need:\n> - one\n> - two", "L340"),
        ("-one\n-two", "L346"),
        ("- [ ] one\n- [x] two", "L344"),
        ("Term\n:   What it means", "L344"),
    ],
)
def test_one_mistake_over_several_lines_is_one_finding(body: str, code: str):
    assert codes(body) == [code]


@pytest.mark.parametrize(
    "body",
    [
        "> You need:\n>\n> - one\n> - two",
        "> - one\n> and more\n> - two",
        "> He was\n> 46. He knew.",
        "> Some words.\n> -Ana",
        "It is -5 outside.\n-5 is cold.",
        "See the [x] sign: `[^1]`.",
    ],
)
def test_what_only_looks_like_such_a_mistake_is_none(body: str):
    assert codes(body) == []
