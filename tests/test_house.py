"""The house rules that a machine can hold: style, types, and imports that run one way."""

import ast
import graphlib
import subprocess
import sys
from collections import defaultdict

import pytest
from conftest import ROOT

JUDGES = ["ruff check", "ruff format --check", "mypy"]


@pytest.mark.parametrize("judge", JUDGES)
def test_the_source_passes(judge: str) -> None:
    done = subprocess.run([sys.executable, "-m", *judge.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def rooms() -> dict[str, set[str]]:
    """The modules and folders directly in cleaner/, and which others each imports."""
    graph: dict[str, set[str]] = {}
    for file in (ROOT / "cleaner").rglob("*.py"):
        room = file.relative_to(ROOT / "cleaner").with_suffix("").parts[0]
        imported = {name for node in ast.walk(ast.parse(file.read_text("utf-8"))) for name in _imported(node)}
        graph.setdefault(room, set()).update(imported - {room})
    return graph


def _imported(node: ast.AST) -> list[str]:
    if not isinstance(node, ast.ImportFrom) or not node.module or node.module.split(".")[0] != "cleaner":
        return []
    below = node.module.split(".")[1:]
    return below[:1] or [alias.name for alias in node.names]


def test_imports_run_one_way() -> None:
    order = list(graphlib.TopologicalSorter(rooms()).static_order())  # a circle is an error that names its rooms
    assert order[-1] == "__main__" and order.index("pipeline") < order.index("cli")


def test_a_language_model_is_asked_from_the_command_line_alone() -> None:
    graph = rooms()
    assert {room for room, imported in graph.items() if "llm" in imported} == {"cli"}
    assert graph["llm"] <= {"decide", "model", "text", "files"}


# ------------------------------------------------------------------ one name for one thing, files and functions short

SOURCES = {file: file.read_text("utf-8") for file in sorted((ROOT / "cleaner").rglob("*.py"))}
LONGEST_FILE, LONGEST_FUNCTION = 250, 40
# A command's file has the command's name, and so may the file that does the work.
COMMANDS = {"diagnose", "explain", "rules", "survey"}


def test_no_class_has_the_name_of_another() -> None:
    places = defaultdict(list)
    for file, source in SOURCES.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file.relative_to(ROOT).as_posix())
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_no_module_has_the_name_of_another() -> None:
    places = defaultdict(list)
    for file in SOURCES:
        if not file.stem.startswith("__"):
            places[file.stem].append(file.relative_to(ROOT).as_posix())
    assert not {name: found for name, found in places.items() if len(found) > 1 and name not in COMMANDS}


def test_files_and_functions_are_short() -> None:
    long_files, long_functions = {}, {}
    for file, source in SOURCES.items():
        name = file.relative_to(ROOT).as_posix()
        if (lines := source.count("\n")) > LONGEST_FILE:
            long_files[name] = lines
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                function, lines = f"{name} {node.name}", (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long_functions[function] = lines
    assert not long_files and not long_functions
