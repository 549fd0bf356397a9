import json

from course.content import report
from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.reading import Counts, CourseReading, Site

PASS_MARK = finding(
    "Q212",
    Place("quizzes/a/final.yaml", 5, 12, 15),
    "write the pass mark as a percentage",
    label="did you mean 80%?",
    help="pass_mark: 80%",
).with_excerpt("pass_mark: 0.8")
WARNING = finding("C602", Place("lessons/a/b.md", 1, 1, 4), "not in course.yaml", help="add it")
ADVICE = finding("S301", Place("quizzes/a/final.yaml", 12, 3, 5), "it stands out")


def test_a_finding_shows_what_where_the_line_and_the_help():
    assert report.one(PASS_MARK) == (
        "error[Q212]: write the pass mark as a percentage\n"
        " --> quizzes/a/final.yaml:5:12\n"
        "  |\n"
        "5 | pass_mark: 0.8\n"
        "  |            ^^^ did you mean 80%?\n"
        "  = help: pass_mark: 80%\n"
    )


def test_a_finding_without_a_line_shows_no_line():
    assert report.one(WARNING) == (
        "warning[C602]: not in course.yaml\n --> lessons/a/b.md:1:1\n  = help: add it\n"
    )


def test_the_most_serious_stands_last_beside_the_sum():
    shown = report.human([PASS_MARK, WARNING, ADVICE])
    assert shown.index("advice[") < shown.index("warning[") < shown.index("error[")
    assert shown.endswith("Found 1 error, 1 warning and 1 piece of advice in 2 files.\n")


def test_the_sum_names_only_what_there_is():
    assert report.total([PASS_MARK]) == "Found 1 error in 1 file.\n"
    assert report.total([PASS_MARK, PASS_MARK, WARNING]) == (
        "Found 2 errors and 1 warning in 2 files.\n"
    )


def test_a_long_line_is_cut_around_what_is_meant():
    line = "x" * 300 + "HERE" + "y" * 300
    far = finding("Q203", Place("a.yaml", 7, 301, 305), "there").with_excerpt(line)
    shown = report.one(far).split("\n")
    start = shown[4].index("^")
    assert shown[4].count("^") == 4
    assert shown[3][start : start + 4] == "HERE"
    assert len(shown[3]) < 120


def test_a_place_beyond_the_line_marks_its_end():
    behind = finding("Y100", Place("a.yaml", 1, 40, 99), "there").with_excerpt("short")
    assert report.one(behind).split("\n")[4] == "  |      ^"


def test_nothing_found_is_nothing_to_show():
    assert report.human([]) == ""
    assert report.concise([]) == ""
    assert report.github([]) == ""
    assert json.loads(report.as_json([])) == []


def test_concise_is_one_line_for_each():
    assert report.concise([PASS_MARK]) == (
        "quizzes/a/final.yaml:5:12: error[Q212] write the pass mark as a percentage\n"
    )


def test_json_is_one_array_of_flat_findings():
    assert json.loads(report.as_json([PASS_MARK])) == [
        {
            "code": "Q212",
            "severity": "error",
            "path": "quizzes/a/final.yaml",
            "line": 5,
            "column": 12,
            "end_column": 15,
            "message": "write the pass mark as a percentage",
            "label": "did you mean 80%?",
            "help": "pass_mark: 80%",
            "note": "",
            "excerpt": "pass_mark: 0.8",
        }
    ]


def test_github_gets_one_command_for_each_with_its_signs_escaped():
    odd: Finding = finding("Y100", Place("a,b:c.yaml", 2, 3, 5), "50% of\nit")
    assert report.github([odd]) == (
        "::error file=a%2Cb%3Ac.yaml,line=2,col=3,endColumn=5,title=Y100::50%25 of%0Ait\n"
    )


def test_a_site_without_findings_says_what_it_holds():
    readings = [
        CourseReading("a", None, (), {}, Counts(8, 2, 80, 6.8)),
        CourseReading("b", None, (), {}, Counts(1, 1, 4, None)),
    ]
    assert report.all_well(Site(tuple(readings), ())) == (
        "No problems in 9 lessons, 3 exams, 84 questions. Reading level 6.8.\n"
    )
    assert report.all_well(Site((), ())) == "No problems in 0 lessons, 0 exams, 0 questions.\n"


def test_github_gets_message_label_and_help_with_a_stop_between_them():
    assert report.github([PASS_MARK]).split("::")[2] == (
        "write the pass mark as a percentage: did you mean 80%25? pass_mark: 80%25\n"
    )
    colon = finding("Y101", Place("a.yaml"), "a colon", label="here", help="take it out")
    assert report.github([colon]).split("::")[2] == "a colon: here. take it out\n"
