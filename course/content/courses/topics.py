"""The topics of a course: which there are, and which one is misspelt in course.yaml (C616)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from course.content.catalogue import finding
from course.content.courses.course_yaml import CourseFile, topics
from course.content.findings import Finding
from course.content.quizzes.file import QuizFile
from course.content.spelling import nearest
from course.content.yaml.nodes import Mapping as Settings

_MANY = 2


def topics_named(course: CourseFile) -> dict[str, str | None] | None:
    """Return each topic with its domain, "" for none, also where another part has a mistake.

    A domain is None while course.yaml has a mistake; all is None where it cannot say which topics
    there are.
    """
    written = _written(course)
    if course.shape is None:
        return written
    sure: dict[str, str | None] = {topic.id: topic.domain for topic in topics(course.shape)}
    return {**(written or {}), **sure} if "topics" in course.unsure else sure


def _written(course: CourseFile) -> dict[str, str | None] | None:
    """Return the names that stand under ``topics``, also of topics that have a mistake."""
    if not isinstance(course.node, Settings):
        return None
    listed = course.node.entries.get("topics")
    if listed is None or not isinstance(listed.value, Settings):
        return None
    if next(reversed(course.node.entries)) == "topics":
        return None  # the file breaks off here
    return dict.fromkeys(listed.value.entries)


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
