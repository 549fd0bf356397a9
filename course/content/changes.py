"""What differs between two editions of a course, in words (PAGES A1)."""

from collections.abc import Iterator, Mapping

from course.content.edition import Assessment, Edition, Item, Value

MOST_NAMED = 3
"""How many things of one kind are named; more are only counted."""


def changes(before: Edition, after: Edition) -> tuple[str, ...]:
    """Say what ``after`` changes, and what of it changes how answers are scored.

    Empty where both say the same; the ids of two editions differ at a comment already.
    """
    return tuple(_sentences(before, after))


def _sentences(before: Edition, after: Edition) -> Iterator[str]:
    yield from _counted("Lessons", before.lesson_by_id, after.lesson_by_id)
    yield from _counted("Reflections", before.reflection_by_id, after.reflection_by_id)
    old, new = _items(before), _items(after)
    yield from _counted("Questions", old, new)
    rescored = [id_ for id_ in old if id_ in new and _key(old[id_]) != _key(new[id_])]
    if rescored:
        yield f"These questions are scored in another way: {', '.join(rescored)}."
    for id_, exam in after.assessment_by_id.items():
        other = before.assessment_by_id.get(id_)
        if exam.kind == "exam" and other and _rules(other) != _rules(exam):
            yield f"The rules of an exam change: {exam.title}."
    yield from _one("The order of the course changes.", before.modules, after.modules)
    yield from _one("What the certificate needs changes.", before.certificate, after.certificate)
    yield from _one("The compared roles change.", before.roles, after.roles)
    yield from _one("The glossary changes.", before.glossary, after.glossary)


def _counted(noun: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[str]:
    both = before.keys() & after.keys()
    named = {
        "new": [_name(after[id_]) for id_ in after if id_ not in both],
        "changed": [
            _name(after[id_]) for id_ in after if id_ in both and before[id_] != after[id_]
        ],
        "taken out": [_name(before[id_]) for id_ in before if id_ not in both],
    }
    told = [f"{len(names)} {what}{_few(names)}" for what, names in named.items() if names]
    if told:
        yield f"{noun}: {', '.join(told)}."


def _few(names: list[str]) -> str:
    return f" ({', '.join(names)})" if len(names) <= MOST_NAMED else ""


def _name(value: Value) -> str:
    """Return what people call it: its title, or the id of a question."""
    return str(getattr(value, "title", "") or getattr(value, "id", ""))


def _one(sentence: str, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield sentence


def _items(edition: Edition) -> dict[str, Item]:
    return {item.id: item for each in edition.assessments for item in each.items}


def _key(item: Item) -> tuple[object, ...]:
    """Return what decides the points of an answer. Options are known by their text."""
    return item.type, item.points, item.status, {(each.id, each.right) for each in item.options}


def _rules(exam: Assessment) -> Assessment:
    return exam.model_copy(update={"items": (), "title": "", "intro": ""})
