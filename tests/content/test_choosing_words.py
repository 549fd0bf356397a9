"""Words that a course replaces, and names in capitals that nothing explains."""

import pytest

from course.content.wording import Word, Wording, names_in_capitals, unexplained
from tests.content import small
from tests.content.small import COURSE_YAML, FINAL, GIFTS

WORDS = f"lessons/{small.COURSE}/words.yaml"
BOARDS = f"lessons/{small.COURSE}/boards.yaml"
REASON = "why: This is not how peers work."
LISTED = b"""format: 1
words:
  addict: {instead: person in recovery, also: [addicts], why: It names a person by a problem.}
  substance abuse: {instead: substance use}
"""
WORDING = Wording(
    (Word(("addict", "addicts"), "person in recovery"), Word(("substance abuse",), "substance use"))
)


def said(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in WORDING.hurting(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An addict came.", ["addict"]),
        ("Addicts came.", ["Addicts"]),
        ("They speak of substance\nabuse here.", ["substance\nabuse"]),
        ('Some say “addict”, some say "addicts", some say ‘addict’.', []),
        ("The label “addict” hurts, but an addict was named.", ["addict"]),
        ("The Office of Substance Abuse has moved.", []),
        ("He is not an addictive person, or a non-addict.", []),
        ("Nothing here.", []),
    ],
)
def test_words_in_ones_own_voice_are_found(text: str, found: list[str]):
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask NAMI first. NAMI knows.", ["NAMI"]),
        ("Ask NAMI's office about two ROIs.", ["NAMI", "ROI"]),
        ("The IC&RC exam", ["IC&RC"]),
        ("The National Alliance (NAMI) helps. NAMI knows.", []),
        ("NAMI (the National Alliance) helps.", []),
        ("NAMI, the National Alliance, helps.", []),
        ("NAMI is a national group.", []),
        ("What should you NOT do on TV in the US at 5 PM? See part IV.", []),
        ("They wrote “dirty UA” on the board.", []),
        ("A person in room B2 or at a@b.COM", []),
    ],
)
def test_names_in_capitals_that_nothing_explains_are_found(text: str, found: list[str]):
    assert [name for _, _, name in unexplained(text, ())] == found


def test_a_glossary_explains_names_and_their_forms():
    assert names_in_capitals(["SMART Recovery", "42 CFR Part 2"]) == {"SMART", "CFR"}
    assert list(unexplained("SMART and CFR", {"SMART", "CFR"})) == []


def in_lesson(text: str) -> dict[str, bytes]:
    whole = small.files() | {WORDS: LISTED}
    return whole | {GIFTS: whole[GIFTS] + f"\n{text}\n".encode()}


def test_a_word_in_a_lesson_is_told_at_its_place_with_another_to_say():
    each = small.only(in_lesson("Ask the *addict* first."), "R704")
    assert (each.place.path, small.shown(each), each.severity) == (GIFTS, "addict", "warning")
    assert each.help == 'try "person in recovery"'
    assert each.note == "It names a person by a problem."


@pytest.mark.parametrize(
    "text",
    [
        "/// quote | A peer specialist\n\nThey called me an addict.\n\n///",
        "/// example\n\nThe board says: addict.\n\n///",
        'The word "addict" names a person by a problem.',
    ],
)
def test_other_peoples_words_stay(text: str):
    assert small.found(in_lesson(text)) == []


def test_other_boxes_speak_in_the_courses_voice():
    small.only(in_lesson("/// note\n\nAsk the addict first.\n\n///"), "R704")
    small.only(in_lesson("Table: Words\n\n| Say | Do |\n| --- | --- |\n| addict | x |"), "R704")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("What comes first?", "What comes first for an addict?", True),
        ("- right: Listening", "- right: Helping addicts", True),
        ("- wrong: Advice", "- wrong: Calling him an addict", False),
        (REASON, "why: An addict decides.", True),
        (REASON, "why: The word “addict” hurts.", False),
    ],
)
def test_a_question_speaks_in_the_courses_voice_but_for_wrong_options(old, new, told):
    whole = small.changed(FINAL, old, new) | {WORDS: LISTED}
    if told:
        assert small.shown(small.only(whole, "R704")).startswith("addict")
    else:
        assert small.found(whole) == []


def test_without_a_list_no_word_is_told():
    assert small.found({k: v for k, v in in_lesson("An addict came.").items() if k != WORDS}) == []


def test_a_name_is_told_once_in_a_lesson_and_once_in_a_file_of_questions():
    each = small.only(in_lesson("Ask NAMI.\n\nNAMI knows."), "R705")
    assert small.shown(each) == "NAMI"
    whole = small.files()
    whole[FINAL] = whole[FINAL].replace(b"What comes first?", b"What does NAMI say?")
    assert small.only(whole, "R705").place.path == FINAL


def test_a_definition_explains_its_term():
    defined = "/// definition | ROI\n\nA release of information.\n\n///\n\nSign the ROI."
    assert small.found(in_lesson(defined)) == []


def test_a_word_that_is_listed_twice_and_a_setting_that_words_do_not_have():
    twice = LISTED.replace(b"[addicts]", b"[Substance Abuse]")
    assert "listed already" in small.only(small.files() | {WORDS: twice}, "C614").message
    wrong = LISTED.replace(b"instead: substance use", b"insted: substance use")
    assert small.only(small.files() | {WORDS: wrong}, "C604").label == 'did you mean "instead"?'


def test_a_new_word_is_looked_for_in_lessons_that_were_read_before():
    before = small.read(in_lesson("Ask the addict first. Ask a junkie."))
    more = LISTED + b"  junkie: {instead: person who uses drugs}\n"
    whole = in_lesson("Ask the addict first. Ask a junkie.") | {WORDS: more}
    after = small.read_course_files(small.COURSE, whole, today=small.TODAY, before=before)
    assert [small.shown(each) for each in after.findings] == ["addict", "junkie"]


HOURS = b"""boards:
  one:
    title: The one board
    hours: {ethics: 16, mentoring: 10}
"""


def test_the_hours_of_boards_are_read():
    reading = small.read(small.files() | {BOARDS: HOURS})
    assert reading.findings == ()
    assert reading.edition is not None
    (board,) = reading.edition.boards
    assert (board.id, board.hours) == ("one", {"ethics": 16, "mentoring": 10})


def test_hours_of_a_domain_that_the_course_has_not():
    wrong = HOURS.replace(b"ethics", b"ethisc")
    each = small.only(small.files() | {BOARDS: wrong}, "C605")
    assert (small.shown(each), each.label) == ("ethisc", 'did you mean "ethics"?')


def test_a_source_of_a_board_has_a_date():
    source = b"    sources: [{title: A page, href: 'https://example.org'}]\n"
    small.only(small.files() | {BOARDS: HOURS + source}, "D902")


def test_hours_are_whole_numbers():
    wrong = HOURS.replace(b"16", b"16h")
    assert small.only(small.files() | {BOARDS: wrong}, "Y123").place.path == BOARDS


def test_a_mistake_in_the_domains_of_the_course_is_told_there_alone():
    whole = small.changed(COURSE_YAML, "  ethics: Ethical", "  ethisc: Ethical")
    told = {each.place.path for each in small.found(whole | {BOARDS: HOURS})}
    assert COURSE_YAML in told
