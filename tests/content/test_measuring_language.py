from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.language import (
    count_words,
    hard_words,
    reading_grade,
    sentences,
    syllables,
)


def test_a_word_is_what_stands_between_spaces_and_has_a_letter_or_digit():
    assert count_words("You — and I — can't stop at 5 p.m. * !") == 8


def test_words_count_in_any_script():
    assert count_words("Я рядом с тобой") == 4


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("peer", 1),
        ("people", 2),
        ("asked", 1),
        ("wanted", 2),
        ("recovery", 4),
        ("medicine", 3),
        ("social", 2),
        ("client", 2),
        ("988", 1),
        ("", 1),
    ],
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_titles_and_initials_end_no_sentence():
    text = 'Dr. Smith left at 5 a.m. today. Was he "late?" Yes.'
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "Dr. Smith left at 5 a.m. today.",
        'Was he "late?"',
        "Yes.",
    ]


def test_a_word_at_the_end_of_a_sentence_ends_it():
    assert len(list(sentences("The answer is no. So did I. We stop."))) == 3


def test_the_grade_is_flesch_kincaid():
    # 2 sentences, 8 words, 9 syllables: 0.39 * 4 + 11.8 * 9 / 8 - 15.59
    assert reading_grade(["You walk beside them.", "You do not lead."]) == -0.8


def test_a_known_word_counts_two_syllables_at_most():
    hard = "Confidentiality matters."
    assert reading_grade([hard], known={"confidentiality"}) < reading_grade([hard]) - 15


def test_no_sentences_have_no_grade():
    assert reading_grade([]) == 0.0
    assert reading_grade(["…", ""]) == 0.0


@pytest.mark.parametrize(
    ("text", "word", "plainer"),
    [
        ("We utilize it", "utilize", "use"),
        ("Utilizing it", "Utilizing", "use"),
        ("Ask prior to lunch", "prior to", "before"),
        ("It facilitated trust", "facilitated", "help"),
    ],
)
def test_a_hard_word_has_a_plainer_twin(text, word, plainer):
    [(start, end, twin)] = hard_words(text)
    assert (text[start:end], twin) == (word, plainer)


@settings(deadline=None)
@given(st.text())
def test_sentences_are_the_text_in_order(text):
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans).rstrip() == text.rstrip()


@settings(deadline=None)
@given(st.lists(st.text()))
def test_any_text_has_a_grade(texts):
    assert isinstance(reading_grade(texts), float)
