"""The pages of the tests are read as a browser reads them."""

import pytest

from tests.elements import Element


def read(body: str) -> Element:
    return Element.parsed(f"<!doctype html><title>T</title><body>{body}").one("body")


def test_text_has_its_white_space_made_plain_and_content_has_it_as_it_stands():
    page = read("<p>\n Ana  <b>&amp;</b>\tBen&#39;s&nbsp;day\n</p>")
    assert page.one("p").text == "Ana & Ben's day"
    assert page.one("p").content == "\n Ana  &\tBen's\u00a0day\n"


def test_elements_side_by_side_read_as_one_word_and_each_has_its_own_line():
    assert read("<p>in<b>side</b></p>").text == "inside"
    assert read("one<br>two<p>three</p>").lines == "one\ntwo\nthree"


@pytest.mark.parametrize("tag", ["textarea", "pre"])
def test_the_first_line_break_is_none_of_the_text_and_the_others_are(tag):
    assert read(f"<{tag}>\n\n a\nb \n</{tag}>").one(tag).content == "\n a\nb \n"


def test_markup_typed_into_a_textarea_is_text():
    page = read("<textarea>&lt;b&gt; <i>x</i></textarea>")
    assert page.one("textarea").content == "<b> <i>x</i>"
    assert page.select("i") == []


def test_an_attribute_without_a_value_is_there_and_empty():
    box = read('<input checked value="" id=7>').one("input")
    assert "checked" in box
    assert "disabled" not in box
    assert (box["checked"], box["value"], box["id"]) == ("", "", "7")
    assert (box.get("disabled"), box.get("value", "on"), box.get("name", "x")) == ("", "", "x")
    with pytest.raises(KeyError):
        box["name"]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("input:not([type=hidden], [type=submit])", ["a", "d"]),
        ("[value='']", ["a"]),
        ("[value]", ["a", "b"]),
        ("[id='7']", ["7"]),
        ("p:has(a[href^='#'])", ["p"]),
        ("input:not(fieldset *)", ["a", "b", "c"]),
        ("h2:lexbor-contains('Who') + p", ["p"]),
        ("fieldset > :first-child", ["d"]),
        ("a, h2", ["h", "7"]),
    ],
)
def test_elements_are_found_in_the_order_of_the_page(css, found):
    page = read(
        "<h2 id=h>Who</h2><p id=p><a id=7 href='#a'>x</a></p><input id=a value=''>"
        "<input id=b type=hidden value=1><input id=c type=submit>"
        "<fieldset id=f><input id=d></fieldset>"
    )
    assert [each["id"] for each in page.select(css)] == found


def test_an_element_is_not_found_in_itself():
    row = read("<p class=x>1</p><div class=x><p class=x>2</p><p class=x>3</p></div>").one("div")
    assert [each.text for each in row.select(".x")] == ["2", "3"]


def test_only_one_is_one():
    page = read("<p>1<p>2")
    for css in ("p", "b"):
        with pytest.raises(AssertionError, match="elements match"):
            page.one(css)


def test_a_selector_that_is_none_is_told():
    with pytest.raises(Exception, match="selector"):
        read("").select("p:first")


def test_what_is_dropped_is_gone_with_all_in_it_once_or_twice():
    page = read("a<pre>b<code>c</code></pre><code>d</code>e")
    page.drop("pre, code")
    assert page.text == "ae"
    page.drop("pre, code")
    assert page.select("code") == []


def test_a_template_shows_nothing():
    page = read("<template><p>Later</p></template>Now")
    assert page.text == "Now"
    assert page.select("p") == []


def test_a_page_says_what_it_is_where_a_test_fails():
    assert repr(read("<p class=x>1").one("p")) == '<p class="x">1</p>'
