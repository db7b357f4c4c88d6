"""The house rules that a machine can hold: style, types, and imports that run one way."""

import ast
import graphlib
import subprocess
import sys

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
