"""Words of questions that hurt (R704), and names in capitals that nothing explains (R705).

A wrong option says what a beginner might say, so it may hold a word that hurts.
"""

from collections.abc import Collection, Iterable, Iterator

from course.content.edition import Term
from course.content.findings import Finding
from course.content.quizzes.file import QuizFile
from course.content.wording import (
    Wording,
    explained_names,
    hurting_word,
    unexplained,
    unexplained_name,
)
from course.content.yaml.nodes import Mapping, Node, Scalar

OWN_VOICE = frozenset({"text", "right", "why", "explain", "title", "say", "match", "item"})
TOLD = OWN_VOICE | {"wrong", "extra", "order"}


def wording_in_quizzes(
    quizzes: Iterable[QuizFile], wording: Wording, terms: tuple[Term, ...]
) -> Iterator[Finding]:
    """Find them in every question; a name is told once for its file."""
    known = explained_names(terms)
    for quiz in quizzes:
        told: set[str] = set()
        for written in quiz.items:
            texts = list(_texts(written.node, ""))
            whole = "\n".join(text.value for _, text in texts)
            strange = {name for _, _, name in unexplained(whole, known)} - told
            told |= strange
            yield from _strange(texts, strange)
            for key, text in texts:
                if key in OWN_VOICE:
                    for start, end, word in wording.hurting(text.value):
                        said = text.value[start:end]
                        yield hurting_word(" ".join(said.split()), word, text.find(said))


def _strange(texts: Collection[tuple[str, Scalar]], names: Collection[str]) -> Iterator[Finding]:
    for name in sorted(names):
        yield unexplained_name(name, next(t.find(name) for _, t in texts if name in t.value))


def _texts(node: Node, key: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield from _texts(entry.value, entry.key.value)
    elif isinstance(node, Scalar):
        if key in TOLD:
            yield key, node
    else:
        for each in node.items:
            yield from _texts(each, key)
