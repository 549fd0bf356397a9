"""The parts of a drawing: which elements there are, what each may say, and in what form."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

NAMESPACE = "http://www.w3.org/2000/svg"
XML_LANG = "http://www.w3.org/XML/1998/namespace lang"

_NUMBER = r"-?(?:\d{1,5}(?:\.\d{1,6})?|\.\d{1,6})"
_NAME = r"[A-Za-z][\w-]{0,63}"
_COLOR = r"none|[a-z]{3,20}|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|rgb\([0-9 ,.%]{1,40}\)"
_WORDS = r"[\w ,.'\"#-]{1,200}"

_ITSELF = "id transform opacity"
_PAINT = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset"
)
_LETTERS = (
    "font-size font-family font-weight font-style text-anchor dominant-baseline letter-spacing"
)
_ENDS = "marker-start marker-end"
_ACROSS = "x1 y1 x2 y2"
_SETTINGS = {
    "svg": f"viewBox width height version role aria-label aria-labelledby lang {_PAINT} {_LETTERS}",
    "g": f"{_ITSELF} {_PAINT} {_LETTERS}",
    "path": f"d {_ITSELF} {_PAINT} {_ENDS}",
    "rect": f"x y width height rx ry {_ITSELF} {_PAINT}",
    "circle": f"cx cy r {_ITSELF} {_PAINT}",
    "ellipse": f"cx cy rx ry {_ITSELF} {_PAINT}",
    "line": f"{_ACROSS} {_ITSELF} {_PAINT} {_ENDS}",
    "polyline": f"points {_ITSELF} {_PAINT} {_ENDS}",
    "polygon": f"points {_ITSELF} {_PAINT}",
    "text": f"x y dx dy {_ITSELF} {_PAINT} {_LETTERS}",
    "tspan": f"x y dx dy {_ITSELF} {_PAINT} {_LETTERS}",
    "title": "id",
    "desc": "id",
    "defs": "id",
    "marker": "id viewBox refX refY markerWidth markerHeight markerUnits orient",
    "linearGradient": f"id {_ACROSS} gradientUnits",
    "stop": "offset stop-color stop-opacity",
}
ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(settings.split()) for name, settings in _SETTINGS.items()}
)
"""Which elements a drawing may hold, and the settings of each."""

_FORMS: Mapping[str, str] = {
    "id": _NAME,
    "d": r"[MmZzLlHhVvCcSsQqTtAa0-9eE\s,.+-]*",
    "points": r"[0-9eE\s,.+-]*",
    "viewBox": rf"{_NUMBER}(?:[ ,]+{_NUMBER}){{3}}",
    "transform": rf"(?:(?:translate|rotate)\({_NUMBER}(?:[ ,]+{_NUMBER}){{0,2}}\)\s*)+",
    "orient": rf"auto|auto-start-reverse|{_NUMBER}",
    "font-size": rf"{_NUMBER}(?:px)?",
    "font-weight": r"normal|bold|[1-9]00",
    **dict.fromkeys(("fill", "stroke"), rf"{_COLOR}|url\(#{_NAME}\)"),
    "stop-color": _COLOR,
    **dict.fromkeys(_ENDS.split(), rf"none|url\(#{_NAME}\)"),
    "stroke-dasharray": rf"none|{_NUMBER}(?:[ ,]+{_NUMBER}){{0,20}}",
    **dict.fromkeys(("x", "y", "dx", "dy"), rf"{_NUMBER}(?:[ ,]+{_NUMBER}){{0,200}}"),
    **dict.fromkeys(
        ("role", "aria-label", "aria-labelledby", "lang", "font-family", "version"), _WORDS
    ),
    **dict.fromkeys(
        (
            *("fill-rule", "font-style", "text-anchor", "dominant-baseline", "markerUnits"),
            *("gradientUnits", "stroke-linecap", "stroke-linejoin"),
        ),
        r"[A-Za-z-]{1,30}",
    ),
}
_LENGTH = rf"{_NUMBER}(?:px|%)?"


def fits(setting: str, value: str) -> bool:
    """Say whether a setting has the form of its kind; most are a length."""
    return re.fullmatch(_FORMS.get(setting, _LENGTH), value.strip()) is not None


def named_in(value: str) -> Iterator[str]:
    """Yield the names in the drawing that a value leads to."""
    yield from re.findall(rf"url\(#({_NAME})\)", value)


def number(written: str) -> float | None:
    """Return a number as drawings write it, None where it is none."""
    return float(written) if re.fullmatch(_NUMBER, written.strip()) else None


def is_light(color: str) -> bool:
    """Say whether a color is light enough for dark letters: white, or most of it (WCAG 1.4.3)."""
    if color == "white":
        return True
    digits = color.removeprefix("#")
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", color):
        return False
    pairs = [each * 2 for each in digits] if len(digits) == 3 else re.findall("..", digits)
    red, green, blue = (_linear(int(pair, 16) / 255) for pair in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue >= _LIGHT


_LIGHT = 0.7


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
