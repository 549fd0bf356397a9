import pytest

from tests.content.lesson import html

BUTTON = '<button class="term" popovertarget="term-hipaa" type="button">HIPAA</button>'
MEANS = (
    '<span class="term-means" id="term-hipaa" popover="">'
    "A federal law that protects health facts.</span>"
)


def test_a_term_is_explained_at_its_first_use_alone():
    shown = html("Ask about **HIPAA** now.\n\n/// note\n\nHIPAA is a law.\n\n///")
    kept = f'<span class="term-line">{BUTTON}{MEANS}</span>'
    assert f"<p>Ask about <strong>{kept}</strong> now.</p>" in shown
    assert "<p>HIPAA is a law.</p>" in shown


def test_the_words_around_a_term_stay_in_order():
    shown = html("A lived experience and HIPAA, *then* more.")
    text = shown.replace(MEANS, "").replace(BUTTON, "HIPAA")
    assert '</span> and <span class="term-line">HIPAA,</span> <em>then</em> more.</p>' in text


@pytest.mark.parametrize(
    ("around", "line"),
    [("({}), then", "({}),"), ("“{}” is", "“{}”"), ("a {} law", "{}"), ("{}-like", "{}-")],
)
def test_a_term_is_on_one_line_with_the_signs_that_stand_at_it(around, line):
    shown = html(f"Ask: {around.format('HIPAA')}.").replace(BUTTON + MEANS, "{}")
    assert f'<span class="term-line">{line}</span>' in shown
    assert around.replace(line, f'<span class="term-line">{line}</span>') in shown


def test_a_term_in_lower_case_may_start_a_sentence_and_run_over_a_line():
    assert ">Lived\nexperience</button>" in html("Lived\nexperience counts.")


def test_another_name_of_a_term_is_the_same_term():
    shown = html("They have been there. It is lived experience.")
    assert shown.count("<button") == 1
    assert ">been there</button>" in shown


def test_a_term_is_a_whole_word():
    assert "<button" not in html("HIPAAs and XHIPAA and hipaa.")


def test_a_term_is_not_explained_in_headings_links_code_and_captions():
    body = (
        "## HIPAA\n\n[HIPAA text](https://example.org) and `HIPAA`.\n\n"
        "Table: HIPAA\n\n| HIPAA | a |\n| --- | --- |\n| HIPAA | b |"
    )
    assert "<button" not in html(body)


def test_a_definition_explains_its_term_itself():
    assert "<button" not in html(
        "/// definition | Lived experience\n\nYou lived it.\n\n///\n\nIt is lived experience."
    )
