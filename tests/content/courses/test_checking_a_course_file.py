from textwrap import dedent

import pytest

from course.content import report
from course.content.findings import errors
from tests.content import small
from tests.content.small import COURSE, COURSE_YAML, FINAL, GIFTS, GLOSSARY, ROLES, after

THE_ROLE = f"lessons/{COURSE}/the-role.md"

LAST_STEPS = "      - exam: final\n        after: [the-role, gifts]\n"


def test_a_lesson_that_is_not_there():
    each = after(COURSE_YAML, "- lesson: gifts", "- lesson: gitfs\n      - lesson: gifts", "C601")
    assert report.one(each) == dedent("""\
        error[C601]: course.yaml lists a lesson that is not in lessons/
          --> lessons/peer-basics/course.yaml:26:17
           |
        26 |       - lesson: gitfs
           |                 ^^^^^ did you mean "gifts"?
        """)


def test_a_step_that_lost_its_colon_is_told_once():
    whole = small.changed(COURSE_YAML, "- lesson: gifts", "- lesson gifts")
    marks = b"pass_mark: {overall: 75%, ethics: 70%}"
    whole[FINAL] = whole[FINAL].replace(b"pass_mark: 75%", marks)
    assert report.one(small.only(whole, "Y113")) == dedent("""\
        error[Y113]: this line is not a setting
          --> lessons/peer-basics/course.yaml:26:9
           |
        26 |       - lesson gifts
           |         ^^^^^^^^^^^^ no colon here
           = help: write a colon after "lesson":
                   - lesson: gifts
        """)


@pytest.mark.parametrize(
    ("old", "written", "mended"),
    [
        ("- lesson: gifts", "- lesson:gifts", "write a space after the colon:\n- lesson: gifts"),
        ("- lesson: gifts", "- lesson = gifts", 'write a colon after "lesson":\n- lesson: gifts'),
        ("- lessons: all", "- lessons all", 'write a colon after "lessons":\n- lessons: all'),
    ],
)
def test_an_entry_with_a_lost_colon_is_shown_mended(old, written, mended):
    assert after(COURSE_YAML, old, written, "Y113").help == mended


@pytest.mark.parametrize(
    ("old", "written"),
    [
        ("- lesson: gifts", "- gifts"),
        ("ethics: {title: Ethics, domain: ethics}", "ethics: title Ethics"),
    ],
)
def test_a_text_that_is_no_entry_without_its_colon_is_told_as_a_text(old, written):
    assert "but here is one text" in after(COURSE_YAML, old, written, "Y121").message


def test_a_misspelt_lesson_is_not_told_again_as_one_that_is_not_listed():
    after(COURSE_YAML, "- lesson: gifts", "- lesson: gitfs", "C601")
    after(COURSE_YAML, "- exam: final", "- exam: finnal", "C603")


def test_an_exam_that_is_not_there():
    each = after(COURSE_YAML, LAST_STEPS, f"{LAST_STEPS}      - exam: precursor\n", "C603")
    assert each.message == "course.yaml lists an exam that is not in quizzes/"
    assert each.label == 'did you mean "pre-course"?'
    each = after(COURSE_YAML, LAST_STEPS, f"{LAST_STEPS}      - exam: xyz\n", "C603")
    assert each.label == "no quizzes/peer-basics/xyz.yaml"
    each = after(COURSE_YAML, LAST_STEPS, f"{LAST_STEPS}      - exam: practice\n", "C603")
    assert each.label == "this is a practice file"


def test_a_lesson_that_no_step_reaches_is_a_warning_unless_it_is_a_draft():
    extra = f"lessons/{COURSE}/extra.md"
    whole = small.files()
    whole[extra] = whole[GIFTS].partition(b"/// reflection")[0]
    each = small.only(whole, "C602")
    assert each.severity == "warning"
    assert report.one(each) == dedent("""\
        warning[C602]: this lesson is not in course.yaml, so trainees cannot reach it
         --> lessons/peer-basics/extra.md:1:1
          |
        1 | ---
          | ^^^
          = help: add "- lesson: extra" to course.yaml, or set "status: draft" in the lesson
        """)
    whole[extra] = whole[extra].replace(b"status: live", b"status: draft")
    assert small.found(whole) == []


def test_an_exam_that_no_step_reaches_is_a_warning():
    whole = small.files()
    name = f"quizzes/{COURSE}/extra.yaml"
    whole[name] = whole[FINAL].replace(b"id: final", b"id: extra")
    assert small.only(whole, "C615").place.path == name


def test_a_step_that_is_listed_twice():
    new = "- lesson: gifts\n      - lesson: gifts"
    each = after(COURSE_YAML, "- lesson: gifts", new, "C606")
    assert "line 26" in each.help
    fixed = "      - lesson: how-it-works\n"
    after(COURSE_YAML, fixed, fixed + fixed, "C606")


def test_a_step_that_is_neither_or_both():
    after(COURSE_YAML, LAST_STEPS, f"{LAST_STEPS}      - after: [gifts]\n", "C611")
    both = "      - lesson: gifts\n        exam: final\n"
    after(COURSE_YAML, f"      - lesson: gifts\n{LAST_STEPS}", both, "C611")


def test_a_step_after_one_that_is_not_there():
    each = after(COURSE_YAML, "after: [the-role, gifts]", "after: [the-rule, gifts]", "C607")
    assert each.label == 'did you mean "the-role"?'
    assert small.shown(each) == "the-rule"


@pytest.mark.parametrize("waits", ["final", "gifts"])
def test_steps_that_wait_for_each_other(waits: str):
    new = f"- lesson: gifts\n        after: [{waits}]"
    each = after(COURSE_YAML, "- lesson: gifts", new, "C608")
    assert "gifts" in each.label


def test_a_fixed_order_and_an_after_can_wait_for_each_other():
    new = "- lesson: how-it-works\n        after: [pre-course]"
    after(COURSE_YAML, "- lesson: how-it-works", new, "C608")


def test_a_lesson_and_an_exam_may_not_share_a_name():
    whole = small.changed(COURSE_YAML, LAST_STEPS, f"{LAST_STEPS}      - exam: gifts\n")
    whole[f"quizzes/{COURSE}/gifts.yaml"] = whole[FINAL].replace(b"id: final", b"id: other")
    small.only(whole, "C612")


def test_a_domain_that_course_yaml_does_not_have():
    each = after(COURSE_YAML, "role, domain: mentoring", "role, domain: mentorin", "C605")
    assert each.label == 'did you mean "mentoring"?'


def test_a_topic_without_hours_has_no_domain():
    whole = small.changed(COURSE_YAML, "role, domain: mentoring", "role, domain: none")
    edition = small.read(whole).edition
    assert edition is not None
    assert edition.topic_by_id["role"].domain == ""


def test_a_topic_misspelt_in_course_yaml_is_told_there_alone():
    each = after(COURSE_YAML, "  role: {title", "  rule: {title", "C616")
    assert each.message.startswith('no question uses the topic "rule", but ')
    assert each.label == 'did you mean "role"?'
    assert each.place.path == COURSE_YAML


def test_a_step_that_others_wait_for_is_missed_once():
    each = after(COURSE_YAML, "      - lesson: gifts\n", "", "C607")
    assert each.help == 'add "- lesson: gifts" to the steps, or take the name out here'
    needed = after(COURSE_YAML, "      - exam: pre-course\n", "", "C610")
    assert needed.help == 'add "- exam: pre-course" to the steps'


def test_an_objective_misspelt_in_its_lesson_is_told_there_alone():
    each = after(THE_ROLE, "  define: ", "  defin: ", "Q220")
    assert each.message.startswith('no question names the objective "defin", but ')
    assert (each.label, each.place.path) == ('did you mean "define"?', THE_ROLE)
    assert small.shown(each) == "defin"


def test_an_objective_misspelt_in_one_question_is_told_there():
    each = after(FINAL, "objective: the-role/define", "objective: the-role/defin", "Q220")
    assert each.place.path == FINAL


def test_what_the_certificate_needs_must_be_there():
    each = after(COURSE_YAML, "{exam: final, is: passed}", "{exam: fianl, is: passed}", "C610")
    assert each.label == 'did you mean "final"?'
    each = after(FINAL, "pass_mark: 75%", "pass_mark: none", "C610")
    assert "no pass mark" in each.message
    after(COURSE_YAML, "{exam: final, is: passed}", "{exam: final}", "C610")
    after(COURSE_YAML, "{exam: final, is: passed}", "{exam: final, is: past}", "Y122")
    after(COURSE_YAML, "{exam: final, is: passed}", "{hours: 12}", "Q219")


def test_a_course_without_course_yaml():
    whole = small.files()
    del whole[COURSE_YAML]
    codes = [each.code for each in errors(small.found(whole))]
    assert codes == ["C600"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: Peer support basics\n", "", "Y120"),
        ("title: Peer support basics", "titel: Peer support basics", "C604"),
        ("edition_title: Fall 2026", "edition_title: [Fall]", "Y121"),
        ("order: fixed", "order: fxied", "Y122"),
        ("reading_speed: 175", "reading_speed: fast", "Y123"),
        ("valid_for: none", "valid_for: 2 years", "Y123"),
        ('href: "tel:988"', 'href: "javascript:alert(1)"', "Y123"),
        ("format: 1", "format: one", "C609"),
        ("contact: {name: Training office,", "contact: {nam: Training office,", "C604"),
    ],
)
def test_each_other_mistake_in_course_yaml_is_one_finding(old: str, new: str, code: str):
    after(COURSE_YAML, old, new, code)


ROLE = """\
format: 1
roles:
  peer:
    title: Peer
    purpose: To **listen**
    basis: Lived experience
    does: [Listens]
    not_its_job: [Prescribe]
    rests_on: Trust
    records_and_pay: Paid
    self_disclosure: A main tool
    sources:
      - {title: A source, href: "https://example.org", checked: 2026-08-01}
"""


def test_roles_are_read_with_their_long_texts_as_html():
    edition = small.read({**small.files(), ROLES: ROLE.encode()}).edition
    assert edition is not None
    assert edition.roles[0].id == "peer"
    assert edition.roles[0].purpose == "To <strong>listen</strong>"
    assert edition.roles[0].does == ("Listens",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (", checked: 2026-08-01", "", "D902"),
        ("    basis: Lived experience\n", "", "Y120"),
        ("does: [Listens]", "does: Listens", "Y121"),
        ("rests_on", "rest_on", "C604"),
        ("purpose: To", "purpose: <i>To</i>", "L330"),
        ("  peer:", "  Peer Specialist:", "Y124"),
    ],
)
def test_each_mistake_in_roles_yaml_is_one_finding(old: str, new: str, code: str):
    small.only({**small.files(), ROLES: ROLE.replace(old, new).encode()}, code)


TERMS = "format: 1\nterms:\n  Gift: {means: A thing somebody gives you, also: [present]}\n"


def test_terms_are_read():
    edition = small.read({**small.files(), GLOSSARY: TERMS.encode()}).edition
    assert edition is not None
    assert [(each.term, each.also) for each in edition.glossary] == [("Gift", ("present",))]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("A thing somebody gives you", "word " * 30 + "more", "C613"),
        ("[present]", "[gift]", "C614"),
        ("[present]", "present", "Y121"),
        ("means:", "mean:", "C604"),
    ],
)
def test_each_mistake_in_glossary_yaml_is_one_finding(old: str, new: str, code: str):
    small.only({**small.files(), GLOSSARY: TERMS.replace(old, new).encode()}, code)
