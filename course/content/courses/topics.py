"""A topic misspelt in course.yaml is told there, once, not at every question (C616)."""

from collections import Counter
from collections.abc import Iterable, Mapping

from course.content.catalogue import finding
from course.content.courses.course_yaml import CourseFile
from course.content.findings import Finding
from course.content.quizzes.file import QuizFile
from course.content.spelling import nearest

_MANY = 2


def misspelt_topics(
    course: CourseFile, topics: Mapping[str, str] | None, quizzes: Iterable[QuizFile]
) -> dict[str, Finding]:
    """Return, by the word that questions use, the finding at the topic of course.yaml.

    It is a misspelling where several questions agree on a word that course.yaml does not have,
    and a near word of course.yaml is used by none.
    """
    if topics is None:
        return {}
    used = Counter(written.word("topic") for quiz in quizzes for written in quiz.items)
    unused = [topic for topic in topics if topic not in used]
    told: dict[str, Finding] = {}
    for word, count in used.items():
        near = nearest(word, unused)
        if word and word not in topics and count >= _MANY and near:
            unused.remove(near)
            told[word] = finding(
                "C616",
                course.place("topics", near, key=True),
                f'no question uses the topic "{near}", but {count} use "{word}"',
                label=f'did you mean "{word}"?',
                help="write the topic the same way here and in the questions",
            )
    return told
