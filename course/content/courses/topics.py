"""The topics of a course: which there are, and which one is misspelt in course.yaml (C616)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from course.content.catalogue import finding
from course.content.courses.course_yaml import CourseFile, breaks_off_in, topics
from course.content.findings import Finding
from course.content.quizzes.file import QuizFile
from course.content.spelling import nearest
from course.content.yaml.nodes import Mapping as Settings
from course.content.yaml.nodes import at

_MANY = 2


def topics_named(course: CourseFile) -> dict[str, str | None] | None:
    """Return each topic with its domain, "" for none and None where it cannot be read.

    All is None where course.yaml cannot say which topics there are.
    """
    if course.shape is None or course.node is None:
        return None
    listed = at(course.node, ("topics",))
    if not isinstance(listed, Settings) or breaks_off_in(course, "topics"):
        return None
    sure = {
        topic.id: topic.domain
        for topic in topics(course.shape)
        if not course.unsure.covers("topics", topic.id, "domain")
    }
    return {name: sure.get(name) for name in listed.entries}


def misspelt_topics(
    course: CourseFile, known: Mapping[str, str | None] | None, quizzes: Iterable[QuizFile]
) -> dict[str, Finding]:
    """Return, by the word that questions use, the finding at the topic of course.yaml.

    It is told there, once, and not at every question: a misspelling is where several questions
    agree on a word that course.yaml does not have, and a near word of course.yaml is used by none.
    """
    if known is None:
        return {}
    used = Counter(written.word("topic") for quiz in quizzes for written in quiz.items)
    unused = [topic for topic in known if topic not in used]
    told: dict[str, Finding] = {}
    for word, count in used.items():
        near = nearest(word, unused)
        if word and word not in known and count >= _MANY and near:
            unused.remove(near)
            told[word] = finding(
                "C616",
                course.place("topics", near, key=True),
                f'no question uses the topic "{near}", but {count} use "{word}"',
                label=f'did you mean "{word}"?',
                help="write the topic the same way here and in the questions",
            )
    return told
