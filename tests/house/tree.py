"""Where the files of the house lie, for the tests that look at all of them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "course"
TEMPLATES = ROOT / "templates"
LAYERS = ("cli", "web", "records", "grading", "content")


def name(path: Path) -> str:
    """Return a path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: Path) -> list[Path]:
    """Return every module under the folders (the package when none is given)."""
    return sorted(path for folder in folders or (PACKAGE,) for path in folder.rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> list[ast.FunctionDef]:
    """Return every function of a module, methods and inner ones too."""
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


def lines_of(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def committed_texts() -> dict[str, str]:
    """Return every text file that is or would be committed, by its name."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    texts = {}
    for line in listed.stdout.splitlines():
        path = ROOT / line
        if path.is_file():
            try:
                texts[line] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture
    return texts
