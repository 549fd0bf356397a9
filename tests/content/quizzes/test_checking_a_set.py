"""Habits of a whole file that give its answers away, and objectives that nothing asks about."""

import pytest

from tests.content import small
from tests.content.small import FINAL, PRACTICE

BANK = f"quizzes/{small.COURSE}/bank.yaml"
FIRST = f"lessons/{small.COURSE}/how-it-works.md"
SAME = ("Listen", "Advise", "Report")


def questions(options, count=20, *, more="", topic="role") -> str:
    """Write so many questions; ``options`` gives the texts of one by its number, right one first.

    The right option stands in another place in each, unless ``more`` says a ``place``.
    """
    made = []
    for n in range(count):
        right, *wrong = options(n)
        lines = [f"      - wrong: {text} {n}" for text in wrong]
        lines.insert(n % (len(wrong) + 1), f"      - right: {right} {n}")
        made.append(
            f"  - id: set-{n}\n    type: single\n    topic: {topic}\n    level: recall\n"
            f"    text: What comes first in case {n}?\n{more}    options:\n"
            + "\n".join(lines)
            + "\n"
        )
    return "".join(made)


def in_bank(text: str) -> dict[str, bytes]:
    """Return the files with a bank that the final draws from."""
    whole = small.changed(FINAL, "show: topics", "show: topics\nfrom: [bank]")
    return whole | {BANK: f"format: 1\nkind: bank\nquestions:\n{text}".encode()}


def in_practice(text: str) -> dict[str, bytes]:
    whole = small.files()
    whole[PRACTICE] += text.encode()
    return whole


def longest_in(count: int):
    """Options of which the right one is a little longer in the first so many questions."""
    return lambda n: ("Listen first", "Advise", "Report") if n < count else SAME


def test_right_answers_that_are_mostly_the_longest_are_told_once_for_the_file():
    each = small.only(in_bank(questions(longest_in(11))), "S304")
    assert (each.place.path, each.severity) == (BANK, "warning")
    assert each.message == "in 11 of 20 questions the right answer is the longest"


@pytest.mark.parametrize(("longest", "count"), [(10, 20), (19, 19)])
def test_half_of_them_or_too_few_questions_are_no_habit(longest: int, count: int):
    assert small.found(in_bank(questions(longest_in(longest), count))) == []


def test_as_long_as_another_is_not_the_longest():
    assert small.found(in_bank(questions(lambda n: ("Listen now", "Advise now", "Go")))) == []


def first(text: str) -> str:
    """Put each right option first."""
    made = []
    for question in text.split("    options:\n"):
        lines = question.split("\n")
        options = [line for line in lines if line.startswith("      - ")]
        rest = [line for line in lines if line not in options]
        options.sort(key=lambda line: "right" not in line)
        made.append("\n".join([*options, *rest]))
    return "    options:\n".join(made)


def test_right_answers_in_one_place_are_told_where_options_are_not_shuffled():
    each = small.only(in_practice(first(questions(lambda n: SAME, 22))), "S305")
    assert each.place.path == PRACTICE
    assert "the right answer is number 1" in each.message


def test_where_options_are_shuffled_their_place_does_not_matter():
    in_order = first(questions(lambda n: SAME, 22))
    assert small.found(in_bank(in_order)) == []
    kept = first(questions(lambda n: SAME, 22, more="    shuffle: no\n"))
    assert small.only(in_bank(kept), "S305").place.path == BANK


def test_an_exam_that_does_not_shuffle_its_options_has_places_too():
    whole = small.changed(FINAL, "shuffle: [questions, options]", "shuffle: [questions]")
    whole[FINAL] += first(questions(lambda n: SAME, 22)).encode()
    small.only(whole, "S305")


def about(*objectives: str) -> dict[str, bytes]:
    """Return the files with a practice question about each of these objectives."""
    whole = small.files()
    for n, objective in enumerate(objectives):
        lines = f"id: about-{n}\ntype: true-false\ntopic: role\nobjective: {objective}\n"
        lines += f"text: Peers ask ({n}).\nanswer: true\n"
        whole[PRACTICE] += b"  - " + lines.rstrip().replace("\n", "\n    ").encode() + b"\n"
    return whole


def objectives_of(whole: dict[str, bytes]) -> list[str]:
    edition = small.read(whole).edition
    assert edition is not None
    return [f"{each.id}/{one.id}" for each in edition.lessons for one in each.objectives]


EVERY = objectives_of(small.files())


def test_an_objective_that_no_question_asks_about_is_told():
    each = small.only(about(*(one for one in EVERY if one != "how-it-works/pace")), "Q228")
    assert (each.place.path, small.shown(each)) == (FIRST, "pace")
    assert each.severity == "advice"
    assert each.help == "write a question with: objective: how-it-works/pace"


def test_where_few_objectives_have_a_question_none_is_told():
    """The small course has six objectives, and its own questions name three."""
    assert small.found(small.files()) == []
    assert small.found(about("gifts/gifts", "gifts/ask")) == []


def test_a_draft_owes_no_question():
    whole = about(*(one for one in EVERY if one != "how-it-works/pace"))
    whole[FIRST] = whole[FIRST].replace(b"status: live", b"status: draft")
    assert [each.code for each in small.found(whole)] == []
