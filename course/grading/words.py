"""How a sentence says numbers and titles, in reasons and on pages."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 lesson", "2 lessons"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def quoted(title: str) -> str:
    """Return a title in quote marks: its own where it stands in some as a whole."""
    return title if title[0] in '"“' and title[-1] in '"”' else f"“{title}”"
