"""The layer rule holds, is written in each layer's folder, and is enforced by a tool."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import LAYERS, PACKAGE, ROOT, name, parsed, python_files


def lint_imports(folder):
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def copy_of_the_house(folder):
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for path in python_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def test_imports_go_downward():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_each_step_out_of_line_is_seen(tmp_path):
    copy_of_the_house(tmp_path)
    for module, line in {
        "content/findings.py": "import course.content.reading, course.records.base, flask",
        "records/base.py": "import course.clock, course.records.lists, werkzeug",
        "web/trainee/__init__.py": "import course.web.trainer",
    }.items():
        path = tmp_path / "course" / module
        path.write_text(f"{line}\n{path.read_text()}")
    told = lint_imports(tmp_path).stdout
    assert "Contracts: 0 kept" in told, told


def test_a_folder_that_nobody_declared_is_seen(tmp_path):
    copy_of_the_house(tmp_path)
    leftovers = tmp_path / "course" / "utils" / "__init__.py"
    leftovers.parent.mkdir()
    leftovers.touch()
    assert lint_imports(tmp_path).returncode == 1


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_has_its_rule_in_its_folder(layer):
    text = (PACKAGE / layer / "README.md").read_text(encoding="utf-8")
    assert 3 <= len(text.splitlines()) <= 16, "its rule and its rooms, so that they are read"


def calls_of(methods, *folders):
    """Say where a method of one of these names is called."""
    return {
        name(path)
        for path in python_files(*folders)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
    }


def test_only_the_transaction_commits():
    """``transaction`` is the one way to write, so that an act and its audit event are one."""
    commits = calls_of({"commit", "rollback", "begin", "begin_nested"})
    assert commits <= {
        "course/records/transaction.py",
        "course/records/migrate.py",
        "course/records/engine.py",  # the settings of a new connection
    }


def test_content_reads_authors_files_in_one_module():
    reads = calls_of({"open", "read_text", "read_bytes", "iterdir", "rglob"}, PACKAGE / "content")
    assert reads <= {
        "course/content/reading.py",
        "course/content/explaining.py",  # the examples that come along, when somebody asks
    }
