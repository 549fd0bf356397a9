"""What can be wrong with a scenario: a scene that is missing, stuck, or never reached."""

from collections.abc import Collection, Iterator, Mapping

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.shapes.item import ScenarioShape, SceneShape
from course.content.shapes.partly import Unsure
from course.content.spelling import nearest
from course.content.yaml.nodes import Node, locate

MOST_GUESSED = 30
"""For how many misspelt names the one that is meant is looked for: each is held against all."""


def scenario(shape: ScenarioShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what keeps trainees from getting through the scenes to an ending.

    A misspelt name is told where it stands, and counts as the scene that it is near to.
    """
    scenes: dict[str, SceneShape] = {}
    for number, scene in enumerate(shape.scenes):
        if scene.id and scene.id in scenes:
            yield finding(
                "Q224",
                locate(node, ("scenes", number, "id")),
                f'question "{shape.id}" has two scenes with the id "{scene.id}"',
                label="used again here",
                help="give this one a new id",
            )
        scenes.setdefault(scene.id, scene)
    if len(scenes) < len(shape.scenes) or "" in scenes or not scenes:
        return  # where a choice leads is known when each scene has its own id
    meant = _meant(shape, scenes)
    yield from _missing(shape, meant, node)
    unread = {scene.id: _unread(n, unsure) for n, scene in enumerate(shape.scenes)}
    leads = {name: _next(scene, meant) | unread[name] for name, scene in scenes.items()}
    reached = _from({meant[shape.start]}, leads)
    yield from _stuck(shape, leads, reached, node)
    if "" not in meant.values() and not any(unread.values()):
        yield from _unreachable(shape, reached, node)


def _meant(shape: ScenarioShape, scenes: Collection[str]) -> dict[str, str]:
    """Return the scene that each name means: itself, the one it is near to, "" for none."""
    named = [choice.goto for scene in shape.scenes for choice in scene.choices]
    strange = list(dict.fromkeys(name for name in (shape.start, *named) if name not in scenes))
    known = {name: name for name in scenes}
    return known | {
        name: nearest(name, scenes) if number < MOST_GUESSED else ""
        for number, name in enumerate(strange)
    }


def _missing(shape: ScenarioShape, meant: Mapping[str, str], node: Node) -> Iterator[Finding]:
    scenes = [scene.id for scene in shape.scenes]
    known = set(scenes)
    mend = f"scenes: {', '.join(scenes[:MOST_GUESSED])}"
    if shape.start and shape.start not in known:
        message = f'the start is a scene that does not exist: "{shape.start}"'
        label = _label(meant[shape.start])
        place = locate(node, ("start",))
        yield finding("Q208", place, message, label=label, help="" if label else mend)
    for number, scene in enumerate(shape.scenes):
        for index, choice in enumerate(scene.choices):
            if choice.goto and choice.goto not in known:
                label = _label(meant[choice.goto])
                yield finding(
                    "Q208",
                    locate(node, ("scenes", number, "choices", index, "goto")),
                    f'this choice goes to a scene that does not exist: "{choice.goto}"',
                    label=label,
                    help="" if label else mend,
                )


def _label(near: str) -> str:
    return f'did you mean "{near}"?' if near else ""


def _next(scene: SceneShape, meant: Mapping[str, str]) -> frozenset[str]:
    """Return where a scene leads; "" stands for an ending, or for what nobody can tell."""
    there = frozenset(meant[choice.goto] for choice in scene.choices)
    return there | {""} if scene.end else there


def _unread(number: int, unsure: Unsure) -> frozenset[str]:
    """Return the way on, as nobody can tell where, of a scene that cannot be read whole."""
    parts = ("end", "choices")
    return frozenset("" for part in parts if unsure.covers("scenes", number, part))


def _from(start: set[str], leads: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the scenes that can be reached from some."""
    reached, waiting = set(start), list(start)
    while waiting:
        new = leads.get(waiting.pop(), frozenset()) - reached
        reached |= new
        waiting += new
    return reached


def _stuck(
    shape: ScenarioShape, leads: Mapping[str, frozenset[str]], reached: set[str], node: Node
) -> Iterator[Finding]:
    """Find scenes without a way on, then circles without a way out."""
    dead = {name for name, there in leads.items() if not there}
    back: dict[str, set[str]] = {}
    for name, there in leads.items():
        for after in there:
            back.setdefault(after, set()).add(name)
    ways_out = {name: frozenset(before) for name, before in back.items()}
    # A scene before a dead one is mended with it.
    ends = _from({"", *dead}, ways_out)
    circle = [scene.id for scene in shape.scenes if scene.id in reached and scene.id not in ends]
    for number, scene in enumerate(shape.scenes):
        place = locate(node, ("scenes", number, "id"))
        if scene.id in dead and not scene.end:
            yield finding(
                "Q209",
                place,
                f'trainees get stuck in scene "{scene.id}"',
                label="no choices, and not marked as an ending",
                help='add "choices:", or add "end: true"',
            )
        elif scene.end and scene.choices:
            yield finding(
                "Q209",
                place,
                f'the scene "{scene.id}" is an ending, but it has choices',
                label="which of the two?",
                help='take out "choices:" or "end: true"',
            )
        elif circle[:1] == [scene.id]:
            yield finding(
                "Q209",
                place,
                f'trainees get stuck: from scene "{scene.id}" no choice leads to an ending',
                label=f"goes round and round: {', '.join(circle)}",
                help="let a choice go to an ending",
            )


def _unreachable(shape: ScenarioShape, reached: set[str], node: Node) -> Iterator[Finding]:
    for number, scene in enumerate(shape.scenes):
        if scene.id not in reached:
            yield finding(
                "Q210",
                locate(node, ("scenes", number, "id")),
                f'no choice leads to scene "{scene.id}"',
                label="trainees can never see this",
            )
