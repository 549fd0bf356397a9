import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.findings import Place
from course.content.yaml.loader import load
from course.content.yaml.nodes import Mapping, Scalar, Sequence, locate, plain


def codes(source: str) -> list[str]:
    return [each.code for each in load(source, "a.yaml").findings]


def loaded(source: str) -> object:
    read = load(source, "a.yaml")
    assert read.findings == ()
    assert read.node is not None
    return plain(read.node)


def test_every_plain_value_stays_the_word_that_was_written():
    words = ["no", "yes", "010", "1:30", "2026-08-01", "1e3", "null", "~", "0x1F", "5.0"]
    assert loaded("".join(f"- {word}\n" for word in words)) == words


def test_a_number_of_five_thousand_digits_is_only_text():
    assert loaded(f"a: {'9' * 5000}") == {"a": "9" * 5000}


def test_quotes_blocks_and_flow_are_read_as_yaml_reads_them():
    source = "a: \"x: y # z\"\nb: 'it''s'\nc: |\n  one\n  two\nd: >-\n  one\n  two\ne: [1, {f: g}]"
    assert loaded(source) == {
        "a": "x: y # z",
        "b": "it's",
        "c": "one\ntwo\n",
        "d": "one two",
        "e": ["1", {"f": "g"}],
    }


def test_every_value_keeps_its_place():
    read = load("a: 1\nlist:\n  - x: é😀 y\n    z: 'q r'\n", "a.yaml")
    node = read.node
    assert isinstance(node, Mapping)
    assert locate(node, ("list", 0, "x")) == Place("a.yaml", 3, 8, 12)
    assert locate(node, ("list", 0, "z"), key=True) == Place("a.yaml", 4, 5, 6)
    assert locate(node, ("list", 0, "z")) == Place("a.yaml", 4, 8, 13)


def test_a_path_that_leads_too_far_ends_at_the_last_thing_there():
    node = load("a:\n  b: c\n", "a.yaml").node
    assert node is not None
    assert locate(node, ("a", "b", "nothing", 3)) == Place("a.yaml", 2, 6, 7)


def test_a_piece_of_a_file_counts_from_where_it_stands():
    read = load("id: x\nid: y\n", "lesson.md", first_line=40, first_column=5)
    assert read.findings[0].place == Place("lesson.md", 41, 5, 7)
    assert isinstance(read.node, Mapping)
    assert read.node.entries["id"].value.place == Place("lesson.md", 40, 9, 10)


def test_a_setting_that_is_set_twice_is_an_error_and_the_first_stands():
    read = load("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert read.node is not None
    assert plain(read.node) == {"a": "1", "b": "2"}
    assert [each.code for each in read.findings] == ["Y110"]
    assert "line 1" in read.findings[0].help


def test_the_same_name_in_two_places_is_no_double():
    assert codes("a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 2}]\n") == []


@pytest.mark.parametrize(
    "source",
    [
        "a: &anchor x",
        "a: *alias",
        "a: !!python/object/apply:os.system [ls]",
        "a: !mine x",
        "&a [b]",
        "*a : b",
    ],
)
def test_anchors_aliases_and_tags_are_refused(source: str):
    assert codes(source) == ["Y105"]


def test_a_merge_key_is_a_name_like_any_other():
    assert loaded("<<: {a: b}") == {"<<": {"a": "b"}}


def test_an_alias_bomb_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert set(codes("\n".join(lines))) == {"Y105"}


def test_twenty_levels_are_read_and_one_more_is_refused():
    assert codes("[" * 19 + "x" + "]" * 19) == []
    assert codes("[" * 21 + "]" * 21) == ["Y114"]


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_before_it_costs_anything(sign: str):
    start = time.process_time()
    assert "Y114" in codes(sign * 60_000)
    assert time.process_time() - start < 2


def test_twenty_thousand_values_are_the_most():
    assert codes("- x\n" * 19_999) == []
    assert codes("- x\n" * 20_000) == ["Y114"]


def test_a_second_document_is_told_and_the_first_is_read():
    read = load("a: 1\n---\nb: 2\n", "a.yaml")
    assert [each.code for each in read.findings] == ["Y115"]
    assert read.findings[0].place.line == 2
    assert read.node is not None
    assert plain(read.node) == {"a": "1"}


@pytest.mark.parametrize("source", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_an_empty_source_holds_nothing(source: str):
    assert load(source, "a.yaml").node is None
    assert load(source, "a.yaml").findings == ()


def test_windows_line_ends_are_read_like_others():
    assert loaded("a: 1\r\nb: |\r\n  x\r\n  y\r\n") == {"a": "1", "b": "x\ny\n"}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\ud800"])
def test_a_character_that_cannot_be_seen_is_a_finding_at_its_place(sign: str):
    read = load(f"a: 1\nb: x{sign}y\n", "a.yaml")
    assert [each.code for each in read.findings] == ["F102"]
    assert read.findings[0].place == Place("a.yaml", 2, 5, 6)


def test_text_that_a_comment_cuts_keeps_what_is_hidden():
    node = load("a: call # 988 now\n", "a.yaml").node
    assert isinstance(node, Mapping)
    value = node.entries["a"].value
    assert isinstance(value, Scalar)
    assert value.value == "call"
    assert value.hidden is not None
    assert value.hidden.text == "# 988 now"
    assert value.hidden.place == Place("a.yaml", 1, 9, 18)


def test_a_comment_after_quotes_or_on_its_own_line_hides_nothing():
    node = load('a: "x" # y\nb: z\n# w\n', "a.yaml").node
    assert isinstance(node, Mapping)
    for entry in node.entries.values():
        assert isinstance(entry.value, Scalar)
        assert entry.value.hidden is None


def test_one_mistake_does_not_hide_the_next():
    source = "a: one: two\nb: @x\nc: 'it's'\nd: 1\nd: 2\n"
    assert codes(source) == ["Y101", "Y103", "Y106", "Y110"]


SIGNS = st.sampled_from("\n\t'\"#[]{},|>@%`?~\\é😀\ufeff\x00")
WORDS = st.sampled_from(["a", "text", "right", ": ", ":", "- ", "-", "  ", " #", "---", "..."])
MARKS = st.sampled_from(["&a", "*a", "!t", "!!str", "<<", "%YAML 1.1", "|2", ">-", "\\x", "\r\n"])


@given(st.text() | st.lists(WORDS | SIGNS | MARKS, max_size=40).map("".join))
def test_no_text_whatever_raises_anything(source: str):
    read = load(source, "a.yaml")
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in read.findings:
        assert each.message
        assert 1 <= each.place.line <= len(lines) + 1
        assert 1 <= each.place.column < each.place.end_column


PLAIN = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])).filter(
        lambda text: "\ufeff" not in text and "\ufffe" not in text and "\uffff" not in text
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_written_in_quotes_is_read_back_as_it_was(value: object):
    read = load(f"value: {written(value)}\n", "a.yaml")
    assert read.findings == ()
    assert isinstance(read.node, Mapping)
    assert plain(read.node) == {"value": value}


def written(value: object) -> str:
    """Write strings, lists and dicts as YAML on one line, every text in double quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k)}: {written(v)}" for k, v in value.items()) + "}"
    assert isinstance(value, str)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_list_is_a_sequence_of_nodes():
    node = load("- a\n- b\n", "a.yaml").node
    assert isinstance(node, Sequence)
    assert [each.place.line for each in node.items] == [1, 2]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("some-text: One [[two]]\n", Place("a.yaml", 1, 16, 23)),
        ('some-text: "One [[two]]"\n', Place("a.yaml", 1, 17, 24)),
        ("some-text: |\n  One\n  [[two]]\n", Place("a.yaml", 3, 3, 10)),
        ("some-text: >\n  One\n\n  [[two]]\nother: 1\n", Place("a.yaml", 4, 3, 10)),
        ("some-text: One\n  [[two]]\n", Place("a.yaml", 2, 3, 10)),
        ('some-text: "One \\x5b[two]]"\n', Place("a.yaml", 1, 12, 28)),
    ],
)
def test_a_piece_of_a_text_is_found_where_it_is_written(source: str, place: Place):
    """What is written in another way than it reads is the whole text's place."""
    node = load(source, "a.yaml").node
    assert isinstance(node, Mapping)
    text = node.entries["some-text"].value
    assert isinstance(text, Scalar)
    assert text.find("[[two]]") == place


def test_a_piece_is_found_in_yaml_that_stands_in_a_lesson():
    node = load("words: 5\ntitle: A <b>\n", "a.md", first_line=10, first_column=5).node
    assert isinstance(node, Mapping)
    text = node.entries["title"].value
    assert isinstance(text, Scalar)
    assert text.find("<b>") == Place("a.md", 11, 14, 17)
