import pytest

from tests.content.lesson import BODY_LINE, codes, html, only, read, read_with, shown

CLOSED = "/// note\n\nText.\n\n///\n"
REFLECTION = """/// reflection | A text at night
    id: at-night
    words: 50 to 300
    share: never
    review: required
    look_for:
      - Asks first

Sam writes to you. What do you say?

///
"""


@pytest.mark.parametrize("name", ["always", "never", "key-point", "example", "note", "warning"])
def test_a_box_has_a_word_as_its_heading(name):
    shown_html = html(f"/// {name}\n\n- Ask first.\n\n///")
    assert f'<div class="box box-{name}"><p class="box-title">' in shown_html
    assert "<li>Ask first.</li>" in shown_html
    assert "///" not in shown_html


def test_the_warning_box_says_take_care():
    assert '<p class="box-title">Take care</p>' in html("/// warning\n\nStop.\n\n///")


def test_a_definition_names_its_term():
    body = "/// definition | Self-*care*\n\nRest.\n\n///"
    assert "Definition: <dfn>Self-<em>care</em></dfn>" in html(body)


def test_a_quote_says_who():
    assert html("/// quote | A peer & friend\n\nI sat there.\n\n///") == (
        '<figure class="quote"><blockquote><p>I sat there.</p></blockquote>'
        "<figcaption>A peer &amp; friend</figcaption></figure>"
    )


def test_the_support_box_adds_the_support_lines():
    assert '<a href="tel:988">988 Lifeline</a>. Day &amp; night' in html("/// support\n///")


def test_the_roles_box_compares_the_roles_it_picks():
    body = "/// roles | Who\n    pick: [therapist]\n    columns: [does, rests_on]\n\n///"
    table = html(body)
    assert '<th scope="row">Therapist &amp; counselor</th>' in table
    assert "Peer specialist" not in table
    assert '<td data-label="What they do"><ul><li>Listens</li><li>Asks</li></ul></td>' in table
    assert "role=" not in table


def test_a_table_of_many_columns_scrolls_by_itself():
    table = html("/// roles | Who does what\n///")
    assert '<div class="table" role="region" tabindex="0" aria-label="Who does what">' in table
    assert table.count('<th scope="col">') == 8


def test_a_reflection_has_its_options_and_its_place():
    reading = read(REFLECTION)
    [reflection] = reading.reflections
    assert (reflection.id, reflection.words_min, reflection.words_max) == ("at-night", 50, 300)
    assert (reflection.share, reflection.review) == ("never", "required")
    assert reflection.html == "<p>Sam writes to you. What do you say?</p>"
    assert reflection.look_for == ("Asks first",)
    assert reading.lesson.reflections == ("at-night",)
    assert [name for name, _ in reading.reflection_places] == ["at-night"]


def test_a_question_box_stands_between_the_parts():
    lesson = read("One.\n\n/// question | practice-role/p-1\n///\n\nTwo.").lesson
    assert [part.kind for part in lesson.parts] == ["html", "question", "html"]
    assert (lesson.questions[0].assessment, lesson.questions[0].item) == ("practice-role", "p-1")


def test_an_unknown_box_is_named_with_the_nearest():
    body = "Text.\n\n/// alway\n\nText.\n\n///"
    finding = only(body)
    assert finding.code == "L311"
    assert finding.message == 'there is no box called "alway"'
    assert finding.label == 'did you mean "always"?'
    assert finding.help.startswith("boxes: always, definition, example, key-point, never, note")
    assert (finding.place.line, finding.place.column) == (BODY_LINE + 2, 5)
    assert shown(body, finding) == "alway"


def test_a_box_that_is_never_closed_says_where_the_next_one_starts():
    body = f"/// always\n\nText.\n\n{CLOSED}\n{CLOSED}"
    finding = only(body)
    assert finding.code == "L310"
    assert (
        finding.help
        == f"add a line with /// before line {BODY_LINE + 4}, where the next box starts"
    )
    assert shown(body, finding) == "/// always"


def test_the_last_box_can_be_the_open_one():
    finding = only(f"{CLOSED}\n/// always\n\nText.")
    assert finding.code == "L310"
    assert finding.help == "add a line with /// after the last line of its text"


def test_a_box_in_a_box_is_told_once():
    finding = only(f"/// always\n\nText.\n\n{CLOSED}\nMore.\n\n///")
    assert finding.code == "L312"
    assert finding.message == 'the "note" box stands inside the "always" box'


def test_a_line_that_closes_nothing_is_told():
    assert only(f"{CLOSED}\nText.\n\n///").code == "L313"


@pytest.mark.parametrize(
    "opening", ["//// note", "// note", " /// note", "///note", "    /// note", "///note | x"]
)
def test_a_near_miss_of_a_box_is_told_and_nothing_that_follows_from_it(opening):
    assert codes(f"{opening}\n\nText.\n\n///")[0] == "L314"


@pytest.mark.parametrize("line", [":::note", "!!! note", "??? note", "> [!NOTE]", ":::"])
def test_the_boxes_of_other_programs_are_told(line):
    assert codes(f"{line}\n\nText.") == ["L314"]


def test_slashes_in_code_are_no_box():
    assert html("```\n/// note\n```") == "<pre><code>/// note\n</code></pre>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("/// definition\n\nText.\n\n///", "L315"),
        ("/// always | Rules\n\nText.\n\n///", "L315"),
        ("/// note\n\n///", "L316"),
        ("/// question | practice-role/p-1\n\nText.\n\n///", "L316"),
        ("/// note\n    Text that stands in.\n\nText.\n\n///", "L316"),
        (REFLECTION.replace("words:", "wrods:"), "L317"),
        (REFLECTION.replace("50 to 300", "300 to 50"), "Y123"),
        (REFLECTION.replace("    id: at-night\n", ""), "Y120"),
        (REFLECTION.replace("never", "perhaps"), "Y122"),
        (REFLECTION + REFLECTION, "L318"),
        ("/// roles | Who\n    pick: [therapst]\n\n///", "L319"),
        ("/// roles | Who\n    columns: [salary]\n\n///", "Y122"),
        ("/// question | practice-role/p-9\n///", "Q215"),
        ("/// question | pre-course/e-1\n///", "Q216"),
        ("/// question | practice-role/e-1\n///", "Q216"),
    ],
)
def test_one_mistake_in_a_box_is_one_finding(body, code):
    assert only(body).code == code


def test_a_misspelt_option_has_its_own_line_and_column():
    body = REFLECTION.replace("words:", "wrods:")
    finding = only(body)
    assert finding.label == 'did you mean "words"?'
    assert (finding.place.line, finding.place.column) == (BODY_LINE + 2, 5)
    assert shown(body, finding) == "wrods"


def test_lines_of_spaces_between_options_count():
    body = "/// reflection | Ana\n    id: ana\n  \n \n    share: choise\n\nWhat then?\n\n///"
    assert only(body).place.line == BODY_LINE + 4


def test_a_role_that_is_not_there_is_named_with_the_nearest():
    body = "/// roles | Who\n    pick: [peer, therapst]\n\n///"
    finding = only(body)
    assert shown(body, finding) == "therapst"
    assert finding.label == 'did you mean "therapist"?'


def test_a_reflection_whose_options_are_comments_has_none():
    found = only("/// reflection | Ana\n    # id: ana\n\nWhat then?\n\n///")
    assert (found.code, found.label) == ("Y120", 'no "id:" here')


def test_a_reflection_id_that_is_used_twice_is_marked_at_the_second():
    body = REFLECTION + "\n" + REFLECTION
    finding = only(body)
    assert shown(body, finding) == "at-night"
    assert finding.help == f"the first is on line {BODY_LINE + 1}. Give this one a new id."


def test_a_file_with_mistakes_of_its_own_makes_none_here():
    body = "/// question | practice-ethics/p-9\n///"
    assert read_with(body, unread=("practice-ethics",)).findings == ()
    assert read_with("/// roles | Who\n    pick: [x]\n\n///", roles=None).findings == ()


def test_roles_without_a_roles_file_are_told():
    findings = read_with("/// roles | Who\n///", roles=()).findings
    assert [finding.code for finding in findings] == ["L319"]


def test_an_option_in_quotes_that_goes_on_is_one_mistake():
    body = REFLECTION.replace("    review: required", '    review: "none": more')
    assert '"none": more' in body
    finding = only(body)
    assert finding.place.end_column <= len('    review: "none": more') + 1
