"""The names of an author's files: which a course can have, and which one will have been meant."""

import re
import unicodedata

BESIDE_LESSONS = ("course.yaml", "roles.yaml", "glossary.yaml", "words.yaml", "boards.yaml")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
MAX_ID = 64
# Editors add ".txt" to a name, and Windows does not show it.
_NAME = re.compile(
    r"(?P<stem>.+?)(?P<ending>\.(?:(?P<md>md|markdown|mdown)|(?P<yaml>yaml|yml)))(?:\.(?:txt|text))*",
    re.IGNORECASE,
)


def as_id(words: str) -> str:
    """Return the id that is nearest to some words, "" where they have no letter a-z or digit."""
    whole = re.sub("['’]", "", words)
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].rstrip("-")


def meant_path(path: str) -> str:
    """Return the path that a course would read this file under, the same where it is right.

    "" where it is not near to any: then it is no file of a course.
    """
    folder, _, name = path.rpartition("/")
    found = _NAME.fullmatch(name)
    if folder.endswith("/media") or not found:
        return path if folder.endswith("/media") else ""
    in_lessons = folder.startswith("lessons/")
    if in_lessons and found["yaml"]:
        beside = f"{found['stem'].lower()}.yaml"
        return f"{folder}/{beside}" if beside in BESIDE_LESSONS else ""
    if in_lessons != bool(found["md"]):
        return ""
    name = as_id(found["stem"])
    return f"{folder}/{name}{'.md' if in_lessons else '.yaml'}" if name else ""
