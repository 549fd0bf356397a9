"""What differs between two editions of a course: in values, and in words (PAGES A1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.content.edition import Assessment, Edition, Item, Value

MOST_NAMED = 3
"""How many things of one kind are named; more are only counted."""
RULES = {
    "pass_mark": "passing score",
    "time_limit": "time limit",
    "attempts": "number of attempts",
    "wait_between": "wait between attempts",
    "blueprint": "how many questions of each topic are asked",
    "show": "what the result shows",
    "dont_know": "whether “I don't know yet” is offered",
    "shuffle_questions": "order of questions",
    "shuffle_options": "order of answers",
    "kind": "what it counts for",
}
"""The settings of an exam, as people call them."""
SAID = {
    "options",
    "text",
    "html",
    "objective",
    "level",
    "shuffle",
    "explain",
    "source",
    "jurisdiction",
    "as_of",
}
"""What of a question changes no score: how it is put, and what is told afterwards."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The ids of one kind of thing that are new, changed, or taken out."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one edition differs from another.

    ``rescored`` are changed questions that give other points for the same answer. ``words`` says
    everything; it is empty where only remarks differ, which give an edition another id already.
    """

    lessons: Difference
    reflections: Difference
    exams: Difference
    questions: Difference
    rescored: tuple[str, ...]
    words: tuple[str, ...]


def compare(before: Edition, after: Edition) -> Comparison:
    """Return what ``after`` changes, and what of it changes how answers are scored."""
    old, new = _items(before), _items(after)
    questions = _difference(old, new)
    rescored = tuple(id_ for id_ in questions.changed if _key(old[id_]) != _key(new[id_]))
    return Comparison(
        lessons=_difference(before.lesson_by_id, after.lesson_by_id),
        reflections=_difference(before.reflection_by_id, after.reflection_by_id),
        exams=_difference(_exams(before), _exams(after)),
        questions=questions,
        rescored=rescored,
        words=tuple(_sentences(before, after, rescored)),
    )


def _sentences(before: Edition, after: Edition, rescored: tuple[str, ...]) -> Iterator[str]:
    yield from _counted("Lessons", before.lesson_by_id, after.lesson_by_id)
    yield from _counted("Reflections", before.reflection_by_id, after.reflection_by_id)
    old, new = _exams(before), _exams(after)
    # A changed exam is told below, by what changes in it.
    yield from _counted("Exams", old, {**new, **_common(old, new)})
    scoring = f"; {len(rescored)} {_affects(rescored)} scoring{_few(rescored)}" if rescored else ""
    yield from _counted("Questions", _items(before), _items(after), more=scoring)
    for id_ in _common(old, new):
        if rules := _rules(old[id_], new[id_]):
            yield f"{new[id_].title}: its rules change ({', '.join(rules)})."
        if (old[id_].title, old[id_].intro) != (new[id_].title, new[id_].intro):
            yield f"{new[id_].title}: its title or instructions change."
    yield from _one("The order of the course changes.", before.modules, after.modules)
    yield from _one("What the certificate needs changes.", before.certificate, after.certificate)
    yield from _one("The compared roles change.", before.roles, after.roles)
    yield from _one("The glossary changes.", before.glossary, after.glossary)
    yield from _one("The hours that boards ask for change.", before.boards, after.boards)
    yield from _one(
        "The title, the contact or the support lines change.", _front(before), _front(after)
    )


def _difference(before: Mapping[str, Value], after: Mapping[str, Value]) -> Difference:
    return Difference(
        new=tuple(id_ for id_ in after if id_ not in before),
        changed=tuple(id_ for id_ in after if id_ in before and before[id_] != after[id_]),
        gone=tuple(id_ for id_ in before if id_ not in after),
    )


def _counted(
    noun: str, before: Mapping[str, Value], after: Mapping[str, Value], *, more: str = ""
) -> Iterator[str]:
    differ = _difference(before, after)
    named = {
        "new": [_name(after[id_]) for id_ in differ.new],
        "changed": [_name(after[id_]) for id_ in differ.changed],
        "taken out": [_name(before[id_]) for id_ in differ.gone],
    }
    told = [f"{len(names)} {what}{_few(names)}" for what, names in named.items() if names]
    if told:
        yield f"{noun}: {', '.join(told)}{more}."


def _few(names: list[str] | tuple[str, ...]) -> str:
    return f" ({', '.join(names)})" if len(names) <= MOST_NAMED else ""


def _affects(rescored: tuple[str, ...]) -> str:
    return "affects" if len(rescored) == 1 else "affect"


def _name(value: Value) -> str:
    """Return what people call it: its title, or the id of a question."""
    return str(getattr(value, "title", "") or getattr(value, "id", ""))


def _one(sentence: str, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield sentence


def _exams(edition: Edition) -> dict[str, Assessment]:
    return {each.id: each for each in edition.assessments if each.kind == "exam"}


def _common(old: Mapping[str, Assessment], new: Mapping[str, Assessment]) -> dict[str, Assessment]:
    return {id_: old[id_] for id_ in new if id_ in old}


def _items(edition: Edition) -> dict[str, Item]:
    return {item.id: item for each in edition.assessments for item in each.items}


def _key(item: Item) -> tuple[object, ...]:
    """Return what decides the points of an answer. Options are known by their text.

    What an item says beside its key is left out by name, so that a new part of it counts.
    """
    return item.model_dump(exclude=SAID), {(each.id, each.right) for each in item.options}


def _rules(before: Assessment, after: Assessment) -> list[str]:
    return [
        words for field, words in RULES.items() if getattr(before, field) != getattr(after, field)
    ]


def _front(edition: Edition) -> tuple[object, ...]:
    return (
        edition.title,
        edition.edition_title,
        edition.language,
        edition.summary,
        edition.contact,
        edition.support,
        edition.domains,
        edition.topics,
    )
