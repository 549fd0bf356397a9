"""Read the questions of a file, each by the shape of its type, and find what is wrong with each."""

from collections.abc import Iterator
from dataclasses import replace

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.quizzes.items import EVERY_KIND, ItemKind, WrittenItem, make_item
from course.content.shapes.item import QuestionShape, TypeShape
from course.content.shapes.misfits import names_of
from course.content.shapes.shape import read_shape
from course.content.spelling import did_you_mean, nearest
from course.content.yaml.nodes import Mapping, Node, Sequence, locate

Read = tuple[WrittenItem, tuple[Finding, ...]]


def read_items(node: Node | None) -> tuple[tuple[WrittenItem, ...], tuple[Finding, ...]]:
    """Read the list of questions of a quiz file, each by the shape of its type."""
    nodes = node.items if isinstance(node, Sequence) else ()
    read = [_read_item(each) for each in nodes]
    found = (each for _, findings in read for each in findings)
    return tuple(written for written, _ in read), tuple(found)


def _read_item(node: Node) -> Read:
    type_name = WrittenItem(None, node).word("type")
    if type_name in EVERY_KIND:
        return _read_as(type_name, node)
    if not type_name:
        return _without_type(node)
    found, meant = _not_a_type(node, type_name), _meant_type(type_name, node)
    written, more = _read_as(meant, node) if meant else (WrittenItem(None, node), ())
    return written, (found, *more)


def _meant_type(word: str, node: Node) -> str:
    """Return the type that a misspelt one is near to, where its settings are there; else ""."""
    meant = nearest(word, EVERY_KIND)
    if not meant or not isinstance(node, Mapping) or any(_of_another_type(node, meant)):
        return ""
    fields = EVERY_KIND[meant].shape.model_fields
    own = fields.keys() - QuestionShape.model_fields.keys()
    needed = {name for name in own if fields[name].is_required()}
    return meant if needed <= node.entries.keys() else ""


def _read_as(type_name: str, node: Node) -> Read:
    kind, broken = EVERY_KIND[type_name], WrittenItem(None, node)
    shaped = read_shape(kind.shape, node, what="questions", unknown="Q201")
    strangers = tuple(_of_another_type(node, type_name))
    if strangers:
        # With another type meant, nothing else is certain: neither what is missing.
        return broken, (*strangers, *(each for each in shaped.findings if _is_certain(each)))
    if shaped.value is None:
        return broken, shaped.findings
    written = WrittenItem(None, shaped.node)
    named = shaped.value.id or written.word("id") or written.word("text") or "?"
    value = shaped.value.model_copy(update={"id": named}) if shaped.findings else shaped.value
    found = (*shaped.findings, *kind.check(value, shaped.node, shaped.unsure))
    good = not shaped.findings and written.word("type") == type_name
    item = make_item(value, kind) if good and isinstance(kind, ItemKind) else None
    return replace(written, item=item), found


def _of_another_type(node: Node, type_name: str) -> Iterator[Finding]:
    """Find the first setting that questions of this type do not have, but those of another do."""
    written = node.entries if isinstance(node, Mapping) else {}
    known = names_of(EVERY_KIND[type_name].shape)
    for name in (each for each in written if each not in known):
        owners = [other for other, each in EVERY_KIND.items() if name in names_of(each.shape)]
        if owners:
            yield finding(
                "Q201",
                locate(node, (name,), key=True),
                f'{type_name} questions do not have a setting called "{name}"',
                label=f"{' and '.join(owners)} questions have it",
                help="change the type, or take the setting out",
            )
            return


def _is_certain(each: Finding) -> bool:
    return each.code not in ("Q201", "Y120")


def _without_type(node: Node) -> Read:
    """Tell that there is no type, or that its name is misspelt; then the rest may be read."""
    entries = node.entries if isinstance(node, Mapping) else {}
    near = {name: entry for name, entry in entries.items() if nearest(name, ["type"])}
    named = Mapping(near, node.place) if isinstance(node, Mapping) else node
    shaped = read_shape(TypeShape, named, what="questions", unknown="Q201")
    if shaped.value and shaped.value.type in EVERY_KIND and isinstance(shaped.node, Mapping):
        rest = {name: entry for name, entry in entries.items() if name not in near}
        whole = Mapping({**rest, **shaped.node.entries}, node.place)
        written, more = _read_as(shaped.value.type, whole)
        return replace(written, item=None), (*shaped.findings, *more)
    return WrittenItem(None, node), shaped.findings


def _not_a_type(node: Node, word: str) -> Finding:
    every = sorted(EVERY_KIND)
    return finding(
        "Q203",
        locate(node, ("type",)),
        f'"{word}" is not a question type',
        label=did_you_mean(word, every),
        help=f"types: {', '.join(every)}",
    )
