"""SVG drawings: read against an allow-list, so that one can run nothing and load nothing.

What is allowed is what a diagram needs: shapes, text, arrowheads, gradients. There are no scripts,
styles, links, pictures in pictures or other documents; an address is a name in the drawing itself.
A DOCTYPE is refused before it is read, and with it every entity. Such a drawing is shown by
``<img>``, where it knows nothing of the page's colors: so it brings its own light background.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from course.content.catalogue import finding
from course.content.courses.drawing_parts import (
    ELEMENTS,
    NAMESPACE,
    XML_LANG,
    fits,
    is_light,
    named_in,
    number,
)
from course.content.findings import Finding, Place
from course.content.sourcetext import MAX_BYTES, damaged

LARGEST_SIDE = 4000
"""In the units of the viewBox, which are pixels where the picture is shown as large as it is."""
MOST_ELEMENTS = 5_000
DEEPEST = 30
MOST_TOLD = 20
PHONE, SMALLEST_TEXT = 320, 11
"""The width of a small phone, and how high letters are there at least; both in CSS pixels."""
_FONT_SIZE = 16.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that was read: its size in pixels, 0 where it cannot be shown."""

    width: int
    height: int
    findings: tuple[Finding, ...]


class _Stop(Exception):
    """Nothing further is read."""


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet; ``font_size`` is what it hands down."""

    name: str
    font_size: float
    place: Place


@dataclass(slots=True)
class _Reading:
    """One file as it is read: expat calls its methods, in the file's order."""

    path: str
    lines: list[str]
    parser: expat.XMLParserType
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    count: int = 0
    size: tuple[float, float, float, float] = (0, 0, 0, 0)
    has_panel: bool | None = None
    smallest: tuple[float, Place] | None = None
    ids: set[str] = field(default_factory=set)
    named: dict[str, Place] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        space, _, name = tag.rpartition(" ")
        place = self._here(name)
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.stack) >= DEEPEST:
            self._tell(place, "this drawing holds too much", mend="draw it with fewer parts")
            raise _Stop
        if not self.stack and (space != NAMESPACE or name != "svg"):
            mend = f'begin with: <svg xmlns="{NAMESPACE}" viewBox="0 0 640 360">'
            self._tell(place, "this file does not begin as an SVG drawing", mend=mend)
            raise _Stop
        if space != NAMESPACE or name not in ELEMENTS:
            mend = (
                "take it out" if name != "style" else 'write it beside each shape: fill="#1d4f91"'
            )
            self._tell(place, f'a drawing of a course does not hold "{name}"', mend=mend)
        else:
            self._attributes(name, attributes, place)
        self._drawn(name, attributes, place)
        before = self.stack[-1].font_size if self.stack else _FONT_SIZE
        size = number(attributes.get("font-size", "").removesuffix("px"))
        self.stack.append(_Open(name, before if size is None else size, place))

    def end(self, tag: str) -> None:
        """Take in the end of an element."""
        self.stack.pop()

    def text(self, words: str) -> None:
        """Take in words: the smallest that are shown are remembered."""
        if self._is_in("text") and words.strip():
            now = self.stack[-1]
            if self.smallest is None or now.font_size < self.smallest[0]:
                self.smallest = now.font_size, now.place

    def refuse_doctype(self, *_: object) -> None:
        """Stop at a DOCTYPE: entities are declared there, and nothing else that is needed."""
        self._tell(self._here("!DOCTYPE"), "a drawing has no DOCTYPE", mend="take it out")
        raise _Stop

    def refuse_instruction(self, target: str, *_: object) -> None:
        """Tell an instruction to another program, such as one for a style sheet."""
        self._tell(self._here(f"?{target}"), f'a drawing has no "<?{target}"', mend="take it out")

    def finish(self) -> None:
        """Tell what only the whole drawing shows."""
        for name, place in self.named.items():
            if name not in self.ids:
                self._tell(place, f'nothing in this drawing has the id "{name}"', mend="")
        width = self.size[2]
        if self.smallest and width > PHONE:
            shown = self.smallest[0] * PHONE / width
            if shown < SMALLEST_TEXT:
                self._small_text(shown, width)
        if width and not self.has_panel:
            x, y, wide, high = (f"{each:g}" for each in self.size)
            panel = f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="#ffffff"/>'
            self._add(
                "A507",
                Place(self.path),
                "this drawing has no light background, so it cannot be read on a dark page",
                f"draw it first: {panel}",
            )

    def _attributes(self, name: str, attributes: dict[str, str], place: Place) -> None:
        if name == "svg":
            self._size(attributes, place)
        for attribute, value in attributes.items():
            bare = attribute.rpartition(" ")[2]
            where = self._in_tag(place, bare)
            known = attribute in ELEMENTS[name] or attribute == XML_LANG
            # An arrowhead with arrowheads of its own could be drawn a million times.
            if not known or (self._is_in("marker") and "marker" in bare):
                self._tell(where, f'"{name}" has no setting "{bare}" here', mend="take it out")
            elif not fits(bare, value):
                message = f'"{bare}" cannot be "{value[:40]}" in a drawing of a course'
                self._tell(where, message, mend="write a plain number, color or name")
            if attribute == "id":
                self.ids.add(value)
            for named in named_in(value):
                self.named.setdefault(named, where)

    def _size(self, attributes: dict[str, str], place: Place) -> None:
        """Read the viewBox, which says how large the drawing is before it is loaded."""
        if self.stack:
            self._tell(place, 'a drawing holds one "svg" alone', mend="use g for a group")
            return
        view = [number(each) for each in attributes.get("viewBox", "").replace(",", " ").split()]
        x, y, width, height = view if len(view) == 4 else (None, None, None, None)
        if None in (x, y) or not _is_side(width) or not _is_side(height):
            mend = f'viewBox="0 0 WIDTH HEIGHT", each of the two from 1 to {LARGEST_SIDE}'
            self._tell(place, "this drawing does not say how large it is", mend=mend)
            return
        self.size = x or 0, y or 0, width or 0, height or 0
        for name, side in (("width", width), ("height", height)):
            if name in attributes and number(attributes[name].removesuffix("px")) != side:
                message = f'the {name} of this drawing is not that of its "viewBox"'
                self._tell(self._in_tag(place, name), message, mend="take it out")

    def _drawn(self, name: str, attributes: dict[str, str], place: Place) -> None:
        """See if the first thing that is drawn is a light background for all the rest."""
        drawn = self.stack and name not in ("title", "desc", "defs") and not self._is_in("defs")
        if drawn and self.has_panel is None:
            x, y, width, height = (f"{each:g}" for each in self.size)
            self.has_panel = (
                name == "rect"
                and (attributes.get("x", "0"), attributes.get("y", "0")) == (x, y)
                and attributes.get("width") in (width, "100%")
                and attributes.get("height") in (height, "100%")
                and is_light(attributes.get("fill", ""))
                and not {"opacity", "fill-opacity", "transform"} & attributes.keys()
            )

    def _small_text(self, shown: float, width: float) -> None:
        least = SMALLEST_TEXT * width / PHONE
        self._add(
            "A506",
            self.smallest[1] if self.smallest else Place(self.path),
            f"these words are {shown:.0f} pixels high on a phone, which is too small to read",
            f'font-size="{least:.0f}" or more, or a narrower viewBox',
        )

    def _is_in(self, name: str) -> bool:
        return any(each.name == name for each in self.stack)

    def _here(self, name: str) -> Place:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return Place(self.path, line, column, column + 1 + len(name))

    def _in_tag(self, place: Place, name: str) -> Place:
        """Return the place of a setting, as far as it stands on the line of its tag."""
        at = self.lines[place.line - 1].find(f"{name}=", place.column) + 1
        return Place(self.path, place.line, at, at + len(name)) if at else place

    def _tell(self, place: Place, message: str, *, mend: str) -> None:
        self._add("F111", place, message, mend)

    def _add(self, code: str, place: Place, message: str, mend: str) -> None:
        told = finding(code, place, message, help=mend)
        self.findings.append(told.with_excerpt(self.lines[place.line - 1]))
        if len(self.findings) >= MOST_TOLD:
            raise _Stop


def read_drawing(content: bytes, path: str) -> Drawing:
    """Read an SVG file and find what a drawing may not hold, and what nobody could read."""
    if len(content) > MAX_BYTES:
        most = f"this drawing is larger than {MAX_BYTES // 1024} kB"
        told = finding("F103", Place(path), most, help="draw it with fewer parts")
        return Drawing(0, 0, (told,))
    parser = expat.ParserCreate("UTF-8", " ")
    text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    reading = _Reading(path, text.split("\n"), parser)
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.refuse_doctype
    parser.ProcessingInstructionHandler = reading.refuse_instruction
    try:
        parser.Parse(content, True)
        reading.finish()
    except _Stop:
        pass
    except expat.ExpatError as problem:
        # In a file of another encoding the parser counts other columns than there are.
        line = min(problem.lineno, len(reading.lines))
        column = min(problem.offset, len(reading.lines[line - 1])) + 1
        where = Place(path, line, column, column + 1)
        said = "this file is not an svg picture, or it is cut short"
        reading.findings.append(finding("F108", where, said, help="save the drawing again"))
    refused = any(each.code in ("F108", "F111") for each in reading.findings)
    reading.findings.extend(() if refused else damaged(text, path))
    width, height = (0, 0) if refused else (round(reading.size[2]), round(reading.size[3]))
    return Drawing(width, height, tuple(reading.findings))


def _is_side(side: float | None) -> bool:
    return side is not None and 1 <= side <= LARGEST_SIDE
