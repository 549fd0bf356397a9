"""What the pages say is read at grade 6 or lower (PAGES 2.0, 4.3), by the checker's own formula.

A value that a page fills in counts as one short word: names and titles are not ours to choose.
"""

import ast
import re
from collections import defaultdict

import pytest

from course.content.language import count_words, reading_grade, sentences
from tests.house.tree import PACKAGE, TEMPLATES, name, parsed, python_files

HIGHEST, HIGHEST_OF_ONE, LONGEST = 6, 8, 25
"""The grade of a page, the grade of one text of 20 words or more, the words of a sentence."""
FIELD = {"certificate", "completion", "coordinator", "reflection", "reflections", "requirements"}
"""Words of the field that every page uses for the same thing, long as they are (DESIGN 5)."""
SPEAKING = [
    PACKAGE / "web",
    PACKAGE / "grading",
    *(PACKAGE / "records" / room for room in ("attempts", "cohorts", "lists", "people")),
    *(PACKAGE / "records" / room for room in ("progress", "reflections")),
]
"""Where the sentences of code come from that a page shows."""

END = "\x1f"
LEFT_OUT = re.compile(r"{#.*?#}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}|<code\b.*?</code>", re.DOTALL)
APART = re.compile(r"{%-?\s*(?:set|import|extends|include|else|elif|block)\b.*?%}", re.DOTALL)
TOGETHER = re.compile(r"{%.*?%}|</?(?:a|abbr|em|span|strong)\b[^>]*>", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)


def texts_of_template(text):
    """Return each piece of text between two blocks of a page, its values as a short word."""
    for pattern, instead in ((LEFT_OUT, ""), (VALUE, "one"), (APART, END), (TOGETHER, "")):
        text = pattern.sub(instead, text)
    return [" ".join(each.split()) for each in TAG.sub(END, text).split(END)]


def texts_of_code(tree):
    """Return each text of a module that is a sentence, its values as a short word."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            said |= {id(part) for part in node.values}
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "one" for part in node.values
            )
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        ):
            yield node.value


def spoken():
    """Return the sentences of the interface by file: four words or more, so no labels."""
    found = defaultdict(list)
    for path in sorted(TEMPLATES.rglob("*.*")):
        for text in texts_of_template(path.read_text(encoding="utf-8")):
            found[name(path)].append(text)
    for path in python_files(*SPEAKING):
        found[name(path)] += [
            text for text in texts_of_code(parsed(path)) if re.match("[A-Z“]", text)
        ]
    return {
        where: [text for text in texts if count_words(text) >= 4] for where, texts in found.items()
    }


def grade(*texts):
    """Return the reading grade of texts."""
    each = [text[start:end] for text in texts for start, end in sentences(text)]
    return reading_grade(each, known=FIELD)


SPOKEN = {where: texts for where, texts in spoken().items() if texts}


def test_there_is_much_to_measure():
    assert len(SPOKEN) > 60
    assert sum(count_words(text) for texts in SPOKEN.values() for text in texts) > 5_000


def test_the_whole_interface_is_easy_to_read():
    assert grade(*(text for texts in SPOKEN.values() for text in texts)) <= HIGHEST


@pytest.mark.parametrize("where", SPOKEN)
def test_a_page_is_easy_to_read(where):
    texts = SPOKEN[where]
    if sum(map(count_words, texts)) >= 30:  # a few words have no grade
        assert grade(*texts) <= HIGHEST
    hard = {text: grade(text) for text in texts if count_words(text) >= 20}
    assert {text: each for text, each in hard.items() if each > HIGHEST_OF_ONE} == {}
    said = (text[start:end] for text in texts for start, end in sentences(text))
    assert [each for each in said if count_words(each) > LONGEST] == []


def test_hard_words_are_seen():
    page = "<p>Notwithstanding {{ name }}, <a href='/x'>documentation</a> {% if a %}necessitates"
    page += "{% else %}facilitates{% endif %} comprehensive administrative authorization.</p>"
    texts = texts_of_template(page)
    assert texts[1].startswith("Notwithstanding one, documentation necessitates")
    assert grade(*texts) > HIGHEST_OF_ONE
    (text,) = texts_of_code(ast.parse('"Not this."\nflash(f"Go to {name}. It is there.")'))
    assert text == "Go to one. It is there."
